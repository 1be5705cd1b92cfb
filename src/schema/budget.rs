//! How much work a schema can make, before it makes it.
//!
//! Branches multiply: 2.8 kB of `allOf` and `$ref` double the time with every level, and a schema
//! that is recursive in two branches doubles it with every level of the body. Both are counted
//! here, on the schema alone, and refused.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::collections::HashMap;

use serde_json::Value;

use super::SchemaError;

/// More ways through a schema than any sensible one has.
const MOST_PATHS: u64 = 1_000_000;

/// Deeper than any sensible schema; also what the compiler of `jsonschema` can bear on a small stack.
const DEEPEST: usize = 64;

/// What is known of a schema's appetite.
pub(super) struct Budget {
    /// By how much the work can grow with each level of the body; 1 for a schema without recursion.
    growth: u64,
}

/// Keywords whose schemas judge the same value.
const SAME_VALUE: [&str; 9] =
    ["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "dependencies"];

/// Keywords whose schemas judge every member of an object, or every element of a list.
const MEMBERS: [&str; 3] = ["additionalProperties", "unevaluatedProperties", "patternProperties"];
const ELEMENTS: [&str; 5] = ["items", "prefixItems", "additionalItems", "unevaluatedItems", "contains"];

impl Budget {
    /// Counts the ways through the schema.
    pub(super) fn of(schema: &Value) -> Result<Budget, SchemaError> {
        let mut count = Count { schema, paths: HashMap::new(), growth: 1, recursive: false };
        count.references(schema, &mut String::new(), 0)?;
        if count.paths(schema, "", &mut Vec::new())? > MOST_PATHS {
            return Err(refused("", "the branches of this schema multiply beyond any use"));
        }
        count.recursion(schema, "")?;
        Ok(Budget { growth: if count.recursive { count.growth } else { 1 } })
    }

    /// Whether a body of this depth can be judged in reasonable time.
    pub(super) fn allows(&self, depth: usize) -> bool {
        // A value that is neither object nor list is a level too.
        let levels = u32::try_from(depth).unwrap_or(u32::MAX).saturating_add(1);
        self.growth.checked_pow(levels).is_some_and(|work| work <= MOST_PATHS)
    }
}

struct Count<'s> {
    schema: &'s Value,
    /// How many ways lead through each place, as far as they are known.
    paths: HashMap<String, u64>,
    growth: u64,
    recursive: bool,
}

impl<'s> Count<'s> {
    /// References stay in the document, and the document isn't too deep.
    fn references(&self, node: &Value, at: &mut String, levels: usize) -> Result<(), SchemaError> {
        if levels > DEEPEST {
            return Err(refused(at, "nested too deeply"));
        }
        let members: Vec<(String, &Value)> = match node {
            Value::Object(members) => members.iter().map(|(name, node)| (name.clone(), node)).collect(),
            Value::Array(list) => list.iter().enumerate().map(|(index, node)| (index.to_string(), node)).collect(),
            _ => return Ok(()),
        };
        for (name, member) in members {
            let length = at.len();
            at.push('/');
            at.push_str(&crate::place::escape_step(&name));
            let is_reference = matches!(&*name, "$ref" | "$dynamicRef" | "$recursiveRef");
            if is_reference && member.as_str().is_some_and(|target| !target.starts_with('#')) {
                return Err(refused(at, "refers to another document, and nothing is ever fetched"));
            }
            self.references(member, at, levels.saturating_add(1))?;
            at.truncate(length);
        }
        Ok(())
    }

    /// How many ways lead through a place, for one value; a way back to where it began never ends.
    fn paths(&mut self, node: &'s Value, at: &str, open: &mut Vec<String>) -> Result<u64, SchemaError> {
        if let Some(known) = self.paths.get(at) {
            return Ok(*known);
        }
        if open.iter().any(|place| place == at) {
            return Err(refused(at, "refers to itself without looking any deeper into the body"));
        }
        if open.len() > 4 * DEEPEST {
            return Err(refused(at, "a chain of references without an end"));
        }
        open.push(at.to_owned());
        let mut paths = 1u64;
        for (place, node) in self.same_value(node, at) {
            paths = paths.saturating_add(self.paths(node, &place, open)?);
        }
        open.pop();
        self.paths.insert(at.to_owned(), paths);
        // What is below the value is judged by schemas of its own, each of which is counted too.
        for (_, place, node) in deeper(node, at) {
            let mut fresh = Vec::new();
            if !self.paths.contains_key(&place) && self.paths(node, &place, &mut fresh)? > MOST_PATHS {
                return Err(refused(&place, "the branches of this schema multiply beyond any use"));
            }
        }
        Ok(paths)
    }

    /// How often one child of a value can be judged by schemas that all come back to this one.
    ///
    /// Each place is looked through by itself, so a schema with few ways through each of many places can take forever
    /// here; all of them together are no more than a tenth of what one may have.
    fn recursion(&mut self, node: &'s Value, at: &str) -> Result<(), SchemaError> {
        let mut ways = MOST_PATHS / 10;
        let mut waiting = vec![(at.to_owned(), node)];
        let mut seen = std::collections::HashSet::new();
        while let Some((place, node)) = waiting.pop() {
            if !seen.insert(place.clone()) {
                self.recursive = true;
                continue;
            }
            let mut children: HashMap<String, u64> = HashMap::new();
            self.children(node, &place, &mut ways, 0, &mut children);
            if ways == 0 {
                return Err(refused(&place, "the branches of this schema multiply beyond any use"));
            }
            let of = |kind: &str| children.get(kind).copied().unwrap_or_default();
            let named = children.iter().filter(|(name, _)| name.starts_with('.')).map(|(_, count)| *count).max();
            let growth = named.unwrap_or_default().saturating_add(of("members")).max(of("elements"));
            self.growth = self.growth.max(growth);
            waiting.extend(self.same_value(node, &place));
            waiting.extend(deeper(node, &place).into_iter().map(|(_, place, node)| (place, node)));
        }
        Ok(())
    }

    fn children(
        &self,
        node: &'s Value,
        at: &str,
        ways: &mut u64,
        levels: usize,
        children: &mut HashMap<String, u64>,
    ) {
        *ways = ways.saturating_sub(1);
        for (child, ..) in deeper(node, at) {
            let count = children.entry(child).or_default();
            *count = count.saturating_add(1);
        }
        if levels < DEEPEST && *ways > 0 {
            for (place, node) in self.same_value(node, at) {
                self.children(node, &place, ways, levels.saturating_add(1), children);
            }
        }
    }

    /// The schemas that judge the same value.
    fn same_value(&self, node: &'s Value, at: &str) -> Vec<(String, &'s Value)> {
        let mut schemas = Vec::new();
        for keyword in SAME_VALUE {
            let place = format!("{at}/{keyword}");
            match node.get(keyword) {
                Some(Value::Array(list)) => schemas.extend(numbered(list, &place)),
                Some(Value::Object(members)) if keyword.starts_with("depend") => {
                    schemas.extend(members.iter().map(|(name, node)| (step(&place, name), node)));
                }
                Some(node) => schemas.push((place, node)),
                None => {}
            }
        }
        for keyword in ["$ref", "$dynamicRef", "$recursiveRef"] {
            if let Some(target) = node.get(keyword).and_then(Value::as_str) {
                let pointer = target.trim_start_matches('#');
                // An anchor can be anywhere; taking it for the whole schema counts too much, never too little.
                let pointer = if pointer.is_empty() || pointer.starts_with('/') { pointer } else { "" };
                schemas.extend(self.schema.pointer(pointer).map(|node| (pointer.to_owned(), node)));
            }
        }
        schemas
    }
}

/// The schemas that judge something inside of the value, and what.
fn deeper<'s>(node: &'s Value, at: &str) -> Vec<(String, String, &'s Value)> {
    let mut schemas = Vec::new();
    let mut add = |kind: String, place: String, node: &'s Value| schemas.push((kind, place, node));
    if let Some(Value::Object(members)) = node.get("properties") {
        for (name, node) in members {
            add(format!(".{name}"), step(&format!("{at}/properties"), name), node);
        }
    }
    for (keywords, kind) in [(&MEMBERS[..], "members"), (&ELEMENTS[..], "elements")] {
        for keyword in keywords {
            let place = format!("{at}/{keyword}");
            match node.get(keyword) {
                Some(Value::Array(list)) => {
                    numbered(list, &place).into_iter().for_each(|(place, node)| add(kind.to_owned(), place, node));
                }
                Some(Value::Object(members)) if *keyword == "patternProperties" => {
                    members.iter().for_each(|(name, node)| add(kind.to_owned(), step(&place, name), node));
                }
                Some(node) => add(kind.to_owned(), place, node),
                None => {}
            }
        }
    }
    schemas
}

fn numbered<'s>(list: &'s [Value], at: &str) -> Vec<(String, &'s Value)> {
    list.iter().enumerate().map(|(index, node)| (format!("{at}/{index}"), node)).collect()
}

fn step(at: &str, name: &str) -> String {
    format!("{at}/{}", crate::place::escape_step(name))
}

fn refused(at: &str, message: &str) -> SchemaError {
    SchemaError { pointer: at.to_owned(), message: message.to_owned() }
}
