use std::io::Write;
use std::ops::ControlFlow;

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::ReadOptions;

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
    let (seen, mut summary) = read(&*gzip(text), &limits);
    if !text.starts_with(gzip::MAGIC) {
        assert!(summary.gzip);
        summary.gzip = whole.1.gzip;
        assert_eq!((&seen, &summary), (&whole.0, &whole.1));
    }
    whole
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
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
fn one_document() {
    for document in [
        JOB,
        PRETTY,
        "[]",
        "{}",
        "{\"job\": {",
        "{\"a\": [1, }",
        "[[[[[[",
        "{\"jobs\": [ {\"id\": \"a\", ...}, ... ]}",
    ] {
        bodies(document, &[document], CaptureFormat::Json);
        bodies(&format!("\r\n \n{document}\n\n"), &[document], CaptureFormat::Json);
    }
    bodies(&format!("\u{feff}{JOB}"), &[&format!("\u{feff}{JOB}")], CaptureFormat::Json);
    let marked_twice = format!("\u{feff}\u{feff}{JOB}");
    bodies(&marked_twice, &[&marked_twice], CaptureFormat::Unknown);
    let fenced = format!("```json\n{PRETTY}\n```");
    bodies(&fenced, &[&fenced], CaptureFormat::Unknown);
    let closed_twice = format!("{PRETTY}}}\n}}");
    bodies(&closed_twice, &[&closed_twice], CaptureFormat::Json);
}

#[test]
fn what_is_no_capture_is_one_body() {
    for text in [
        "<!DOCTYPE html><html>{\"job\": 1}</html>",
        "<?xml version=\"1.0\"?>\n<Error/>",
        "hello",
        "plain\ntext\n{",
    ] {
        let (seen, _) = all(text);
        assert_eq!(texts(&seen), [text.trim_end()]);
    }
    let utf16: Vec<u8> = "\u{feff}{\"job\": {}}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(all(utf16).0.len(), 1);
    assert_eq!(texts(&all("").0), [""]);
    assert_eq!(texts(&all(" \n\n").0), [""]);
}

#[test]
fn lines() {
    let (seen, _) = bodies(&format!("{JOB}\r\n\r\n  {JOB}\n"), &[JOB, JOB], CaptureFormat::JsonLines);
    assert_eq!((seen[1].line, seen[1].column), (3, 3));
    bodies(&format!("{JOB}\n{JOB}"), &[JOB, JOB], CaptureFormat::JsonLines);
    bodies(
        &format!("{JOB}\n[]\n3\nnonsense\n{JOB}"),
        &[JOB, "[]", "3", "nonsense", JOB],
        CaptureFormat::JsonLines,
    );
    bodies(&format!("{JOB}\n{{\"job\": {{"), &[JOB, "{\"job\": {"], CaptureFormat::JsonLines);
    let (seen, _) = bodies(&format!("{JOB}\r{JOB}\r"), &[JOB, JOB], CaptureFormat::JsonLines);
    assert_eq!((seen[1].line, seen[1].column), (2, 1));
    bodies(&format!("{JOB}\ntime=1 body={JOB} ms\n"), &[JOB, JOB], CaptureFormat::JsonLines);
}

#[test]
fn a_bad_record_costs_no_other() {
    for bad in [
        "{\"job\": {\"id\": \"abc",
        "[[[[[[",
        "{\"a\": [[[",
        "{",
        "{\"a\": \"\\",
        "nonsense",
        "{\"job\": {\"id\": 1,}}",
    ] {
        bodies(&format!("{bad}\n{JOB}\n{JOB}\n"), &[bad, JOB, JOB], CaptureFormat::JsonLines);
        bodies(&format!("{JOB}\n{bad}\n{JOB}\n{JOB}\n"), &[JOB, bad, JOB, JOB], CaptureFormat::JsonLines);
    }
    bodies("{\n{\n{\n", &["{", "{", "{"], CaptureFormat::JsonLines);
    let cut = "{\n  \"job\": {\n    \"id\": \"a\"";
    bodies(&format!("{cut}\n{PRETTY}\n{PRETTY}\n"), &[cut, PRETTY, PRETTY], CaptureFormat::Documents);
}

#[test]
fn documents_one_after_the_other() {
    bodies(&format!("{PRETTY}\n{PRETTY}"), &[PRETTY, PRETTY], CaptureFormat::Documents);
    bodies(&format!("{PRETTY}{PRETTY}"), &[PRETTY, PRETTY], CaptureFormat::Documents);
    bodies(&format!("{JOB}{JOB}\n{JOB}"), &[JOB, JOB, JOB], CaptureFormat::Documents);
    let (seen, _) = bodies(&format!("{JOB}\n{JOB} {JOB}"), &[JOB, JOB, JOB], CaptureFormat::JsonLines);
    assert_eq!((seen[2].line, seen[2].column), (2, JOB.len() + 2));
    bodies(&format!("{JOB}\n{PRETTY}\n{JOB}"), &[JOB, PRETTY, JOB], CaptureFormat::JsonLines);
    let seam = r#"{"job": {"name": "}{"}}"#;
    bodies(&format!("{seam}\n{seam}"), &[seam, seam], CaptureFormat::JsonLines);
}

#[test]
fn broken_by_a_terminal() {
    let text = format!(r#"{{"error_code": "DBS.1", "error_msg": "{}"}}"#, "word ".repeat(30));
    let broken: Vec<_> = text.as_bytes().chunks(80).map(|line| String::from_utf8_lossy(line)).collect();
    let (seen, summary) = all(broken.join("\n"));
    assert_eq!(texts(&seen), [text.as_str()]);
    assert_eq!(summary.notice_total, 1);
    // Not where the lines differ.
    let (seen, _) = all(broken.join("\n ").replacen('\n', "\n\n", 1));
    assert_eq!(seen.len(), 1);
    assert!(seen[0].bytes.contains(&b'\n'));
}

fn entry(url: &str, content: &str) -> String {
    format!(
        r#"{{"startedDateTime": "2024-01-01T00:00:00Z", "request": {{"method": "GET", "url": "{url}", "headers": [{{"name": "X-Auth-Token", "value": "CANARY"}}]}}, "response": {{"status": 200, "headers": [], "content": {content}}}}}"#
    )
}

fn har(entries: &[String]) -> String {
    format!(r#"{{"log": {{"version": "1.2", "pages": [{{"a": []}}], "entries": [{}]}}}}"#, entries.join(",\n"))
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

#[test]
fn har_entries() {
    let text = har(&[
        entry(JOBS_URL, &format!(r#"{{"text": {}}}"#, quoted(PRETTY))),
        entry("https://iam.example.com/v3/x", r#"{"text": "{\"credential\": {\"secret\": \"CANARY\"}}"}"#),
        entry("https://cdn.example.com/x.js", r#"{"text": "job()"}"#),
        entry("https://proxy.example.com/?token=CANARY", &format!(r#"{{"text": {}}}"#, quoted(JOB))),
        entry(JOBS_URL, r#"{"text": null}"#),
        entry(JOBS_URL, r#"{"encoding": "base64", "text": "eyJqb2IiOiB7fX0="}"#),
        entry(JOBS_URL, r#"{"encoding": "base64", "text": "!!!!"}"#),
        entry(JOBS_URL, r#"{"text": "<html>log in</html>"}"#),
    ]);
    let wanted = [PRETTY, JOB, "{\"job\": {}}", "<html>log in</html>"];
    let (seen, summary) = bodies(&text, &wanted, CaptureFormat::Har);
    assert_eq!((summary.skipped, summary.lost, summary.notice_total), (3, 1, 1));
    assert_eq!(seen[0].dialect, Some("rds-job"));
    assert_eq!(seen[1].dialect, None);
    let exchange = seen[0].exchange.clone().unwrap();
    assert_eq!(exchange.url.as_deref(), Some(JOBS_URL));
    assert_eq!((exchange.method.as_deref(), exchange.status), (Some("GET"), Some(200)));
    assert_eq!(exchange.time.as_deref(), Some("2024-01-01T00:00:00Z"));
    // A place in the body is one in the text that was escaped.
    let mut capture = Capture::new(text.as_bytes(), Limits::default());
    let body = capture.next_body().unwrap().unwrap();
    let id = PRETTY.find("id").unwrap();
    let (position, offset) = body.locate(id);
    assert_eq!(&text[offset as usize..offset as usize + 2], "id");
    assert_eq!((position.line, position.column), (1, offset as usize + 1));
}

#[test]
fn damaged_hars() {
    let good = entry(JOBS_URL, &format!(r#"{{"text": {}}}"#, quoted(JOB)));
    let text = har(&[good.clone(), good.clone()]);
    let cut = text.rfind("status").unwrap();
    let (seen, summary) = all(&text[..cut]);
    assert_eq!((seen.len(), summary.lost, summary.notice_total), (1, 1, 1));
    let (seen, summary) = all(r#"{"log": {"version": "1.2", "entries": {}}}"#);
    assert_eq!((seen.len(), summary.notice_total), (0, 1));
    let nested = har(&[entry(JOBS_URL, &format!(r#"{{"text": {}}}"#, quoted(&text)))]);
    let (seen, summary) = all(&nested);
    assert_eq!((seen.len(), summary.skipped, summary.notice_total), (0, 1, 1));
    let (seen, summary) = all(text.strip_suffix("}}").unwrap());
    assert_eq!((seen.len(), summary.notices[0].kind), (2, NoticeKind::Cut));
    let damaged = good.replace("\"headers\"", "headers");
    assert_eq!(all(har(&[damaged, good])).0.len(), 1);
}

#[test]
fn hars_that_say_odd_things_of_a_body() {
    let once = har(&[entry(JOBS_URL, &format!(r#"{{"text": {}}}"#, quoted(JOB)))]);
    let again = format!("{}, \"entries\" : []}}}}", once.trim_end().strip_suffix("}}").unwrap());
    let half = JOB.replace(r#""n""#, r#""\ud800""#);
    // In the HAR's own text, where the body never had an escape.
    let half = quoted(&half).replace(r"\\ud800", r"\ud800");
    let named = once.replace(r#""entries": ["#, r#""comment": "entries", "entries": ["#);
    for (har, wanted) in [
        (once.clone(), None),
        (again, Some("more than one list of entries")),
        (named, None),
        (
            har(&[entry(JOBS_URL, &format!(r#"{{"encoding": "rot13", "text": {}}}"#, quoted(JOB)))]),
            Some("isn't base64"),
        ),
        (har(&[entry(JOBS_URL, &format!(r#"{{"text": {half}}}"#))]), Some("half a surrogate pair")),
        (once.replace(r#""status": 200"#, r#""status": "200""#), Some("no status code")),
        (once.replace(r#""status": 200"#, r#""status": null"#), Some("no status code")),
        (once.replace(r#""status": 200"#, r#""status": 200.5"#), Some("no status code")),
        (once.replace(r#""status": 200"#, r#""status": 0"#), None),
        (once.replace(r#""status": 200"#, r#""status": 404, "status": 200"#), Some("stands twice")),
        (once.replace(r#""response": "#, r#""response": {}, "response": "#), Some("stands twice")),
    ] {
        let (seen, summary) = all(&har);
        assert_eq!(seen.len(), 1, "{har}");
        let told: Vec<_> = summary.notices.iter().map(|notice| &*notice.message).collect();
        assert_eq!(told.len(), usize::from(wanted.is_some()), "{har}\n{told:?}");
        assert!(wanted.is_none_or(|wanted| told[0].contains(wanted)), "{told:?}");
    }
}

#[test]
fn heads_and_bodies() {
    let http = CaptureFormat::Http;
    for head in [
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n",
        "HTTP/1.1 200 OK\nSet-Cookie: CANARY\n\n",
        "HTTP/2 200 \r\nx-subject-token : CANARY\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 302 Found\r\nLocation: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-Long: a\r\n b\r\n\tc\r\n\r\n",
        "HTTP/1.1 200 OK\nData:Wed,02 May 2018 10:10:01 GMT\n",
        "HTTP/1.1 200 OK\nA: b\r\n\nC: d\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "  % Total    % Received\n100   641  100   641    0 --:--:--  1001\r\nHTTP/1.1 200 OK\r\n\r\n",
        "$ curl -i -H 'X-Auth-Token: CANARY' https://x/\nHTTP/1.1 200 OK\r\n\r\n",
    ] {
        for body in [JOB, PRETTY] {
            let (seen, _) = bodies(&format!("{head}{body}\n"), &[body], http);
            assert_eq!(seen[0].exchange.as_ref().and_then(|exchange| exchange.status), Some(200));
        }
    }
    let verbose = format!(
        "* Connected\n> GET /v3/p/jobs?id=x HTTP/1.1\n> Host: rds.eu-de.otc.t-systems.com\n> X-Auth-Token: CANARY\n>\n\
         {{ [306 bytes data]\n< HTTP/1.1 200 OK\n< Set-Cookie: CANARY\n<\n{PRETTY}* Connection #0 left intact\n"
    );
    let (seen, _) = bodies(&verbose, &[PRETTY], http);
    assert_eq!(seen[0].dialect, Some("rds-job"));
    let dump = format!(
        "POST /v3/auth/tokens HTTP/1.1\nHost: iam\n\n{{\"auth\": {{\"password\": \"CANARY\"}}}}\nHTTP/1.1 201 Created\n\n{JOB}\n\
         GET /v3/p/tasks HTTP/1.1\nHost: gaussdb.example.com\n\nHTTP/1.1 200 OK\n\n{PRETTY}"
    );
    let (seen, _) = bodies(&dump, &[JOB, PRETTY], http);
    assert_eq!((seen[0].dialect, seen[1].dialect), (None, Some("gaussdb-tasks")));
}

#[test]
fn lengths_and_chunks() {
    let (_, summary) = all("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n{\"job\": {");
    assert_eq!(summary.notices[0].kind, NoticeKind::Cut);
    let (seen, summary) = all(format!("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\n{JOB}"));
    assert_eq!((texts(&seen), summary.notice_total), (vec![JOB.to_owned()], 1));
    let (first, second) = JOB.split_at(20);
    let chunked = format!(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{first}\r\n{:X};x=y\r\n{second}\r\n0\r\n\r\n",
        first.len(),
        second.len()
    );
    let (seen, _) = all(&chunked);
    assert_eq!(texts(&seen), [JOB]);
    let mut capture = Capture::new(chunked.as_bytes(), Limits::default());
    let body = capture.next_body().unwrap().unwrap();
    let (_, offset) = body.locate(25);
    assert_eq!(chunked.as_bytes()[offset as usize], JOB.as_bytes()[25]);
    let (seen, summary) = all(chunked.replace("Transfer", "Content-Length: 1\r\nTransfer"));
    assert_eq!((texts(&seen), summary.notice_total), (vec![JOB.to_owned()], 1));
}

#[test]
fn terraform_logs() {
    let old = format!(
        "2022-02-17T13:42:30.715+0800 [INFO]  provider: 2022/02/17 13:42:30 [DEBUG] API Request URL: GET {JOBS_URL}: timestamp=2022\n\
         2022-02-17T13:42:30.715+0800 [INFO]  provider: [DEBUG] API Request Headers:\nX-Auth-Token: CANARY: timestamp=2022\n\
         2022-02-17T13:42:31.715+0800 [INFO]  provider: [DEBUG] API Response Code: 200\n\
         2022-02-17T13:42:31.715+0800 [INFO]  provider: [DEBUG] API Response Body: {PRETTY}: timestamp=2022\n"
    );
    let (seen, _) = bodies(&old, &[PRETTY], CaptureFormat::Terraform);
    assert_eq!(seen[0].dialect, Some("rds-job"));
    assert_eq!(seen[0].exchange.as_ref().and_then(|exchange| exchange.status), Some(200));
    let tasks = r#"{"tasks": [], "total_count": 0}"#;
    let new = format!(
        "2024/01/23 10:00:00 [DEBUG] [1706004000000-1] API Request URL: GET {JOBS_URL}\n\
         2024/01/23 10:00:00 [DEBUG] [1706004000000-2] API Request URL: GET https://gaussdb.example.com/v3/p/tasks\n\
         2024/01/23 10:00:00 [DEBUG] [1706004000000-2] API Request Body: {{\"job\": {{\"password\": \"CANARY\"}}}}\n\
         2024/01/23 10:00:01 [DEBUG] [1706004000000-2] API Response Body: {tasks}\n\
         2024/01/23 10:00:01 [DEBUG] [1706004000000-1] API Response Body: {PRETTY}\n\
         2024/01/23 10:00:01 [DEBUG] [1706004000000-3] API Response Body: {{\"servers\": []}}\n"
    );
    let (seen, summary) = bodies(&new, &[tasks, PRETTY], CaptureFormat::Terraform);
    assert_eq!((seen[0].dialect, seen[1].dialect), (Some("gaussdb-tasks"), Some("rds-job")));
    assert_eq!(summary.skipped, 1);
    let otc = format!("2019/08/07 13:08:24 [DEBUG] OpenTelekomCloud Response Body: {PRETTY}\n");
    bodies(&otc, &[PRETTY], CaptureFormat::Terraform);
}

#[test]
fn other_logs() {
    let log = CaptureFormat::Log;
    let (seen, _) = bodies(
        &format!("12:00 GET {JOBS_URL} answered {JOB} in 31 ms\n{{ ok }}\nand {JOB}{JOB}"),
        &[JOB, JOB, JOB],
        log,
    );
    assert_eq!((seen[0].dialect, seen[1].dialect), (Some("rds-job"), None));
    bodies(&format!("2024-01-01 INFO {{\"response\": {JOB}, \"took\": 3}}\n"), &[JOB], log);
    bodies(&format!("2024-01-01 INFO msg=\"{{\" and {JOB}\n"), &[JOB], log);
    bodies("2024-01-01 INFO {\"job\": {\"id\": \"a\"\n2024-01-01 INFO done\n", &["{\"job\": {\"id\": \"a\""], log);
    let (_, summary) = bodies("2024-01-01 INFO { data: 1 }\n", &[], log);
    assert_eq!(summary.notice_total, 1);
}

#[test]
fn secrets_reach_nobody() {
    for text in [
        "{\"job\": {\"id\": \"a\", \"password\": \"CANARY\"}}",
        "{\"job\": {\"id\": \"a\", \"token\" : \"CANARY",
        "2024-01-01 ak:CANARY {\"error_msg\": \"ak:CANARY\", \"error_code\": \"1\"}",
        "GET https://user:CANARY@rds.x/v3/p/jobs?Signature=CANARY HTTP/1.1\n\nHTTP/1.1 200 OK\n\n{\"job\": {}}",
        "X-Auth-Token: CANARY\n{\"job\": 1",
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

    let bomb = gzip(&vec![b' '; 20 << 20]);
    let (_, summary) = read(&*bomb, &Limits::default());
    assert_eq!(summary.notices[0].kind, NoticeKind::Limit);
    let few = Limits { notices: 3, line: 10, ..Limits::default() };
    let (_, summary) = read(format!("{small}\n").repeat(50).as_bytes(), &few);
    assert_eq!((summary.notices.len(), summary.notice_total > 3), (3, true));
}

#[test]
fn rubbish_before_a_body_is_told() {
    for (text, told) in [
        (format!(")]}}'{JOB}"), 1),
        (format!("x{JOB}\n"), 1),
        (format!(",{JOB}\n"), 1),
        (format!("\u{a0}{JOB}"), 1),
        (format!("answer: {JOB} and more\nanswer: {JOB}\n"), 1),
        (format!("2024-01-01T00:00:00Z answer: {JOB}\n"), 1),
        (format!("INFO answer: {JOB}\n"), 1),
    ] {
        let (seen, summary) = all(&text);
        assert!(!seen.is_empty(), "{text}");
        let odd = summary.notices.iter().filter(|notice| notice.kind == NoticeKind::Odd).count();
        assert_eq!(odd, told, "{text}\n{summary:?}");
    }
}

/// What unpacks before the damage is the same for every chunking. (found by fuzzing)
#[test]
fn damaged_gzip() {
    let text = format!("{JOB}\n").repeat(40);
    let packed = gzip(text.as_bytes());
    for at in (0..packed.len()).step_by(3) {
        let mut damaged = packed.clone();
        damaged[at] ^= 0x55;
        let whole = read(&*damaged, &Limits::default());
        for most in [1, 5, 64] {
            let slow = Slow { rest: &damaged, most, interrupted: false };
            assert_eq!(read(slow, &Limits::default()), whole, "{at}, {most} bytes at a time");
        }
    }
}

#[test]
fn packed_captures() {
    let twice = gzip(&gzip(JOB.as_bytes()));
    let (seen, summary) = read(&*twice, &Limits::default());
    assert_eq!((seen.len(), summary.notice_total), (1, 1));
    let mut damaged = gzip(format!("{JOB}\n").repeat(1000).as_bytes());
    damaged.truncate(damaged.len() / 2);
    let (_, summary) = read(&*damaged, &Limits::default());
    assert_eq!(summary.notices[0].kind, NoticeKind::Damage);
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
fn soup_takes_linear_time() {
    // So many that a search of the rest of the line for each of them takes minutes.
    for line in ["{\"job\":{}}", "{\"job\":{}} ", "a {\"job\":{}}"] {
        let text = format!("{{\"job\":{{}}}}\n{}", line.repeat(60_000));
        let start = std::time::Instant::now();
        let (seen, _) = read(text.as_bytes(), &Limits::default());
        assert!(start.elapsed().as_secs() < 20, "{line}");
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
    ] {
        for front in ["", "2024-01-01 INFO "] {
            let text = format!("{front}{}", soup.repeat(400_000 / soup.len()));
            let start = std::time::Instant::now();
            read(text.as_bytes(), &Limits::default());
            // A quadratic search takes minutes.
            assert!(start.elapsed().as_secs() < 20, "{front}{soup}");
        }
    }
}

#[test]
fn curls_word_for_a_body_is_no_body() {
    let text = format!(
        "> GET /v3/p/jobs?id=x HTTP/1.1\n> Host: rds.eu-de.otc.t-systems.com\n>\n< HTTP/1.1 200 OK\n<\n{{ [512 bytes data]\n{JOB}\n"
    );
    bodies(&text, &[JOB], CaptureFormat::Http);
}

/// What stands on lines of histories: documents, what isn't quite one, secrets, and blanks.
fn history() -> impl Strategy<Value = Vec<u8>> {
    let long = format!("{{\"job\": {{\"id\": \"{}\"}}}}", "x".repeat(200_000));
    let lines = [
        JOB,
        PRETTY,
        r#"{"job": {"id": "a"}} {"job": {"id": "b"}}"#,
        r#"{"job": {"id": "a"}}{"job": {"id": "b"}}"#,
        r#"{"job": {"id": "}{"}}"#,
        r#"{"job": {"id": "} {", "status": " Running"}}"#,
        r#"  {"job": {"id": "a", "password": "CANARY"}}  "#,
        "\t{\"job\": {\"id\": \"a\"}}\r",
        r#"{"job": {"id": "a", "fail_reason": "Authorization: CANARY"}}"#,
        r#"{"job": {"id": "a", "password": "CANARY"#,
        r#"{"password": "CANARY}"#,
        r#"{"job": {"id": "cut"#,
        r#"{"job": {"id": 1 2}}"#,
        "[]",
        "{}",
        "[[",
        "}",
        "",
        " ",
        "\r",
        "null",
        "\"text\"",
        "some text {\"job\": {\"id\": \"a\"}} and more",
        "{\"job\": {\"id\": \"\u{e4}\"}}",
        &long,
    ];
    let lines = lines.map(|line| line.as_bytes().to_vec());
    let mut lines = Vec::from(lines);
    lines.push(b"{\"job\": {\"id\": \"\xff\"}}".to_vec());
    let line = prop_oneof![3 => Just(JOB.as_bytes().to_vec()), 2 => select(lines)];
    let start = prop_oneof![3 => Just(format!("{JOB}\n{JOB}\n").into_bytes()), 1 => Just(Vec::new())];
    let end = select(vec![&b"\n"[..], b"\r\n"]);
    (start, proptest::collection::vec(line, 0..30), end)
        .prop_map(|(start, lines, end)| [start, lines.join(end)].concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn lines_are_the_bodies_one_by_one(text in history(), most in select(vec![10, 1000, 1 << 20]), tight in any::<bool>()) {
        let mut limits = Limits::default();
        if tight {
            limits.line = 300;
        }
        let one_by_one = read(&*text, &limits);
        let (seen, summary, _) = read_by_lines(Slow { rest: &text, most, interrupted: false }, &limits);
        prop_assert_eq!((seen, summary), one_by_one);
    }
}

#[test]
fn a_history_comes_in_lines() {
    let text = format!("{JOB}\n").repeat(3000);
    let (seen, _, by_lines) = read_by_lines(text.as_bytes(), &Limits::default());
    assert_eq!(seen.len(), 3000);
    assert!(by_lines > 2900, "{by_lines}");
}

/// Text that is no document keeps the limit of a body as well. (found by fuzzing)
#[test]
fn no_body_is_longer_than_its_limit() {
    let input = b"\x1f\x8b\x08\x01\xf7\x84\xdderr\"idrco\"\"created_at\"::otal_count\":\"u\n";
    for body in 1..input.len() {
        for text in [&input[..], &input[7..]] {
            let limits = Limits { body, ..Limits::default() };
            let (seen, _) = read(text, &limits);
            assert!(seen.iter().all(|seen| seen.bytes.len() <= body), "{body}: {seen:?}");
        }
    }
}
