//! Edges that no other test looked at, as mutants of the code showed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use taskcenter::{Code, Dialect, read, read_as};

/// A job of RDS with these members more, or instead.
fn job(instance: &str, more: &str) -> String {
    format!(
        r#"{{"job":{{"id":"31b8ae23-c687-4d80-b7b4-42a66c9bb886","name":"CreateMysqlSingleHAInstance","created":"2018-08-06T10:41:14+0000","process":"60%","entities":{{}},"instance":{instance}{more}}}}}"#
    )
}

/// What the instance says of itself counts, and what is said of it beside it doesn't, in whatever order.
#[test]
fn flat_members_of_an_instance_give_way_to_its_own() {
    let whole = r#"{"id":"a48e43ff268f4c0e879652d65e63d0fbin01","name":"single","instance_status":"creating"}"#;
    let flat =
        r#","status":"Running","instance_id":"b48e43ff268f4c0e879652d65e63d0fbin01","instance_name":"other""#;
    let body = job(whole, flat);
    let reading = read_as(Dialect::named("rds-job").unwrap(), body.as_bytes());
    let instance = reading.tasks()[0].instance.clone().unwrap();
    assert_eq!(instance.id.as_deref(), Some("a48e43ff268f4c0e879652d65e63d0fbin01"));
    assert_eq!(instance.name.as_deref(), Some("single"));
    for name in ["/job/instance_id", "/job/instance_name"] {
        assert!(reading.deviations().iter().any(|found| found.pointer == name), "{name} was swallowed");
    }
    // Where it says nothing, they do.
    let body = job("{}", flat);
    let reading = read_as(Dialect::named("rds-job").unwrap(), body.as_bytes());
    let instance = reading.tasks()[0].instance.clone().unwrap();
    assert_eq!(instance.id.as_deref(), Some("b48e43ff268f4c0e879652d65e63d0fbin01"));
    assert_eq!(instance.name.as_deref(), Some("other"));
}

/// A number where a word has to be: an unknown status if it is one, else an unknown word.
#[test]
fn numbers_for_words_are_called_what_they_are() {
    let body = job("{}", r#","status":5"#);
    let reading = read_as(Dialect::named("rds-job").unwrap(), body.as_bytes());
    let found = reading.deviations().iter().find(|found| found.pointer == "/job/status").unwrap();
    assert_eq!(found.code, Code::UnknownStatus);
    let schema = r#"{"type":"object","properties":{"job":{"$ref":"task.schema.json#/$defs/task","type":"object","properties":{
        "id":{"$ref":"task.schema.json#/$defs/task-id"},"kind":{"enum":["a","b"]}}}}}"#;
    let dialect = Dialect::from_schema("own", schema).unwrap();
    let reading = read_as(&dialect, br#"{"job":{"id":"a","kind":5}}"#);
    let found = reading.deviations().iter().find(|found| found.pointer == "/job/kind").unwrap();
    assert_eq!(found.code, Code::UnknownWord);
}

/// Whoever names a dialect hears of its envelope, and of no other one's.
#[test]
fn what_was_expected_is_what_the_dialects_have() {
    let message = |dialect: &str, body: &str| {
        let reading = read_as(Dialect::named(dialect).unwrap(), body.as_bytes());
        reading.error().unwrap().message.clone()
    };
    assert_eq!(message("dds-scheduled-jobs", "{}"), "expected an object with `schedules`, found an empty object");
    assert_eq!(
        message("dds-scheduled-jobs", r#"{"schedules": 3}"#),
        "expected an object with `schedules`, but `schedules` holds a number"
    );
    assert_eq!(message("cloud-job", "[]"), "expected a body of cloud-job, found a list");
    let any = read(b"{}").error().unwrap().message.clone();
    for name in ["job", "jobs", "tasks", "schedules", "schedule_tasks"] {
        assert!(any.contains(&format!("`{name}`")), "{any}");
    }
}

/// Four names are shown, and "more" is said of a fifth alone.
#[test]
fn an_object_that_is_no_answer_is_told_by_its_names() {
    let message = |body: &str| read(body.as_bytes()).error().unwrap().message.clone();
    let four = message(r#"{"a":1,"b":2,"c":3,"d":4}"#);
    assert!(four.ends_with("found one with `a`, `b`, `c`, `d`"), "{four}");
    let five = message(r#"{"a":1,"b":2,"c":3,"d":4,"e":5}"#);
    assert!(five.ends_with("found one with `a`, `b`, `c`, `d` and more"), "{five}");
    let long = message(&format!(r#"{{"{}":1}}"#, "é".repeat(41)));
    assert!(long.contains(&format!("`{}`", "é".repeat(40))), "{long}");
}
