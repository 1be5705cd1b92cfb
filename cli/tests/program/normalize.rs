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

/// Not those alone that every task has.
#[test]
fn planned_times_are_in_utc_too() {
    let planned = r#"{"schedules":[{"job_id":"a","job_name":"b","job_status":"Pending","create_time":"2024-03-01T01:00:00+0800","start_time":"2024-03-01T02:00:00+0800","end_time":"2024-03-01T03:00:00+0800"}],"total_count":1}"#;
    let row = &run_with(planned.as_bytes(), &["normalize"]).json()[0];
    assert_eq!(row["created"], "2024-02-29T17:00:00Z");
    assert_eq!(row["planned_start"], "2024-02-29T18:00:00Z");
    assert_eq!(row["planned_end"], "2024-02-29T19:00:00Z");
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

#[test]
fn a_table_that_no_spreadsheet_runs() {
    let hostile = FINE
        .replace("mgr2-mysql-single", "=HYPERLINK(\\\"http://x\\\")")
        .replace("\"entities\":{}", "\"fail_reason\":\"\\tline, one\\r\\nline \\\"two\\\" \u{9b}31m\",\"mode\":[1, 2],\"entities\":{ \"resource_ids\": [\"a\"] }");
    let folder = Folder::of(&[("-a.jsonl", &format!("{hostile}\n{ODD}\n")), ("b.jsonl", FINE)]);
    let run = folder.run(&["normalize", "--format", "csv", "--", "-a.jsonl", "b.jsonl"]);
    assert_eq!(run.status, 0);
    assert!(!run.stdout.contains(|character: char| character.is_control() && character != '\n'));
    insta::assert_snapshot!(run.stdout);
    let empty = run_with(b"", &["normalize", "--format", "csv"]);
    assert!(empty.stdout.starts_with("source,line,dialect,id,"), "a table has a header");
}

#[test]
fn the_last_state_of_each_task() {
    let poll = |id: &str, status: &str| {
        FINE.replace("31b8ae23-c687-4d80-b7b4-42a66c9bb886", id).replace("Running", status)
    };
    let a = [poll("x", "Running"), poll("y", "Running"), poll("", "Running")].join("\n");
    let b = [poll("x", "Completed"), poll("z", "Failed"), poll("", "Running"), poll(" x ", "Failed")].join("\n");
    let folder = Folder::of(&[("a.jsonl", &a), ("b.jsonl", &b)]);
    let states = |format: &str, names: &[&str]| -> Vec<String> {
        let run = folder.run(&[&["normalize", "--latest", "--format", format], names].concat());
        assert_eq!(run.status, 0);
        run.stdout.lines().map(str::to_owned).collect()
    };
    let rows: Vec<_> = states("ndjson", &["a.jsonl", "b.jsonl"])
        .iter()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|row| {
            let text = |name: &str| row[name].as_str().unwrap_or("-").to_owned();
            format!("{} {} {}:{}", text("id"), text("status"), text("source"), row["line"])
        })
        .collect();
    assert_eq!(
        rows,
        [
            "x Failed b.jsonl:4",
            "y Running a.jsonl:2",
            "- Running a.jsonl:3",
            "z Failed b.jsonl:2",
            "- Running b.jsonl:3"
        ]
    );
    let table = states("csv", &["b.jsonl", "a.jsonl"]);
    assert_eq!(table.len(), 6);
    assert!(table[1].starts_with("a.jsonl,1,rds-job,x,"), "{}", table[1]);
}

#[test]
fn damage_is_read_over_when_asked_to() {
    let damaged = FINE.replace("{}}}", "{},}}");
    for command in ["check", "normalize", "stats"] {
        assert_eq!(run_with(damaged.as_bytes(), &[command]).status, 1);
        assert_eq!(run_with(damaged.as_bytes(), &[command, "--repair"]).status, 0);
    }
    let run = run_with(damaged.as_bytes(), &["check", "--repair", "--format", "json"]);
    assert_eq!(
        (&run.json()[0]["verdict"], run.json()[0]["tasks"].as_array().unwrap().len()),
        (&"tolerated".into(), 1)
    );
}
