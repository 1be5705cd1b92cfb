//! The invariants of the tests, and the outside validator that they ask.

#[path = "../../tests/support/invariants.rs"]
pub mod invariants;
#[path = "../../tests/support/tree.rs"]
pub mod tree;

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::Value;
use taskcenter::Dialect;

/// What an outside validator says of a body; `None` where serde_json can't read it.
pub fn accepts(dialect: &str, body: &[u8]) -> Option<bool> {
    static VALIDATORS: LazyLock<HashMap<String, jsonschema::Validator>> = LazyLock::new(|| {
        let compile = |dialect: &Dialect| {
            let schema: Value = serde_json::from_str(&dialect.bundled()).expect("a schema is JSON");
            (dialect.name().to_owned(), jsonschema::draft202012::new(&schema).expect("a schema is valid"))
        };
        Dialect::all().iter().map(compile).collect()
    });
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    let instance: Value = serde_json::from_slice(body).ok()?;
    Some(VALIDATORS[dialect].is_valid(&instance))
}
