//! Bodies that can't be in the repository: a folder of them, named by TASKCENTER_EXTRA_CORPUS.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::PathBuf;

use support::{WALKED, check_invariants, dialect};
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
        for name in WALKED {
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

/// What a file's name says of the request that it answers, and the dialect that must be found.
#[rustfmt::skip]
const FACTS: &[(&str, &str)] = &[
    // The first that fits decides.
    ("taurusdb-job-by-id", "taurusdb-job"),
    ("gaussdbmysql-job-by-id", "taurusdb-job"),
    ("taurusdb-showgaussmysqljobinfo", "taurusdb-job"),
    ("taurusdb-listimmediatejobs", "taurusdb-immediate-jobs"),
    ("taurusdb-listschedulejobs", "taurusdb-scheduled-jobs"),
    ("gaussdb-job-by-id", "gaussdb-job"),
    ("gaussdb-showjobdetail", "gaussdb-job"),
    ("gaussdb-querying-tasks", "gaussdb-tasks"),
    ("gaussdb-listtasks", "gaussdb-tasks"),
    ("gaussdb-listscheduletask", "gaussdb-schedule-tasks"),
    ("dds-job-by-id", "dds-job"),
    ("dds-showjobdetail", "dds-job"),
    ("dds-listtasks", "dds-jobs"),
    ("dds-listscheduledtasks", "dds-scheduled-jobs"),
    ("rds-job-by-id", "rds-job"),
    ("rds-listjobinfodetail", "rds-tasklist-detail-job"),
    ("rds-listjobinfo", "rds-job"),
    ("rds-tasklist-detail", "rds-tasklist-detail"),
    ("rds-querying-instant-tasks", "rds-tasklist"),
    ("rds-querying-scheduled-tasks", "rds-schedule-tasks"),
    ("geminidb-querying-tasks-and-details", "geminidb-jobs"),
    ("geminidb-listjobs", "geminidb-jobs"),
    ("geminidb-scheduled-jobs", "geminidb-scheduled-jobs"),
    ("geminidb-listnosqltasklist", "geminidb-scheduled-jobs"),
    ("ddm-job-by-id", "ddm-job"),
    ("ddm-showddmjobresult", "ddm-job"),
    ("ddm-querying-information-about-tasks", "ddm-jobs"),
];

/// Answers that start tasks, by a member that only they have at the top.
const SUBMITTED: &[(&str, &str)] = &[
    ("job_id", "submitted-job"),
    ("jobId", "submitted-job-v1"),
    ("workflow_id", "submitted-workflow"),
    ("workflowId", "submitted-workflow-v1"),
];

/// Every answer to a question about tasks goes to its own dialect, the broken ones with `repair`.
#[test]
fn every_body_has_its_own_dialect() {
    let (mut queries, mut submitted) = (0, 0);
    for (path, body) in bodies() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let reading = taskcenter::ReadOptions::new().repair(true).read(&body);
        let found = reading.dialect().map(taskcenter::Dialect::name);
        if let Some((_, wanted)) = FACTS.iter().find(|(part, _)| name.contains(part)) {
            queries += 1;
            assert_eq!(found, Some(*wanted), "{name}: {:?}", reading.error());
            assert!(reading.error().is_none() && !reading.tasks().is_empty(), "{name}: {:?}", reading.error());
            for task in reading.tasks() {
                let whole = task.id.is_some() && task.name.is_some() && task.status.is_some();
                let instance = task.instance.as_ref().is_some_and(|instance| instance.id.is_some());
                assert!(whole && instance && task.created.is_some(), "{name}: {task:?}");
                assert!(!matches!(task.status, Some(taskcenter::Status::Other(_))), "{name}: {task:?}");
                let planned = wanted.contains("schedule");
                assert_eq!(
                    (task.planned_start.is_some(), planned && task.ended.is_some()),
                    (planned, false),
                    "{name}"
                );
            }
            continue;
        }
        let Ok(serde_json::Value::Object(members)) = serde_json::from_slice(&body) else { continue };
        if let Some((_, wanted)) =
            SUBMITTED.iter().find(|(member, _)| members.get(*member).is_some_and(serde_json::Value::is_string))
        {
            submitted += 1;
            assert_eq!(found, Some(*wanted), "{name}");
            // An id, and nothing else.
            let [task] = reading.tasks() else { panic!("{name}: {:?}", reading.tasks()) };
            let mut bare = task.clone();
            (bare.id, bare.extra) = (None, Default::default());
            assert!(task.id.is_some() && bare == Default::default(), "{name}: {task:?}");
        }
    }
    eprintln!("{queries} answers about tasks, {submitted} that start one");
}
