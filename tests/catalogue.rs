//! One input per code of the catalogue: the shortest that shows it, and where.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::borrow::Cow;
use std::collections::BTreeSet;

use support::json::{Json, number, object, path, text};
use support::model::Answer;
use support::{check_invariants, dialect};
use taskcenter::Severity::{Note, Tolerated, Unread};
use taskcenter::{Code, ErrorCode, ReadOptions, Reading, Severity, read, read_as};

/// A conforming body with another value, or another name, at one place.
enum Change {
    Value(&'static str, Json),
    Name(&'static str, &'static str),
    Add(&'static str, &'static str, Json),
    Remove(&'static str, &'static str),
}

use Change::{Add, Name, Remove, Value};

fn body(dialect: &'static str, change: &Change) -> Vec<u8> {
    let mut answer = Answer::full(dialect);
    answer.tasks[0].status = "Running";
    answer.tasks[0].fail_reason = None;
    answer.tasks[0].created.offset = "+0000".to_owned();
    answer.tasks[0].created.local = "2018-08-06T10:41:14".to_owned();
    answer.tasks[0].has_ended = false;
    let mut body = answer.wire();
    let mut members = |pointer: &str| std::mem::take(body.get_mut(&path(pointer)).unwrap().members());
    let (at, changed) = match change {
        Value(pointer, value) => (*pointer, value.clone()),
        Name(pointer, name) => {
            let (parent, last) = pointer.rsplit_once('/').unwrap();
            let mut members = members(parent);
            members.iter_mut().find(|(known, _)| known == last).unwrap().0 = (*name).to_owned();
            (parent, Json::Object(members))
        }
        Add(pointer, name, value) => {
            let mut members = members(pointer);
            members.push(((*name).to_owned(), value.clone()));
            (*pointer, Json::Object(members))
        }
        Remove(pointer, name) => {
            let mut members = members(pointer);
            members.retain(|(known, _)| known != name);
            (*pointer, Json::Object(members))
        }
    };
    *body.get_mut(&path(at)).unwrap() = changed;
    body.compact().into_bytes()
}

/// A code, its severity, the dialect, the pointer, the change, and the notes that follow.
type Row = (Code, Severity, &'static str, &'static str, Change, &'static [Code]);

/// That deviation and none besides; `also` are notes that follow from it.
fn assert_only(reading: &Reading<'_>, code: Code, severity: Severity, pointer: &str, also: &[Code]) {
    check_invariants(reading);
    let found: Vec<_> = reading
        .deviations()
        .iter()
        .filter(|deviation| !also.contains(&deviation.code))
        .map(|deviation| (deviation.code, deviation.severity, &*deviation.pointer))
        .collect();
    assert_eq!(found, [(code, severity, pointer)], "{}", String::from_utf8_lossy(reading.body()));
}

/// Whoever met a code in a report finds it in Rust.
#[test]
fn variants_are_called_as_their_words() {
    let variant = |word: &str| -> String {
        word.split('-').map(|part| format!("{}{}", part[..1].to_uppercase(), &part[1..])).collect()
    };
    for code in Code::ALL {
        assert_eq!(format!("{code:?}"), variant(code.as_str()));
    }
    for code in ErrorCode::ALL {
        assert_eq!(format!("{code:?}"), variant(code.as_str()));
    }
}

#[test]
fn every_code_has_an_input() {
    let ended = || text("2018-08-06T11:41:14+0000");
    #[rustfmt::skip]
    let table: Vec<Row> = vec![
        (Code::PaddedKey, Tolerated, "rds-job", "/job/ status", Name("/job/status", " status"), &[]),
        (Code::PaddedKey, Note, "rds-job", "/job/entities/volume ", Name("/job/entities/volume", "volume "), &[]),
        (Code::OtherCase, Tolerated, "dds-job", "/job/Status", Name("/job/status", "Status"), &[Code::EndedWhileRunning]),
        (Code::OtherCase, Tolerated, "rds-job", "/job/entities/instance/type", Value("/job/entities/instance/type", text("replica")), &[]),
        (Code::OtherName, Tolerated, "rds-job", "/job/progress", Name("/job/process", "progress"), &[]),
        (Code::OtherName, Tolerated, "rds-job", "/job/entities/resource_id", Name("/job/entities/resource_ids", "resource_id"), &[]),
        (Code::OtherName, Note, "rds-job", "/job/end_time", Add("/job", "end_time", ended()), &[Code::EndedWhileRunning]),
        (Code::UndocumentedMember, Note, "rds-job", "/job/order_id", Add("/job", "order_id", text("")), &[]),
        (Code::UndocumentedMember, Note, "dds-job", "/job/entities", Add("/job", "entities", object([])), &[Code::EndedWhileRunning]),
        (Code::MissingMember, Tolerated, "rds-job", "/job", Remove("/job", "name"), &[]),
        (Code::MissingMember, Tolerated, "gaussdb-tasks", "/tasks/0/instance_info", Remove("/tasks/0/instance_info", "instance_name"), &[Code::EndedWhileRunning]),
        (Code::MissingMember, Tolerated, "gaussdb-tasks", "", Remove("", "total_count"), &[Code::EndedWhileRunning]),
        (Code::DuplicateKey, Tolerated, "rds-job", "/job/status", Add("/job", "status", text("Running")), &[]),
        (Code::ConflictingNames, Note, "rds-job", "/job/Status", Add("/job", "Status", text("Failed")), &[]),
        (Code::ConflictingNames, Tolerated, "rds-job", "/job/entities/resource_id", Add("/job/entities", "resource_id", Json::List(vec![])), &[]),
        (Code::PaddedValue, Tolerated, "rds-job", "/job/name", Value("/job/name", text(" CreateMysqlReplicaInstance")), &[]),
        (Code::BlanksInside, Tolerated, "rds-job", "/job/id", Value("/job/id", text("31 b8ae23 - c687 - 4 d80 - b7b4 - 42 a66c9bb886")), &[]),
        (Code::BlankText, Tolerated, "geminidb-jobs", "/jobs/0/end_time", Value("/jobs/0/end_time", text("")), &[]),
        (Code::BlankText, Note, "geminidb-jobs", "/jobs/0/fail_reason", Value("/jobs/0/fail_reason", text(" ")), &[Code::EndedWhileRunning]),
        (Code::NullForText, Tolerated, "rds-job", "/job/process", Value("/job/process", Json::Null), &[]),
        (Code::NullForValue, Tolerated, "rds-job", "/job/entities", Value("/job/entities", Json::Null), &[]),
        (Code::NumberForText, Tolerated, "gaussdb-tasks", "/tasks/0/job_id", Value("/tasks/0/job_id", number(104)), &[Code::EndedWhileRunning]),
        (Code::TextForNumber, Tolerated, "gaussdb-tasks", "/total_count", Value("/total_count", text("1")), &[Code::EndedWhileRunning]),
        (Code::ScalarForList, Tolerated, "rds-job", "/job/entities/resource_ids", Value("/job/entities/resource_ids", text("a48e43ff268f4c0e879652d65e63d0fbin01.vm")), &[]),
        (Code::ListForScalar, Tolerated, "rds-job", "/job/id", Value("/job/id", Json::List(vec![text("d4dd5ac4")])), &[]),
        (Code::TimestampSpelling, Tolerated, "rds-job", "/job/created", Value("/job/created", text("2018-08-06 10:41:14")), &[]),
        (Code::PercentSpelling, Tolerated, "rds-job", "/job/process", Value("/job/process", text("60 % ")), &[]),
        (Code::OddCharacters, Tolerated, "rds-job", "/job/id", Value("/job/id", text("1eb697c0-...-f562d038****")), &[]),
        (Code::UnknownStatus, Unread, "rds-job", "/job/status", Value("/job/status", text("Complete")), &[]),
        (Code::UnknownWord, Unread, "rds-job", "/job/entities/instance/type", Value("/job/entities/instance/type", text("Cluster")), &[]),
        (Code::UnreadTimestamp, Unread, "rds-job", "/job/created", Value("/job/created", text("Mon Jul 27 17:24:03 CST 2020")), &[]),
        (Code::UnreadTimestamp, Note, "rds-job", "/job/created", Value("/job/created", text("2018-02-30T10:41:14+0000")), &[]),
        (Code::UnreadProgress, Unread, "rds-job", "/job/process", Value("/job/process", text("first progress")), &[]),
        (Code::UnreadNumber, Unread, "gaussdb-tasks", "/total_count", Value("/total_count", number("1.5")), &[Code::EndedWhileRunning]),
        (Code::UnreadNumber, Note, "gaussdb-tasks", "/total_count", Value("/total_count", number("1E400")), &[Code::EndedWhileRunning]),
        (Code::WrongType, Unread, "rds-job", "/job/name", Value("/job/name", object([])), &[]),
        (Code::EndedWhileRunning, Note, "rds-job", "/job/ended", Add("/job", "ended", ended()), &[]),
        (Code::EndedBeforeStarted, Note, "dds-job", "/job/ended", Value("/job/ended", text("2017-08-06T11:41:14+0000")), &[Code::EndedWhileRunning]),
        (Code::MixedOffsets, Note, "dds-job", "/job/ended", Value("/job/ended", text("2018-08-06T19:41:14+0800")), &[Code::EndedWhileRunning]),
        (Code::FailedWithoutReason, Note, "rds-job", "/job/status", Value("/job/status", text("Failed")), &[Code::ProgressOnFinishedTask]),
        (Code::CompletedWithReason, Note, "rds-job", "/job/fail_reason", Add("/job", "fail_reason", text("Single task exception.")), &[]),
        (Code::ProgressOnFinishedTask, Note, "rds-job", "/job/process", Value("/job/status", text("Completed")), &[]),
        (Code::TotalMismatch, Note, "gaussdb-tasks", "/total_count", Value("/total_count", number(4)), &[Code::EndedWhileRunning]),
        (Code::LoneSurrogate, Note, "rds-job", "/job/name", Value("/job/name", Json::Quoted("disk \\ud83d".to_owned())), &[]),
    ];
    let mut seen: BTreeSet<Code> = table.iter().map(|row| row.0).collect();
    for (code, severity, name, pointer, change, also) in &table {
        assert_only(&read_as(dialect(name), &body(name, change)), *code, *severity, pointer, also);
    }

    // Those that aren't about one member of one task.
    let api_error = read(br#"{"error_code": "DBS.200001", "error_msg": "Parameter error"}"#);
    assert_only(&api_error, Code::ApiError, Tolerated, "/error_code", &[]);
    let error = api_error.api_error().unwrap();
    assert_eq!(error.code.as_deref(), Some("DBS.200001"));
    assert_eq!(error.message.as_deref(), Some("Parameter error"));

    let tie = read(br#"{"job": {"id": "31b8ae23-c687-4d80-b7b4-42a66c9bb886"}}"#);
    assert_only(&tie, Code::AmbiguousDialect, Note, "", &[Code::MissingMember]);

    let mut marked = b"\xef\xbb\xbf".to_vec();
    marked.extend(body("rds-job", &Value("/job/process", text(""))));
    assert_only(&read(&marked), Code::ByteOrderMark, Note, "", &[]);

    let flood = format!(r#"{{"schedule_tasks":[],"total_count":0{}}}"#, r#","x":1"#.repeat(12));
    let capped = ReadOptions::new().deviation_limit(10).read(flood.as_bytes());
    assert_eq!(capped.deviations().len(), 11);
    assert_eq!(capped.deviations().iter().filter(|d| d.code == Code::DeviationsCapped).count(), 1);
    assert_eq!(capped.deviation_counts(), [(Code::UndocumentedMember, 12), (Code::DuplicateKey, 11)]);
    check_invariants(&capped);

    for (code, ..) in DAMAGE {
        seen.insert(*code);
    }
    seen.extend([Code::ApiError, Code::AmbiguousDialect, Code::ByteOrderMark, Code::DeviationsCapped]);
    // What a capture says beside the body: `tests/captures.rs`.
    seen.extend([Code::HttpStatus, Code::OddCapture, Code::DamagedCapture, Code::PassedOver]);
    let missing: Vec<_> = Code::ALL.iter().filter(|code| !seen.contains(code)).collect();
    assert!(missing.is_empty(), "without an input: {missing:?}");
}

/// A code, a damaged body, the text in the span, and the id and the status that are read with repair.
type Damage = (Code, &'static str, &'static str, Option<&'static str>, Option<&'static str>);

#[rustfmt::skip]
const DAMAGE: &[Damage] = &[
    (Code::TrailingComma, r#"{"job":{"id":"1","status":"Failed",}}"#, ",", Some("1"), Some("Failed")),
    (Code::MissingComma, "{\"job\":{\"id\":\"1\"\n\"status\":\"Failed\"}}", "", Some("1"), Some("Failed")),
    (Code::MissingBracket, r#"{"jobs":[{"id":"1","status":"Failed"],"total_count":1}"#, "", Some("1"), Some("Failed")),
    (Code::SmartQuotes, r#"{"job":{“id”:"1","status":"Failed"}}"#, "“id”", Some("1"), Some("Failed")),
    (Code::Comment, "{\"job\":{\"id\":\"1\", // the id\n\"status\":\"Failed\"}}", "// the id", Some("1"), Some("Failed")),
    (Code::Comment, r#"{"job":{"id":"1", /* the id */ "status":"Failed"}}"#, "/* the id */", Some("1"), Some("Failed")),
    (Code::BareWord, r#"{"job":{"id":"1","status":Failed}}"#, "Failed", Some("1"), Some("Failed")),
    (Code::BareWord, r#"{"job":{"id":8abf6e1e-c687,"status":"Failed"}}"#, "8abf6e1e-c687", Some("8abf6e1e-c687"), Some("Failed")),
    (Code::StrayWord, r#"{"job":{"id":"1",ta  "status":"Failed"}}"#, "ta", Some("1"), Some("Failed")),
    (Code::LabelLine, "Response:\n{\"job\":{\"id\":\"1\",\"status\":\"Failed\"}}", "Response:", Some("1"), Some("Failed")),
    (Code::CutOff, r#"{"job":{"id":"1","status":"Failed","na"#, ",\"na", Some("1"), Some("Failed")),
    (Code::CutOff, r#"{"job":{"id":"1","status":"Fai"#, ",\"status\":\"Fai", Some("1"), None),
];

#[test]
fn every_damage_is_read_over_with_repair_alone() {
    for (code, body, found, id, status) in DAMAGE {
        let error = read(body.as_bytes()).error().cloned().unwrap_or_else(|| panic!("{body} is no damage"));
        assert!(error.message.contains(code.as_str()), "{body}: {error}");
        let reading = ReadOptions::new().repair(true).read(body.as_bytes());
        assert_eq!(reading.error(), None, "{body}");
        assert!(!reading.conforms(), "{body}");
        assert_eq!(reading.body(), body.as_bytes());
        let damage: Vec<_> = reading.deviations().iter().filter(|deviation| deviation.code == *code).collect();
        assert_eq!(damage.len(), 1, "{body}: {:?}", reading.deviations());
        assert_eq!(damage[0].found, *found, "{body}");
        assert!(damage[0].severity > Note, "{body}");
        let task = &reading.tasks()[0];
        let found = (task.id.as_deref(), task.status.as_ref().map(taskcenter::Status::as_str));
        assert_eq!(found, (*id, *status), "{body}");
        support::check_spans(&reading);
    }
    // What could be read in two ways stays an error.
    for body in [
        r#"{"job":{"id":"1",,"status":"Failed"}}"#,
        r#"{"job":{"id":"1"} {"id":"2"}}"#,
        r#"{"job":{"id":"1"}}{"job":{"id":"2"}}"#,
        r#"{"job":{"id":"1", /* "status":"Failed", */ "name":"x"}}"#,
        r#"{"job":{"status":NaN}}"#,
        r#"{"job":{"status":None}}"#,
        r#"{"job":{"process":1 0}}"#,
        r#"{"job":{"process":01}}"#,
        r#"{'job':{'id':'1'}}"#,
        r#"{"job":{"id":"a"b"}}"#,
        "",
        "{",
        "<html>",
    ] {
        let reading = ReadOptions::new().repair(true).read(body.as_bytes());
        let nothing = reading.error().is_some() && reading.tasks().iter().all(|task| task.status.is_none());
        assert!(nothing, "{body}: {:?}", reading.tasks());
    }
}

/// What the closing brackets close ends where the body was cut, and the last of them with the body. (Found by the
/// fuzzer: it ended inside of a character.)
#[test]
fn what_was_cut_off_ends_there() {
    for tail in [",\"ended\u{202e}99", ",\u{e9}", ",\"\u{1f600}", ", \"na"] {
        let whole = "{\"jobs\":[{\"id\":\"1\",\"instance\":{\"name\":\"x\"";
        let body = format!("{whole}{tail}");
        let reading = ReadOptions::new().repair(true).read(body.as_bytes());
        support::check_spans(&reading);
        let missing = reading.deviations().iter().filter(|found| found.code == Code::MissingMember);
        let ends: BTreeSet<_> = missing.map(|found| found.span.end()).collect();
        assert!(
            ends.iter().all(|end| [whole.len(), body.len()].contains(end)),
            "{body}: {:#?}",
            reading.deviations()
        );
    }
}

/// Of a damaged body as of any other, texts are lent and not copied: but for those that were mended themselves.
#[test]
fn a_body_that_was_repaired_lends_its_texts() {
    let body = r#"{"job":{"id":"1","name":“nA”,"fail_reason":"disk full","x":{"y":1},"entities":{"a":1},"z"#;
    let reading = ReadOptions::new().repair(true).read(body.as_bytes());
    let task = &reading.tasks()[0];
    let lent = |text: &Option<Cow<'_, str>>| {
        let Some(Cow::Borrowed(text)) = text else { panic!("{text:?} is a copy") };
        assert!(body.as_bytes().as_ptr_range().contains(&text.as_ptr()), "{text} is lent by somebody else");
        text.to_string()
    };
    assert_eq!([&task.id, &task.fail_reason].map(lent), ["1", "disk full"]);
    assert_eq!(task.name.as_deref(), Some("nA"));
    assert_eq!(task.extra.get("x").unwrap().as_str(), r#"{"y":1}"#);
    assert_eq!(task.entities.as_ref().unwrap().raw.as_ref().unwrap().as_str(), r#"{"a":1}"#);
}

#[test]
fn every_entry_is_complete() {
    let mut words = BTreeSet::new();
    for code in Code::ALL {
        let word = code.as_str();
        assert!(words.insert(word), "{word} stands twice");
        assert!(word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{word}");
        assert_eq!(word.parse(), Ok(*code));
        for sentence in [code.sentence(), code.reading()] {
            assert!(sentence.ends_with('.') && !sentence.contains('\n'), "{word}: {sentence}");
        }
        assert!(!code.witness().is_empty() && !code.origin().is_empty(), "{word}");
    }
    assert!("no-such-code".parse::<Code>().unwrap_err().to_string().contains("no-such-code"));
}

#[test]
fn every_error_has_an_input() {
    const HTML: &[u8] = b"\n <!DOCTYPE html><html><body>Sign in</body></html>";
    #[rustfmt::skip]
    let table: &[(ErrorCode, &[u8], usize, &str)] = &[
        (ErrorCode::Empty, b"", 0, "nothing"),
        (ErrorCode::Empty, b" \r\n\t", 4, "nothing"),
        (ErrorCode::Empty, b"\xef\xbb\xbf\n", 4, "nothing"),
        (ErrorCode::NotUtf8, b"{\"job\": {\"name\": \"\xb4\xb4\"}}", 18, "B4"),
        (ErrorCode::NotUtf8, b"{\"job\": \"\xed\xa0\x80\"}", 9, "ED"),
        (ErrorCode::NotUtf8, b"\xff\xfe{\0}\0", 0, "UTF-16"),
        (ErrorCode::NotUtf8, b"{\0\"\0j\0", 0, "UTF-16"),
        (ErrorCode::NotJson, b"{\"job\": {\"status\": 'Failed'}}", 19, "a value"),
        (ErrorCode::NotJson, b"{\"job\": {}} {\"job\": {}}", 12, "nothing after"),
        (ErrorCode::NotJson, b"{\"job\": {\"total\": 01}}", 19, "number"),
        (ErrorCode::NotJson, b"{\"job\": {},}", 11, "member's name"),
        (ErrorCode::NotJson, b"// a comment\n{}", 0, "a value"),
        (ErrorCode::NotJson, b"job: {}", 0, "a value"),
        (ErrorCode::Truncated, b"{\"job\": {\"status\": \"Runn", 24, "closing"),
        (ErrorCode::Truncated, b"{\"jobs\": [", 10, "end of the body"),
        (ErrorCode::NotAResponse, b"[]", 0, "a list"),
        (ErrorCode::NotAResponse, b"{}", 0, "empty object"),
        (ErrorCode::NotAResponse, b"null", 0, "null"),
        (ErrorCode::NotAResponse, b"{\"instances\": [], \"total_count\": 0}", 0, "`instances`"),
        (ErrorCode::NotAResponse, b"{\"job_id\": null}", 0, "job_id"),
        (ErrorCode::NotAResponse, b"{\"job\": null}", 0, "null"),
        (ErrorCode::NotAResponse, b"{\"job\": \"done\"}", 0, "a text"),
        (ErrorCode::NotAResponse, HTML, 2, "HTML"),
        (ErrorCode::NotAResponse, b"<?xml version=\"1.0\"?><Error/>", 0, "XML"),
        (ErrorCode::NotAResponse, b"\x1f\x8b\x08\x00", 0, "gzip"),
    ];
    let mut seen = BTreeSet::new();
    for (code, body, offset, said) in table {
        let reading = read(body);
        let error = reading.error().unwrap_or_else(|| panic!("{:?} is no error", String::from_utf8_lossy(body)));
        assert_eq!((error.code, error.offset), (*code, *offset), "{error} in {:?}", String::from_utf8_lossy(body));
        assert!(error.message.contains(said), "{error}");
        assert!(!reading.conforms());
        check_invariants(&reading);
        seen.insert(code.as_str());
    }
    let deep = ReadOptions::new().depth_limit(1);
    assert_eq!(deep.read(br#"{"job": {}}"#).error().unwrap().code, ErrorCode::TooDeep);
    assert_eq!(deep.read(br#"{"job": {}}"#).error().unwrap().offset, 8);
    let large = ReadOptions::new().size_limit(10);
    assert_eq!(large.read(br#"{"job": {}}"#).error().unwrap().code, ErrorCode::TooLarge);
    assert_ne!(large.read(br#"{"job":{}}"#).error().map(|error| error.code), Some(ErrorCode::TooLarge));
    seen.extend(["too-deep", "too-large"]);
    let missing: Vec<_> = ErrorCode::ALL.iter().filter(|code| !seen.contains(code.as_str())).collect();
    assert!(missing.is_empty(), "without an input: {missing:?}");
}

/// Every shape in which a service says that there is no task.
#[test]
fn errors_of_the_api_are_told_apart() {
    #[rustfmt::skip]
    let table: &[(&str, [Option<&str>; 3])] = &[
        (r#"{"error_code":"DBS.200001","error_msg":"Parameter error"}"#, [Some("DBS.200001"), Some("Parameter error"), None]),
        (r#"{"error_msg":"x","error_code":"DBS.1","request_id":"r"}"#, [Some("DBS.1"), Some("x"), Some("r")]),
        (r#"{"errCode":"RDS.0011","externalMessage":"The job does not exist."}"#, [Some("RDS.0011"), Some("The job does not exist."), None]),
        (r#"{"error":{"code":"Common.0013","message":"no"}}"#, [Some("Common.0013"), Some("no"), None]),
        (r#"{"message":"Unauthorized","request_id":"b2"}"#, [None, Some("Unauthorized"), Some("b2")]),
        (r#"{"itemNotFound":{"code":404,"message":"gone"}}"#, [Some("404"), Some("gone"), None]),
        (r#"{"error_code":null,"error_msg":null}"#, [None, None, None]),
        (r#"{" error_code":"A"," error_msg":"b"}"#, [Some("A"), Some("b"), None]),
    ];
    for (body, [code, message, request_id]) in table {
        let reading = read(body.as_bytes());
        check_invariants(&reading);
        let error = reading.api_error().unwrap_or_else(|| panic!("{body}: {:?}", reading.error()));
        let found = [&error.code, &error.message, &error.request_id].map(|text| text.as_deref());
        assert_eq!(found, [*code, *message, *request_id], "{body}");
        assert!(reading.error().is_none() && !reading.conforms() && reading.tasks().is_empty(), "{body}");
        assert!(reading.deviations().iter().any(|deviation| deviation.code == Code::ApiError), "{body}");
        for name in support::DIALECTS {
            assert_eq!(read_as(dialect(name), body.as_bytes()).api_error(), Some(error), "{body} as {name}");
        }
    }
    // Nothing wins silently here either.
    let twice = read(br#"{"error_code":"A","error_code":"B","error_msg":"x"}"#);
    assert_eq!(support::count(&twice, Code::DuplicateKey), 1, "{:?}", twice.deviations());
    for (one, other) in [
        (r#""error_code":"A""#, r#""code":"B""#),
        (r#""error_code":"A""#, r#""error_code ":"B""#),
        (r#""error_msg":"x""#, r#""message":"y""#),
        (r#""request_id":"r""#, r#""requestId":"s""#),
    ] {
        let rest = [r#""error_code":"A""#, r#""error_msg":"x""#, r#""request_id":"r""#].into_iter();
        let rest = rest.filter(|part| *part != one).collect::<Vec<_>>().join(",");
        for error in [format!("{{{one},{other},{rest}}}"), format!("{{{other},{rest},{one}}}")] {
            for (body, kept) in
                [(error.clone(), other.split('"').nth(1)), (format!(r#"{{"error":{error}}}"#), Some("error"))]
            {
                let reading = read(body.as_bytes());
                check_invariants(&reading);
                let error = reading.api_error().unwrap_or_else(|| panic!("{body}"));
                let found = [&error.code, &error.message, &error.request_id].map(|text| text.as_deref());
                assert_eq!(found, [Some("A"), Some("x"), Some("r")], "{body}");
                assert_eq!(
                    support::count(&reading, Code::ConflictingNames),
                    1,
                    "{body}: {:?}",
                    reading.deviations()
                );
                assert_eq!(
                    reading.extra().iter().map(|(name, _)| name.to_string()).next().as_deref(),
                    kept,
                    "{body}"
                );
            }
        }
    }
    let strangers = read(br#"{"error_code":"","error_msg":"x","id":1,"id":2}"#);
    check_invariants(&strangers);
    assert_eq!(strangers.extra().get("id").map(|raw| raw.as_str().to_owned()).as_deref(), Some("2"));
    let told = strangers.deviations().iter().find(|deviation| deviation.code == Code::ApiError);
    assert_eq!(told.map(|deviation| &*deviation.pointer), Some("/error_msg"));
    // What stands twice says what the last one says.
    let null = read(br#"{"error_code":"A","error_msg":"m","error_code":null}"#);
    assert_eq!(null.api_error().map(|error| error.code.as_deref()), Some(None), "{:?}", null.deviations());
    assert!(read(br#"{"error":{"code":"A","message":"x"},"error":"text"}"#).api_error().is_none());
    let ids = read(br#"{"error":{"code":"A","message":"m","request_id":"i"},"request_id":"X"}"#);
    assert_eq!(ids.api_error().and_then(|error| error.request_id.as_deref()), Some("i"));
    assert_eq!(ids.extra().get("request_id").map(|raw| raw.as_str().to_owned()).as_deref(), Some("\"X\""));
    // Bytes that aren't UTF-8 behind an error leave neither it nor what was found in it.
    let behind = read(b"{\"error_code\":\"A\",\"error_msg\":\"m\"}\xe9");
    check_invariants(&behind);
    assert!(behind.api_error().is_none() && behind.deviations().is_empty(), "{:?}", behind.deviations());
    // What is said by nobody else isn't lost inside of the member either.
    let details = read(br#"{"error":{"code":"A","message":"x","details":[{"reason":"quota"}]}}"#);
    assert_eq!(support::count(&details, Code::UndocumentedMember), 1, "{:?}", details.deviations());
    assert!(details.extra().iter().any(|(name, raw)| name == "error" && raw.as_str().contains("quota")));
    // Of two objects the last one stands, and a code beside them is somebody else's.
    let beside = read(
        br#"{"error":{"code":"A","message":"x"},"code":"Z","request_id":"r","error":{"code":"B","message":"y"}}"#,
    );
    assert_eq!(beside.api_error().and_then(|error| error.code.as_deref()), Some("B"));
    assert_eq!(beside.api_error().and_then(|error| error.request_id.as_deref()), Some("r"));
    assert_eq!(support::count(&beside, Code::DuplicateKey), 1, "{:?}", beside.deviations());
    assert_eq!(beside.extra().iter().map(|(name, _)| name.to_string()).collect::<Vec<_>>(), ["code"]);
    // A task with an error beside it is both.
    let task = read(br#"{"job":{"id":"1"},"error_code":"A","error_msg":"b"}"#);
    assert_eq!(task.tasks().len(), 1);
    assert_eq!(task.api_error().and_then(|error| error.code.as_deref()), Some("A"));
}
