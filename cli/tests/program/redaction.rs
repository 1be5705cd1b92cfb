//! `--redact`: nobody's id, name or address in any format, and the same findings.

use crate::run::{FINE, Folder, command, corpus, finished, run_in, run_with};

const CANARIES: [&str; 12] = [
    "31b8ae23",
    "42a66c9bb886",
    "a48e43ff",
    "canary",
    "CANARY",
    "192.168",
    "10.20.30.40",
    "fe80:",
    "db.example.org",
    "bob@",
    "e4b8",
    "123456789012",
];

/// Canaries in every place of a body.
fn hostile() -> Vec<String> {
    let body = r#"{"job":{"id":"31 b8ae23 - c687-4d80-b7b4-42a66c9bb886","name":"CreateMysqlSingleHAInstance"," status":"Running","created":"2018-08-06T10:41:14+0000","process":"60 % ","instance":{"id":"a48e43ff268f4c0e879652d65e63d0fbin01","name":" canary-1 "},"fail_reason":"canary-1 (10.20.30.40, fe80::1, a48e43ff268f4c0e879652d65e63d0fbin01) of bob@db.example.org, see db.example.org:3306","owner":"canary-2","account_id":123456789012,"tags":[["canary-3"],{"a48e43ff268f4c0e879652d65e63d0fb":"CANARY"}],"canary-1":1,"entities":{"public_ip":"10.20.30.40","resource_ids":["a48e43ff268f4c0e879652d65e63d0fb"],"instance":{"endpoint":"192.168 .1 .203: 3306","replica_of":"a48e43ff268f4c0e879652d65e63d0fbin01","host":"db.example.org","datastore":{"type":"mysql","version":"5.7"}}}}}"#;
    let gauss = r#"{"tasks":[{"job_id":"e4b8","name":"Backup","status":"Failed","created_at":"2022-07-18T02:52:18+0000","ended_at":"2022-07-18T02:53:18+0000","process":null,"fail_reason":"e4b8: host 10.20.30.40:3306 is down","instance_info":{"instance_id":"a48e43ff268f4c0e879652d65e63d0fbin14","instance_name":"canary"}}],"total_count":1}"#;
    let error = r#"{"error_code":"DBS.200001","error_msg":"Instance a48e43ff268f4c0e879652d65e63d0fbin01 at 10.20.30.40 of canary-1 is gone"}"#;
    let mut bodies = vec![body.to_owned(), gauss.to_owned(), error.to_owned()];
    bodies.push(body.replace("\"owner\":", "// canary-1\n\"owner\":"));
    bodies.push(body.replace("\" canary-1 \"", "canary-1"));
    bodies.push(body.replace("canary", "\\u0063anary"));
    bodies.push(body.replace(",\"entities\"", ",“canary-4”: canary-4, \"entities\""));
    bodies.extend((1..body.len()).step_by(7).map(|end| body[..end].to_owned()));
    bodies
}

#[test]
fn no_canary_in_any_format() {
    let folder = Folder::new();
    for (index, body) in hostile().iter().enumerate() {
        folder.write(format!("bodies/{index:04}.json"), body);
    }
    let formats: [&[&str]; 9] = [
        &["check"],
        &["check", "--deny", "note"],
        &["check", "--format", "json"],
        &["check", "--repair"],
        &["check", "--repair", "--format", "json"],
        &["normalize"],
        &["normalize", "--repair", "--format", "csv"],
        &["stats", "--repair"],
        &["stats", "--format", "json"],
    ];
    for format in formats {
        // With a salt, or now and then a pseudonym would happen to hold the four digits of a canary.
        let run = folder.run(&[format, &["--redact", "--salt", "canaries", "bodies"]].concat());
        assert!(run.stdout.len() > 300, "{}", run.stdout);
        for canary in CANARIES {
            for text in [&run.stdout, &run.stderr] {
                let line = text.lines().find(|line| line.contains(canary));
                assert_eq!(line, None, "{canary} with {format:?}");
            }
        }
    }
}

#[test]
fn what_tasks_say_stays() {
    let run = run_with(hostile()[0].as_bytes(), &["normalize", "--redact"]);
    let row = &run.json()[0];
    assert_eq!(row["name"], "CreateMysqlSingleHAInstance");
    assert_eq!((&row["status"], &row["progress"]), (&"Running".into(), &60.into()));
    assert_eq!(row["created"], "2018-08-06T10:41:14Z");
    assert!(row["instance"]["id"].as_str().unwrap().ends_with("in01"));
    assert_eq!(row["instance"]["id"], row["entities"]["instance"]["replica_of"], "the same by the same");
    assert!(row["entities"]["public_ip"].as_str().unwrap().starts_with("192.0.2."));
    assert!(row["fail_reason"].as_str().unwrap().contains(row["instance"]["name"].as_str().unwrap()));
}

#[test]
fn places_and_judgement_are_those_of_the_capture() {
    let lines = |options: &[&str]| {
        let run = run_in(corpus(), &[&["check", "--format", "json"], options, &["."]].concat());
        (run.json_if_flat(), run.status, run.stderr)
    };
    let ((plain, status, _), (redacted, same_status, told)) = (lines(&[]), lines(&["--redact"]));
    assert_eq!((plain.len(), status), (redacted.len(), same_status));
    let mut otherwise = 0;
    for (before, after) in plain.iter().zip(&redacted) {
        let places = |line: &serde_json::Value| -> Vec<_> {
            let list = line["deviations"].as_array().cloned().unwrap_or_default();
            list.iter().map(|it| (it["code"].clone(), it["offset"].clone(), it["length"].clone())).collect()
        };
        let (before_places, after_places) = (places(before), places(after));
        if before["verdict"] != after["verdict"] || before_places != after_places {
            otherwise += 1;
        }
    }
    // They can hide what was odd, and then it is said.
    assert!(otherwise * 20 < plain.len(), "{otherwise} of {}", plain.len());
    assert!(told.contains("judged otherwise") || otherwise == 0, "{told}");
}

#[test]
fn a_salt_gives_the_same_each_time() {
    let redacted =
        |options: &[&str]| run_with(FINE.as_bytes(), &[&["normalize", "--redact"], options].concat()).stdout;
    assert_eq!(redacted(&["--salt", "s"]), redacted(&["--salt", "s"]));
    assert_ne!(redacted(&["--salt", "s"]), redacted(&["--salt", "t"]));
    assert_ne!(redacted(&[]), redacted(&[]));
    assert_eq!(finished(&mut command(&["check", "--salt", "s"]), b"").status, 2);
}
