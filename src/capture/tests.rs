//! Captures of every format, in every chunking, packed and by lines.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

mod gzip;
mod har;
mod http;
mod inside;
mod json;
mod lines;
mod log;

use std::io::Write;
use std::ops::ControlFlow;

use super::gzip::MAGIC;
use super::*;
use crate::ReadOptions;
use har::{entry, har, quoted};

const JOB: &str = r#"{"job": {"id": "31b8ae23-c687-4d80-b7b4-42a66c9bb886", "name": "RestartMysqlInstance", "status": "Completed", "created": "2018-08-06T10:41:14+0000", "process": "", "instance": {"id": "a48e43ff268f4c0e879652d65e63d0fbin01", "name": "n"}, "entities": {}}}"#;
const PRETTY: &str = "{\n  \"job\": {\n    \"id\": \"a\",\n    \"status\": \"Running\"\n  }\n}";
const JOBS_URL: &str = "https://rds.eu-de.otc.t-systems.com/v3/0483b6b16e954cb88930a360d2c4e663/jobs?id=a";

/// Gives a few bytes at a time, and is interrupted before each of them.
struct Slow<'a> {
    rest: &'a [u8],
    most: usize,
    interrupted: bool,
}

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.interrupted = !self.interrupted;
        if self.interrupted {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let most = self.most.min(buffer.len());
        self.rest.read(&mut buffer[..most])
    }
}

#[derive(Debug, PartialEq)]
struct Seen {
    bytes: Vec<u8>,
    line: usize,
    column: usize,
    offset: u64,
    exchange: Option<Exchange>,
    dialect: Option<&'static str>,
}

fn read(reader: impl Read, limits: &Limits) -> (Vec<Seen>, CaptureSummary) {
    let mut capture = Capture::new(reader, limits.clone());
    let mut seen = Vec::new();
    while let Some(body) = capture.next_body().unwrap() {
        let (line, column) = (body.position().line, body.position().column);
        for at in [0, body.bytes().len() / 2, body.bytes().len(), usize::MAX] {
            body.locate(at);
        }
        let shown = format!("{body:?}");
        assert!(!shown.contains("CANARY"), "{shown}");
        seen.push(Seen {
            bytes: body.bytes().to_vec(),
            line,
            column,
            offset: body.offset(),
            exchange: body.exchange().cloned(),
            dialect: body.dialect().map(crate::Dialect::name),
        });
    }
    assert!(capture.next_body().unwrap().is_none());
    let summary = capture.summary().clone();
    let shown = format!("{seen:?} {capture:?}");
    assert!(!shown.contains("CANARY"), "{shown}");
    assert!(seen.iter().all(|seen| !seen.bytes.windows(6).any(|bytes| bytes == b"CANARY")));
    let quiet = seen.is_empty() && summary.notices.is_empty() && summary.skipped == 0;
    assert!(!quiet || summary.format == Some(CaptureFormat::Har), "nothing, and no word about it");
    (seen, summary)
}

/// The same by lines where there are some, with how many bodies came in this way.
fn read_by_lines(reader: impl Read, limits: &Limits) -> (Vec<Seen>, CaptureSummary, u64) {
    let mut capture = Capture::new(reader, limits.clone());
    let (mut seen, mut lines, mut by_lines) = (Vec::new(), Lines::new(), 0);
    let of = |body: Body<'_>| Seen {
        bytes: body.bytes().to_vec(),
        line: body.position().line,
        column: body.position().column,
        offset: body.offset(),
        exchange: body.exchange().cloned(),
        dialect: body.dialect().map(crate::Dialect::name),
    };
    loop {
        if capture.take_lines(&mut lines).unwrap() {
            let before = seen.len() as u64;
            let broken = lines.for_each(&ReadOptions::new(), None, |body, lent| {
                let reading = crate::read(body.bytes());
                assert_eq!(lent.bytes(), body.bytes());
                assert_eq!((lent.line(), lent.offset()), (body.position().line as u64, body.offset()));
                assert_eq!(lent.tasks(), reading.tasks());
                assert_eq!((lent.verdict(), lent.error()), (reading.verdict(), reading.error()));
                assert_eq!(lent.deviations(), reading.deviations());
                assert_eq!(format!("{:?}", lent.reading()), format!("{reading:?}"));
                seen.push(of(body));
                ControlFlow::<()>::Continue(())
            });
            assert_eq!((broken, lines.bodies()), (None, seen.len() as u64 - before));
            by_lines += lines.bodies();
        } else if let Some(body) = capture.next_body().unwrap() {
            seen.push(of(body));
        } else {
            return (seen, capture.summary().clone(), by_lines);
        }
    }
}

/// The same for every chunking, for the same in gzip, and by lines.
fn all(text: impl AsRef<[u8]>) -> (Vec<Seen>, CaptureSummary) {
    let text = text.as_ref();
    let limits = Limits::default();
    let whole = read(text, &limits);
    for most in [1, 2, 7, 100, 4096] {
        let chunked = read(Slow { rest: text, most, interrupted: false }, &limits);
        assert_eq!(chunked, whole, "{most} bytes at a time");
        let (seen, summary, _) = read_by_lines(Slow { rest: text, most, interrupted: false }, &limits);
        assert_eq!((&seen, &summary), (&whole.0, &whole.1), "by lines, {most} bytes at a time");
    }
    let (seen, summary, _) = read_by_lines(text, &limits);
    assert_eq!((&seen, &summary), (&whole.0, &whole.1), "by lines");
    let (seen, mut summary) = read(&*packed(text), &limits);
    if !text.starts_with(MAGIC) {
        assert!(summary.gzip);
        summary.gzip = whole.1.gzip;
        assert_eq!((&seen, &summary), (&whole.0, &whole.1));
    }
    whole
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn texts(seen: &[Seen]) -> Vec<String> {
    seen.iter().map(|seen| String::from_utf8_lossy(&seen.bytes).into_owned()).collect()
}

#[track_caller]
fn bodies(text: &str, wanted: &[&str], format: CaptureFormat) -> (Vec<Seen>, CaptureSummary) {
    let (seen, summary) = all(text);
    assert_eq!(texts(&seen), wanted, "{text}");
    assert_eq!(summary.format, Some(format), "{text}");
    assert_eq!(summary.bodies, seen.len() as u64);
    for body in &seen {
        let found = body.bytes.first().copied();
        let there = text.as_bytes().get(body.offset as usize).copied();
        assert!(
            found.is_none() || found == there || there == Some(b'*') || format == CaptureFormat::Har,
            "{body:?}"
        );
    }
    (seen, summary)
}

#[test]
fn secrets_reach_nobody() {
    for text in [
        "{\"job\": {\"id\": \"a\", \"password\": \"CANARY\"}}",
        "{\"job\": {\"id\": \"a\", \"token\" : \"CANARY",
        "2024-01-01 ak:CANARY {\"error_msg\": \"ak:CANARY\", \"error_code\": \"1\"}",
        "GET https://user:CANARY@rds.x/v3/p/jobs?Signature=CANARY HTTP/1.1\n\nHTTP/1.1 200 OK\n\n{\"job\": {}}",
        "X-Auth-Token: CANARY\n{\"job\": 1",
        // A header that goes on in the next lines, with no head around it.
        "X-Auth-Token:\n CANARY\n\tCANARY\nx: y\n",
        "Accept: */*\nX-Auth-Token: abc\n  CANARY\n\n{\"job\": {}}",
    ] {
        all(text);
    }
}

#[test]
fn limits_are_reported() {
    let limits = Limits { body: 200, line: 200, ..Limits::default() };
    let small = "{\"job\": {\"id\": \"b\"}}";
    for (text, wanted) in [
        (format!("{JOB}\n{small}\n{small}\n"), 2),
        (format!("{small}\n{JOB}\n{small}\n"), 2),
        (format!("HTTP/1.1 200 OK\n\n{}\n", JOB.replace(", ", ",\n")), 0),
        (format!("2024-01-01 INFO {small}\n2024-01-01 INFO {JOB}\n2024-01-01 INFO {small}\n"), 2),
    ] {
        let (seen, summary) = read(text.as_bytes(), &limits);
        assert_eq!(seen.len(), wanted, "{text}\n{summary:?}");
        assert!(summary.notices.iter().any(|notice| notice.kind == NoticeKind::Limit), "{text}");
    }
    let (_, summary) =
        read(&*har(&[entry(JOBS_URL, &format!(r#"{{"text": {}}}"#, quoted(JOB)))]).into_bytes(), &limits);
    assert_eq!((summary.lost, summary.notices[0].kind), (1, NoticeKind::Limit));

    let bomb = packed(&vec![b' '; 20 << 20]);
    let (_, summary) = read(&*bomb, &Limits::default());
    assert_eq!(summary.notices[0].kind, NoticeKind::Limit);
    let few = Limits { notices: 3, line: 10, ..Limits::default() };
    let (_, summary) = read(format!("{small}\n").repeat(50).as_bytes(), &few);
    assert_eq!((summary.notices.len(), summary.notice_total > 3), (3, true));
}

#[test]
fn errors_of_the_reader_are_handed_on() {
    struct Failing(usize);
    impl Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0 += 1;
            if self.0 > 1 {
                return Err(io::Error::other("the disk is gone"));
            }
            let line = b"{\"job\": {}}\n{\"job\": ";
            buffer[..3].copy_from_slice(&line[..3]);
            Ok(3)
        }
    }
    assert!(Capture::new(Failing(0), Limits::default()).next_body().is_err());
}

#[test]
fn a_reader_that_says_it_read_more_than_there_was_room_for_is_refused() {
    struct Boasting;
    impl Read for Boasting {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            buffer.fill(b'{');
            // The first bytes are asked for through somebody who looks after that himself.
            Ok(if buffer.len() > 64 { buffer.len() + 1 } else { buffer.len() })
        }
    }
    let error = Capture::new(Boasting, Limits::default()).next_body().map(|_| ()).unwrap_err();
    assert!(error.to_string().contains("more than it was asked for"), "{error}");
}

#[test]
fn what_a_capture_forgave_is_told_with_what_its_body_says() {
    let text = "2024-01-01 INFO {\"job\": {\"id\": \"a\"\n2024-01-01 INFO done\n";
    let mut capture = Capture::new(text.as_bytes(), Limits::default());
    let body = capture.next_body().unwrap().unwrap();
    let mut reading = crate::read(body.bytes());
    body.annotate(&mut reading);
    let codes: Vec<_> = reading.deviations().iter().map(|deviation| deviation.code).collect();
    assert_eq!(codes.iter().filter(|code| **code == crate::Code::DamagedCapture).count(), 1, "{codes:?}");
}

#[test]
fn what_a_capture_is_and_what_was_forgiven_are_said_in_words() {
    let said = |text: &str| {
        let summary = all(text).1;
        let notices: Vec<_> = summary.notices.iter().map(Notice::to_string).collect();
        (summary.format.unwrap().to_string(), notices)
    };
    let no_notice = |format: &str| (format.to_owned(), Vec::new());
    assert_eq!(said(JOB), no_notice("JSON"));
    assert_eq!(said(&format!("{JOB}\n{JOB}")), no_notice("JSON Lines"));
    assert_eq!(said(&format!("{PRETTY}\n{PRETTY}")), no_notice("JSON documents"));
    assert_eq!(said(&har(&[])), no_notice("HAR"));
    assert_eq!(said("plain\ntext"), no_notice("no known format"));
    let http = said("HTTP/1.1 200 OK\nContent-Length: 99\n\n{\"job\": {");
    let cut = "4:1: cut: the body is cut off: Content-Length says 99, there are 9 bytes";
    assert_eq!(http, ("HTTP".to_owned(), vec![cut.to_owned()]));
    let log = said("2024-01-01 INFO {\"job\": {\"id\": \"a\"\n2024-01-01 INFO done\n");
    assert_eq!(log.0, "log");
    assert!(log.1[0].starts_with("2:1: damage: the body in this log"), "{:?}", log.1);
    let limits = Limits { line: 10, ..Limits::default() };
    let summary = read(format!("{JOB}\n{JOB}\n").as_bytes(), &limits).1;
    let notice = summary.notices[0].to_string();
    assert!(notice.starts_with("2:1: limit: this line is longer than the limit of 10 bytes"), "{notice}");
    assert_eq!(format!("{:>6}|", CaptureFormat::Http), "  HTTP|");
}

/// So much that a search of the rest for each piece takes minutes; nothing here says how long is too long.
#[test]
fn soup_is_read_to_its_end() {
    for line in ["{\"job\":{}}", "{\"job\":{}} ", "a {\"job\":{}}"] {
        let text = format!("{{\"job\":{{}}}}\n{}", line.repeat(60_000));
        let (seen, _) = read(text.as_bytes(), &Limits::default());
        assert!(seen.len() > 1);
    }
    for soup in [
        "{ ",
        "{\"",
        "{\"a\":",
        "{\"a\": \"\n",
        "{\"a\": [[[\n",
        "/*",
        "HTTP/1.1 200 OK\r\n\r\n",
        "ok\\u0041",
        "x {\"a\":\n",
        "[x ",
        "x {} ",
        "{\n \"job\": {\n  ",
        "]\"password\": [2022-02-17 10:00:00 DEBUG body: {\n  \"job\": {\n",
        "\\\\\"Authorization: Bearer <pre>2022-02-17 10:00:00 DEBUG body: {\n  \"job\": {\n is ",
        "\r",
        " \r",
    ] {
        for front in ["", "2024-01-01 INFO ", "[{\"job\":{}},", "[{\"job\":{}}] "] {
            let text = format!("{front}{}", soup.repeat(400_000 / soup.len()));
            read(text.as_bytes(), &Limits::default());
        }
    }
}
