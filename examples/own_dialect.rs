//! A dialect of one's own: a schema, and no Rust. A property means what it refers to.
//!
//! `cargo run --example own_dialect`

use taskcenter::{Dialect, DialectError, ReadOptions};

const SCHEMA: &str = r#"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "A private cloud: one operation",
  "$comment": "pgaas GET /v1/operations",
  "type": "object",
  "required": ["operation"],
  "properties": {
    "operation": {
      "$ref": "task.schema.json#/$defs/task",
      "type": "object",
      "required": ["op_id", "state"],
      "properties": {
        "op_id": { "$ref": "task.schema.json#/$defs/task-id" },
        "state": { "$ref": "task.schema.json#/$defs/status" },
        "begun": { "$ref": "task.schema.json#/$defs/created" },
        "done": { "anyOf": [{ "$ref": "task.schema.json#/$defs/progress" }, { "type": "null" }] },
        "region": { "type": "string" }
      }
    }
  }
}"#;

pub(crate) fn main() -> Result<(), DialectError> {
    let dialect = Dialect::from_schema("pgaas-operation", SCHEMA)?;
    for member in dialect.members() {
        println!("{:<20} means {}", member.path, member.meaning);
    }

    // It takes part in detection, and its names are understood in other bodies too.
    let options = ReadOptions::new().dialect(dialect);
    let body = br#"{"operation": {"op_id": "7", " state": "Failed", "begun": "2024-02-29T08:00:00+0800", "done": null, "region": "eu"}}"#;
    let reading = options.read(body);
    let task = &reading.tasks()[0];
    println!("{task:?}");
    assert_eq!(reading.dialect().map(Dialect::name), Some("pgaas-operation"));
    assert_eq!(task.id.as_deref(), Some("7"));
    assert!(task.is_terminal() && !task.is_success());
    assert_eq!(task.extra.get("region").map(|raw| raw.to_string()), Some("\"eu\"".to_owned()));
    assert_eq!(reading.deviations()[0].pointer, "/operation/ state");

    // Nothing in a schema is ignored: a keyword that isn't understood is refused by name and place.
    let stricter = SCHEMA.replace(r#""type": "string""#, r#""type": "string", "maxLength": 8"#);
    let refused = Dialect::from_schema("pgaas-operation", &stricter)
        .map_or_else(|error| error.to_string(), |_| String::new());
    println!("{refused}");
    assert!(refused.contains("`maxLength`") && refused.contains("/properties/operation/properties/region"));
    Ok(())
}
