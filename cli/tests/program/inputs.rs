//! What is read: files, folders, the standard input, and where one body ends and the next begins.

use std::fs;

use crate::run::{CUT, FINE, Folder, ODD, run_with};

fn sources(run: &crate::run::Run) -> Vec<(String, u64)> {
    let place =
        |line: &serde_json::Value| (line["source"].as_str().unwrap().to_owned(), line["line"].as_u64().unwrap());
    run.json().iter().map(place).collect()
}

#[test]
fn folders_are_walked_in_the_order_of_their_paths() {
    let folder = Folder::of(&[
        ("captures/b.json", FINE),
        ("captures/a/z.JSONL", FINE),
        ("captures/a/deep/er/k.ndjson", FINE),
        ("captures/a.txt", FINE),
        ("captures/c.log", FINE),
        ("captures/ORIGINS.tsv", "no capture"),
        ("captures/README.md", "no capture"),
        ("captures/.hidden.json", CUT),
        ("captures/.git/x.json", CUT),
    ]);
    let run = folder.run(&["check", "--format", "json", "captures"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let names: Vec<_> = sources(&run).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "captures/a/deep/er/k.ndjson",
            "captures/a/z.JSONL",
            "captures/a.txt",
            "captures/b.json",
            "captures/c.log"
        ]
    );
    let text = folder.run(&["check", "captures"]);
    assert!(text.stdout.contains("2 other files were left alone in folders"), "{}", text.stdout);
}

#[test]
fn a_file_that_is_named_is_read_whatever_it_is_called() {
    let folder = Folder::of(&[("answer", FINE), (".hidden.md", FINE)]);
    let run = folder.run(&["check", "--format", "json", "answer", ".hidden.md"]);
    assert_eq!(run.status, 0);
    assert_eq!(run.json().len(), 2);
}

#[test]
fn a_folder_without_captures_is_told() {
    let folder = Folder::of(&[("notes/README.md", "")]);
    let run = folder.run(&["check", "notes"]);
    assert_eq!(run.status, 0);
    assert!(run.stderr.contains("notes: no capture in this folder"), "{}", run.stderr);
    assert!(run.stdout.contains("0 bodies in 0 files, 0 tasks"), "{}", run.stdout);
}

#[cfg(unix)]
#[test]
fn circles_of_links_are_not_walked() {
    let folder = Folder::of(&[("a/b/fine.json", FINE)]);
    std::os::unix::fs::symlink("..", folder.path().join("a/b/up")).unwrap();
    std::os::unix::fs::symlink("fine.json", folder.path().join("a/b/link.json")).unwrap();
    std::os::unix::fs::symlink("gone.json", folder.path().join("a/b/broken.json")).unwrap();
    let run = folder.run(&["check", "--format", "json", "a"]);
    let names: Vec<_> = sources(&run).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["a/b/fine.json", "a/b/link.json"]);
    assert!(run.stderr.contains("a/b/up: a link to a folder is not followed"), "{}", run.stderr);
    assert!(run.stderr.contains("a/b/broken.json can't be opened"), "{}", run.stderr);
    assert_eq!(run.status, 2);
}

#[test]
fn the_standard_input_is_read_when_asked_and_when_nothing_is_named() {
    for arguments in [&["check", "--format", "json", "-"][..], &["check", "--format", "json"]] {
        let run = run_with(ODD.as_bytes(), arguments);
        assert_eq!(run.status, 0);
        assert_eq!(sources(&run), [("-".to_owned(), 1)]);
    }
}

#[test]
fn lines_and_documents_are_told_apart_by_content() {
    let pretty = |body: &str| {
        let value: serde_json::Value = serde_json::from_str(body).unwrap();
        serde_json::to_string_pretty(&value).unwrap()
    };
    let lines = format!("{FINE}\n\n{ODD}\r\n{FINE}");
    let folder = Folder::of(&[("pretty.jsonl", &pretty(FINE)), ("lines.json", &lines)]);
    let run = folder.run(&["check", "--format", "json", "pretty.jsonl", "lines.json"]);
    let places = [("pretty.jsonl", 1), ("lines.json", 1), ("lines.json", 3), ("lines.json", 4)];
    assert_eq!(sources(&run), places.map(|(name, line)| (name.to_owned(), line)));
}

#[test]
fn one_bad_line_costs_no_other() {
    let lines = format!("{FINE}\n{CUT}\n{ODD}\n");
    let run = run_with(lines.as_bytes(), &["check", "--format", "json", "-"]);
    let verdicts: Vec<_> = run.json().iter().map(|line| line["verdict"].as_str().unwrap().to_owned()).collect();
    assert_eq!(verdicts, ["conforming", "rejected", "tolerated"]);
    assert_eq!(run.status, 1);
}

#[test]
fn places_hold_in_the_file() {
    let folder = Folder::of(&[("lines.jsonl", &format!("{FINE}\n{ODD}\n\n{ODD}\n{CUT}\n"))]);
    let text = fs::read_to_string(folder.path().join("lines.jsonl")).unwrap();
    let run = folder.run(&["check", "--format", "json", "lines.jsonl"]);
    let mut deviations = 0;
    for line in run.json() {
        for deviation in line["deviations"].as_array().unwrap() {
            let number = |name: &str| usize::try_from(deviation[name].as_u64().unwrap()).unwrap();
            let (offset, length) = (number("offset"), number("length"));
            assert_eq!(&text[offset..offset + length], deviation["found"].as_str().unwrap());
            let before = &text[..offset];
            assert_eq!(number("line"), 1 + before.matches('\n').count());
            assert_eq!(number("column"), 1 + before.chars().rev().take_while(|c| *c != '\n').count());
            deviations += 1;
        }
        if let Some(error) = line["error"].as_object() {
            assert_eq!((error["line"].as_u64(), error["column"].as_u64()), (Some(5), Some(81)));
            assert_eq!(error["offset"].as_u64(), Some(text.trim_end().len() as u64));
        }
    }
    assert_eq!(deviations, 5);

    let report = folder.run(&["check", "lines.jsonl"]).stdout;
    assert!(report.contains("\nlines.jsonl:4:90: padded-key: "), "{report}");
}

#[test]
fn a_dialect_can_be_named_or_brought_along() {
    let gemini = r#"{"jobs":[],"total_count":0}"#;
    let run = run_with(gemini.as_bytes(), &["check", "--format", "json", "--dialect", "geminidb-jobs", "-"]);
    assert_eq!(run.json()[0]["dialect"], "geminidb-jobs");

    let schema = run_with(b"", &["schema", "rds-job"]).stdout;
    let folder = Folder::of(&[
        ("own-job.schema.json", &schema),
        ("odd.json", ODD),
        ("bad.schema.json", r#"{"type":"object","properties":{"job":{"if":true}}}"#),
        ("broken.schema.json", "{"),
    ]);
    let run = folder.run(&["check", "--format", "json", "--dialect", "own-job.schema.json", "odd.json"]);
    assert_eq!((run.status, run.json()[0]["dialect"].as_str()), (0, Some("own-job")), "{}", run.stderr);

    let run = folder.run(&["check", "--dialect", "bad.schema.json", "odd.json"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("`/properties/job") && run.stderr.contains("if"), "{}", run.stderr);
    let run = folder.run(&["check", "--dialect", "broken.schema.json", "odd.json"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("broken.schema.json"), "{}", run.stderr);
}

/// A dialect of one's own is found wherever those of the program are.
#[test]
fn bodies_of_ones_own_dialect_are_found_in_captures() {
    let schema = r##"{"type":"object","properties":{"operations":{"$ref":"task.schema.json#/$defs/tasks","type":"array",
        "items":{"$ref":"task.schema.json#/$defs/task","type":"object","properties":{
        "op_id":{"$ref":"task.schema.json#/$defs/task-id"}}}}}}"##;
    let body = r#"{"operations":[{"op_id":"a"}]}"#;
    let har = format!(
        r#"{{"log":{{"version":"1.2","entries":[{{"request":{{"method":"GET","url":"https://mycloud.example/v1"}},
        "response":{{"status":200,"content":{{"text":{body:?}}}}}}}]}}}}"#
    );
    let folder = Folder::of(&[
        ("own.schema.json", schema),
        ("a.har", &har),
        ("a.log", &format!("2024-01-01 INFO answered {body} in 3 ms\n")),
        ("b.log", &format!("answered {body} in 3 ms\n")),
        ("c.log", &format!("2024-01-01 INFO {{\"answer\":{body}}}\n")),
        ("flat.log", "2024-01-01 INFO answered {\"job_id\":\"a\"} in 3 ms\n"),
    ]);
    for capture in ["a.har", "a.log", "b.log", "c.log"] {
        let run = folder.run(&["check", "--format", "json", "--dialect", "own.schema.json", capture]);
        assert_eq!((run.status, run.json().len()), (0, 1), "{capture}: {}", run.stderr);
        assert_eq!(run.json()[0]["tasks"][0]["id"], "a", "{capture}");
        assert!(folder.run(&["normalize", capture]).stdout.is_empty(), "{capture} is nobody's without it");
    }
    let run = folder.run(&["normalize", "--dialect", "submitted-job", "flat.log"]);
    assert_eq!(run.json()[0]["id"], "a", "{}", run.stderr);
}

#[test]
fn what_is_shown_as_a_finding_is_not_told_twice() {
    let folder = Folder::of(&[("app.log", "12:00 answered {\"job\": {\"id\": \"a\"}} in 3 ms\n")]);
    let said = "other text stands on the line of this body";
    let run = folder.run(&["check", "app.log"]);
    assert!(run.stdout.contains(said) && !run.stderr.contains(said), "{}{}", run.stdout, run.stderr);
    // Where it isn't shown, it is told.
    for quiet in [&["check", "--quiet", "app.log"][..], &["normalize", "app.log"]] {
        let run = folder.run(quiet);
        assert!(run.stderr.contains(said), "{}{}", run.stdout, run.stderr);
    }
    // An object that lacks a member is shown by where it begins.
    let run = folder.run(&["check", "app.log"]);
    assert!(run.stdout.contains("\n  |         ^\n"), "{}", run.stdout);
}
