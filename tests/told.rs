//! Everything that was forgiven is told: in texts that hold JSON, where two things are odd at once, beside envelopes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use taskcenter::{Code, Reading, Severity, Status, read};

/// A job of RDS with these members more.
fn job(more: &str) -> String {
    format!(
        r#"{{"job":{{"id":"31b8ae23-c687-4d80-b7b4-42a66c9bb886","name":"CreateMysqlSingleHAInstance","created":"2018-08-06T10:41:14+0000","process":"","instance":{{"id":"a48e43ff268f4c0e879652d65e63d0fbin01","name":"single"}},"entities":{{}}{more}}}}}"#
    )
}

/// A list of RDS's tasks with such a detail, which is JSON in a text.
fn detailed(detail: &str) -> String {
    let detail = serde_json::to_string(detail).unwrap();
    format!(
        r#"{{"jobs":[{{"id":"d1","name":"B","status":"Completed","created":"2020-07-15T08:46:10+0000","process":"","instance":{{"id":"dc85f4750ff6422ab8e3d30c638804c8in04","name":"x"}},"task_detail":{detail}}}],"count":1}}"#
    )
}

fn codes(reading: &Reading<'_>) -> Vec<(Code, Severity)> {
    reading.deviations().iter().map(|found| (found.code, found.severity)).collect()
}

/// No validator looks into a text, so these are notes; its place is the text's.
#[test]
fn what_is_odd_in_a_text_that_holds_json_is_told() {
    for (detail, code) in [
        (r#"{"public_ip":{"a":1}}"#, Code::WrongType),
        (r#"{"public_ip":"1.2 .3.4"}"#, Code::BlanksInside),
        (r#"{"public_ip":""}"#, Code::BlankText),
        (r#"{"resource_ids":"a.vm"}"#, Code::ScalarForList),
        (r#"{"instance":{"type":"replica"}}"#, Code::OtherCase),
        (r#"{"volume":{"original_size":40}}"#, Code::NumberForText),
        (r#"{" public_ip":"1.2.3.4"}"#, Code::PaddedKey),
        (r#"{"dbNames":["x"]}"#, Code::ListForScalar),
        (r#"{"somebody":"x"}"#, Code::UndocumentedMember),
        (r#"{"backupId":"a","backupId":"b"}"#, Code::DuplicateKey),
    ] {
        let body = detailed(detail);
        let reading = read(body.as_bytes());
        let found = reading.deviations().iter().find(|found| found.code == code);
        let found = found.unwrap_or_else(|| panic!("{detail}: {:?}", codes(&reading)));
        assert_eq!((found.severity, &*found.pointer), (Severity::Note, "/jobs/0/task_detail"), "{detail}");
        assert!(found.message.contains("inside of this text"), "{}", found.message);
        assert!(reading.conforms(), "{detail}");
    }
}

/// The last value stands in there, too.
#[test]
fn the_last_of_two_stands_in_a_text_that_holds_json() {
    let body = detailed(r#"{"public_ip":"1.2.3.4","public_ip":"1.2.3.5"}"#);
    let reading = read(body.as_bytes());
    let entities = reading.tasks().first().and_then(|task| task.entities.as_deref()).unwrap();
    assert_eq!(entities.public_ip.as_deref(), Some("1.2.3.5"));
}

/// In as many lists as anywhere, and counted in full.
#[test]
fn what_is_odd_in_a_text_is_counted_beyond_the_list() {
    let body =
        detailed(&format!("{{{}\"z\":1}}", (0..2000).map(|at| format!("\"a{at}\":1,")).collect::<String>()));
    let reading = read(body.as_bytes());
    let count = reading.deviation_counts().iter().find(|(code, _)| *code == Code::UndocumentedMember);
    assert_eq!(count.map(|(_, count)| *count), Some(2001));
    assert!(reading.deviations().len() < 2001);
}

/// `" STATUS ": " FAILED "` is odd in two ways, twice.
#[test]
fn blanks_around_what_is_odd_besides_are_told() {
    let body = job(r#"," STATUS ":" FAILED ","fail_reason":"disk""#);
    let reading = read(body.as_bytes());
    assert_eq!(reading.tasks().first().unwrap().status, Some(Status::Failed));
    let mut found: Vec<_> = reading.deviations().iter().map(|found| (found.code, &*found.found)).collect();
    found.sort();
    let expected = [
        (Code::PaddedKey, "\" STATUS \""),
        (Code::PaddedValue, "\" FAILED \""),
        (Code::OtherCase, "\" FAILED \""),
        (Code::OtherCase, "\" STATUS \""),
    ];
    let mut expected = expected.to_vec();
    expected.sort();
    assert_eq!(found, expected);

    let body = job(r#","status":"F AILED","fail_reason":"disk""#);
    let mut both = codes(&read(body.as_bytes()));
    both.sort();
    let expected = [Code::BlanksInside, Code::OtherCase].map(|code| (code, Severity::Tolerated));
    let mut expected = expected.to_vec();
    expected.sort();
    assert_eq!(both, expected);
    // Another service's name, padded.
    let body = job(r#","status":"Running"," progress ":"50%""#).replace(r#""process":"","#, "");
    let reading = read(body.as_bytes());
    assert_eq!(reading.tasks().first().unwrap().progress, Some(50));
    assert_eq!(codes(&reading), [(Code::PaddedKey, Severity::Tolerated), (Code::OtherName, Severity::Tolerated)]);
}

/// The schema forbids the word, and the reader knows what it means.
#[test]
fn a_status_that_is_understood_is_no_unread_one() {
    for (word, status) in [
        ("Pending", Status::Pending),
        ("pending", Status::Pending),
        ("CANCELED", Status::Canceled),
        (" Canceled", Status::Canceled),
    ] {
        let body = job(&format!(r#","status":"{word}""#));
        let reading = read(body.as_bytes());
        let task = reading.tasks().first().unwrap();
        assert_eq!(task.status, Some(status.clone()), "{word}");
        for found in reading.deviations().iter().filter(|found| found.pointer == "/job/status") {
            assert_eq!(found.read_as.as_deref(), Some(status.as_str()), "{word}: {}", found.message);
        }
        let found = reading.deviations().iter().find(|found| found.code == Code::UnknownStatus).unwrap();
        assert_eq!(found.severity, Severity::Tolerated, "{word}");
        assert_eq!(found.read_as.as_deref(), Some(status.as_str()), "{word}");
        assert!(!reading.conforms());
    }
    let body = job(r#","status":"Draft ""#);
    let reading = read(body.as_bytes());
    assert_eq!(reading.tasks().first().unwrap().status, Some(Status::Other("Draft ".into())));
    assert_eq!(codes(&reading), [(Code::UnknownStatus, Severity::Unread)]);
}

/// A 200 that brings an error along.
#[test]
fn an_error_beside_tasks_is_one() {
    let body = r#"{"jobs":[],"total_count":0,"error_code":"DBS.1","error_msg":"bad"}"#;
    let reading = read(body.as_bytes());
    let error = reading.api_error().unwrap();
    assert_eq!((error.code.as_deref(), error.message.as_deref()), (Some("DBS.1"), Some("bad")));
    assert!(codes(&reading).contains(&(Code::ApiError, Severity::Note)), "the schema allows it");

    let body = job(r#","status":"Failed","fail_reason":"disk""#);
    let body = body.replace(r#"{"job""#, r#"{"error_code":"DBS.1","error_msg":"bad","job""#);
    let reading = read(body.as_bytes());
    assert_eq!(reading.tasks().len(), 1);
    assert_eq!(reading.api_error().and_then(|error| error.message.as_deref()), Some("bad"));
    assert!(reading.extra().get("error_code").is_some());

    // A request that was refused, though the answer looks like a task.
    let reading = read(br#"{"job_id":"a","error_code":"DBS.1","error_msg":"bad"}"#);
    assert_eq!(reading.api_error().and_then(|error| error.code.as_deref()), Some("DBS.1"));

    for fine in [
        r#"{"jobs":[],"total_count":0,"error_code":null,"error_msg":null}"#,
        r#"{"jobs":[],"total_count":0,"error_code":"","error_msg":""}"#,
        r#"{"jobs":[],"total_count":0,"error_code":"DBS.1"}"#,
        r#"{"job_id":"a","error_code":"DWS.0000","error_msg":"Success"}"#,
        r#"{"job_id":"a","message":"accepted"}"#,
    ] {
        let reading = read(fine.as_bytes());
        assert_eq!(reading.api_error(), None, "{fine}");
        assert!(!codes(&reading).iter().any(|(code, _)| *code == Code::ApiError), "{fine}");
    }
}

/// A report has a place for the members of tasks, and none for those beside them.
#[test]
fn what_is_kept_beside_the_tasks_is_said_with_its_value() {
    let body = job("").replace(r#"{"job""#, r#"{"trace":{"k":"v"},"job""#);
    let reading = read(body.as_bytes());
    let found = reading.deviations().iter().find(|found| found.pointer == "/trace").unwrap();
    assert_eq!(found.message, r#""trace" isn't documented; kept in `extra`: {"k":"v"}"#);
    // A second envelope.
    let body = r#"{"jobs":[{"job_id":"b","status":"Completed"}],"job":{"id":"a","status":"Failed"}}"#;
    let reading = read(body.as_bytes());
    let found = reading.deviations().iter().find(|found| found.code == Code::ConflictingNames).unwrap();
    assert!(found.message.contains(r#"[{"job_id":"b","status":"Completed"}]"#), "{}", found.message);
}

/// An epoch is in no zone, and what is read as nothing isn't in UTC either.
#[test]
fn counts_of_milliseconds_have_no_offset() {
    let body = job("").replace("2018-08-06T10:41:14+0000", "1533552074000");
    let body = body.replace(r#""process""#, r#""ended":"2018-08-06T18:41:15+0800","process""#);
    let reading = read(body.as_bytes());
    assert!(reading.deviations().iter().all(|found| found.code != Code::MixedOffsets), "{:?}", codes(&reading));
    let found = reading.deviations().iter().find(|found| found.code == Code::TimestampSpelling).unwrap();
    assert!(!found.message.contains("offset"), "{}", found.message);
    let body = job("").replace("2018-08-06T10:41:14+0000", "0");
    let reading = read(body.as_bytes());
    assert!(reading.deviations().iter().all(|found| !found.message.contains("UTC")));
}

/// What was asked for and failed isn't promised once more.
#[test]
fn a_repair_in_vain_promises_none() {
    let options = taskcenter::ReadOptions::new().repair(true);
    let reading = options.read(br#"{"message": "", "code": XXX,""}"#);
    let error = reading.error().unwrap();
    assert!(error.message.ends_with("what follows it can't be"), "{}", error.message);
    for (body, code) in [
        (job(r#","x":["a.vm" "b.vm"]"#), Code::MissingComma),
        (
            job("").replace("\"31b8ae23-c687-4d80-b7b4-42a66c9bb886\"", "44123456-c687-4d80-b7b4-42a66c9bb886"),
            Code::BareWord,
        ),
    ] {
        let reading = options.read(body.as_bytes());
        assert!(reading.error().is_none(), "{body}: {:?}", reading.error());
        assert!(codes(&reading).iter().any(|(found, _)| *found == code), "{body}");
    }
}
