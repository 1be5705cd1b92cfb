//! From a schema's tree to a [`Shape`].
//!
//! The vocabulary is small: `type`, `required`, `properties`, `items`, `enum` and `const` of texts,
//! `$ref`, `anyOf` of something with a meaning, other forms of it, and null, `allOf` of something and
//! `false`, `minimum`, `maximum`, the `pattern` of a known form, JSON in a text (`contentMediaType` and
//! `contentSchema`), and annotations. Any other keyword is refused by name and place,
//! so that nothing in a dialect is ignored silently.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

mod any_of;
mod draft;

use std::sync::Arc;

use super::DialectError;
use super::meaning::{Form, Meaning, Place, State};
use super::node::Node;
use super::shape::{Lane, Member, Number, Rule, Shape, Value};
use crate::scan::Spelled;
use draft::Draft;

/// Deeper than any dialect; a chain of references that long refers to itself.
const DEPTH_LIMIT: usize = 32;

/// More than any dialect; references can multiply what a short text says.
const MEMBER_LIMIT: usize = 4096;

/// The draft of JSON Schema that a dialect is written in.
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The keywords that a value can fail.
const JUDGING: [&str; 11] =
    ["$ref", "type", "enum", "const", "pattern", "minimum", "maximum", "required", "properties", "items", "allOf"];

type Result<T> = std::result::Result<T, DialectError>;

/// What a schema says: the table, and what its examples show of instance ids and of names of tasks.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) shape: Shape,
    pub(super) instance_ids: Vec<String>,
    pub(super) task_names: Vec<String>,
}

/// Compiles a dialect.
pub(super) fn compile(vocabulary: &Node, schema: &Node) -> Result<Compiled> {
    let mut compiler =
        Compiler { vocabulary, schema, members: 0, instance_ids: Vec::new(), task_names: Vec::new(), again: None };
    let root = At { pointer: String::new(), depth: 0 };
    let rule = compiler.rule(schema, Place::Envelope, &root)?;
    let Value::Object(shape) = rule.value else {
        return Err(root.error("a dialect describes an object: expected `type` \"object\" and `properties`"));
    };
    if !shape.is_flat() && !shape.holds_tasks() {
        return Err(root.error("no property means `task` or `tasks`, so there is nothing to read"));
    }
    if let Some(pointer) = compiler.again.filter(|_| !shape.is_flat()) {
        let message = "`#` is understood only where the whole body means `task`".to_owned();
        return Err(DialectError { pointer, message });
    }
    let Compiler { instance_ids, task_names, .. } = compiler;
    Ok(Compiled { shape, instance_ids, task_names })
}

/// Where in the schema.
struct At {
    pointer: String,
    depth: usize,
}

impl At {
    fn member(&self, name: &str) -> At {
        let step = crate::place::escape_step(name);
        self.below(format!("{}/{step}", self.pointer))
    }

    /// There, and a level deeper.
    fn below(&self, pointer: impl Into<String>) -> At {
        At { pointer: pointer.into(), depth: self.depth.saturating_add(1) }
    }

    fn error(&self, message: impl Into<String>) -> DialectError {
        DialectError { pointer: self.pointer.clone(), message: message.into() }
    }
}

struct Compiler<'s> {
    vocabulary: &'s Node,
    schema: &'s Node,
    members: usize,
    instance_ids: Vec<String>,
    task_names: Vec<String>,
    /// Where the schema refers to itself as a whole.
    again: Option<String>,
}

impl<'s> Compiler<'s> {
    fn rule(&mut self, node: &'s Node, place: Place, at: &At) -> Result<Rule> {
        let mut draft = Draft::default();
        self.collect(node, &mut draft, at)?;
        draft.settle().map_err(|message| at.error(message))?;
        self.build(draft, place, at)
    }

    /// Adds what a schema says to the draft.
    fn collect(&mut self, node: &'s Node, draft: &mut Draft<'s>, at: &At) -> Result<()> {
        if at.depth > DEPTH_LIMIT {
            return Err(at.error("nested too deeply, or a reference to itself"));
        }
        match node {
            Node::Bool(true) => Ok(()),
            Node::Bool(false) => {
                draft.forbidden = true;
                Ok(())
            }
            Node::Object(keywords) => {
                let judges = |keyword: &str| JUDGING.contains(&keyword);
                let alone = "`anyOf` is understood only alone, with nothing beside it that judges";
                if node.get("anyOf").is_some() && keywords.iter().any(|(keyword, _)| judges(keyword)) {
                    return Err(at.error(alone));
                }
                keywords.iter().try_for_each(|(keyword, value)| self.keyword(keyword, value, draft, at))?;
                // Nor beside a reference to it, where the draft would say something else than a validator.
                let narrows = |keyword: &str| judges(keyword) && !matches!(keyword, "$ref" | "allOf");
                if draft.either && keywords.iter().any(|(keyword, _)| narrows(keyword)) {
                    return Err(at.error(alone));
                }
                Ok(())
            }
            _ => Err(at.error("expected a schema: an object, true or false")),
        }
    }

    fn keyword(&mut self, keyword: &'s str, value: &'s Node, draft: &mut Draft<'s>, at: &At) -> Result<()> {
        let here = at.member(keyword);
        let text = || value.text().ok_or_else(|| here.error("expected a text"));
        match keyword {
            "$ref" => self.reference(text()?, draft, &here)?,
            "type" => {
                let kind = text()?;
                if draft.kind.is_some_and(|other| other != kind) {
                    return Err(here.error("contradicts the type of what it refers to"));
                }
                draft.kind = Some(kind);
            }
            "enum" => {
                let list = value.list().ok_or_else(|| here.error("expected a list"))?;
                let words = list.iter().map(|word| word.text().map(Arc::from)).collect::<Option<_>>();
                draft.only(words.ok_or_else(|| here.error("only texts are understood here"))?);
            }
            "const" => draft.only(vec![Arc::from(text()?)]),
            "pattern" => {
                let form = self.form_of(text()?).ok_or_else(|| {
                    here.error("a pattern is understood only if it is that of a form in task.schema.json")
                })?;
                draft.in_form(form).ok_or_else(|| here.error("a second pattern beside another one"))?;
            }
            "minimum" => draft.number.minimum = draft.number.minimum.max(Some(whole(value, &here)?)),
            "maximum" => {
                let maximum = whole(value, &here)?;
                draft.number.maximum = Some(draft.number.maximum.map_or(maximum, |other| other.min(maximum)));
            }
            "required" => {
                let list = value.list().ok_or_else(|| here.error("expected a list"))?;
                let names = list.iter().map(Node::text).collect::<Option<Vec<_>>>();
                draft.required.extend(names.ok_or_else(|| here.error("expected a list of texts"))?);
            }
            "properties" => {
                let Node::Object(members) = value else { return Err(here.error("expected an object")) };
                for (name, node) in members {
                    draft.properties.push((name, node, here.member(name).pointer));
                }
            }
            "items" => {
                if draft.items.replace((value, here.pointer.clone())).is_some() {
                    return Err(here.error("a second `items` beside that of what it refers to"));
                }
            }
            "contentMediaType" => {
                if text()? != "application/json" {
                    return Err(here.error("only \"application/json\" is understood here"));
                }
                draft.json = true;
            }
            "contentSchema" => draft.content = Some((value, here.pointer.clone())),
            "anyOf" => self.either(value, draft, &here)?,
            "allOf" => self.both(value, draft, &here)?,
            "examples" => {
                let list = value.list().ok_or_else(|| here.error("expected a list"))?;
                let shown = || list.iter().filter_map(Node::text).map(str::to_owned);
                match draft.meaning {
                    Some(Meaning::InstanceId) => self.instance_ids.extend(shown()),
                    Some(Meaning::TaskName) => self.task_names.extend(shown()),
                    _ => {}
                }
            }
            // Of another draft, keywords beside a reference would say nothing, or something else.
            "$schema" => {
                if text()?.trim_end_matches('#') != DRAFT {
                    return Err(here.error(format!("a dialect is a schema of {DRAFT}")));
                }
            }
            // Further down, it would change what references mean.
            "$id" => {
                let id = text()?;
                if !at.pointer.is_empty() || !is_address(id) {
                    return Err(here.error("expected an absolute URI, in the whole schema alone"));
                }
            }
            "$defs" => {
                if !matches!(value, Node::Object(_)) {
                    return Err(here.error("expected an object"));
                }
            }
            "$comment" | "title" | "description" => _ = text()?,
            "deprecated" | "readOnly" | "writeOnly" => {
                if !matches!(value, Node::Bool(_)) {
                    return Err(here.error("expected true or false"));
                }
            }
            "default" => {}
            _ => {
                return Err(at.error(format!("the keyword `{keyword}` isn't in the vocabulary of dialects")));
            }
        }
        Ok(())
    }

    /// `task.schema.json#/$defs/…`, or the schema's own `#/$defs/…`.
    fn reference(&mut self, target: &'s str, draft: &mut Draft<'s>, at: &At) -> Result<()> {
        if target == "#" {
            self.again = Some(at.pointer.clone());
            draft.again = true;
            return Ok(());
        }
        let unknown = || at.error(format!("`{target}` is neither in task.schema.json nor in this schema's $defs"));
        let (document, name) = target.split_once("#/$defs/").ok_or_else(unknown)?;
        let name = name.replace("~1", "/").replace("~0", "~");
        let own =
            if document.is_empty() { self.schema.get("$defs").and_then(|defs| defs.get(&name)) } else { None };
        let shared = matches!(document, "" | "task.schema.json");
        let shared = shared.then(|| self.vocabulary.get("$defs").and_then(|defs| defs.get(&name))).flatten();
        let node = own.or(shared).ok_or_else(unknown)?;
        if draft.meaning.is_none() {
            draft.meaning = Meaning::from_word(&name);
        }
        if draft.meaning.is_none() && draft.state.is_none() {
            draft.state = State::from_word(&name);
        }
        if let Some(form) = Form::from_word(&name) {
            draft.in_form(form).ok_or_else(|| at.error("a second form beside another one"))?;
        }
        self.collect(node, draft, &at.below(&at.pointer))
    }

    fn form_of(&self, pattern: &str) -> Option<Form> {
        let defs = self.vocabulary.get("$defs")?.members();
        let form = defs.iter().find(|(_, def)| def.get("pattern").and_then(Node::text) == Some(pattern));
        form.and_then(|(name, _)| Form::from_word(name))
    }

    /// `allOf`: something, which must not be called so.
    fn both(&mut self, value: &'s Node, draft: &mut Draft<'s>, at: &At) -> Result<()> {
        match value.list() {
            Some([something, Node::Bool(false)]) => {
                draft.forbidden = true;
                self.collect(something, draft, &at.member("0"))
            }
            _ => Err(at.error("`allOf` is understood only as a reference and `false`")),
        }
    }

    fn build(&mut self, mut draft: Draft<'s>, place: Place, at: &At) -> Result<Rule> {
        if let Some(meaning) = draft.meaning
            && at.depth > 0
            && !meaning.belongs_in(place)
            && !(meaning == Meaning::Task && place == Place::Task)
        {
            let word = meaning.word();
            return Err(at.error(format!("`{word}` doesn't belong in this object ({})", place.word())));
        }
        draft.fits_together().map_err(|message| at.error(message))?;
        if draft.again {
            return Ok(Rule { meaning: Some(Meaning::Task), value: Value::Again, ..Rule::any() });
        }
        if let Some((node, pointer)) = draft.content.take() {
            return self.content(node, &draft, place, &at.below(pointer));
        }
        let mut also = std::mem::take(&mut draft.also);
        let value = self.value(&mut draft, at)?;
        let holds = draft.meaning.and_then(Meaning::holds).is_some();
        if holds && !matches!(value, Value::Object(_) | Value::List(_)) {
            return Err(at.error("expected `type` \"object\" (or \"array\"), with what is in it"));
        }
        // Words that the form takes anyway are those that a document knows; others are allowed.
        let mut known = Vec::new();
        if let Value::Text(form) = &value {
            also.retain(|other| match other {
                Value::Word(words) if words.iter().all(|word| form.recognises(word)) => {
                    known.extend(words.iter().cloned());
                    false
                }
                _ => true,
            });
        }
        known.sort();
        if draft.meaning == Some(Meaning::TaskName) {
            self.task_names.extend(known.iter().map(|name| name.to_string()));
        }
        // Words that are the canonical ones need no table.
        let plain = matches!(&value, Value::Word(words) if words.iter().zip(&draft.states).all(|(word, state)| {
            *state == State::spelled(word)
        }));
        let states = if draft.meaning == Some(Meaning::Status) && !plain { draft.states } else { Vec::new() };
        let (meaning, nullable, forbidden) = (draft.meaning, draft.nullable, draft.forbidden);
        Ok(Rule { meaning, value, nullable, forbidden, also, known: known.into(), states })
    }

    /// JSON in a text: what such a text means is what its content means.
    fn content(&mut self, node: &'s Node, draft: &Draft<'s>, place: Place, at: &At) -> Result<Rule> {
        let inner = self.rule(node, place, at)?;
        let Rule { meaning: Some(meaning), value: Value::Object(shape), .. } = inner else {
            return Err(at.error("expected an object that means something"));
        };
        let (nullable, forbidden) = (draft.nullable, draft.forbidden);
        Ok(Rule { meaning: Some(meaning), value: Value::Content(shape), nullable, forbidden, ..Rule::any() })
    }

    /// What the type, the form and the words of a draft come to.
    fn value(&mut self, draft: &mut Draft<'s>, at: &At) -> Result<Value> {
        let is_text = draft.kind.is_none_or(|kind| kind == "string");
        let inner = draft.meaning.and_then(Meaning::holds).unwrap_or(Place::Other);
        Ok(match draft.kind {
            _ if draft.words.is_some() && is_text => Value::Word(draft.words.take().unwrap_or_default().into()),
            _ if draft.form.is_some() && is_text => Value::Text(draft.form.unwrap_or(Form::Text)),
            None => Value::Any,
            Some("object") => {
                let flat = draft.meaning == Some(Meaning::Task);
                let inner = if at.depth == 0 && !flat { Place::Envelope } else { inner };
                Value::Object(self.shape(draft, inner, at)?)
            }
            Some("array") => {
                let rule = match &draft.items {
                    Some((node, pointer)) => self.rule(node, inner, &at.below(pointer))?,
                    None => Rule::any(),
                };
                let tasks = matches!(draft.meaning, Some(Meaning::Tasks | Meaning::SubTasks));
                if tasks && !matches!(rule.meaning, Some(Meaning::Task | Meaning::TaskId)) {
                    return Err(at.error("the `items` of `tasks` have to mean `task`, or `task-id`"));
                }
                Value::List(Box::new(rule))
            }
            Some("string") => Value::Text(Form::Text),
            Some("integer") => Value::Number(Number { whole: true, ..draft.number }),
            Some("number") => Value::Number(draft.number),
            Some("boolean") => Value::Bool,
            Some("null") => Value::Null,
            Some(other) => return Err(at.member("type").error(format!("JSON has no type `{other}`"))),
        })
    }

    fn shape(&mut self, draft: &Draft<'s>, place: Place, at: &At) -> Result<Shape> {
        let mut shape = Shape { place, members: Vec::new(), required: 0 };
        for (name, node, pointer) in &draft.properties {
            self.members = self.members.saturating_add(1);
            if shape.members.len() == 64 || self.members > MEMBER_LIMIT {
                return Err(at.error("more than 64 properties in one object, or too many in all"));
            }
            // Below the object that `properties` is.
            let at = At { pointer: pointer.clone(), depth: at.depth.saturating_add(2) };
            let rule = self.rule(node, place, &at)?;
            if let Some(meaning) = rule.meaning.filter(|_| !rule.forbidden)
                && let Some(twin) = shape.meaning(meaning)
            {
                let twin = &shape.member(twin).name;
                return Err(at.error(format!("means `{}`, as `{twin}` does already", meaning.word())));
            }
            let spelled = if rule.forbidden { Spelled::never() } else { Spelled::name(name) };
            let raw = rule.is_kept_raw(place);
            let bit = 1 << shape.members.len();
            let lane = if raw { Lane::None } else { rule.lane() };
            shape.members.push(Member { name: Arc::from(*name), spelled, bit, raw, lane, rule: Arc::new(rule) });
        }
        if let Some((object, part, meaning)) = said_twice(&shape) {
            let problem = format!("`{part}` of `{object}` means `{}`, as a member beside it does", meaning.word());
            return Err(at.error(problem));
        }
        for name in &draft.required {
            let missing = || at.member("required").error(format!("`{name}` is required but not in `properties`"));
            shape.required |= 1 << shape.find(name).ok_or_else(missing)?;
        }
        Ok(shape)
    }
}

/// What is said in an instance's object and beside it, where the one that came last would stand.
fn said_twice(shape: &Shape) -> Option<(&str, &str, Meaning)> {
    let object = shape.member(shape.meaning(Meaning::Instance)?);
    let Value::Object(instance) = &object.rule.value else { return None };
    let mut said =
        instance.members.iter().filter_map(|part| Some((&*object.name, &*part.name, part.rule.meaning?)));
    said.find(|(_, _, meaning)| shape.meaning(*meaning).is_some())
}

/// Whether this is an absolute URI of plain characters, without a fragment.
fn is_address(text: &str) -> bool {
    let plain = |character: char| character.is_ascii_alphanumeric() || "-._~:/?&=+,;@".contains(character);
    let begins = |text: &str| text.starts_with(|first: char| first.is_ascii_alphanumeric());
    if let Some(name) = text.strip_prefix("urn:") {
        return begins(name) && name.contains(':') && name.chars().all(plain);
    }
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return false };
    let (server, _) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let (host, port) = server.split_once(':').unwrap_or((server, ""));
    let is_host = begins(host) && host.chars().all(|one| one.is_ascii_alphanumeric() || "-._".contains(one));
    is_host && port.bytes().all(|digit| digit.is_ascii_digit()) && rest.chars().all(plain)
}

fn whole(value: &Node, at: &At) -> Result<i64> {
    match value {
        Node::Number(number) => number.as_i64().ok_or_else(|| at.error("expected a whole number")),
        _ => Err(at.error("expected a whole number")),
    }
}
