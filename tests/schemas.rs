//! The schemas: valid, the same as the compiled dialects, and nothing in them is ignored silently.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use support::{DIALECTS, check_invariants, corpus, dialect, schema, schema_file};
use taskcenter::{Code, Dialect, ReadOptions, read_as};

#[test]
fn every_schema_is_valid_against_its_meta_schema() {
    for path in support::files(&support::root().join("schemas")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let schema: Value = serde_json::from_str(&text).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
        assert_eq!(schema["$id"], format!("https://taskcenter.invalid/schemas/{name}"));
        assert!(text.ends_with("}\n"), "{name}");
        no_private_keywords(&schema, name, "");
    }
    for name in DIALECTS {
        let bundled: Value = serde_json::from_str(&dialect(name).bundled()).unwrap();
        jsonschema::meta::validate(&bundled).unwrap_or_else(|error| panic!("{name}: {error}"));
        no_private_keywords(&bundled, name, "");
    }
}

/// What every validator knows, so that strict ones take the files as they are.
fn no_private_keywords(schema: &Value, file: &str, at: &str) {
    const KEYWORDS: [&str; 21] = [
        "$schema",
        "$id",
        "$ref",
        "$defs",
        "$comment",
        "title",
        "description",
        "type",
        "required",
        "properties",
        "items",
        "enum",
        "pattern",
        "minimum",
        "anyOf",
        "allOf",
        "examples",
        "const",
        "maximum",
        "contentMediaType",
        "contentSchema",
    ];
    let Value::Object(members) = schema else {
        assert!(schema.is_boolean(), "{file} at {at}: no schema");
        return;
    };
    for (keyword, value) in members {
        assert!(KEYWORDS.contains(&&**keyword), "{file} at {at}: {keyword}");
        let here = format!("{at}/{keyword}");
        match (&**keyword, value) {
            ("properties" | "$defs", Value::Object(named)) => {
                named.iter().for_each(|(name, value)| no_private_keywords(value, file, &format!("{here}/{name}")));
            }
            ("anyOf" | "allOf", Value::Array(list)) => {
                list.iter().for_each(|value| no_private_keywords(value, file, &here));
            }
            ("items" | "contentSchema", value) => no_private_keywords(value, file, &here),
            _ => {}
        }
    }
}

#[test]
fn every_schema_accepts_its_own_examples() {
    for name in DIALECTS {
        let schema = schema(name);
        let examples = schema["examples"].as_array().unwrap();
        assert!(!examples.is_empty());
        for example in examples {
            let body = example.to_string();
            let reading = taskcenter::read(body.as_bytes());
            assert!(reading.conforms(), "{name}: {:?}", reading.deviations());
            assert_eq!(reading.dialect().unwrap().name(), name);
            assert!(!reading.tasks().is_empty());
            check_invariants(&reading);
        }
    }
}

/// Every dialect's table, walked through in the schema files without the compiler.
#[test]
fn compiled_dialects_and_schemas_agree() {
    assert_eq!(Dialect::all().iter().map(Dialect::name).collect::<Vec<_>>(), DIALECTS);
    for name in DIALECTS {
        let schema = schema_file(name);
        let mut walked = BTreeSet::new();
        walk(&schema, "", &mut walked);
        let compiled: Vec<_> = dialect(name).members();
        let compiled: BTreeSet<_> = compiled
            .into_iter()
            .map(|member| (member.path, member.meaning.to_owned(), member.required, member.misspelt))
            .collect();
        assert_eq!(compiled, walked, "{name}");
        assert_eq!(dialect(name).title(), schema["title"].as_str());
        assert_eq!(dialect(name).request(), schema["$comment"].as_str());
    }
}

/// Path, meaning, required, misspelt.
type Member = (String, String, bool, bool);

fn walk(schema: &Value, at: &str, members: &mut BTreeSet<Member>) {
    let required = |name: &str| schema["required"].as_array().is_some_and(|list| list.contains(&json!(name)));
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let path = format!("{at}/{name}");
        let misspelt = property["allOf"][1] == json!(false);
        let first = |keyword: &str| &property[keyword][0]["$ref"];
        let meaning = [&property["$ref"], first("anyOf"), first("allOf"), &property["contentSchema"]["$ref"]];
        // What refers to nothing means nothing, and is kept raw.
        let Some(meaning) = meaning.into_iter().find_map(Value::as_str) else { continue };
        let meaning = meaning.strip_prefix("task.schema.json#/$defs/").unwrap();
        assert!(schema_file("task")["$defs"].get(meaning).is_some(), "{meaning} isn't defined");
        // A word that says a state is one of a status.
        let states = ["pending", "running", "completed", "failed", "canceled"];
        let meaning = if states.contains(&meaning) { "status" } else { meaning };
        members.insert((path.clone(), meaning.to_owned(), required(name), misspelt));
        walk(property, &path, members);
        walk(&property["items"], &format!("{path}/*"), members);
    }
}

#[test]
fn a_bundled_schema_judges_as_the_files_do() {
    for name in DIALECTS {
        let text = dialect(name).bundled();
        let bundled: Value = serde_json::from_str(&text).unwrap();
        let references = text.matches("\"$ref\": \"").count();
        let own = text.matches("\"$ref\": \"#/$defs/").count() + text.matches("\"$ref\": \"#\"").count();
        assert_eq!(own, references, "{name} refers elsewhere");
        let validator = jsonschema::draft202012::new(&bundled).unwrap();
        let again = Dialect::from_schema(name, &text).unwrap();
        assert_eq!(again.members(), dialect(name).members());
        assert_eq!(again.bundled(), text, "bundling is stable");
        for case in corpus().iter().filter(|case| case.dialect == name) {
            let (direct, reread) = (read_as(dialect(name), &case.body), read_as(&again, &case.body));
            assert_eq!(direct.tasks(), reread.tasks(), "{}", case.path());
            assert_eq!(direct.deviations(), reread.deviations(), "{}", case.path());
            assert_eq!(direct.verdict(), reread.verdict(), "{}", case.path());
            check_invariants(&reread);
            let body = case.body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&case.body);
            if let Ok(instance) = serde_json::from_slice::<Value>(body) {
                assert_eq!(Some(validator.is_valid(&instance)), support::accepts(name, body), "{}", case.path());
            }
        }
    }
}

/// The corpus, judged by a validator that knows nothing of us.
#[test]
fn a_schema_that_is_too_long_is_refused_before_it_is_looked_at() {
    let text = &*Dialect::all()[0].bundled();
    let padded = |length: usize| format!("{text}{}", " ".repeat(length - text.len()));
    assert!(Dialect::from_schema("own", &padded(1 << 20)).is_ok());
    let error = Dialect::from_schema("own", &padded((1 << 20) + 1)).unwrap_err();
    assert_eq!((&*error.pointer, error.message.contains("longer than a schema may be")), ("", true), "{error:?}");
}

#[test]
fn the_folders_of_the_corpus_are_the_schemas_verdict() {
    for case in corpus() {
        let Some(accepted) = support::accepts(case.dialect, &case.body) else { continue };
        let reading = read_as(case.dialect(), &case.body);
        // No schema sees a duplicate; and it knows nothing of errors of the API.
        let unseen = support::count(&reading, Code::DuplicateKey) > 0 || reading.api_error().is_some();
        if !unseen {
            assert_eq!(accepted, case.folder == "conforming", "{}", case.path());
        }
    }
}

// Dialects of one's own.

/// Another cloud's spelling of everything.
const OWN: &str = r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "A private cloud: listing operations",
  "$comment": "pgaas GET /v1/operations",
  "type": "object",
  "required": ["operations"],
  "properties": {
    "operations": {
      "$ref": "task.schema.json#/$defs/tasks",
      "type": "array",
      "items": {
        "$ref": "task.schema.json#/$defs/task",
        "type": "object",
        "required": ["opId", "state", "begin"],
        "properties": {
          "opId": { "$ref": "task.schema.json#/$defs/task-id" },
          "kind": { "$ref": "task.schema.json#/$defs/task-name" },
          "state": { "$ref": "#/$defs/own-status" },
          "begin": { "$ref": "task.schema.json#/$defs/created" },
          "done": { "anyOf": [{ "type": "null" }, { "$ref": "task.schema.json#/$defs/progress" }] },
          "region": { "type": "string" },
          "retries": { "type": "integer", "minimum": 0, "maximum": 5 },
          "db": {
            "$ref": "task.schema.json#/$defs/instance",
            "type": "object",
            "properties": { "uuid": { "$ref": "task.schema.json#/$defs/instance-id" } }
          }
        }
      }
    },
    "count": { "$ref": "task.schema.json#/$defs/total" }
  },
  "$defs": { "own-status": { "$ref": "task.schema.json#/$defs/status" } }
}"##;

#[test]
fn a_dialect_of_ones_own_is_read() {
    let own = Dialect::from_schema("pgaas-operations", OWN).unwrap();
    assert_eq!((own.name(), own.request()), ("pgaas-operations", Some("pgaas GET /v1/operations")));
    let body =
        br#"{"operations": [{"opId": "7", "kind": "Backup", "state": "Running", "begin": "2024-02-29T00:00:00Z",
        "done": "50%", "region": "eu", "retries": 2, "db": {"uuid": "a1"}}], "count": 1}"#;
    for reading in [read_as(&own, body), ReadOptions::new().dialect(own.clone()).read(body)] {
        assert_eq!(reading.dialect(), Some(&own));
        assert!(reading.conforms(), "{:?}", reading.deviations());
        let task = &reading.tasks()[0];
        assert_eq!(
            (task.id.as_deref(), task.name.as_deref(), task.progress),
            (Some("7"), Some("Backup"), Some(50))
        );
        assert_eq!(task.status, Some(taskcenter::Status::Running));
        assert_eq!(task.instance.as_ref().unwrap().id.as_deref(), Some("a1"));
        // Documented, but without a meaning: kept, and nothing to report.
        assert_eq!(task.extra.get("region").unwrap().as_str(), "\"eu\"");
        assert_eq!(task.extra.get("retries").unwrap().as_str(), "2");
        assert_eq!(reading.total(), Some(1));
        check_invariants(&reading);
    }
    // Its names are understood in other dialects' bodies too, and theirs in its own.
    let foreign = br#"{"operations": [{"id": "7", "status": "Failed", "created": "2024-02-29T00:00:00Z", "process": "50 %"}]}"#;
    let reading = read_as(&own, foreign);
    assert_eq!(reading.tasks()[0].id.as_deref(), Some("7"));
    assert_eq!(reading.tasks()[0].progress, Some(50));
    assert_eq!(support::count(&reading, Code::OtherName), 4);
    check_invariants(&reading);
    // What it says inside of the instance is understood beside it, too.
    let flat =
        br#"{"operations": [{"opId": "7", "state": "Failed", "begin": "2024-02-29T00:00:00Z", "uuid": "a1"}]}"#;
    let reading = ReadOptions::new().dialect(own.clone()).read_as(&own, flat);
    assert_eq!(reading.tasks()[0].instance.as_ref().unwrap().id.as_deref(), Some("a1"));
    let options = ReadOptions::new().dialect(own);
    let reading = options.read(br#"{"job": {"opId": "7", "state": "Failed"}}"#);
    assert_eq!(reading.tasks()[0].id.as_deref(), Some("7"));
    // Without it nobody knows the envelope.
    assert!(taskcenter::read(body).error().is_some());
}

/// Values without a canonical field are judged by the schema all the same.
#[test]
fn members_without_a_meaning_are_judged() {
    let own = Dialect::from_schema("own", OWN).unwrap();
    for (member, accepted) in [
        (r#""region": "x""#, true),
        (r#""region": """#, true),
        (r#""region": null"#, false),
        (r#""region": 5"#, false),
        (r#""region": []"#, false),
        (r#""retries": 5"#, true),
        (r#""retries": 5.0"#, true),
        (r#""retries": 5e0"#, true),
        (r#""retries": 6"#, false),
        (r#""retries": -1"#, false),
        (r#""retries": 1.5"#, false),
        (r#""retries": "1""#, false),
        (r#""retries": null"#, false),
        (r#""region": "x", "Region": 5"#, true),
        (r#""done": null"#, true),
        (r#""done": 5"#, false),
        (r#""db": []"#, false),
        (r#""db": {"uuid": 4}"#, false),
        (r#""db": {"UUID": 4}"#, true),
    ] {
        let body = format!(
            r#"{{"operations":[{{"opId":"7","state":"Failed","begin":"2024-02-29T00:00:00Z",{member}}}]}}"#
        );
        let reading = read_as(&own, body.as_bytes());
        assert_eq!(reading.conforms(), accepted, "{member}: {:?}", reading.deviations());
        check_invariants(&reading);
        #[cfg(feature = "schema")]
        assert_eq!(reading.violations().is_empty(), accepted, "{member}: {:?}", reading.violations());
    }
}

/// The name of a task, or something else.
fn beside_a_name(other: Value) -> Value {
    json!({"anyOf": [{"$ref": "task.schema.json#/$defs/task-name"}, other]})
}

#[test]
fn a_count_has_the_bounds_of_its_schema() {
    let total = json!({"$ref": "task.schema.json#/$defs/total", "minimum": 2, "maximum": 5});
    let jobs = json!({"$ref": "task.schema.json#/$defs/tasks", "type": "array", "items": {
        "$ref": "task.schema.json#/$defs/task", "type": "object", "properties": {},
    }});
    let schema = json!({"type": "object", "properties": {"jobs": jobs, "count": total}}).to_string();
    let own = Dialect::from_schema("own", &schema).unwrap();
    for count in 0..8 {
        let body = format!(r#"{{"jobs":[],"count":{count}}}"#);
        let reading = read_as(&own, body.as_bytes());
        let within = (2..=5).contains(&count);
        assert_eq!((reading.conforms(), reading.total()), (within, within.then_some(count)), "{count}");
    }
}

/// A dialect whose task has an id, and `x`.
fn with_x(x: Value) -> Dialect {
    let id = json!({"$ref": "task.schema.json#/$defs/task-id"});
    let job = json!({"$ref": "task.schema.json#/$defs/task", "type": "object", "properties": {"id": id, "x": x}});
    let schema = json!({"type": "object", "properties": {"job": job}}).to_string();
    Dialect::from_schema("own", &schema).unwrap_or_else(|error| panic!("{schema}: {error}"))
}

/// Whether the dialect accepts a task with that `x`, and what it reads.
fn read_x(own: &Dialect, x: &str) -> (bool, taskcenter::Task<'static>) {
    let body = format!(r#"{{"job": {{"id": "7", "x": {x}}}}}"#);
    let reading = read_as(own, body.as_bytes());
    check_invariants(&reading);
    #[cfg(feature = "schema")]
    assert_eq!(reading.violations().is_empty(), reading.conforms(), "{x}: {:?}", reading.violations());
    (reading.conforms(), reading.tasks()[0].clone().into_owned())
}

#[test]
fn other_forms_of_a_value_are_accepted_beside_it() {
    let created = json!({"$ref": "task.schema.json#/$defs/created"});
    let or = |other: Value| with_x(json!({"anyOf": [created, other]}));
    for (own, accepted, refused) in [
        (or(json!({"type": "string"})), r#""yesterday""#, "1.5"),
        (or(json!({"type": "number"})), "1.5", r#""yesterday""#),
        (or(json!({"type": "integer"})), "1", "1.5"),
        (or(json!({"enum": ["never"]})), r#""never""#, r#""yesterday""#),
    ] {
        assert!(read_x(&own, accepted).0, "{accepted}");
        assert!(!read_x(&own, refused).0, "{refused}");
        let (conforms, task) = read_x(&own, r#""2024-02-29T00:00:00Z""#);
        assert!(conforms && task.created.is_some());
    }
}

#[test]
fn further_words_of_a_status_say_what_they_refer_to() {
    let status = json!({"$ref": "task.schema.json#/$defs/status"});
    let broken = json!({"$ref": "task.schema.json#/$defs/failed", "enum": ["Broken"]});
    let done = json!({"$ref": "task.schema.json#/$defs/completed", "const": "Done"});
    let own = with_x(json!({"anyOf": [status, {"enum": ["Resting"]}, broken, done]}));
    let resting = taskcenter::Status::from_text("Resting");
    for (word, says) in [
        ("Running", taskcenter::Status::Running),
        ("Resting", resting),
        ("Broken", taskcenter::Status::Failed),
        ("Done", taskcenter::Status::Completed),
    ] {
        let (conforms, task) = read_x(&own, &format!("\"{word}\""));
        assert!(conforms, "{word}");
        assert_eq!(task.status, Some(says));
    }
    assert!(!read_x(&own, r#""Rusting""#).0);
}

/// A reference to several forms, narrowed by what stands beside it, would be judged by its parts.
#[test]
fn several_forms_that_are_referred_to_stay_as_they_are() {
    let x = |x: Value| {
        let forms = json!([
            {"$ref": "task.schema.json#/$defs/failed", "enum": ["Broken"]},
            {"$ref": "task.schema.json#/$defs/completed", "enum": ["Done"]},
        ]);
        let id = json!({"$ref": "task.schema.json#/$defs/task-id"});
        let job =
            json!({"$ref": "task.schema.json#/$defs/task", "type": "object", "properties": {"id": id, "x": x}});
        let schema = json!({"type": "object", "properties": {"job": job}, "$defs": {"own": {"anyOf": forms}}});
        Dialect::from_schema("own", &schema.to_string())
    };
    let own = json!({"$ref": "#/$defs/own"});
    let nullable = x(json!({"anyOf": [own, {"type": "null"}]})).unwrap();
    assert!(read_x(&nullable, "null").0);
    let own = x(own).unwrap();
    for own in [&own, &nullable] {
        assert_eq!(read_x(own, r#""Broken""#).1.status, Some(taskcenter::Status::Failed));
        assert_eq!(read_x(own, r#""Done""#).1.status, Some(taskcenter::Status::Completed));
    }
    assert!(!read_x(&own, "null").0);
    for narrowed in [
        r##"{"$ref": "#/$defs/own", "enum": ["Done"]}"##,
        r##"{"enum": ["Done"], "$ref": "#/$defs/own"}"##,
        r##"{"$ref": "#/$defs/own", "type": "string"}"##,
    ] {
        let error = x(serde_json::from_str(narrowed).unwrap()).expect_err(narrowed);
        assert!(error.message.contains("`anyOf` is understood only alone"), "{error}");
    }
}

#[test]
fn a_member_that_is_false_must_not_stand_there() {
    let own = with_x(json!(false));
    assert!(!read_x(&own, "5").0);
    assert!(read_as(&own, br#"{"job": {"id": "7"}}"#).conforms());
}

#[test]
fn annotations_judge_nothing() {
    let plain = json!({"$ref": "task.schema.json#/$defs/task-name"});
    let mut annotated = plain.clone();
    for (keyword, value) in [
        ("default", json!(5)),
        ("title", json!("A name")),
        ("description", json!("It says what is done.")),
        ("$comment", json!("as documented")),
        ("deprecated", json!(true)),
        ("readOnly", json!(true)),
        ("writeOnly", json!(false)),
        ("examples", json!(["CreateInstance", 5])),
    ] {
        annotated[keyword] = value;
    }
    let (plain, annotated) = (with_x(plain), with_x(annotated));
    assert_eq!(plain.members(), annotated.members());
    for x in [r#""CreateInstance""#, "5", "null", r#""""#] {
        assert_eq!(read_x(&plain, x), read_x(&annotated, x), "{x}");
    }
    let text = OWN.replacen('{', r#"{"$id": "urn:example:own","#, 1);
    assert_eq!(
        Dialect::from_schema("own", &text).unwrap().members(),
        Dialect::from_schema("own", OWN).unwrap().members()
    );
}

/// A definition of one's own may have the name of a shared one, which others still refer to.
#[test]
fn what_a_dialect_defines_itself_stays_its_own_when_bundled() {
    let shadowing = OWN.replace("own-status\"", "status\"");
    for text in [OWN, &shadowing] {
        let own = Dialect::from_schema("own", text).unwrap();
        let bundled: Value = serde_json::from_str(&own.bundled()).unwrap();
        let defined: Value = serde_json::from_str(text).unwrap();
        for (name, definition) in defined["$defs"].as_object().unwrap() {
            let shared = definition.to_string().contains("task.schema.json");
            assert!(bundled["$defs"].get(name).is_some_and(|kept| kept == definition || shared), "{name}");
        }
        assert!(bundled["$defs"].get("tasks").is_some() && bundled["$defs"].get("timestamp").is_some());
    }
    let again = Dialect::from_schema("own", &Dialect::from_schema("own", OWN).unwrap().bundled()).unwrap();
    assert_eq!(again.members(), Dialect::from_schema("own", OWN).unwrap().members());
}

#[test]
fn dialects_are_the_same_by_their_name_and_schema() {
    let own = Dialect::from_schema("own", OWN).unwrap();
    assert_eq!(own, Dialect::from_schema("own", OWN).unwrap());
    assert_ne!(own, Dialect::from_schema("other", OWN).unwrap());
    assert_ne!(own, Dialect::from_schema("own", &OWN.replace("opId", "id")).unwrap());
    assert_eq!(format!("{own:?}"), r#"Dialect("own")"#);
}

/// Nothing in a dialect is ignored: what isn't understood is refused by name and place.
#[test]
fn unknown_keywords_are_refused_by_name_and_place() {
    #[rustfmt::skip]
    let table: &[(&str, Value, &str, &str)] = &[
        // Where, what, the pointer of the error, what it says.
        ("", json!({"additionalProperties": false}), "", "additionalProperties"),
        ("/properties/job", json!({"patternProperties": {}}), "/properties/job", "patternProperties"),
        ("/properties/job/properties/id", json!({"maxLength": 3}), "/properties/job/properties/id", "maxLength"),
        ("/properties/job/properties/id", json!({"format": "date-time"}), "/properties/job/properties/id", "format"),
        ("/properties/job/properties/id", json!({"x-note": 1}), "/properties/job/properties/id", "x-note"),
        ("/properties/job/properties/id", json!({"pattern": "^x$"}), "/properties/job/properties/id/pattern", "form"),
        ("/properties/job/properties/id", json!({"$ref": "task.schema.json#/$defs/no-such"}), "/properties/job/properties/id/$ref", "no-such"),
        ("/properties/job/properties/id", json!({"$ref": "other.json#/$defs/task-id"}), "/properties/job/properties/id/$ref", "other.json"),
        ("/properties/job/properties/id", json!({"$ref": "https://example.com/x.json"}), "/properties/job/properties/id/$ref", "example.com"),
        ("/properties/job/properties/id", json!({"$ref": 5}), "/properties/job/properties/id/$ref", "text"),
        ("/properties/job/properties/id", json!({"type": ["string", "null"]}), "/properties/job/properties/id/type", "text"),
        ("/properties/job/properties/id", json!({"type": "number"}), "/properties/job/properties/id/type", "contradicts"),
        ("/properties/job/properties/x", json!({"type": "float"}), "/properties/job/properties/x/type", "float"),
        ("/properties/job/properties/x", json!({"enum": [1, 2]}), "/properties/job/properties/x/enum", "texts"),
        ("/properties/job/properties/x", json!({"const": null}), "/properties/job/properties/x/const", "text"),
        ("/properties/job/properties/x", json!({"minimum": 0.5, "type": "number"}), "/properties/job/properties/x/minimum", "whole"),
        ("/properties/job/properties/x", json!({"anyOf": [{"type": "string"}, {"type": "number"}]}), "/properties/job/properties/x/anyOf", "anyOf"),
        ("/properties/job/properties/x", json!({"anyOf": [{"type": "string"}]}), "/properties/job/properties/x/anyOf", "anyOf"),
        ("/properties/job/properties/x", json!({"anyOf": [{"$ref": "task.schema.json#/$defs/task-name"}, {"type": "null"}, {"type": "null"}]}), "/properties/job/properties/x/anyOf", "anyOf"),
        ("/properties/job/properties/x", beside_a_name(json!({"type": "boolean"})), "/properties/job/properties/x/anyOf", "anyOf"),
        ("/properties/job/properties/x", beside_a_name(json!({"$ref": "#"})), "/properties/job/properties/x/anyOf", "anyOf"),
        ("/properties/job/properties/x", beside_a_name(json!({"$ref": "task.schema.json#/$defs/failed", "enum": ["Broken"]})), "/properties/job/properties/x/anyOf", "anyOf"),
        ("/properties/job/properties/x", beside_a_name(json!({"allOf": [{"type": "string"}, false]})), "/properties/job/properties/x/anyOf", "anyOf"),
        ("/properties/job/properties/x", beside_a_name(json!({"anyOf": [{"type": "string"}, {"type": "null"}]})), "/properties/job/properties/x/anyOf", "anyOf"),
        ("/properties/job/properties/x", beside_a_name(json!({"type": "string", "contentMediaType": "application/json"})), "/properties/job/properties/x/anyOf", "anyOf"),
        ("/properties/job/properties/x", json!({"allOf": [{"type": "string"}]}), "/properties/job/properties/x/allOf", "allOf"),
        ("/properties/job/properties/x", json!({"oneOf": []}), "/properties/job/properties/x", "oneOf"),
        ("/properties/job/properties/x", json!({"not": {}}), "/properties/job/properties/x", "not"),
        ("/properties/job/properties/x", json!({"$ref": "task.schema.json#/$defs/task-id"}), "/properties/job/properties/x", "id"),
        ("/properties/job/properties/x", json!({"$ref": "task.schema.json#/$defs/total"}), "/properties/job/properties/x", "total"),
        ("/properties/job", json!({"required": ["no_such"]}), "/properties/job/required", "no_such"),
        ("/properties/job", json!({"required": "id"}), "/properties/job/required", "list"),
        ("/properties/job", json!({"properties": []}), "/properties/job/properties", "object"),
        ("/properties/job", json!({"type": "array"}), "/properties/job", "contradicts"),
        ("/properties/job/properties/a~b", json!({"deep": 1}), "/properties/job/properties/a~0b", "deep"),
        ("/properties/job/properties", json!({"x": 5}), "/properties/job/properties/x", "schema"),
        ("", json!({"$schema": "http://json-schema.org/draft-07/schema#"}), "/$schema", "2020-12"),
        ("", json!({"$schema": "https://json-schema.org/draft/2020-12/schemid}"}), "/$schema", "2020-12"),
        ("", json!({"$id": "no address"}), "/$id", "URI"),
        ("", json!({"$id": "https://example::com/own.schema.json"}), "/$id", "URI"),
        ("", json!({"$id": "https://example.com:http/own.schema.json"}), "/$id", "URI"),
        ("", json!({"$id": "urn://own::schema"}), "/$id", "URI"),
        ("", json!({"$id": "https://example.com/a b"}), "/$id", "URI"),
        ("", json!({"$id": "https:///x"}), "/$id", "URI"),
        ("", json!({"$id": "urn:own"}), "/$id", "URI"),
        ("", json!({"$id": "urn:own:a b"}), "/$id", "URI"),
        ("/properties/job", json!({"$id": "https://example.com/x.json"}), "/properties/job/$id", "URI"),
        ("", json!({"$defs": []}), "/$defs", "object"),
        ("", json!({"title": 1}), "/title", "text"),
        ("", json!({"examples": {}}), "/examples", "list"),
        ("", json!({"deprecated": "no"}), "/deprecated", "true"),
        // What judges nothing where it stands would be ignored.
        ("/properties/job/properties/x", json!({"pattern": "^[0-9]+$"}), "/properties/job/properties/x/pattern", "form"),
        ("/properties/job/properties/x", json!({"pattern": "^(100|[1-9]?[0-9])$"}), "/properties/job/properties/x", "beside"),
        ("/properties/job/properties/x", json!({"$ref": "task.schema.json#/$defs/failed"}), "/properties/job/properties/x", "the words that say so"),
        ("/properties/job/properties/x", json!({"type": "string", "contentMediaType": "application/json", "contentSchema": {"type": "object"}}), "/properties/job/properties/x/contentSchema", "means something"),
        ("/properties/job/properties/x", json!({"minimum": 1}), "/properties/job/properties/x", "beside"),
        ("/properties/job/properties/x", json!({"type": "integer", "minimum": "1"}), "/properties/job/properties/x/minimum", "whole number"),
        ("/properties/job/properties/x", json!({"type": "integer", "enum": ["a"]}), "/properties/job/properties/x", "contradict"),
        ("/properties/job/properties/x", json!({"properties": {"a": {}}, "required": ["a"]}), "/properties/job/properties/x", "beside"),
        ("/properties/job/properties/x", json!({"properties": {"a": {}}}), "/properties/job/properties/x", "beside"),
        ("/properties/job/properties/x", json!({"required": ["a"]}), "/properties/job/properties/x", "beside"),
        ("/properties/job/properties/x", json!({"type": "string", "contentSchema": {"type": "object"}}), "/properties/job/properties/x", "beside"),
        ("/properties/job/properties/x", json!({"contentMediaType": "application/json"}), "/properties/job/properties/x", "beside"),
        ("/properties/job/properties/x", json!({"items": {}}), "/properties/job/properties/x", "beside"),
        ("/properties/job/properties/x", json!({"contentSchema": {"type": "object"}}), "/properties/job/properties/x", "beside"),
        ("/properties/job/properties/x", json!({"type": "string", "contentMediaType": "text/html"}), "/properties/job/properties/x/contentMediaType", "application/json"),
        ("/properties/job/properties/x", json!({"type": "string", "anyOf": [{"type": "string"}, {"type": "null"}]}), "/properties/job/properties/x", "alone"),
    ];
    let clean = json!({
        "type": "object",
        "properties": {
            "job": {
                "$ref": "task.schema.json#/$defs/task",
                "type": "object",
                "properties": { "id": { "$ref": "task.schema.json#/$defs/task-id" } },
            },
        },
    });
    Dialect::from_schema("own", &clean.to_string()).unwrap();
    for (at, keywords, pointer, said) in table {
        let mut schema = clean.clone();
        let mut place = &mut schema;
        for step in at.split('/').skip(1) {
            place = place.as_object_mut().unwrap().entry(step).or_insert_with(|| json!({}));
        }
        for (keyword, value) in keywords.as_object().unwrap() {
            place[keyword] = value.clone();
        }
        let error = Dialect::from_schema("own", &schema.to_string()).expect_err(&format!("{schema} is accepted"));
        assert!(error.message.contains(said), "{keywords} at {at}: {error}");
        let near = error.pointer == *pointer || *said == "contradicts" && error.pointer.starts_with(pointer);
        assert!(near, "{keywords} at {at}: {error}");
    }
}

#[test]
fn texts_that_are_no_dialect_are_refused() {
    for (text, said) in [
        ("", "EOF"),
        ("[]", "schema"),
        ("true", "object"),
        ("{}", "object"),
        (r#"{"type": "object"}"#, "`task`"),
        (r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#, "`task`"),
        (r#"{"type": "object", "type": "object"}"#, "twice"),
        (
            r##"{"type":"object","properties":{"job":{"$ref":"#/$defs/a"}},"$defs":{"a":{"$ref":"#/$defs/a"}}}"##,
            "itself",
        ),
        (
            r#"{"type":"object","properties":{"job":{"$ref":"task.schema.json#/$defs/task","type":"string"}}}"#,
            "type",
        ),
        (
            r#"{"type":"object","properties":{"jobs":{"$ref":"task.schema.json#/$defs/tasks","type":"array"}}}"#,
            "items",
        ),
        (r##"{"type":"object","properties":{"own":{"$ref":"#"}}}"##, "the whole body means `task`"),
        // Whichever came last would stand.
        (
            r#"{"type":"object","properties":{"job":{"$ref":"task.schema.json#/$defs/task","type":"object","properties":{
                "own_id":{"$ref":"task.schema.json#/$defs/instance-id"},
                "server":{"$ref":"task.schema.json#/$defs/instance","type":"object","properties":{
                    "id":{"$ref":"task.schema.json#/$defs/instance-id"}}}}}}}"#,
            "`id` of `server` means `instance-id`, as a member beside it does",
        ),
    ] {
        let error = Dialect::from_schema("own", text).expect_err(text);
        assert!(error.to_string().contains(said), "{text}: {error}");
    }
    // References that multiply, and more members than a word has bits.
    let doubling: String = (0..30).map(|level| {
        let next = level + 1;
        format!(r##""a{level}":{{"type":"object","properties":{{"x":{{"$ref":"#/$defs/a{next}"}},"y":{{"$ref":"#/$defs/a{next}"}}}}}},"##)
    }).collect();
    let bomb = format!(
        r##"{{"type":"object","properties":{{"job":{{"$ref":"#/$defs/a0"}}}},"$defs":{{{doubling}"a30":{{}}}}}}"##
    );
    Dialect::from_schema("own", &bomb).unwrap_err();
    let many: Vec<_> = (0..65).map(|index| format!(r#""m{index}":{{}}"#)).collect();
    let many = format!(r#"{{"type":"object","properties":{{{}}}}}"#, many.join(","));
    assert!(Dialect::from_schema("own", &many).unwrap_err().message.contains("64"));
}

/// Any schema that loads judges as a validator does: the four, with small changes.
#[test]
fn what_is_understood_is_judged_alike() {
    let (base, mut judged) = (schema_file("rds-job").to_string(), 0);
    for (from, to) in [
        (r#""const""#, ""),
        (
            r##"{"$ref":"task.schema.json#/$defs/status"}"##,
            r##"{"$ref":"task.schema.json#/$defs/status","enum":["Running"]}"##,
        ),
        (r##"{"$ref":"task.schema.json#/$defs/status"}"##, r#"{"const":"Completed"}"#),
        (r##"{"$ref":"task.schema.json#/$defs/task-name"}"##, "true"),
        (r##"{"$ref":"task.schema.json#/$defs/task-name"}"##, r#"{"type":"null"}"#),
        (r##"{"$ref":"task.schema.json#/$defs/task-name"}"##, r#"{"type":"boolean"}"#),
        (r##"{"$ref":"task.schema.json#/$defs/progress"}"##, r#"{"type":"integer"}"#),
        (
            r##"{"$ref":"task.schema.json#/$defs/switch-strategy"}"##,
            r#"{"anyOf":[{"type":"null"},{"type":"number","maximum":4}]}"#,
        ),
    ] {
        let text = base.replace(from, to);
        let own = Dialect::from_schema("changed", &text).unwrap_or_else(|error| panic!("{to}: {error}"));
        let bundled: Value = serde_json::from_str(&own.bundled()).unwrap();
        let validator = jsonschema::draft202012::new(&bundled).unwrap();
        for case in corpus().iter().filter(|case| case.dialect == "rds-job") {
            let reading = read_as(&own, &case.body);
            check_invariants(&reading);
            let skip = reading.error().is_some()
                || reading.api_error().is_some()
                || support::count(&reading, Code::DuplicateKey) > 0;
            let body = case.body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&case.body);
            if let Ok(instance) = serde_json::from_slice(body)
                && !skip
            {
                assert_eq!(
                    validator.is_valid(&instance),
                    reading.conforms(),
                    "{} {to}: {:?}",
                    case.path(),
                    reading.deviations()
                );
                judged += 1;
            }
        }
    }
    assert!(judged > 500, "{judged}");
}
