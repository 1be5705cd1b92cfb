//! What a capture had to forgive is told with the body, and every way of cutting the stream reads the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{self, Read};

use proptest::prelude::*;
use taskcenter::capture::{Capture, NoticeKind};
use taskcenter::{Code, Limits};

const JOB: &str = r#"{"job": {"id": "31b8ae23-c687-4d80-b7b4-42a66c9bb886", "name": "RestartMysqlInstance", "status": "Completed", "created": "2018-08-06T10:41:14+0000", "process": "", "instance": {"id": "a48e43ff268f4c0e879652d65e63d0fbin01", "name": "n"}, "entities": {}}}"#;

/// What came of a capture, in words: each body with its place and its deviations, and the summary.
fn told(name: &str, reader: impl Read) -> Vec<String> {
    let mut capture = Capture::new(reader, Limits::default()).named(name);
    let mut told = Vec::new();
    while let Some(body) = capture.next_body().expect("no error of the reader is left") {
        let mut reading = taskcenter::read(body.bytes());
        body.annotate(&mut reading);
        let codes: Vec<_> = reading.deviations().iter().map(|it| format!("{} {}", it.code, it.message)).collect();
        told.push(format!("{body:?} {codes:?} {:?}", String::from_utf8_lossy(body.bytes())));
    }
    told.push(format!("{:?}", capture.summary()));
    told
}

fn codes(name: &str, capture: &str) -> Vec<Code> {
    let mut capture = Capture::new(capture.as_bytes(), Limits::default()).named(name);
    let mut codes = Vec::new();
    while let Some(body) = capture.next_body().unwrap() {
        let mut reading = taskcenter::read(body.bytes());
        body.annotate(&mut reading);
        codes.extend(reading.deviations().iter().map(|deviation| deviation.code));
    }
    codes
}

#[test]
fn what_a_capture_had_to_forgive_is_told_with_the_body() {
    let head = "HTTP/1.1 200 OK\r\n";
    for (name, capture, wanted) in [
        ("a.json", JOB.to_owned(), &[][..]),
        ("a.har", JOB.to_owned(), &[Code::OddCapture]),
        ("a.json.gz", format!("{JOB}\n"), &[Code::OddCapture]),
        ("a.txt", format!("{head}\r\n{JOB}"), &[]),
        ("a.txt", format!("HTTP/1.1 500 Oops\r\n\r\n{JOB}"), &[Code::HttpStatus]),
        ("a.txt", format!("{head}this is no header\r\n\r\n{JOB}"), &[Code::OddCapture]),
        ("a.txt", format!("{head}Content-Length: 5\r\nContent-Length: 900\r\n\r\n{JOB}"), &[Code::OddCapture]),
        ("a.txt", format!("{head}Date : x\r\n\r\n{JOB}"), &[Code::OddCapture]),
        ("a.jsonl", format!("{JOB}\r{JOB}\r"), &[Code::OddCapture]),
        ("a.jsonl", format!("{JOB} {JOB}\n"), &[Code::OddCapture]),
        ("a.jsonl", format!("2024-01-01T00:00:00Z INFO body={JOB}\n{JOB}\n"), &[Code::OddCapture]),
        ("a.txt", format!("  % Total    % Received\n{head}\r\n{JOB}"), &[Code::OddCapture]),
    ] {
        assert_eq!(codes(name, &capture), wanted, "{capture}");
    }
}

#[test]
fn what_is_told_with_no_body_stands_in_the_summary() {
    let mut capture =
        Capture::new(&br#"{"log": {"version": "1.2", "entries": [{"request": "#[..], Limits::default());
    assert!(capture.next_body().unwrap().is_none());
    let notice = &capture.summary().notices[0];
    assert_eq!((notice.kind, notice.body, notice.lost), (NoticeKind::Cut, None, true));
}

/// A reader that gives as much as it is told, and is interrupted in between.
struct Pieces<'a> {
    bytes: &'a [u8],
    lengths: Vec<usize>,
    turn: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.turn += 1;
        match self.lengths[self.turn % self.lengths.len()] {
            0 => Err(io::ErrorKind::Interrupted.into()),
            length => {
                let most = length.min(buffer.len());
                self.bytes.read(&mut buffer[..most])
            }
        }
    }
}

fn captures() -> Vec<(&'static str, Vec<u8>)> {
    let quoted = serde_json::to_string(JOB).unwrap();
    let entry = format!(
        r#"{{"request": {{"method": "GET", "url": "https://rds.x.y/v3/p/jobs?id=x"}}, "response": {{"status": 200, "content": {{"text": {quoted}}}}}}}"#
    );
    let har = format!(r#"{{"log": {{"version": "1.2", "entries": [{entry}, {{}}, {entry}]}}}}"#);
    let http = format!(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nno header\r\nContent-Length: 9\r\n\r\n{JOB}\n\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}\r\n{:x}\r\n{}\r\n0\r\n\r\n",
        &JOB[..5],
        JOB.len() - 5,
        &JOB[5..]
    );
    let log = format!("2024-01-01T00:00:00Z INFO got {JOB} in 3 ms\n2024-01-01 x {{\"a\": 1}}\n{JOB}\n");
    let lines = format!("{JOB}\r\n\n{{\"job\": {{\n{JOB}{JOB}\nnothing\n{JOB}");
    let pretty = JOB.replace(", ", ",\n").repeat(3);
    let mut captures: Vec<_> = [har, http, log, lines, pretty, JOB.to_owned(), JOB.replace('"', "'")]
        .into_iter()
        .map(|text| ("a.json", text.into_bytes()))
        .collect();
    let packed: Vec<_> = captures
        .iter()
        .map(|(_, bytes)| {
            let mut packer = flate2::read::GzEncoder::new(&**bytes, flate2::Compression::fast());
            let mut packed = Vec::new();
            packer.read_to_end(&mut packed).unwrap();
            ("a.gz", packed)
        })
        .collect();
    captures.extend(packed);
    captures
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_way_of_cutting_the_stream_reads_the_same(
        mut lengths in prop::collection::vec(prop_oneof![3 => 0usize..8, 1 => 8usize..4096], 1..12),
    ) {
        lengths.push(3);
        for (name, bytes) in captures() {
            let pieces = Pieces { bytes: &bytes, lengths: lengths.clone(), turn: 0 };
            prop_assert_eq!(told(name, pieces), told(name, &*bytes));
        }
    }
}

/// The request's URL beats all that the body says; where two services have it, the body decides between them.
#[test]
fn of_two_services_with_one_url_the_body_says_which() {
    let dialect_of = |job: &str| {
        let dump = format!(
            "GET /v3/p/jobs?id=1 HTTP/1.1\r\nHost: gaussdb.cn-north-4.myhuaweicloud.com\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{{\"job\": {job}}}"
        );
        let mut capture = Capture::new(dump.as_bytes(), Limits::default());
        let body = capture.next_body().unwrap().unwrap();
        let mut reading = taskcenter::read_as(body.dialect().unwrap(), body.bytes());
        body.annotate(&mut reading);
        let ambiguous = reading.deviations().iter().any(|found| found.code == Code::AmbiguousDialect);
        (body.dialect().unwrap().name(), ambiguous)
    };
    let of_engine = |suffix: &str| {
        let instance = format!(r#"{{"id": "a48e43ff268f4c0e879652d65e63d0fb{suffix}", "name": "n"}}"#);
        format!(r#"{{"id": "a", "name": "b", "status": "Running", "progress": "", "instance": {instance}}}"#)
    };
    assert_eq!(dialect_of(r#"{"id": "a", "status": "Running"}"#), ("gaussdb-job", true));
    assert_eq!(dialect_of(&of_engine("in14")), ("gaussdb-job", false));
    assert_eq!(dialect_of(&of_engine("in07")), ("taurusdb-job", false));
}

/// Bodies are found whatever stands around them, and what stands around them never decides whether the next ones are.
#[test]
fn bodies_are_found_whatever_stands_before_them() {
    let body = |id: &str| format!(r#"{{"job":{{"id":"{id}","name":"n","status":"Completed"}}}}"#);
    let (a, b, c) = (body("a"), body("b"), body("c"));
    let indented = |body: &str| {
        serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(body).unwrap()).unwrap()
    };
    let (long_a, long_b) = (indented(&a), indented(&b));
    let text = serde_json::to_string(&b).unwrap();
    for (capture, ids) in [
        (format!("<34>1 2024-01-01T00:00:00Z host app 1 - - {a}\n"), vec!["a"]),
        (format!("<info> got {a}\n<debug> nothing\n<- {b}\n"), vec!["a", "b"]),
        (format!("{{main}} DEBUG got {a}\n{{main}} DEBUG got {b}\n"), vec!["a", "b"]),
        // The end of a file that was rotated, and headings.
        (format!("\"status\": \"Completed\"\n  }}\n}}\n{long_a}\n{long_b}\n"), vec!["a", "b"]),
        (format!("---\n{long_a}\n---\n{long_b}\n"), vec!["a", "b"]),
        // A log behind a document, records around some of the bodies, lists.
        (format!("{a}\n2024-01-01 10:00:00 DEBUG got: {long_b}\n"), vec!["a", "b"]),
        (
            format!("{{\"level\":\"info\"}}\nplain text\n{{\"level\":\"info\",\"body\":{text}}}\n{c}\n"),
            vec!["b", "c"],
        ),
        (format!("{a}\n{{\"data\":{b}}}\n{c}\n"), vec!["a", "b", "c"]),
        (format!("{{\"data\":{a}}}\n{b}\n{{\"data\":{c}}}\n"), vec!["a", "b", "c"]),
        (format!("{a}\n[{b},\n{c}]\n"), vec!["a", "b", "c"]),
        (format!("{a}\n[{{\"x\":{b}}},{c},[{a}]]\n"), vec!["a", "b", "c", "a"]),
        (format!("[{{\"x\":{a}}},{b},{{\"log\":{text}}}]\n"), vec!["a", "b", "b"]),
        // Several on a line: what stands behind a record is none of its own.
        (format!("{a}{{\"x\":{b}}}{{\"x\":{c}}}{a}{b}"), vec!["a", "b", "c", "a", "b"]),
        (format!("{a}\n{{\"x\":{b}}}{{\"x\":{c}}}{{\"job_id\":\"d\"}}\n{a}\n"), vec!["a", "b", "c", "d", "a"]),
        (format!("{a}\n{{\n\"x\":{b}\n}}{{\n\"x\":{c}\n}}\n{a}"), vec!["a", "b", "c", "a"]),
        (format!("{a}\n{{\"count\":1,\"data\":{b}}}\n{{main}} DEBUG got {c}\n"), vec!["a", "b", "c"]),
        // Pages of HTML and XML are none of these.
        (format!("<!doctype html>\n<script>{a}</script>\n"), vec![]),
        (format!("<html><head><script>var x={a}</script></head></html>\n"), vec![]),
        ("<head><script>var s={\"tasks\":[{\"title\":\"x\"}]}</script></head>".to_owned(), vec![]),
        ("<soap:Envelope>{\"jobs\":[\"a\"]}</soap:Envelope>".to_owned(), vec![]),
        (format!("<?xml version=\"1.0\"?><job>{a}</job>"), vec![]),
    ] {
        let mut found = Vec::new();
        let mut reader = Capture::new(capture.as_bytes(), Limits::default());
        while let Some(body) = reader.next_body().unwrap() {
            let reading = taskcenter::read(body.bytes());
            found.extend(reading.tasks().iter().filter_map(|task| task.id.clone().map(String::from)));
        }
        assert_eq!(found, ids, "{capture}");
    }
}

/// Every element of a list is told, whatever stands before the list.
#[test]
fn the_elements_of_a_list_among_lines_are_told_each_by_itself() {
    let capture = "{\"job\":{\"id\":\"0\"}}\n[{\"job\":{\"id\":\"1\"}},{\"jbo\":{\"id\":\"2\"}},null]\n{\"job\":{\"id\":\"3\"}}";
    let mut reader = Capture::new(capture.as_bytes(), Limits::default());
    let mut read = Vec::new();
    while let Some(body) = reader.next_body().unwrap() {
        read.push(taskcenter::read(body.bytes()).error().is_none());
    }
    assert_eq!(read, [true, true, false, false, true]);
}

/// Names without quotes are damage, and no name of whoever logged a line.
#[test]
fn damage_before_a_body_is_told() {
    let capture = "{\"job\":{\"id\":\"0\"}}\n{job: {\"id\":\"1\"}}{\"job\":{\"id\":\"2\"}}\n";
    let mut reader = Capture::new(capture.as_bytes(), Limits::default());
    let mut errors = 0;
    while let Some(body) = reader.next_body().unwrap() {
        errors += usize::from(taskcenter::read(body.bytes()).error().is_some());
    }
    assert!(errors > 0);
}
