//! `check --format sarif|github|junit`: what their consumers expect, whatever stands in a body.

use serde_json::Value;

use crate::escaping::HOSTILE;
use crate::run::{CUT, FINE, Folder, ODD, Run, corpus, run_with};

/// A few cases of the corpus: notes, deviations, damage.
fn mixed() -> Folder {
    let folder = Folder::new();
    for (name, case) in [
        ("captures/running.json", "rds-job/tolerated/documented_task_being_executed.json"),
        ("captures/offsets.json", "dds-job/conforming/offsets_half_an_hour_apart.json"),
    ] {
        folder.write(name, std::fs::read(corpus().join(case)).unwrap());
    }
    folder.write("captures/lines.jsonl", format!("{FINE}\n{CUT}\n"));
    folder.write("captures/a note.txt", "nothing here\n");
    folder
}

fn run(format: &str) -> Run {
    let run = mixed().run(&["check", "--format", format, "--deny", "percent-spelling", "captures"]);
    assert_eq!(run.status, 1, "{}", run.stderr);
    run
}

/// SARIF's own schema.
fn assert_valid(document: &Value) {
    // The pattern of languages has a bracket too many, which a strict reader of patterns refuses.
    let schema = include_str!("../data/sarif-2.1.0.schema.json").replace("{2}]?$", "{2}$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<_> =
        validator.iter_errors(document).map(|error| format!("{} at {}", error, error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

fn sarif(text: &str) -> Value {
    let document = serde_json::from_str(text).expect("one document");
    assert_valid(&document);
    document
}

/// Without the digits of times, which differ from run to run.
fn timeless(xml: &str) -> String {
    let mut text = String::new();
    let mut parts = xml.split(" time=\"");
    text.push_str(parts.next().unwrap());
    for part in parts {
        let (time, rest) = part.split_once('"').unwrap();
        time.parse::<f64>().unwrap();
        text.push_str(" time=\"…\"");
        text.push_str(rest);
    }
    text
}

#[test]
fn sarif_as_it_looks() {
    let run = run("sarif");
    sarif(&run.stdout);
    // The rules are the catalogue, and change with it.
    let (head, rest) = run.stdout.split_once("\"rules\":[").unwrap();
    let (_, rest) = rest.split_once("]}},").unwrap();
    insta::assert_snapshot!(format!("{head}\"rules\":[…]}}}},{rest}"));
}

#[test]
fn github_as_it_looks() {
    insta::assert_snapshot!(run("github").stdout);
}

#[test]
fn junit_as_it_looks() {
    insta::assert_snapshot!(timeless(&run("junit").stdout));
}

#[test]
fn sarif_is_valid_over_the_whole_corpus() {
    let run = crate::run::run_in(corpus(), &["check", "--format", "sarif", "."]);
    let document = sarif(&run.stdout);
    let rules = document["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), taskcenter::Code::ALL.len() + taskcenter::ErrorCode::ALL.len());
    let results = document["runs"][0]["results"].as_array().unwrap();
    assert!(results.len() > 500);
    let mut checked = 0;
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        let file = std::fs::read(corpus().join(place["artifactLocation"]["uri"].as_str().unwrap())).unwrap();
        let number = |name: &str| usize::try_from(place["region"][name].as_u64().unwrap()).unwrap();
        let (offset, length) = (number("byteOffset"), number("byteLength"));
        let before = &file[..offset];
        let position = taskcenter::Position::of(&file, offset);
        let end = taskcenter::Position::of(&file, offset + length);
        // Two cases end their lines with CR alone or are UTF-16: the capture counts otherwise there.
        if before.contains(&0) || (before.contains(&b'\r') && !before.contains(&b'\n')) {
            continue;
        }
        checked += 1;
        let uri = &place["artifactLocation"]["uri"];
        assert_eq!((number("startLine"), number("startColumn")), (position.line, position.column), "{uri}");
        assert_eq!((number("endLine"), number("endColumn")), (end.line, end.column), "{uri}");
    }
    assert!(checked > 500);
}

#[test]
fn junit_counts_over_the_whole_corpus() {
    let run = crate::run::run_in(corpus(), &["check", "--format", "junit", "--deny", "unread", "."]);
    let document = roxmltree::Document::parse(&run.stdout).expect("well-formed XML");
    let mut cases = 0;
    for suite in document.root_element().children().filter(|node| node.is_element()) {
        assert_eq!(suite.tag_name().name(), "testsuite");
        let count =
            |name: &str| suite.children().filter(|case| case.children().any(|it| it.has_tag_name(name))).count();
        let told = |name: &str| suite.attribute(name).unwrap().parse::<usize>().unwrap();
        assert_eq!(told("failures"), count("failure"));
        assert_eq!(told("errors"), count("error"));
        let tests = suite.children().filter(|node| node.has_tag_name("testcase"));
        let names: std::collections::BTreeSet<_> = tests.map(|case| case.attribute("name").unwrap()).collect();
        assert_eq!(told("tests"), names.len(), "no two cases of a suite share a name");
        cases += names.len();
    }
    let bodies = crate::run::run_in(corpus(), &["check", "--format", "json", "."]).stdout.lines().count();
    assert_eq!(cases, bodies);
}

/// Text that every format has to keep where it is.
fn hostile_folder() -> Folder {
    let raw: String = HOSTILE.chars().filter(|c| *c >= '\u{7f}').collect();
    let evil = format!("::error::x%0A::error file=a,line=1::y ]]> <b a='1'> &amp; [x](http://y) {raw}");
    let odd = FINE
        .replace("Running", &format!("{evil}\\u001b[31m\\r\\n::error::z\\u0000\\uffff\\\""))
        .replace("60%", &evil)
        .replace("\"entities\"", &format!("\"{evil}\\n::error::k\":{{}},\"entities\""));
    let folder = Folder::new();
    folder.write("plain.json", &odd);
    #[cfg(unix)]
    folder.write(format!("::error::a%,b]]>\"<'&{HOSTILE}\r\n::error::c:d.json"), &odd);
    folder.write("cut.json", format!("{{\"job\": \"{evil}\u{1b}\u{ffff}\n::error::x"));
    folder
}

#[test]
fn no_text_speaks_for_us() {
    let folder = hostile_folder();
    for format in ["text", "json", "sarif", "github", "junit"] {
        let run = folder.run(&["check", "--format", format, "."]);
        assert_eq!(run.status, 1, "{}", run.stderr);
        crate::escaping::assert_harmless(&run);
        assert!(!run.stdout.contains('\u{ffff}') || matches!(format, "text" | "json" | "sarif" | "github"));
    }
    let github = folder.run(&["check", "--format", "github", "."]).stdout;
    let json = folder.run(&["check", "--format", "json", "."]);
    let count =
        |name: &str| -> usize { json.json().iter().map(|line| line[name].as_array().map_or(1, Vec::len)).sum() };
    let errors = json.json().iter().filter(|line| !line["error"].is_null()).count();
    let commands: Vec<_> = github.lines().filter(|line| line.trim_start().starts_with("::")).collect();
    assert_eq!(commands.len(), count("deviations") + errors);
    for command in commands {
        // As the runner takes it apart: up to the second `::`, at commas, at the first `=`.
        let (head, _) = command[2..].split_once("::").unwrap();
        let (name, properties) = head.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&name), "{command}");
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').unwrap();
            assert!(["file", "line", "col", "endColumn", "title"].contains(&name), "{command}");
            if matches!(name, "line" | "col" | "endColumn") {
                value.parse::<u64>().unwrap();
            }
        }
    }
    let junit = folder.run(&["check", "--format", "junit", "."]).stdout;
    roxmltree::Document::parse(&junit).expect("well-formed XML");
    let sarif = sarif(&folder.run(&["check", "--format", "sarif", "."]).stdout);
    for result in sarif["runs"][0]["results"].as_array().unwrap() {
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':'), "{uri}");
        let text = result["message"]["text"].as_str().unwrap();
        assert!(!text.replace("\\]", "").contains("]("), "{text}");
    }
}

#[test]
fn an_input_that_is_not_there_is_no_success() {
    let folder = Folder::of(&[("odd.json", ODD)]);
    let run = folder.run(&["check", "--format", "sarif", "odd.json", "gone.json"]);
    assert_eq!(run.status, 2);
    let invocation = &sarif(&run.stdout)["runs"][0]["invocations"][0];
    assert_eq!((&invocation["executionSuccessful"], &invocation["exitCode"]), (&Value::Bool(false), &2.into()));
    let notification = &invocation["toolExecutionNotifications"][0];
    assert_eq!(notification["level"], "error");
    assert_eq!(notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "gone.json");

    let run = folder.run(&["check", "--format", "github", "odd.json", "gone.json"]);
    assert_eq!(run.status, 2);
    assert!(run.stdout.contains("::error file=gone.json,title=capture::can't be opened"), "{}", run.stdout);

    let run = folder.run(&["check", "--format", "junit", "odd.json", "gone.json"]);
    assert_eq!(run.status, 2);
    assert!(run.stdout.contains("errors=\"1\"") && run.stdout.contains("can&apos;t be opened"), "{}", run.stdout);
}

#[test]
fn nothing_at_all_is_a_document_too() {
    let folder = Folder::of(&[("notes/README.md", "")]);
    let run = folder.run(&["check", "--format", "sarif", "notes"]);
    assert_eq!(run.status, 0);
    assert_eq!(sarif(&run.stdout)["runs"][0]["results"].as_array().map(Vec::len), Some(0));
    let run = folder.run(&["check", "--format", "junit", "notes"]);
    assert_eq!(run.status, 0);
    roxmltree::Document::parse(&run.stdout).expect("well-formed XML");
    for format in ["sarif", "github", "junit"] {
        let run = run_with(FINE.as_bytes(), &["check", "--format", format]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{format}");
    }
}

#[test]
fn a_suite_that_outgrows_the_memory_stays_whole() {
    let lines = format!("{ODD}\n").repeat(3000);
    let run = run_with(lines.as_bytes(), &["check", "--format", "junit"]);
    let document = roxmltree::Document::parse(&run.stdout).expect("well-formed XML");
    assert_eq!(document.descendants().filter(|node| node.has_tag_name("testcase")).count(), 3000);
    assert!(run.stdout.contains("tests=\"3000\" failures=\"0\" errors=\"0\""));
}
