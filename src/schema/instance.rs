//! What `jsonschema` sees of a body: values that are read where they stand.
//!
//! serde_json refuses numbers that no float holds and half surrogate pairs; a body with them is
//! still one that a schema can judge.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::borrow::Cow;
use std::ptr;

use jsonschema::JsonType;
use jsonschema::json::{Array, Json, Node, NodeIdentity, Object, cmp};
use serde_json::{Map, Number, Value};

use super::document::Document;
use super::unique;
use crate::scan::{Kind, Scanner, Text, Token};

/// Deeper than any schema of ours looks; what is below is null to a schema, which so never recurses further.
pub(super) const DEEPEST: usize = 128;

/// So many violations are more than anybody is told: lists end for the schema once they were told.
pub(super) const ENOUGH: usize = 4000;

/// The way in which a body is seen.
pub(super) struct InPlace;

/// One value of a body.
#[derive(Clone, Copy)]
pub(super) enum Seen<'a> {
    /// In the document: where it begins, and how many objects and lists are around it.
    Value { document: &'a Document<'a>, at: usize, level: usize },
    /// A member's name, for `propertyNames`.
    Name(&'a str),
}

impl<'a> Seen<'a> {
    /// All of a document.
    pub(super) fn root(document: &'a Document<'a>) -> Self {
        Seen::Value { document, at: document.root(), level: 0 }
    }

    fn begin(&self) -> Option<(Scanner<'a>, Token)> {
        match self {
            Seen::Value { document, at, level } => {
                document.value(*at).filter(|(_, token)| *level < DEEPEST || !token.kind.is_container())
            }
            Seen::Name(_) => None,
        }
    }

    /// What is in it, if it is a list or an object, as is wanted.
    fn inside(&self, wanted: Kind) -> Option<Inside<'a>> {
        let Seen::Value { document, level, .. } = self else { return None };
        let (scan, token) = self.begin().filter(|(_, token)| token.kind == wanted)?;
        Some(Inside {
            document,
            scan,
            start: token.start,
            last: None,
            first: true,
            overruled: document.overruled_before(token.start),
            level: level.saturating_add(1),
        })
    }

    /// A value without anything in it; of objects and lists only that they are.
    pub(super) fn scalar(&self) -> Value {
        if let Seen::Name(name) = self {
            return Value::String((*name).to_owned());
        }
        let Some((scan, token)) = self.begin() else { return Value::Null };
        match token.kind {
            Kind::Text => Value::String(scan.text_of(token).decode().into_owned()),
            Kind::Number => Value::Number(number(scan.source(token.start, token.end))),
            Kind::True => Value::Bool(true),
            Kind::False => Value::Bool(false),
            Kind::Null => Value::Null,
            Kind::Object => Value::Object(Map::new()),
            Kind::Array => Value::Array(Vec::new()),
        }
    }
}

/// The number as a schema sees it; one that no float holds is as far out as a float can be.
fn number(text: &str) -> Number {
    if let Ok(number) = text.parse::<u64>() {
        return number.into();
    }
    if let Ok(number) = text.parse::<i64>() {
        return number.into();
    }
    let float = text.parse::<f64>().unwrap_or_default().clamp(f64::MIN, f64::MAX);
    Number::from_f64(float).unwrap_or_else(|| 0.into())
}

impl Json for InPlace {
    type Node<'a> = Seen<'a>;
    type PreparedKey = String;
    type StringBuffer = String;
    /// A name that is looked up costs about as much as so many that are passed.
    const KEYS_PER_LOOKUP: usize = 4;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(buffer: &mut String, string: &str, f: impl FnOnce(Seen<'_>) -> T) -> T {
        string.clone_into(buffer);
        f(Seen::Name(buffer))
    }
}

impl<'a> Node<'a, InPlace> for Seen<'a> {
    type Object = Inside<'a>;
    type Array = Inside<'a>;
    type Number = Number;

    fn as_object(&self) -> Option<Inside<'a>> {
        self.inside(Kind::Object)
    }

    fn as_array(&self) -> Option<Inside<'a>> {
        self.inside(Kind::Array)
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        if let Seen::Name(name) = self {
            return Some(Cow::Borrowed(name));
        }
        self.begin()
            .filter(|(_, token)| token.kind == Kind::Text)
            .map(|(scan, token)| scan.text_of(token).decode())
    }

    fn as_number(&self) -> Option<Number> {
        let (scan, token) = self.begin().filter(|(_, token)| token.kind == Kind::Number)?;
        Some(number(scan.source(token.start, token.end)))
    }

    fn as_boolean(&self) -> Option<bool> {
        match self.begin()?.1.kind {
            Kind::True => Some(true),
            Kind::False => Some(false),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        self.json_type() == JsonType::Null
    }

    fn json_type(&self) -> JsonType {
        if matches!(self, Seen::Name(_)) {
            return JsonType::String;
        }
        match self.begin().map(|(_, token)| token.kind) {
            Some(Kind::Object) => JsonType::Object,
            Some(Kind::Array) => JsonType::Array,
            Some(Kind::Text) => JsonType::String,
            Some(Kind::Number) => JsonType::Number,
            Some(Kind::True | Kind::False) => JsonType::Boolean,
            Some(Kind::Null) | None => JsonType::Null,
        }
    }

    /// As deep as the expected value goes, and no deeper.
    fn equals_value(&self, expected: &Value) -> bool {
        match expected {
            Value::Array(expected) => self.as_array().is_some_and(|mut list| {
                expected.iter().all(|it| list.next_element().is_some_and(|value| value.equals_value(it)))
                    && list.next_element().is_none()
            }),
            Value::Object(expected) => self.as_object().is_some_and(|object| {
                Object::len(&object) == expected.len()
                    && expected
                        .iter()
                        .all(|(name, expected)| object.get(name).is_some_and(|value| value.equals_value(expected)))
            }),
            expected => {
                let container = matches!(self.json_type(), JsonType::Object | JsonType::Array);
                !container && cmp::equal(&self.scalar(), expected)
            }
        }
    }

    /// For violations, which don't quote what is in objects and lists: those are empty here.
    fn to_value(&self) -> Cow<'a, Value> {
        if let Seen::Value { document, .. } = self {
            document.tell();
        }
        Cow::Owned(self.scalar())
    }

    fn identity(&self) -> Option<NodeIdentity> {
        match self {
            Seen::Value { document, at, .. } => {
                Some(NodeIdentity::tagged(ptr::from_ref(*document).addr(), u32::try_from(*at).ok()?))
            }
            Seen::Name(name) => Some(NodeIdentity::new(name.as_ptr().addr())),
        }
    }
}

/// What is in an object or in a list, one after the other.
pub(super) struct Inside<'a> {
    document: &'a Document<'a>,
    scan: Scanner<'a>,
    start: usize,
    /// What was given last, and isn't passed yet.
    last: Option<Token>,
    first: bool,
    /// How many members that don't count were passed.
    overruled: usize,
    level: usize,
}

impl<'a> Inside<'a> {
    /// Past what was given last.
    fn pass(&mut self) -> Option<bool> {
        match self.last.take() {
            Some(token) => self.document.pass(&mut self.scan, token)?,
            None if !self.first => return None,
            None => {}
        }
        Some(std::mem::take(&mut self.first))
    }

    fn give(&mut self) -> Option<Seen<'a>> {
        let token = self.scan.value().ok()?;
        self.last = Some(token);
        Some(Seen::Value { document: self.document, at: token.start, level: self.level })
    }

    /// The next member that no later one overrules.
    fn next_member(&mut self) -> Option<(Text<'a>, Seen<'a>)> {
        loop {
            let first = self.pass()?;
            let name = self.scan.member(first).ok()??;
            let value = self.give()?;
            if !self.document.is_overruled(&name, &mut self.overruled) {
                return Some((name, value));
            }
        }
    }

    fn next_element(&mut self) -> Option<Seen<'a>> {
        let first = self.pass()?;
        if self.scan.element(first).ok()? { self.give() } else { None }
    }

    /// The same from its beginning.
    fn again(&self) -> Inside<'a> {
        let (mut scan, first) = (Scanner::new(self.scan.body(), usize::MAX), true);
        scan.jump(self.start);
        // It is a bracket, which was read before.
        let _ = scan.value();
        let overruled = self.document.overruled_before(self.start);
        Inside {
            document: self.document,
            scan,
            start: self.start,
            last: None,
            first,
            overruled,
            level: self.level,
        }
    }
}

impl<'a> Object<'a, InPlace> for Inside<'a> {
    type Node = Seen<'a>;
    type MemberName = Cow<'a, str>;
    type MembersIter = Members<'a>;

    fn len(&self) -> usize {
        self.document.members_of(self.start).unwrap_or_else(|| self.members().count())
    }

    fn is_empty(&self) -> bool {
        self.members().next().is_none()
    }

    fn get(&self, key: &String) -> Option<Seen<'a>> {
        match self.document.member_of(self.start, key) {
            Some(at) => at.map(|at| Seen::Value { document: self.document, at, level: self.level }),
            None => self.members().find(|(name, _)| name == key).map(|(_, value)| value),
        }
    }

    fn members(&self) -> Members<'a> {
        Members(self.again())
    }
}

/// The members of an object.
pub(super) struct Members<'a>(Inside<'a>);

impl<'a> Iterator for Members<'a> {
    type Item = (Cow<'a, str>, Seen<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next_member().map(|(name, value)| (name.decode(), value))
    }
}

impl<'a> Array<'a, InPlace> for Inside<'a> {
    type Node = Seen<'a>;
    type ElementsIter = Elements<'a>;

    fn len(&self) -> usize {
        let mut all = self.again();
        std::iter::from_fn(|| all.next_element()).count()
    }

    fn elements(&self) -> Elements<'a> {
        Elements(self.again())
    }

    fn is_unique(&self) -> bool {
        let mut all = self.again();
        unique::are(std::iter::from_fn(|| all.next_element()))
    }
}

/// The elements of a list, until enough is wrong.
pub(super) struct Elements<'a>(Inside<'a>);

impl<'a> Iterator for Elements<'a> {
    type Item = Seen<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.document.told() >= ENOUGH {
            return None;
        }
        self.0.next_element()
    }
}
