//! Every limit, on both sides of its edge; and nothing that needs more than a small stack.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::Read;
use std::ops::ControlFlow;
use std::thread;

use taskcenter::bulk::Bulk;
use taskcenter::capture::{Capture, CaptureSummary, NoticeKind};
use taskcenter::{Code, ErrorCode, Limits, ReadOptions, Task, Verdict};

fn with(change: impl FnOnce(&mut Limits)) -> Limits {
    let mut limits = Limits::default();
    change(&mut limits);
    limits
}

fn error(limits: &Limits, body: &str) -> Option<(ErrorCode, usize)> {
    let reading = ReadOptions::new().limits(limits.clone()).read(body.as_bytes());
    reading.error().map(|error| (error.code, error.offset))
}

fn captured(limits: &Limits, reader: impl Read) -> (Vec<Vec<u8>>, CaptureSummary) {
    let mut capture = Capture::new(reader, limits.clone());
    let mut bodies = Vec::new();
    while let Some(body) = capture.next_body().unwrap() {
        bodies.push(body.bytes().to_vec());
    }
    (bodies, capture.summary().clone())
}

fn limit_notices(summary: &CaptureSummary) -> usize {
    summary.notices.iter().filter(|notice| notice.kind == NoticeKind::Limit).count()
}

#[test]
fn the_defaults_are_as_documented() {
    let limits = Limits::default();
    assert_eq!((limits.nesting, limits.body, limits.line), (128, 64 << 20, 64 << 20));
    assert_eq!((limits.members, limits.deviations, limits.notices), (1 << 24, 1000, 1000));
    assert_eq!(limits.records, 6 << 20);
    assert_eq!((limits.unpacked, limits.unpacked_ratio), (64 << 30, 200));
}

#[test]
fn nesting_is_limited_to_the_level() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = |levels: usize| {
            let inner = levels - 2;
            let (open, close) = (open.repeat(inner), close.repeat(inner));
            format!("{{\"job\":{{\"id\":\"a\",\"x\":{open}1{close}}}}}")
        };
        let limits = Limits::default();
        assert_eq!(error(&limits, &deep(limits.nesting)), None);
        let deeper = deep(129);
        let place = deeper.find("\"x\":").unwrap() + 4 + 126 * open.len();
        assert_eq!(error(&limits, &deeper), Some((ErrorCode::TooDeep, place)));
    }
}

#[test]
fn a_body_is_limited_to_the_byte() {
    let body = "{\"job\":{\"id\":\"a\"}}";
    assert_eq!(error(&with(|limits| limits.body = body.len()), body), None);
    let short = with(|limits| limits.body = body.len() - 1);
    assert_eq!(error(&short, body), Some((ErrorCode::TooLarge, body.len() - 1)));
    // In every way that a capture can hold it.
    let log = |body: &str| format!("2024-01-01 INFO answered {body} in 3 ms\n");
    let pretty = |body: &str| body.replace(':', ":\n");
    let http = |body: &str| format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    let chunked = |body: &str| {
        let chunk = format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
        format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}")
    };
    let plain = |body: &str| body.to_owned();
    type Way<'w> = (&'w str, &'w dyn Fn(&str) -> String);
    let ways: [Way<'_>; 5] =
        [("plain", &plain), ("pretty", &pretty), ("log", &log), ("http", &http), ("chunked", &chunked)];
    for (name, way) in ways {
        let capture = way(body);
        let length = if name == "pretty" { capture.len() } else { body.len() };
        let (bodies, summary) = captured(&with(|limits| limits.body = length), capture.as_bytes());
        assert_eq!((bodies.len(), limit_notices(&summary), summary.lost), (1, 0, 0), "{name}: {summary:?}");
        let (bodies, summary) = captured(&with(|limits| limits.body = length - 1), capture.as_bytes());
        assert_eq!((bodies.len(), limit_notices(&summary), summary.lost), (0, 1, 1), "{name}: {summary:?}");
    }
}

#[test]
fn a_line_is_limited_to_the_byte() {
    let body = "{\"job\":{\"id\":\"a\"}}";
    for end in ["\n", "\r\n"] {
        let history = format!("{body}{end}{body} {end}{body}{end}");
        let line = body.len() + end.len() - 1;
        let (bodies, summary) = captured(&with(|limits| limits.line = line + 1), history.as_bytes());
        assert_eq!((bodies.len(), limit_notices(&summary)), (3, 0), "{summary:?}");
        let (bodies, summary) = captured(&with(|limits| limits.line = line), history.as_bytes());
        assert_eq!((bodies.len(), limit_notices(&summary)), (2, 1), "{summary:?}");
        for (limit, refused) in [(line + 1, 0), (line, 1)] {
            assert_eq!(refused_lines(&with(|limits| limits.line = limit), history.as_bytes()), (3, refused));
        }
    }
}

/// How many lines a history has, and how many of them are too long.
fn refused_lines(limits: &Limits, reader: impl Read) -> (u64, u64) {
    let options = ReadOptions::new().limits(limits.clone());
    let (mut lines, mut refused) = (0, 0);
    let mut bulk = Bulk::new(reader, &options);
    let read = bulk.for_each(|body| {
        lines += 1;
        assert_eq!(body.line(), lines);
        match body.error() {
            Some(error) => {
                assert_eq!((error.code, body.verdict()), (ErrorCode::TooLarge, Verdict::Rejected));
                assert!(body.bytes().len() <= limits.line);
                refused += 1;
            }
            None => assert_eq!(body.tasks().len(), 1),
        }
        ControlFlow::<()>::Continue(())
    });
    read.unwrap();
    (lines, refused)
}

#[test]
fn a_line_that_does_not_end_takes_no_memory() {
    let body = b"{\"job\":{\"id\":\"a\"}}\n";
    let long = std::io::repeat(b'x').take(10 << 20);
    let limits = with(|limits| limits.line = 100_000);
    let history = body.chain(long).chain(&b"\n"[..]).chain(&body[..]);
    assert_eq!(refused_lines(&limits, history), (3, 1));
    // And to the end of all.
    let history = body.chain(std::io::repeat(b'x').take(1 << 20));
    assert_eq!(refused_lines(&limits, history), (2, 1));
}

#[test]
fn unknown_members_are_limited_exactly() {
    let strangers = |count: usize| {
        let members: String = (0..count).map(|index| format!(",\"m{index}\":1")).collect();
        [
            format!("{{\"job\":{{\"id\":\"a\"{members}}}}}"),
            format!("{{\"job\":{{\"id\":\"a\"}}{members}}}"),
            format!("{{\"job\":{{\"id\":\"a\",\"x\":{{{}}}}}}}", &members[1..]),
        ]
    };
    let limits = with(|limits| limits.members = 10);
    for body in strangers(10) {
        assert_eq!(error(&limits, &body), None, "{body}");
    }
    for body in strangers(11) {
        let place = body.find("\"m10\"").unwrap();
        assert_eq!(error(&limits, &body), Some((ErrorCode::TooLarge, place)), "{body}");
    }
}

/// What is read of a body may take so much room beside what its length allows; exact at its edge.
#[test]
fn what_is_read_of_a_body_is_limited_to_the_byte() {
    let task = size_of::<Task<'static>>();
    let room = |body: &str, limit: usize| limit + body.len() * 5 / 2;
    // How many of them there are, and where the one stands that is too many.
    for (open, unit, close, size) in [
        ("{\"tasks\":[", "{},", "{}]}", task),
        ("{\"jobs\":[", "{\"id\":\"a\"},", "{}]}", task),
        ("{\"job\":{\"id\":\"a\",\"entities\":{\"resource_ids\":[", "\"a\",", "\"\"]}}}", 24),
    ] {
        for limit in [0usize, 1000, 12_345] {
            let body = format!("{open}{}{close}", unit.repeat(2000));
            let there = room(&body, limit) / size;
            assert!(there < 2000, "{there}");
            let found = error(&with(|limits| limits.records = limit), &body).map(|(code, _)| code);
            assert_eq!(found, Some(ErrorCode::TooLarge), "{unit}");
            assert_eq!(error(&with(|limits| limits.records = 1 << 30), &body), None, "{unit}");
        }
    }
    let body = "{\"tasks\":[{},{},{}]}";
    let enough = 3 * task - room(body, 0);
    assert_eq!(error(&with(|limits| limits.records = enough), body), None);
    let last = body.rfind("{}").unwrap();
    assert_eq!(error(&with(|limits| limits.records = enough - 1), body), Some((ErrorCode::TooLarge, last)));
    let reading = ReadOptions::new().limits(with(|limits| limits.records = enough - 1)).read(body.as_bytes());
    assert_eq!(reading.tasks().len(), 2, "what was read before stays");
    // Members under other names wait for the end of their object, and take room as well.
    let padded = format!("{{\"job\":{{\"id\":\"a\"{}}}}}", ",\" id\":1".repeat(1000));
    let found = error(&with(|limits| limits.records = 1000), &padded).map(|(code, _)| code);
    assert_eq!(found, Some(ErrorCode::TooLarge));
    assert_eq!(error(&Limits::default(), &padded), None);
    // By default, a page as no service sends one is read.
    let page = format!("{{\"tasks\":[{}{{}}]}}", "{},".repeat(15_000));
    assert_eq!(error(&Limits::default(), &page), None);
}

/// Chunks of a byte each: found from the window's beginning, the place of every chunk cost all those before it, and
/// four million of them took hours. That they are so many is a limit of its own.
#[test]
fn chunks_of_a_byte_are_a_limit_of_their_own() {
    let cut = |count: usize| {
        let blanks = "1\r\n \r\n".repeat(count);
        format!(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{blanks}12\r\n{{\"job\":{{\"id\":\"a\"}}}}\r\n0\r\n\r\n"
        )
    };
    let (bodies, summary) = captured(&Limits::default(), cut(60_000).as_bytes());
    assert_eq!((bodies.len(), limit_notices(&summary), summary.lost), (1, 0, 0), "{summary:?}");
    let (bodies, summary) = captured(&Limits::default(), cut(400_000).as_bytes());
    assert_eq!((bodies.len(), limit_notices(&summary), summary.lost), (0, 1, 1), "{summary:?}");
}

#[test]
fn lists_are_cut_and_their_totals_exact() {
    let body = "{\"job\":{\"id\":\"a\",\"a\":1,\"b\":2,\"c\":3}}";
    let full = ReadOptions::new().read(body.as_bytes());
    let total = full.deviations().len();
    for (limit, capped) in [(total, false), (total - 1, true), (0, true)] {
        let limits = with(|limits| limits.deviations = limit);
        let reading = ReadOptions::new().limits(limits).read(body.as_bytes());
        let says_so = reading.deviations().iter().filter(|found| found.code == Code::DeviationsCapped).count();
        assert_eq!((reading.deviations().len() - says_so, says_so == 1), (limit, capped));
        assert_eq!(reading.deviation_counts(), full.deviation_counts());
    }
    let long = format!("{}\n{{\"job\":{{\"id\":\"a\"}}}}\n", "x".repeat(50)).repeat(3);
    let summary =
        |notices| captured(&with(|limits| (limits.line, limits.notices) = (40, notices)), long.as_bytes()).1;
    let total = summary(1000).notice_total;
    assert!(total >= 2, "{:?}", summary(1000));
    for notices in [total as usize, total as usize - 1, 0] {
        assert_eq!((summary(notices).notices.len(), summary(notices).notice_total), (notices, total));
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::read::GzEncoder::new(bytes, flate2::Compression::best());
    let mut packed = Vec::new();
    packer.read_to_end(&mut packed).unwrap();
    packed
}

#[test]
fn unpacked_bytes_are_limited_to_the_byte() {
    let body = "{\"job\":{\"id\":\"a\"}}\n".repeat(10_000);
    let packed = gzip(body.as_bytes());
    let (bodies, summary) = captured(&with(|limits| limits.unpacked = body.len() as u64), &*packed);
    assert_eq!((bodies.len(), limit_notices(&summary)), (10_000, 0), "{summary:?}");
    let (bodies, summary) = captured(&with(|limits| limits.unpacked = body.len() as u64 - 1), &*packed);
    assert_eq!(limit_notices(&summary), 1, "{summary:?}");
    assert!(bodies.len() < 10_000);
}

#[test]
fn bytes_out_of_one_packed_byte_are_limited_exactly() {
    let large = vec![b' '; 9 << 20];
    let packed = gzip(&large);
    // All of it comes out of all of it.
    let ratio = (large.len() as u64).div_ceil(packed.len() as u64);
    let (_, summary) = captured(&with(|limits| limits.unpacked_ratio = ratio), &*packed);
    assert_eq!(limit_notices(&summary), 0, "{summary:?}");
    let (_, summary) = captured(&with(|limits| limits.unpacked_ratio = ratio - 1), &*packed);
    assert_eq!(limit_notices(&summary), 1, "{summary:?}");
    // What is small may be packed as tightly as it likes.
    let small = gzip(&large[..4 << 20]);
    let (_, summary) = captured(&with(|limits| limits.unpacked_ratio = 1), &*small);
    assert_eq!(limit_notices(&summary), 0, "{summary:?}");
}

/// As small as the stacks of some runtimes' threads.
#[test]
fn everything_works_on_a_small_stack() {
    let work = || {
        let deep = format!("{{\"job\":{{\"id\":\"a\",\"x\":{}1{}}}}}", "[".repeat(126), "]".repeat(126));
        let deeper = "[".repeat(100_000);
        let damaged = deep.replace('1', "1,");
        for body in [&deep, &deeper, &damaged] {
            for repair in [false, true] {
                let reading = ReadOptions::new().repair(repair).read(body.as_bytes());
                let shown = format!("{reading:?}");
                assert!(!shown.is_empty());
                let owned = reading.clone().into_owned();
                assert_eq!(owned.tasks(), reading.tasks());
                for task in reading.tasks() {
                    let json = serde_json::to_string(task).unwrap();
                    assert!(json.contains("\"a\""));
                }
            }
            let log = format!("2024-01-01 INFO {body} end\n{body}");
            captured(&Limits::default(), log.as_bytes());
            captured(&Limits::default(), body.as_bytes());
            let options = ReadOptions::new();
            let mut bulk = Bulk::new(body.as_bytes(), &options);
            bulk.for_each(|body| {
                assert!(body.deviations().len() < 1000);
                ControlFlow::<()>::Continue(())
            })
            .unwrap();
        }
    };
    thread::Builder::new().stack_size(128 << 10).spawn(work).unwrap().join().unwrap();
}
