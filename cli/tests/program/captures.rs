//! What happened to a capture beside its bodies: a line, an annotation and a notification each, and a status.

use serde_json::{Value, json};

use crate::run::{FINE, Folder, Run, run_with};

/// A packed body that doesn't unpack, before one that is fine.
fn lost() -> Vec<u8> {
    let packed = b"\x1f\x8b\x08junk that unpacks to nothing";
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", packed.len());
    [head.as_bytes(), packed, b"\r\nHTTP/1.1 200 OK\r\n\r\n", FINE.as_bytes()].concat()
}

/// The codes, their places and verdicts in the lines that are about no body.
fn told(run: &Run) -> Vec<Value> {
    let of = |line: &Value| {
        let found = if line["error"].is_null() { &line["deviations"][0] } else { &line["error"] };
        json!([line["verdict"], found["code"], found["line"], found["column"], found["message"]])
    };
    run.json().iter().filter(|line| line["dialect"].is_null()).map(of).collect()
}

#[test]
fn a_body_that_is_lost_is_a_rejected_line() {
    let run = run_with(&lost(), &["check", "--format", "json"]);
    let message = "this body is damaged gzip: it unpacks up to here at most";
    assert_eq!(told(&run), [json!(["rejected", "not-a-response", 4, 1, message])]);
    assert_eq!((run.status, run.json().len()), (1, 2));
    assert_eq!(run.json()[0]["dialect"], "rds-job");
    assert!(run.stderr.contains("warning: -: 1 body could not be had"), "{}", run.stderr);
    let run = run_with(&lost(), &["check", "--format", "github"]);
    assert!(run.stdout.contains("::error title=capture::1 body could not be had\n"), "{}", run.stdout);
    assert_eq!(run.status, 1);
    // What can be read is read.
    let rows = run_with(&lost(), &["normalize"]);
    assert_eq!((rows.status, rows.json().len()), (1, 1));
}

#[test]
fn what_is_passed_over_is_told_and_costs_nothing() {
    let quiet = "the answers of others are no trouble";
    for (capture, message) in [
        ("{\"log\":{\"entries\":[]}}", "no answer of a task center in it"),
        ("HTTP/1.1 200 OK\n\nplain text\n", "1 body passed over, not of these services"),
        (
            "HTTP/1.1 200 OK\n\nplain text\nHTTP/1.1 200 OK\n\nanother\n",
            "2 bodies passed over, not of these services",
        ),
    ] {
        let folder = Folder::of(&[("a.http", capture)]);
        let run = folder.run(&["check", "--format", "json", "a.http"]);
        let wanted = json!(["conforming", "passed-over", 1, 1, message]);
        assert_eq!((told(&run).last(), run.status), (Some(&wanted), 0), "{quiet}");
        assert!(run.stderr.contains(&format!("note: a.http: {message}\n")), "{}", run.stderr);
        let run = folder.run(&["check", "--format", "github", "a.http"]);
        assert!(
            run.stdout.contains(&format!("::notice file=a.http,title=capture::{message}\n")),
            "{}",
            run.stdout
        );
        let run = folder.run(&["check", "--quiet", "--format", "github", "a.http"]);
        assert!(!run.stdout.contains("::notice"), "{}", run.stdout);
    }
}

#[test]
fn thousands_of_notices_are_counted_and_not_listed() {
    let capture = "HTTP/1.1 fine\n\n".repeat(1100);
    let run = run_with(capture.as_bytes(), &["check", "--format", "json"]);
    let told = told(&run);
    assert_eq!((told.len(), run.status), (1001, 0));
    let message = "101 more notices of this kind aren't listed";
    assert_eq!(told[1000], json!(["conforming", "deviations-capped", 1, 1, message]));
    let run = run_with(capture.as_bytes(), &["check", "--format", "sarif"]);
    let document: Value = serde_json::from_str(&run.stdout).expect("one document");
    let notifications = &document["runs"][0]["invocations"][0]["toolExecutionNotifications"];
    let notifications = notifications.as_array().expect("a list");
    assert_eq!(notifications.len(), 1001);
    assert_eq!(notifications[1000]["message"]["text"], "1 more notifications aren't listed");
}
