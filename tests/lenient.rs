//! Each lenient form by itself, and as a `with` module in a struct of somebody's own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use chrono::{DateTime, FixedOffset, SecondsFormat};
use serde::{Deserialize, Serialize};
use serde_json::json;
use taskcenter::lenient::{
    address, count, identifier, name, one_or_many, progress, status, text, timestamp, word,
};
use taskcenter::{Code, Reading, Status};

fn spelled(time: Option<DateTime<FixedOffset>>) -> Option<String> {
    time.map(|time| time.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

#[test]
fn timestamps() {
    const SPELLING: Option<Code> = Some(Code::TimestampSpelling);
    const UNREAD: Option<Code> = Some(Code::UnreadTimestamp);
    #[rustfmt::skip]
    let table: &[(&str, Option<&str>, Option<Code>)] = &[
        // As documented.
        ("2018-08-06T10:41:14+0000", Some("2018-08-06T10:41:14Z"), None),
        ("2018-08-06T10:41:14-0000", Some("2018-08-06T10:41:14Z"), None),
        ("2018-08-06T10:41:14Z", Some("2018-08-06T10:41:14Z"), None),
        ("2018-08-06T10:41:14+0800", Some("2018-08-06T10:41:14+08:00"), None),
        ("2018-08-06T10:41:14-0330", Some("2018-08-06T10:41:14-03:30"), None),
        ("2018-08-06T10:41:14+2359", Some("2018-08-06T10:41:14+23:59"), None),
        // The calendar.
        ("2000-02-29T00:00:00Z", Some("2000-02-29T00:00:00Z"), None),
        ("2024-02-29T23:59:59Z", Some("2024-02-29T23:59:59Z"), None),
        ("1900-02-29T00:00:00Z", None, UNREAD),
        ("2023-02-29T00:00:00Z", None, UNREAD),
        ("2100-02-29T00:00:00Z", None, UNREAD),
        ("2018-02-30T00:00:00Z", None, UNREAD),
        ("2018-04-31T00:00:00Z", None, UNREAD),
        ("2018-12-31T23:59:59Z", Some("2018-12-31T23:59:59Z"), None),
        ("2018-13-01T00:00:00Z", None, UNREAD),
        ("2018-00-01T00:00:00Z", None, UNREAD),
        ("2018-01-00T00:00:00Z", None, UNREAD),
        ("2018-01-32T00:00:00Z", None, UNREAD),
        ("2018-08-06T24:00:00Z", None, UNREAD),
        ("2018-08-06T23:60:00Z", None, UNREAD),
        ("2018-08-06T10:41:61Z", None, UNREAD),
        ("2018-08-06T10:41:14+2400", None, UNREAD),
        ("2018-08-06T10:41:14+0060", None, UNREAD),
        ("0000-01-01T00:00:00Z", Some("0000-01-01T00:00:00Z"), None),
        ("0001-01-01T00:00:00+2359", Some("0001-01-01T00:00:00+23:59"), None),
        ("9999-12-31T23:59:59-2359", Some("9999-12-31T23:59:59-23:59"), None),
        // A leap second is one at the end of a day of UTC, whatever the offset.
        ("2016-12-31T23:59:60Z", Some("2016-12-31T23:59:60Z"), SPELLING),
        ("2017-01-01T07:59:60+0800", Some("2017-01-01T07:59:60+08:00"), SPELLING),
        ("2016-12-31T23:59:60.5Z", Some("2016-12-31T23:59:60.500Z"), SPELLING),
        ("2017-01-01T07:59:60.25+0800", Some("2017-01-01T07:59:60.250+08:00"), SPELLING),
        ("2016-12-31T23:59:60+0800", None, UNREAD),
        ("2016-12-31T12:00:60Z", None, UNREAD),
        // Other spellings with one meaning.
        ("2018-08-06T10:41:14+08:00", Some("2018-08-06T10:41:14+08:00"), SPELLING),
        ("2018-08-06T10:41:14+08", Some("2018-08-06T10:41:14+08:00"), SPELLING),
        ("2018-08-06 10:41:14", Some("2018-08-06T10:41:14Z"), SPELLING),
        ("2018-08-06T10:41:14", Some("2018-08-06T10:41:14Z"), SPELLING),
        ("2018/08/06 10:41:14", Some("2018-08-06T10:41:14Z"), SPELLING),
        ("2018-08-06t10:41:14z", Some("2018-08-06T10:41:14Z"), SPELLING),
        ("2018-08-06 10:41:14 +0800", Some("2018-08-06T10:41:14+08:00"), SPELLING),
        ("2018-08-06T10:41:14.5Z", Some("2018-08-06T10:41:14.500Z"), SPELLING),
        ("2018-08-06T10:41:14.123456+0000", Some("2018-08-06T10:41:14.123456Z"), SPELLING),
        ("2018-08-06T10:41:14,123Z", Some("2018-08-06T10:41:14.123Z"), SPELLING),
        ("2018-08-06T10:41:14.1234567899Z", Some("2018-08-06T10:41:14.123456789Z"), SPELLING),
        (" 2018-08-06T10:41:14Z", Some("2018-08-06T10:41:14Z"), Some(Code::PaddedValue)),
        ("2018 - 08 - 06T10: 41: 14 +0000", Some("2018-08-06T10:41:14Z"), Some(Code::BlanksInside)),
        // Since 1970: ten digits are seconds, thirteen are milliseconds, anything else is a guess.
        ("1533552074", Some("2018-08-06T10:41:14Z"), SPELLING),
        ("1533552074123", Some("2018-08-06T10:41:14.123Z"), SPELLING),
        ("0", None, SPELLING),
        ("153355207", None, UNREAD),
        ("15335520741", None, UNREAD),
        ("201808061041", None, UNREAD),
        ("20180806104114", None, UNREAD),
        ("-1533552074", None, UNREAD),
        ("+153355207", None, UNREAD),
        ("-153355207412", None, UNREAD),
        ("1533552074.5", None, UNREAD),
        // No time at all, and what nobody reads for certain.
        ("", None, Some(Code::BlankText)),
        (" \t", None, Some(Code::BlankText)),
        ("Mon Jul 27 17:24:03 CST 2020", None, UNREAD),
        ("2018-08-06", None, UNREAD),
        ("06.08.2018 10:41:14", None, UNREAD),
        ("08/06/2018 10:41:14", None, UNREAD),
        ("2018-08/06T10:41:14Z", None, UNREAD),
        ("2018-08-0610:41:14", None, UNREAD),
        ("2018-08-06T10:41Z", None, UNREAD),
        ("2018/08/06T10:0a:14Z", None, UNREAD),
        ("2018/08/06T1a:41:14Z", None, UNREAD),
        ("2018/08/06T10:/1:14Z", None, UNREAD),
        ("2018-08-06T10:41:14.Z", None, UNREAD),
        ("2018-08-06T10:41:14 CST", None, UNREAD),
        ("2018-08-06T10:41:14+0800Z", None, UNREAD),
        ("+2018-08-06T10:41:14Z", None, UNREAD),
        ("10000-01-01T00:00:00Z", None, UNREAD),
        ("２018-08-06T10:41:14Z", None, UNREAD),
        ("2018-08-06T10:41:14\u{a0}Z", None, UNREAD),
        ("now", None, UNREAD),
    ];
    for (found, time, odd) in table {
        let read = timestamp::read(found);
        assert_eq!((spelled(read.value), read.odd), (time.map(str::to_owned), *odd), "{found:?}");
        assert_eq!(read.is_unread(), *odd == UNREAD, "{found:?}");
        if timestamp::is_documented(found) {
            assert!(odd.is_none() || time.is_none(), "{found:?}");
        } else {
            assert!(odd.is_some(), "{found:?}");
        }
    }
    for (found, time) in [
        ("1533552074", Some("2018-08-06T10:41:14Z")),
        ("1533552074123", Some("2018-08-06T10:41:14.123Z")),
        ("1.533552074e9", Some("2018-08-06T10:41:14Z")),
        ("9999999999", Some("2286-11-20T17:46:39Z")),
        ("0", None),
        ("0.0", None),
    ] {
        let read = timestamp::read_number(found);
        assert_eq!((spelled(read.value).as_deref(), read.odd), (time, Some(Code::NumberForText)), "{found}");
    }
    for found in ["-1", "1", "1533552074.5", "1e400", "20180806104114"] {
        let read = timestamp::read_number(found);
        assert_eq!((spelled(read.value), read.odd), (None, Some(Code::UnreadTimestamp)), "{found}");
    }
}

#[test]
fn progress_in_percent() {
    const SPELLING: Option<Code> = Some(Code::PercentSpelling);
    const UNREAD: Option<Code> = Some(Code::UnreadProgress);
    #[rustfmt::skip]
    let table: &[(&str, Option<u8>, Option<Code>)] = &[
        ("0%", Some(0), None), ("9%", Some(9), None), ("60%", Some(60), None), ("100%", Some(100), None), ("", None, None),
        (" ", None, Some(Code::BlankText)),
        ("60% ", Some(60), Some(Code::PaddedValue)), ("\n60%", Some(60), Some(Code::PaddedValue)),
        ("60 %", Some(60), SPELLING), ("60 % ", Some(60), SPELLING), ("60", Some(60), SPELLING), ("6 0 %", Some(60), SPELLING),
        ("060%", Some(60), SPELLING), ("00%", Some(0), SPELLING), ("100.00", Some(100), SPELLING), ("60.0%", Some(60), SPELLING),
        ("101%", None, UNREAD), ("-1%", None, UNREAD), ("256", None, UNREAD), ("59.9%", None, UNREAD), ("0060%", None, UNREAD),
        ("60.%", None, UNREAD), (".5%", None, UNREAD), ("%", None, UNREAD), ("60%%", None, UNREAD), ("+60%", None, UNREAD),
        ("60\u{a0}%", None, UNREAD), ("６０%", None, UNREAD), ("60％", None, UNREAD), ("first progress", None, UNREAD),
        ("1e1", None, UNREAD), ("NaN", None, UNREAD), ("60/100", None, UNREAD),
    ];
    for (found, percent, odd) in table {
        let read = progress::read(found);
        assert_eq!((read.value, read.odd), (*percent, *odd), "{found:?}");
        assert_eq!(progress::is_documented(found), odd.is_none(), "{found:?}");
    }
    for (found, percent) in [
        ("60", Some(60)),
        ("60.0", Some(60)),
        ("6e1", Some(60)),
        ("0", Some(0)),
        ("-0", Some(0)),
        ("100", Some(100)),
    ] {
        assert_eq!(
            (progress::read_number(found).value, progress::read_number(found).odd),
            (percent, Some(Code::NumberForText))
        );
    }
    for found in ["101", "-1", "59.9", "0.5", "1e3", "1e400", "356"] {
        assert_eq!(
            (progress::read_number(found).value, progress::read_number(found).odd),
            (None, UNREAD),
            "{found}"
        );
    }
}

#[test]
fn statuses_and_words() {
    for (found, wanted, odd) in [
        ("Running", Status::Running, None),
        ("completed", Status::Completed, Some(Code::OtherCase)),
        (" Failed ", Status::Failed, Some(Code::PaddedValue)),
        (" FAILED ", Status::Failed, Some(Code::OtherCase)),
        ("Com pleted", Status::Completed, Some(Code::BlanksInside)),
        ("Complete", Status::Other("Complete".into()), Some(Code::UnknownStatus)),
        ("\u{421}ompleted", Status::Other("\u{421}ompleted".into()), Some(Code::UnknownStatus)),
        ("Completed\u{200b}", Status::Other("Completed\u{200b}".into()), Some(Code::UnknownStatus)),
        ("Completed\u{a0}", Status::Other("Completed\u{a0}".into()), Some(Code::UnknownStatus)),
        ("Completed\0", Status::Other("Completed\0".into()), Some(Code::UnknownStatus)),
        ("Faıled", Status::Other("Faıled".into()), Some(Code::UnknownStatus)),
    ] {
        let read = status::read(found.into());
        assert_eq!((read.value.as_ref(), read.odd), (Some(&wanted), odd), "{found:?}");
        assert_eq!(status::is_documented(found), odd.is_none());
        assert_eq!(wanted.is_success(), wanted == Status::Completed);
    }
    assert_eq!(status::read("".into()).odd, Some(Code::BlankText));
    let number = status::read_number("2".into());
    assert_eq!((number.value, number.odd), (Some(Status::Other("2".into())), Some(Code::UnknownStatus)));
    for (found, wanted, odd) in [
        ("Ha", "Ha", None),
        ("replica", "Replica", Some(Code::OtherCase)),
        ("Ha ", "Ha", Some(Code::PaddedValue)),
        ("Cluster", "Cluster", Some(Code::UnknownWord)),
    ] {
        let read = word::read(found.into(), &["Single", "Ha", "Replica"]);
        assert_eq!((read.value.as_deref(), read.odd), (Some(wanted), odd), "{found:?}");
    }
}

#[test]
fn texts_of_every_form() {
    const BLANK: Option<Code> = Some(Code::BlankText);
    const PADDED: Option<Code> = Some(Code::PaddedValue);
    const INSIDE: Option<Code> = Some(Code::BlanksInside);
    const ODD: Option<Code> = Some(Code::OddCharacters);
    for (found, wanted, odd) in [
        ("a48e43ff268f4c0e879652d65e63d0fbin01.vm", Some("a48e43ff268f4c0e879652d65e63d0fbin01.vm"), None),
        ("31 b8ae23 - c687 - 4 d80", Some("31b8ae23-c687-4d80"), INSIDE),
        (" b912fb4a", Some("b912fb4a"), PADDED),
        (" b9 12 ", Some("b912"), INSIDE),
        ("1eb6****", Some("1eb6****"), ODD),
        ("../../../etc/passwd", Some("../../../etc/passwd"), ODD),
        ("..", Some(".."), ODD),
        ("-x", Some("-x"), ODD),
        ("é", Some("é"), ODD),
        ("", None, BLANK),
        (" \n", None, BLANK),
    ] {
        let read = identifier::read(found.into());
        assert_eq!((read.value.as_deref(), read.odd), (wanted, odd), "{found:?}");
        assert_eq!(identifier::is_documented(found), odd.is_none());
    }
    for (found, wanted, odd) in [
        ("192.168.1.203:3306", Some("192.168.1.203:3306"), None),
        ("192.168 .1 .203: 3306", Some("192.168.1.203:3306"), INSIDE),
        ("[::1]:3306", Some("[::1]:3306"), None),
        ("host,other", Some("host,other"), ODD),
        ("", None, BLANK),
    ] {
        let read = address::read(found.into());
        assert_eq!((read.value.as_deref(), read.odd), (wanted, odd), "{found:?}");
    }
    for (found, wanted, odd) in [
        (" CreateMysqlReplicaInstance", Some("CreateMysqlReplicaInstance"), PADDED),
        ("two words", Some("two words"), None),
        ("\u{a0}x", Some("\u{a0}x"), None),
        ("", None, BLANK),
        ("\t", None, BLANK),
    ] {
        let read = name::read(found.into());
        assert_eq!((read.value.as_deref(), read.odd), (wanted, odd), "{found:?}");
    }
    for (found, wanted, odd) in
        [(" createVM failed. ", Some(" createVM failed. "), None), ("", None, None), (" ", None, BLANK)]
    {
        let read = text::read(found.into());
        assert_eq!((read.value.as_deref(), read.odd), (wanted, odd), "{found:?}");
    }
    for (found, wanted, odd) in [
        ("4", Some(4), Some(Code::TextForNumber)),
        (" 4 ", Some(4), Some(Code::TextForNumber)),
        ("18446744073709551615", Some(u64::MAX), Some(Code::TextForNumber)),
        ("18446744073709551616", None, Some(Code::UnreadNumber)),
        ("+4", None, Some(Code::UnreadNumber)),
        ("4.0", None, Some(Code::UnreadNumber)),
        ("", None, BLANK),
    ] {
        assert_eq!((count::read(found).value, count::read(found).odd), (wanted, odd), "{found:?}");
    }
    for (found, wanted) in [
        ("0", Some(0)),
        ("-0", Some(0)),
        ("0e5", Some(0)),
        ("0.000", Some(0)),
        ("1.0", Some(1)),
        ("1E0", Some(1)),
        ("100", Some(100)),
        ("1e2", Some(100)),
        ("1.5e1", Some(15)),
        ("1500e-2", Some(15)),
        ("18446744073709551615", Some(u64::MAX)),
        ("18446744073709551616", None),
        ("-1", None),
        ("1.5", None),
        ("1e-1", None),
        ("1e20", None),
        ("1e999999", None),
        ("1e-999999999999999999999", None),
        ("1e99999999999999999999", None),
        ("9007199254740993", Some(9_007_199_254_740_993)),
    ] {
        let odd = if wanted.is_none() { Some(Code::UnreadNumber) } else { None };
        assert_eq!((count::read_number(found).value, count::read_number(found).odd), (wanted, odd), "{found}");
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Job {
    #[serde(with = "taskcenter::lenient::identifier")]
    id: String,
    #[serde(with = "taskcenter::lenient::status")]
    status: Status<'static>,
    #[serde(with = "taskcenter::lenient::timestamp")]
    created: DateTime<FixedOffset>,
    #[serde(with = "taskcenter::lenient::timestamp::option", default)]
    ended: Option<DateTime<FixedOffset>>,
    #[serde(with = "taskcenter::lenient::progress::option", default)]
    process: Option<u8>,
    #[serde(with = "taskcenter::lenient::text::option", default)]
    fail_reason: Option<String>,
    #[serde(with = "taskcenter::lenient::name::option", default)]
    name: Option<String>,
    #[serde(with = "taskcenter::lenient::address::option", default)]
    endpoint: Option<String>,
    #[serde(with = "taskcenter::lenient::count::option", default)]
    total: Option<u64>,
    #[serde(with = "taskcenter::lenient::one_or_many", default)]
    resource_ids: Vec<String>,
}

#[test]
fn a_struct_of_ones_own() {
    let text = r#"{"id":"31 b8ae23 - c687","status":"failed","created":"2018-08-06 10:41:14","ended":1533552074,
        "process":"60 % ","fail_reason":500000,"name":" Create","endpoint":"10.0 .0 .1: 3306","total":"4","resource_ids":"a"}"#;
    let job: Job = serde_json::from_str(text).unwrap();
    let canonical = json!({
        "id": "31b8ae23-c687", "status": "Failed", "created": "2018-08-06T10:41:14Z", "ended": "2018-08-06T10:41:14Z",
        "process": "60%", "fail_reason": "500000", "name": "Create", "endpoint": "10.0.0.1:3306", "total": 4,
        "resource_ids": ["a"],
    });
    assert_eq!(serde_json::to_value(&job).unwrap(), canonical);
    // From a string, a reader, and a tree; and its own spelling back.
    assert_eq!(serde_json::from_reader::<_, Job>(text.as_bytes()).unwrap(), job);
    assert_eq!(serde_json::from_value::<Job>(serde_json::from_str(text).unwrap()).unwrap(), job);
    assert_eq!(serde_json::from_value::<Job>(canonical).unwrap(), job);

    // Nothing is nothing, however it is said.
    for nothing in [json!(null), json!(""), json!(" ")] {
        let sparse = json!({
            "id": "1", "status": "Running", "created": "2018-08-06T10:41:14Z", "ended": nothing, "process": nothing,
            "fail_reason": nothing, "name": nothing, "endpoint": nothing, "total": nothing, "resource_ids": null,
        });
        let job: Job = serde_json::from_value(sparse).unwrap();
        assert_eq!((job.ended, job.process, &job.fail_reason), (None, None, &None));
        assert_eq!((job.name, job.endpoint, job.total, job.resource_ids), (None, None, None, vec![]));
        let job: Job =
            serde_json::from_value(json!({"id": "1", "status": "Running", "created": "2018-08-06T10:41:14Z"}))
                .unwrap();
        assert_eq!(job.ended, None);
    }

    // What nobody understands is refused, by what it is.
    let clean = json!({"id": "1", "status": "Running", "created": "2018-08-06T10:41:14Z"});
    for (member, value, said) in [
        ("process", json!("first progress"), "first progress"),
        ("process", json!(101), "101"),
        ("process", json!(59.5), "59.5"),
        ("ended", json!("2018-02-30T10:41:14Z"), "2018-02-30"),
        ("ended", json!(true), "boolean"),
        ("created", json!(""), "nothing"),
        ("created", json!(null), "nothing"),
        ("id", json!(" "), "nothing"),
        ("id", json!({}), "map"),
        ("total", json!(-1), "-1"),
        ("total", json!([4]), "sequence"),
    ] {
        let mut body = clean.clone();
        body[member] = value;
        let error = serde_json::from_value::<Job>(body).unwrap_err().to_string();
        assert!(error.contains(said), "{member}: {error}");
    }
}

#[test]
fn one_or_many_of_anything() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(bound(deserialize = "T: Deserialize<'de>"))]
    struct Answer<T: Serialize> {
        #[serde(with = "one_or_many", default)]
        jobs: Vec<T>,
    }
    fn read<T: Serialize + for<'a> Deserialize<'a>>(text: &str) -> Result<Vec<T>, serde_json::Error> {
        serde_json::from_str::<Answer<T>>(text).map(|answer| answer.jobs)
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct One {
        id: String,
    }
    let one = || One { id: "a".to_owned() };
    assert_eq!(read::<One>(r#"{"jobs":{"id":"a"}}"#).unwrap(), [one()]);
    assert_eq!(read::<One>(r#"{"jobs":[{"id":"a"},{"id":"a"}]}"#).unwrap(), [one(), one()]);
    assert_eq!(read::<One>(r#"{"jobs":null}"#).unwrap(), []);
    assert_eq!(read::<One>(r#"{"jobs":[]}"#).unwrap(), []);
    assert_eq!(read::<One>("{}").unwrap(), []);
    assert_eq!(read::<String>(r#"{"jobs":"a"}"#).unwrap(), ["a"]);
    assert_eq!(read::<String>(r#"{"jobs":"\u0061"}"#).unwrap(), ["a"]);
    assert_eq!(read::<u64>(r#"{"jobs":7}"#).unwrap(), [7]);
    assert_eq!(read::<i64>(r#"{"jobs":-7}"#).unwrap(), [-7]);
    assert_eq!(read::<f64>(r#"{"jobs":0.5}"#).unwrap(), [0.5]);
    assert_eq!(read::<bool>(r#"{"jobs":true}"#).unwrap(), [true]);
    assert_eq!(read::<Vec<u8>>(r#"{"jobs":[[1],[2]]}"#).unwrap(), [[1], [2]]);
    assert!(read::<u64>(r#"{"jobs":"a"}"#).is_err());
    assert!(read::<One>(r#"{"jobs":[{}]}"#).is_err());
    assert_eq!(serde_json::to_string(&Answer { jobs: vec![7] }).unwrap(), r#"{"jobs":[7]}"#);
}

/// A reading in the place of a response type.
#[test]
fn a_reading_is_a_field() {
    #[derive(Debug, Deserialize)]
    struct Logged {
        host: String,
        response: Reading<'static>,
        #[serde(default)]
        other: Option<Reading<'static>>,
    }
    let text = "{\"host\": \"a\", \"response\": {\"job\": {\"id\": \"1\",\n \"process\": \"60 % \"}}, \"other\": {\"jobs\": [], \"total_count\": 0}}";
    let from_str: Logged = serde_json::from_str(text).unwrap();
    let from_reader: Logged = serde_json::from_reader(text.as_bytes()).unwrap();
    for logged in [&from_str, &from_reader] {
        assert_eq!(logged.host, "a");
        assert_eq!(logged.response.tasks()[0].progress, Some(60));
        assert_eq!(logged.response.dialect().unwrap().name(), "rds-job");
        // Spans count from the body's own first byte.
        let spelling = logged.response.deviations().iter().find(|d| d.code == Code::PercentSpelling).unwrap();
        assert_eq!(&logged.response.body()[spelling.span.offset..spelling.span.end()], b"\"60 % \"");
        assert_eq!((spelling.position.line, spelling.position.column), (2, 13));
        let other = logged.other.as_ref().unwrap();
        assert!(
            other.conforms() && other.tasks().is_empty() && other.dialect().unwrap().name() == "geminidb-jobs"
        );
    }
    // What is no response is in the reading's error; the struct around it is read all the same.
    let page: Logged = serde_json::from_str(r#"{"host": "a", "response": "<html>"}"#).unwrap();
    assert!(page.response.error().is_some());
}
