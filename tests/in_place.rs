//! A schema sees of a body what it would see of a tree of it, and takes no tree's memory.
#![cfg(feature = "schema")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};
use taskcenter::Schema;

/// One for each way in which a keyword looks at a value.
fn schemas() -> Vec<Value> {
    vec![
        json!({"type": "object", "required": ["a", "b"]}),
        json!({"properties": {"a": {"type": "integer"}, "b": {"type": ["string", "null"]}}, "minProperties": 1}),
        json!({"items": {"anyOf": [{"type": "number", "maximum": 3}, {"type": "array"}, {"const": {"a": [1]}}]}}),
        json!({"enum": [1, "a", null, [1, 2.5], {"a": {}}, {"a": 1, "b": false}]}),
        json!({"uniqueItems": true, "minItems": 1, "maxItems": 3}),
        json!({"patternProperties": {"^a": {"type": "number"}}, "additionalProperties": {"type": "boolean"}}),
        json!({"propertyNames": {"maxLength": 1}, "maxProperties": 2}),
        json!({"contains": {"type": "string", "minLength": 2}, "prefixItems": [{"multipleOf": 2}]}),
        json!({"if": {"required": ["a"]}, "then": {"properties": {"a": {"not": {"type": "object"}}}}}),
        json!({"unevaluatedProperties": false, "anyOf": [{"properties": {"a": {"type": "string"}}}, true]}),
        json!({"$ref": "#/$defs/node", "$defs": {"node": {"type": ["object", "number", "string", "null", "array"],
            "additionalProperties": {"$ref": "#/$defs/node"}}}}),
    ]
}

fn values() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3i64..6).prop_map(Value::from),
        prop_oneof![Just(1.0), Just(2.5), Just(-0.0), Just(1e300), Just(9.007_199_254_740_993e15)]
            .prop_map(Value::from),
        "[ab\"\\\\é\u{1F600}\n]{0,3}".prop_map(Value::from),
    ];
    scalar.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec(("[abc\"]{0,2}", inner), 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

static COMPILED: LazyLock<Vec<(Value, Schema, jsonschema::Validator)>> = LazyLock::new(|| {
    let compiled = |schema: Value| {
        let judged = Schema::new(&schema.to_string()).unwrap();
        let oracle = jsonschema::validator_for(&schema).unwrap();
        (schema, judged, oracle)
    };
    schemas().into_iter().map(compiled).collect()
});

proptest! {
    #[test]
    fn a_body_is_judged_as_its_tree_is(value in values(), pretty in any::<bool>()) {
        let body = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        for (schema, judged, oracle) in &*COMPILED {
            prop_assert_eq!(judged.accepts(body.as_bytes()).unwrap(), oracle.is_valid(&value), "{} {}", schema, body);
            let ours = judged.violations(body.as_bytes()).unwrap();
            let mut ours: Vec<_> = ours.into_iter().map(|it| (it.pointer, it.keyword)).collect();
            let errors = oracle.iter_errors(&value);
            let mut theirs: Vec<_> =
                errors.map(|it| (it.instance_path().to_string(), it.kind().keyword().to_owned())).collect();
            // The members of a tree are sorted, those of a body are in their order.
            ours.sort();
            theirs.sort();
            ours.dedup();
            theirs.dedup();
            prop_assert_eq!(ours, theirs, "{} {}", schema, body);
        }
    }
}

#[test]
fn of_members_of_one_name_the_last_one_counts() {
    let schema = Schema::new(r#"{"properties": {"a": {"type": "string"}}, "maxProperties": 2}"#).unwrap();
    for (body, accepted) in [
        (r#"{"a": 1, "a": "x"}"#, true),
        (r#"{"a": "x", "a": 1}"#, false),
        (r#"{"a": 1, "b": 1, "\u0061": 1, "a": "x"}"#, true),
        (r#"{"b": {"a": "x"}, "a": 1, "b": {"a": 1, "a": 2}}"#, false),
        (r#"{"a": "x", "b": 1, "c": 1}"#, false),
    ] {
        assert_eq!(schema.accepts(body.as_bytes()), Ok(accepted), "{body}");
    }
}

#[test]
fn more_violations_than_are_listed_are_told() {
    let schema = Schema::new(r#"{"items": {"type": "object"}}"#).unwrap();
    for (count, told) in [(999, false), (1000, false), (1001, true), (50_000, true)] {
        let body = format!("[{}0]", "0,".repeat(count - 1));
        let violations = schema.violations(body.as_bytes()).unwrap();
        assert_eq!(violations.len(), count.min(1000) + usize::from(told));
        assert_eq!(violations.last().unwrap().keyword == "$comment", told, "{:?}", violations.last());
    }
}

/// The tree of four million zeros took 115 MiB, for a body of 4.
#[test]
fn violations_take_no_more_memory_than_a_few_bodies() {
    let zeros = format!("[{}0]", "0,".repeat(500_000));
    let names: String = (0..50_000).map(|index| format!(",\"k{index}\":[]")).collect();
    for body in [
        format!(r#"{{"job": {{"id": "a", "status": 7, "x": {zeros}}}}}"#),
        format!(r#"{{"job": {{"id": "a", "status": 7, "x": {}}}}}"#, zeros.replace('0', "[]")),
        format!(r#"{{"total_count": 1, "tasks": {zeros}}}"#),
        format!(r#"{{"job": {{"id": "a", "status": 7{names}}}}}"#),
        format!(r#"{{"job": {{"id": "a", "status": 7{}}}}}"#, r#", "x": 1"#.repeat(50_000)),
    ] {
        let reading = taskcenter::read(body.as_bytes());
        let mut violations = Vec::new();
        let took = allocation_counter::measure(|| violations = reading.violations());
        assert!(!violations.is_empty(), "{}", &body[..60]);
        let most = 2 * body.len() as u64 + (4 << 20);
        assert!(took.bytes_max < most, "{} bytes for {} bytes: {}", took.bytes_max, body.len(), &body[..60]);
    }
}
