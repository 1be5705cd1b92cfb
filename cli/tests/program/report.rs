//! The report for people, as it looks.

use crate::run::{CUT, FINE, Folder};

#[test]
fn it_reads_like_a_report() {
    let running = r#"{
    "job": {
	"id": "31b8ae23-c687-4d80-b7b4-42a66c9bb886",
        "name": "CreateMysqlSingleHAInstance", " status": "Running",
        "created": "2018-08-06 10:41:14",
        "process": "60 % ",
        "instance": { "id": "a48e43ff268f4c0e879652d65e63d0fbin01", "name": "主库", "order_id": "" },
        "entities": {}
    }
}
"#;
    let long = format!("{{\"tasks\":[{}],\"total_count\":3}}\n{CUT}\n", {
        let task = r#"{"job_id":"e4b8","name":"Backup","status":"Paused","created_at":"2022-07-18T02:52:18+0000","ended_at":null,"process":null,"fail_reason":null,"instance_info":{"instance_id":"53d8c6c2e1a1b1d1c1a1f1e1d1c1b1a1in14","instance_name":"gauss","instance_status":"normal"}}"#;
        [task, task].join(",")
    });
    let folder = Folder::of(&[("captures/running.json", running), ("captures/tasks.jsonl", &long)]);
    let run = folder.run(&["check", "--deny", "unknown-status", "captures"]);
    assert_eq!((run.status, run.stderr.as_str()), (1, ""));
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn several_codes_can_stand_in_one_argument() {
    let folder = Folder::of(&[("fine.json", FINE)]);
    let run = folder.run(&[
        "check",
        "--deny",
        "padded-key,ended-while-running",
        "--allow",
        "tolerated,truncated",
        "fine.json",
    ]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let run = folder.run(&["check", "--deny", "padded-key,paded-value", "fine.json"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("paded-value"), "{}", run.stderr);
}
