//! The `jsonschema` crate behind types of our own: violations, and a user's own schema.
//!
//! Nothing is ever fetched: a schema that refers to another document is refused, and so is one
//! whose branches would take forever.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

mod budget;
mod document;
mod instance;
mod unique;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use crate::dialect::Dialect;

use document::Document;
use instance::{InPlace, Seen};

/// One thing that a JSON Schema has against a body.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// JSON pointer to the value in the body.
    pub pointer: String,
    /// The keyword of the schema that it fails, such as `required`.
    pub keyword: String,
    /// What is wrong, in one sentence; long values are cut.
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.pointer, self.keyword, self.message)
    }
}

/// Why a text is no schema that bodies can be held against.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at `{pointer}`: {message}")]
#[non_exhaustive]
pub struct SchemaError {
    /// JSON pointer to the place in the schema; "" is the whole of it.
    pub pointer: String,
    /// What is wrong there.
    pub message: String,
}

/// Any JSON Schema, of draft 4 to 2020-12, to hold bodies against.
pub struct Schema {
    validator: jsonschema::Validator<InPlace>,
    budget: budget::Budget,
}

/// More violations than anybody reads.
const MOST: usize = 1000;

/// A message longer than that is cut: it can quote the whole of a value.
const LONGEST: usize = 400;

impl Schema {
    /// Compiles the text of a schema.
    ///
    /// # Errors
    ///
    /// When it isn't JSON or no valid schema, refers to another document, has a pattern that can't be
    /// compiled, or has branches that would take forever.
    pub fn new(text: &str) -> Result<Schema, SchemaError> {
        let whole = |message: String| SchemaError { pointer: String::new(), message };
        let schema: Value = serde_json::from_str(text).map_err(|error| whole(error.to_string()))?;
        let budget = budget::Budget::of(&schema)?;
        let validator = jsonschema::options_for::<InPlace>()
            .with_pattern_options(jsonschema::PatternOptions::regex().size_limit(1 << 20).dfa_size_limit(1 << 20))
            .build(&schema)
            .map_err(|error| SchemaError {
                pointer: error.instance_path().to_string(),
                message: cut(error.to_string()),
            })?;
        Ok(Schema { validator, budget })
    }

    /// Whether the schema accepts a body.
    ///
    /// # Errors
    ///
    /// When the body isn't JSON, or the schema would take too long for one so deep.
    pub fn accepts(&self, body: &[u8]) -> Result<bool, SchemaError> {
        Ok(self.validator.is_valid(Seen::root(&self.document(body)?)))
    }

    /// Everything that the schema has against a body; at most 1,000 violations, and then one more, of the keyword
    /// `$comment`, which says that there are others.
    ///
    /// # Errors
    ///
    /// When the body isn't JSON, or the schema would take too long for one so deep.
    pub fn violations(&self, body: &[u8]) -> Result<Vec<Violation>, SchemaError> {
        Ok(self.list(&self.document(body)?))
    }

    fn list(&self, document: &Document<'_>) -> Vec<Violation> {
        let errors = self.validator.iter_errors(Seen::root(document));
        let mut violations: Vec<Violation> = errors
            .take(MOST.saturating_add(1))
            .map(|error| {
                // The whole of a large value says nothing in a sentence.
                let large = match &**error.instance() {
                    Value::String(text) => text.len() > LONGEST,
                    value => value.is_array() || value.is_object(),
                };
                let message = if large { error.masked().to_string() } else { error.to_string() };
                let keyword = error.kind().keyword().to_owned();
                Violation { pointer: error.instance_path().to_string(), keyword, message: cut(message) }
            })
            .collect();
        let more = violations.len() > MOST || document.told() >= instance::ENOUGH;
        violations.truncate(MOST);
        // A type stands in a meaning and beside the reference to it: one violation for people.
        violations.dedup();
        if more {
            let message = "there are more violations than are listed".to_owned();
            violations.push(Violation { pointer: String::new(), keyword: "$comment".to_owned(), message });
        }
        violations
    }

    fn document<'b>(&self, body: &'b [u8]) -> Result<Document<'b>, SchemaError> {
        let failed = |message: &str| SchemaError { pointer: String::new(), message: message.to_owned() };
        let document = Document::of(body).ok_or_else(|| failed("the body isn't JSON"))?;
        // What is deeper is nothing to a schema.
        if !self.budget.allows(document.depth().min(instance::DEEPEST)) {
            return Err(failed("the schema's branches would take forever on a body nested so deeply"));
        }
        Ok(document)
    }
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schema").finish_non_exhaustive()
    }
}

type Compiled = Vec<(Dialect, Arc<Schema>)>;

/// What a dialect's own schema has against a body; nothing if the body isn't JSON.
pub(crate) fn of_dialect(dialect: &Dialect, body: &[u8]) -> Vec<Violation> {
    /// More than anybody loads at a time; somebody may load one after the other forever.
    const MOST_COMPILED: usize = 64;
    /// Compiled once.
    static COMPILED: Mutex<Compiled> = Mutex::new(Vec::new());
    let known = {
        let compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
        compiled.iter().find(|(known, _)| known == dialect).map(|(_, schema)| schema.clone())
    };
    let schema = match known {
        Some(schema) => schema,
        // A dialect's vocabulary is a part of JSON Schema's; should it not compile all the same, that is said.
        None => match Schema::new(&dialect.bundled()) {
            Ok(schema) => {
                let schema = Arc::new(schema);
                let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
                if compiled.len() == MOST_COMPILED {
                    compiled.remove(0);
                }
                compiled.push((dialect.clone(), schema.clone()));
                schema
            }
            Err(error) => {
                let message = format!("the schema of this dialect can't be used: {}", error.message);
                return vec![Violation { pointer: String::new(), keyword: "$schema".to_owned(), message }];
            }
        },
    };
    schema.violations(body).unwrap_or_default()
}

fn cut(mut message: String) -> String {
    if let Some((end, _)) = message.char_indices().nth(LONGEST) {
        message.truncate(end);
        message.push('…');
    }
    message
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]
mod tests {
    use super::*;

    const TEXTS: &str = r#"{"type": "array", "items": {"type": "string", "maxLength": 3}}"#;

    #[test]
    fn violations_say_where_and_against_what() {
        let schema = Schema::new(TEXTS).unwrap();
        assert_eq!(schema.accepts(br#"["abc"]"#), Ok(true));
        assert_eq!(schema.accepts(br#"["abc", 1]"#), Ok(false));
        let violations = schema.violations(br#"["abc", 1]"#).unwrap();
        let lines: Vec<_> = violations.iter().map(Violation::to_string).collect();
        assert_eq!(lines, [r#"/1: type: 1 is not of type "string""#]);
        assert!(format!("{schema:?}").starts_with("Schema"));
    }

    #[test]
    fn what_is_no_json_and_no_schema_is_refused() {
        let schema = Schema::new(TEXTS).unwrap();
        for body in [&b"["[..], b"", b"[1] 2", b"\xff"] {
            assert_eq!(schema.accepts(body).unwrap_err().to_string(), "at ``: the body isn't JSON");
            assert_eq!(schema.violations(body).unwrap_err().message, "the body isn't JSON");
        }
        for (text, pointer) in [("{", ""), (r#"{"type": 3}"#, "/type"), (r#"{"pattern": "("}"#, "/pattern")] {
            let error = Schema::new(text).map(|_| ()).unwrap_err();
            assert_eq!(error.pointer, pointer, "{error}");
        }
    }

    #[test]
    fn neither_messages_nor_their_list_grow_with_the_body() {
        let schema = Schema::new(TEXTS).unwrap();
        let long = format!(r#"["{}", {{"a": "{}"}}]"#, "x".repeat(5000), "y".repeat(5000));
        let violations = schema.violations(long.as_bytes()).unwrap();
        assert_eq!(violations.len(), 2);
        assert!(violations.iter().all(|violation| violation.message.chars().count() <= LONGEST + 1));
        let listed =
            |count: usize| schema.violations(format!("[{}1]", "1,".repeat(count - 1)).as_bytes()).unwrap();
        assert_eq!(listed(MOST).len(), MOST);
        assert_ne!(listed(MOST).last().map(|last| &*last.keyword), Some("$comment"));
        let more = listed(MOST + 1);
        assert_eq!((more.len(), more.last().map(|last| &*last.keyword)), (MOST + 1, Some("$comment")));
        assert_eq!(cut("é".repeat(LONGEST + 1)), format!("{}…", "é".repeat(LONGEST)));
        assert_eq!(cut("é".repeat(LONGEST)), "é".repeat(LONGEST));
    }

    /// Compiled schemas are kept, but not for ever: a dialect that was let go of is compiled again.
    #[test]
    fn any_number_of_dialects_has_violations() {
        let named = |name: &str| {
            let text = format!(
                r#"{{"type": "object", "required": ["{name}"], "properties": {{"{name}": {{
                    "type": "object", "properties": {{}}, "$ref": "task.schema.json#/$defs/task"}}}}}}"#
            );
            Dialect::from_schema(name, &text).unwrap()
        };
        let names: Vec<_> = (0..70).map(|number| format!("work{number}")).collect();
        for name in names.iter().chain(&names[..2]) {
            let violations = of_dialect(&named(name), b"{}");
            assert_eq!(violations.len(), 1, "{violations:?}");
            assert!(violations[0].message.contains(name.as_str()));
        }
        assert_eq!(of_dialect(&named("work"), b"no JSON"), []);
    }
}
