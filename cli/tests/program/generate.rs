//! `generate`: histories that repeat themselves.

use std::fs;
use std::io::Read;

use crate::run::{Folder, command, run_with};

fn generated(arguments: &[&str]) -> String {
    let run = run_with(b"", &[&["generate"], arguments].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{arguments:?}");
    run.stdout
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let first = generated(&["--size", "100", "--messes", "30%", "--seed", "7"]);
    assert_eq!(first.lines().count(), 100);
    assert_eq!(generated(&["--size", "100", "--messes", "0.3", "--seed", "7"]), first);
    assert_ne!(generated(&["--size", "100", "--messes", "0.3", "--seed", "8"]), first);
    // Nor another one in another release; whoever changes this says so in the change log.
    let task = generated(&["--size", "1", "--dialect", "dds-job"]);
    insta::assert_snapshot!(task.trim_end());
}

#[test]
fn clean_ones_conform() {
    let history = generated(&["--size", "200KB"]);
    assert!((200_000..201_000).contains(&history.len()), "{}", history.len());
    let run = run_with(history.as_bytes(), &["check", "--deny", "tolerated"]);
    assert_eq!(run.status, 0, "{}", run.stdout);
}

#[test]
fn messes_are_those_that_were_asked_for() {
    let history = generated(&["--size", "50", "--dialect", "rds-job", "--messes", "1", "--mess", "padded-key"]);
    let run = run_with(history.as_bytes(), &["check", "--format", "json"]);
    let codes = |line: &serde_json::Value| -> Vec<String> {
        let found = line["deviations"].as_array().expect("a list").iter();
        found.map(|deviation| deviation["code"].as_str().expect("a code").to_owned()).collect()
    };
    for line in run.json() {
        assert_eq!(line["dialect"], "rds-job");
        assert!(codes(&line).iter().any(|code| code == "padded-key"), "{line}");
    }
}

#[test]
fn pages_orders_and_layouts() {
    let page = generated(&["--dialect", "gaussdb-tasks", "--page", "5", "--size", "2"]);
    let run = run_with(page.as_bytes(), &["check", "--format", "json"]);
    assert_eq!(run.json().iter().map(|line| line["tasks"].as_array().unwrap().len()).collect::<Vec<_>>(), [5, 5]);
    let plain = generated(&["--size", "3"]);
    assert_ne!(generated(&["--size", "3", "--shuffled"]), plain);
    let pretty = generated(&["--size", "3", "--pretty"]);
    assert!(pretty.lines().count() > 30, "{pretty}");
    assert_eq!(run_with(pretty.as_bytes(), &["check", "--format", "json"]).json().len(), 3);
}

#[test]
fn it_writes_into_a_file() {
    let folder = Folder::new();
    let run = folder.run(&["generate", "--size", "10", "-o", "history.jsonl"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""));
    let written = fs::read_to_string(folder.path().join("history.jsonl")).expect("a file");
    assert_eq!(written, generated(&["--size", "10"]));
    let run = folder.run(&["generate", "-o", "missing/history.jsonl"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.starts_with("error: missing/history.jsonl can't be written: "), "{}", run.stderr);
}

#[test]
fn nobody_listens() {
    let mut child = command(&["generate", "--size", "100GB"]).spawn().expect("the program starts");
    let mut stdout = child.stdout.take().expect("a pipe");
    stdout.read_exact(&mut [0; 1000]).expect("a history");
    drop(stdout);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn what_cannot_be_made_up_is_answered() {
    for (arguments, answer) in [
        (["--dialect", "rds-jobs"], "did you mean `rds-job`"),
        (["--mess", "paded-key"], "did you mean `padded-key`"),
        (["--size", "many"], "a size is a count of bodies"),
        (["--messes", "2"], "a share is a number from 0 to 1"),
    ] {
        let run = run_with(b"", &[&["generate"], &arguments[..]].concat());
        assert_eq!(run.status, 2, "{arguments:?}");
        assert!(run.stderr.contains(answer), "{}", run.stderr);
    }
}
