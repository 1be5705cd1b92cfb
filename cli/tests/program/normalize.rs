//! `normalize`: the tasks alone.

use crate::run::{CUT, FINE, Folder, ODD, run_with};

#[test]
fn a_task_a_line_with_times_in_utc() {
    let gemini = r#"{"jobs":[{"id":"a","name":"Backup","status":"Completed","start_time":"2024-03-01T01:00:00+0800","end_time":"2024-03-01T02:00:00+0800","progress":"","instance":{"id":"a48e43ff268f4c0e879652d65e63d0fbin06","name":"n"},"fail_reason":""},{"id":"b","name":"Backup","status":"Failed","start_time":"2024-03-01T01:00:00+0000","end_time":"2024-03-01T02:00:00+0000","progress":"","instance":{"id":"a48e43ff268f4c0e879652d65e63d0fbin06","name":"n"},"fail_reason":"disk"}],"total_count":2}"#;
    let folder = Folder::of(&[("history.jsonl", &format!("{ODD}\n\n{gemini}\n"))]);
    let run = folder.run(&["normalize", "history.jsonl"]);
    assert_eq!(run.status, 0);
    let lines: Vec<_> = run.stdout.lines().collect();
    assert_eq!(
        lines[0],
        r#"{"source":"history.jsonl","line":1,"dialect":"rds-job","id":"31b8ae23-c687-4d80-b7b4-42a66c9bb886","name":"CreateMysqlSingleHAInstance","status":"Running","created":"2018-08-06T10:41:14Z","ended":null,"progress":60,"instance":{"id":"a48e43ff268f4c0e879652d65e63d0fbin01","name":"mgr2-mysql-single","status":null},"entities":{},"fail_reason":null,"extra":{}}"#
    );
    let rows = run.json();
    assert_eq!(rows.len(), 3);
    assert_eq!((rows[1]["created"].as_str(), rows[1]["line"].as_u64()), (Some("2024-02-29T17:00:00Z"), Some(3)));
    assert_eq!(rows[1]["ended"], "2024-02-29T18:00:00Z");
    assert_eq!((rows[2]["id"].as_str(), rows[2]["fail_reason"].as_str()), (Some("b"), Some("disk")));
    assert!(run.stderr.contains("1 body was read with deviations"), "{}", run.stderr);
}

#[test]
fn what_holds_no_task_is_reported_beside() {
    let api_error = r#"{"error_code": "DBS.200001", "error_msg": "Parameter error"}"#;
    let cut_page = r#"{"jobs":[{"id":"a"},{"id":"#;
    let run = run_with(cut_page.as_bytes(), &["normalize", "--dialect", "geminidb-jobs"]);
    assert_eq!((run.status, run.json().len()), (1, 1), "the task before the damage is kept");

    let run = run_with(format!("{FINE}\n{CUT}\n{api_error}\n").as_bytes(), &["normalize"]);
    assert_eq!(run.status, 1);
    assert_eq!(run.json().len(), 1);
    assert!(run.stderr.starts_with("-:2:81: truncated: "), "{}", run.stderr);
    assert!(run.stderr.contains("-:3:"), "{}", run.stderr);
    assert!(run.stderr.contains("api-error"), "{}", run.stderr);
}

#[test]
fn denied_findings_are_shown_beside() {
    let run = run_with(ODD.as_bytes(), &["normalize", "--deny", "padded-key"]);
    assert_eq!(run.status, 1);
    assert_eq!(run.json().len(), 1);
    assert!(run.stderr.contains("padded-key") && !run.stderr.contains("percent-spelling"), "{}", run.stderr);
}
