//! `check --format json` is a contract: these members, in this order, in every line.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::run::{CUT, FINE, Folder, ODD, corpus, run_in, run_with};

/// The names of an object's members, as they stand.
#[derive(Debug, PartialEq)]
struct Names(Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Names;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Names, A::Error> {
                let mut names = Vec::new();
                while let Some((name, IgnoredAny)) = map.next_entry()? {
                    names.push(name);
                }
                Ok(Names(names))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

const LINE: [&str; 10] =
    ["source", "line", "dialect", "verdict", "tasks", "total", "api_error", "deviations", "violations", "error"];
const TASK: [&str; 10] =
    ["id", "name", "status", "created", "ended", "progress", "instance", "entities", "fail_reason", "extra"];
const DEVIATION: [&str; 11] =
    ["code", "severity", "task", "at", "line", "column", "offset", "length", "found", "read_as", "message"];

fn names(json: &str) -> Vec<String> {
    serde_json::from_str::<Names>(json).expect("an object").0
}

/// Checks the order of members in one line of the output.
fn assert_contract(line: &str) {
    assert_eq!(names(line), LINE);
    #[derive(serde::Deserialize)]
    struct Parts {
        tasks: Vec<Box<RawValue>>,
        api_error: Option<Box<RawValue>>,
        deviations: Vec<Box<RawValue>>,
        violations: Vec<Box<RawValue>>,
        error: Option<Box<RawValue>>,
    }
    let parts: Parts = serde_json::from_str(line).expect("the parts of a line");
    // Members that most tasks don't have stand among the others.
    const RARE: [&str; 4] = ["status_word", "planned_start", "planned_end", "parent_id"];
    parts.tasks.iter().for_each(|task| {
        let mut names = names(task.get());
        names.retain(|name| !RARE.contains(&name.as_str()));
        assert_eq!(names, TASK);
    });
    parts.deviations.iter().for_each(|deviation| assert_eq!(names(deviation.get()), DEVIATION));
    parts.violations.iter().for_each(|it| assert_eq!(names(it.get()), ["at", "keyword", "message"]));
    if let Some(error) = parts.api_error {
        assert_eq!(names(error.get()), ["code", "message", "request_id"]);
    }
    if let Some(error) = parts.error {
        assert_eq!(names(error.get()), ["code", "message", "line", "column", "offset"]);
    }
}

#[test]
fn every_line_has_the_members_in_their_order() {
    let run = run_in(corpus(), &["check", "--format", "json", "."]);
    assert_eq!(run.status, 1, "the corpus has rejected bodies");
    run.stdout.lines().for_each(assert_contract);
    let api_error = r#"{"error_code": "DBS.200001", "error_msg": "Parameter error"}"#;
    let run = run_with(format!("{api_error}\n{ODD}\n{CUT}\n").as_bytes(), &["check", "--format", "json"]);
    assert_eq!(run.stdout.lines().count(), 3);
    run.stdout.lines().for_each(assert_contract);
}

#[test]
fn the_worst_verdict_of_a_file_is_its_folder() {
    const VERDICTS: [&str; 3] = ["conforming", "tolerated", "rejected"];
    let mut worst = std::collections::BTreeMap::<String, usize>::new();
    let run = run_in(corpus(), &["check", "--format", "json", "."]);
    // Members that are kept raw can be nested more deeply than serde_json takes apart.
    #[derive(serde::Deserialize)]
    struct Judged {
        source: String,
        dialect: Option<String>,
        verdict: String,
        deviations: Vec<Value>,
        violations: Vec<Value>,
        error: Option<Value>,
    }
    for line in run.stdout.lines() {
        let Judged { source, dialect, verdict, deviations, violations, error } =
            serde_json::from_str(line).unwrap();
        let rank = VERDICTS.iter().position(|known| *known == verdict).expect("a known verdict");
        worst.entry(source.clone()).and_modify(|worst| *worst = rank.max(*worst)).or_insert(rank);
        // A second member of the same name is nothing that a validator of JSON Schema sees, and an
        // error of the API has no schema.
        let unseen = |it: &Value| it["code"] == "duplicate-key" || it["severity"] == "note";
        let has_violations = verdict == "tolerated" && dialect.is_some() && !deviations.iter().all(unseen);
        assert_eq!(!violations.is_empty(), has_violations, "{source}");
        assert_eq!(error.is_some(), verdict == "rejected", "{source}");
    }
    for (source, rank) in worst {
        assert!(source.contains(&format!("/{}/", VERDICTS[rank])), "{source} is {}", VERDICTS[rank]);
    }
}

#[test]
fn a_documented_example_reads_as_the_design_says() {
    let folder = corpus().join("rds-job/tolerated");
    let run = run_in(&folder, &["check", "--format", "json", "documented_task_being_executed.json"]);
    let line = &run.json()[0];
    let task = &line["tasks"][0];
    assert_eq!(task["id"], "31b8ae23-c687-4d80-b7b4-42a66c9bb886");
    assert_eq!(task["status"], "Running");
    assert_eq!(task["created"], "2018-08-06T10:41:14Z");
    assert_eq!(task["progress"], 60);
    let places: Vec<_> =
        line["deviations"].as_array().unwrap().iter().map(|it| it["at"].as_str().unwrap()).collect();
    assert_eq!(places, ["/job/id", "/job/ status", "/job/process"]);
    let padded = &line["deviations"][1];
    assert_eq!((padded["found"].as_str(), padded["read_as"].as_str()), (Some("\" status\""), Some("status")));
    assert_eq!(padded["task"], 0);
    assert!(line["violations"].as_array().unwrap().iter().any(|it| it["keyword"] == "required"));
}

#[test]
fn conforming_and_rejected_bodies_have_no_violations() {
    let run = run_with(format!("{FINE}\n{CUT}\n").as_bytes(), &["check", "--format", "json"]);
    for line in run.json() {
        assert_eq!(line["violations"], Value::Array(Vec::new()));
    }
}

#[test]
fn what_was_found_is_cut_to_what_can_be_read() {
    let body = FINE.replace("\"60%\"", &format!("\"{}\"", "é".repeat(800)));
    let folder = Folder::of(&[("long.json", &body)]);
    let run = folder.run(&["check", "--format", "json", "long.json"]);
    let line = &run.json()[0];
    let deviation = &line["deviations"][0];
    let found = deviation["found"].as_str().unwrap();
    assert_eq!(found.len(), 999, "no character is cut in two");
    assert_eq!(deviation["length"], 1602);
    let offset = usize::try_from(deviation["offset"].as_u64().unwrap()).unwrap();
    assert!(body[offset..].starts_with(found));
}

#[test]
fn the_schema_is_the_bundled_one() {
    for dialect in taskcenter::Dialect::all() {
        let run = run_with(b"", &["schema", dialect.name()]);
        assert_eq!(run.status, 0);
        assert_eq!(run.stdout.trim_end(), dialect.bundled().trim_end());
        serde_json::from_str::<Value>(&run.stdout).expect("JSON");
    }
}
