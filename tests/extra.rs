//! Bodies that can't be in the repository: a folder of them, named by TASKCENTER_EXTRA_CORPUS.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::PathBuf;

use support::{DIALECTS, check_invariants, dialect};
use taskcenter::{Verdict, read, read_as};

fn bodies() -> Vec<(PathBuf, Vec<u8>)> {
    let Some(folder) = std::env::var_os("TASKCENTER_EXTRA_CORPUS") else {
        eprintln!("skipped: TASKCENTER_EXTRA_CORPUS names no folder of further bodies");
        return Vec::new();
    };
    let paths = support::files(&PathBuf::from(folder)).into_iter();
    let bodies: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "json" || extension == "txt"))
        .map(|path| (path.clone(), std::fs::read(path).unwrap()))
        .collect();
    assert!(!bodies.is_empty(), "TASKCENTER_EXTRA_CORPUS holds no .json or .txt");
    bodies
}

#[test]
fn every_body_keeps_the_invariants() {
    for (path, body) in bodies() {
        eprintln!("{}", path.display());
        check_invariants(&read(&body));
        for name in DIALECTS {
            check_invariants(&read_as(dialect(name), &body));
        }
    }
}

/// A body is tasks, an empty list of them, an error of the API, or refused: never nothing in silence.
#[test]
fn every_body_is_told_apart() {
    let mut counts = [0; 3];
    for (path, body) in bodies() {
        let reading = read(&body);
        let text = String::from_utf8_lossy(&body);
        let what = if reading.verdict() == Verdict::Rejected {
            assert!(!reading.error().unwrap().message.is_empty());
            0
        } else if reading.api_error().is_some() {
            1
        } else {
            assert!(
                !reading.tasks().is_empty() || text.contains("[]") || text.contains("null"),
                "{}",
                path.display()
            );
            2
        };
        counts[what] += 1;
        // Names say what is in it; a task center's answer gives tasks, an error's is none.
        let name = path.file_name().unwrap().to_str().unwrap();
        let task_center = ["-listjobinfo-", "-showjobdetail-", "-showgaussmysqljobinfo-", "-listjobs-"]
            .iter()
            .any(|part| name.contains(part));
        let is_json = serde_json::from_slice::<serde_json::Value>(&body).is_ok();
        if task_center && is_json {
            assert!(!reading.tasks().is_empty(), "{name}: {:?} {:?}", reading.error(), reading.api_error());
            assert!(reading.tasks().iter().all(|task| task.id.is_some() && task.status.is_some()), "{name}");
        }
    }
    eprintln!("{} refused, {} errors of the API, {} with tasks", counts[0], counts[1], counts[2]);
}
