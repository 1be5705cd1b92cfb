//! A schema of somebody's own: refused with a sentence, or judged within its budget; nothing is fetched.
#![cfg(feature = "schema")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::thread;

use taskcenter::Schema;

fn refused(text: &str, said: &str) {
    let error = Schema::new(text).expect_err(text);
    assert!(error.to_string().contains(said), "{text}: {error}");
}

fn judges(text: &str, body: &str, accepts: bool) {
    let schema = Schema::new(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(schema.accepts(body.as_bytes()), Ok(accepts), "{text} of {body}");
    assert_eq!(schema.violations(body.as_bytes()).unwrap().is_empty(), accepts);
}

#[test]
fn nothing_is_fetched() {
    for target in
        ["file:///etc/passwd", "http://localhost:1/x.json", "https://example.com/x.json", "other.json", "//x/y"]
    {
        refused(&format!(r##"{{"$ref": "{target}"}}"##), "nothing is ever fetched");
        refused(
            &format!(r##"{{"properties": {{"a": {{"$dynamicRef": "{target}"}}}}}}"##),
            "nothing is ever fetched",
        );
    }
}

#[test]
fn references_without_an_end_are_refused() {
    refused(r##"{"$ref": "#"}"##, "itself");
    refused(
        r##"{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}"##,
        "itself",
    );
    refused(r##"{"oneOf": [{"$ref": "#"}, true]}"##, "itself");
    refused(r##"{"not": {"anyOf": [{"$ref": "#"}]}}"##, "itself");
    refused(&format!("{}{{}}{}", r#"{"items":"#.repeat(500), "}".repeat(500)), "");
    // One that goes deeper into the body ends with it.
    judges(r##"{"properties": {"a": {"$ref": "#"}}, "required": ["b"]}"##, r#"{"a": {"b": 1}, "b": 1}"#, true);
}

#[test]
fn branches_that_multiply_are_refused() {
    let doubling = |levels: usize, keyword: &str| {
        let level = |at: usize| {
            let next = at + 1;
            format!(r##""a{at}":{{"{keyword}":[{{"$ref":"#/$defs/a{next}"}},{{"$ref":"#/$defs/a{next}"}}]}},"##)
        };
        let levels_of: String = (0..levels).map(level).collect();
        format!(r##"{{"$ref":"#/$defs/a0","$defs":{{{levels_of}"a{levels}":{{"type":"string"}}}}}}"##)
    };
    for keyword in ["anyOf", "allOf", "oneOf"] {
        refused(&doubling(40, keyword), "multiply");
        let schema = Schema::new(&doubling(10, keyword)).unwrap();
        schema.accepts(b"{}").unwrap();
    }
    // Not too many ways through one place, but as many through each of some hundred.
    let wide: String = (0..300).map(|at| format!(r##""p{at}":{{"$ref":"#/$defs/a0"}},"##)).collect();
    let wide = doubling(15, "anyOf").replacen(
        r##""$ref":"#/$defs/a0""##,
        &format!(r#""properties":{{{}}}"#, wide.trim_end_matches(',')),
        1,
    );
    refused(&wide, "multiply");
    // Recursion in two branches doubles the work with each level of the body.
    let twice = r##"{"anyOf":[{"properties":{"a":{"$ref":"#"}},"required":["x"]},{"properties":{"a":{"$ref":"#"}},"required":["y"]}]}"##;
    let schema = Schema::new(twice).unwrap();
    let deep = |levels: usize| format!("{}{{}}{}", r#"{"a":"#.repeat(levels), "}".repeat(levels));
    assert_eq!(schema.accepts(deep(5).as_bytes()), Ok(false));
    let error = schema.accepts(deep(60).as_bytes()).unwrap_err();
    assert!(error.to_string().contains("forever"), "{error}");
}

#[test]
fn patterns_take_linear_time_or_are_refused() {
    judges(r#"{"pattern": "^(a|a)*$"}"#, &format!("\"{}!\"", "a".repeat(10_000)), false);
    judges(r#"{"pattern": "^(a+)+$"}"#, &format!("\"{}!\"", "a".repeat(10_000)), false);
    judges(r#"{"patternProperties": {"^(x+)+y$": false}}"#, &format!("{{\"{}\": 1}}", "x".repeat(10_000)), true);
    for pattern in ["(a)\\\\1", "(?=a)b", "a{1000000}", "((a{1000}){1000}){1000}", "(", "[z-a]"] {
        refused(&format!(r#"{{"pattern": "{pattern}"}}"#), "");
    }
}

#[test]
fn what_is_no_schema_is_refused() {
    for text in [
        "",
        "{",
        "[]",
        "1",
        r#"{"type": "text"}"#,
        r#"{"properties": 1}"#,
        r#"{"multipleOf": 0}"#,
        r#"{"$schema": "urn:x:y"}"#,
    ] {
        refused(text, "");
    }
    judges("false", "{}", false);
    judges("true", "{}", true);
    judges(r#"{"const": 9007199254740993}"#, "9007199254740992", false);
}

#[test]
fn a_small_stack_is_enough() {
    let deep = format!("{}{{}}{}", r#"{"items":"#.repeat(60), "}".repeat(60));
    let work = move || {
        let schema = Schema::new(&deep).unwrap();
        let body = format!("{}{}", "[".repeat(120), "]".repeat(120));
        assert_eq!(schema.accepts(body.as_bytes()), Ok(true));
    };
    thread::Builder::new().stack_size(1 << 20).spawn(work).unwrap().join().unwrap();
}
