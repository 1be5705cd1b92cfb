//! Law 6: a history reads as the sum of its lines, under every chunking, forwards and backwards.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::io::{self, Read};
use std::ops::ControlFlow;

use support::corpus;
use taskcenter::bulk::{Bulk, Lent, Series};
use taskcenter::{Code, Deviation, Dialect, ReadOptions, Task, Verdict, read};

/// Gives so many bytes at a time, and is interrupted before each of them.
struct Chunks<'a> {
    bytes: &'a [u8],
    size: usize,
    interrupted: bool,
}

impl Read for Chunks<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.interrupted = !self.interrupted;
        if self.interrupted {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let size = self.size.min(into.len()).min(self.bytes.len());
        let (now, later) = self.bytes.split_at(size);
        into[..size].copy_from_slice(now);
        self.bytes = later;
        Ok(size)
    }
}

/// What a body says, whoever read it.
#[derive(Debug, PartialEq)]
struct Said {
    dialect: Option<String>,
    verdict: Verdict,
    tasks: Vec<Task<'static>>,
    total: Option<u64>,
    deviations: Vec<Deviation<'static>>,
    error: Option<String>,
}

fn by_read(line: &[u8]) -> Said {
    let reading = read(line).into_owned();
    Said {
        dialect: reading.dialect().map(|dialect| dialect.name().to_owned()),
        verdict: reading.verdict(),
        total: reading.total(),
        deviations: reading.deviations().to_vec(),
        error: reading.error().map(ToString::to_string),
        tasks: reading.into_tasks(),
    }
}

/// What is noticed is what is reported.
fn same_findings(body: &Lent<'_, '_>) {
    let mut findings: Vec<_> =
        body.findings().map(|it| (it.span.offset, it.code, it.severity, it.task, it.found)).collect();
    let deviations = body.deviations();
    let listed = deviations.iter().filter(|it| it.code != Code::DeviationsCapped);
    let mut reported: Vec<_> =
        listed.map(|it| (it.span.offset, it.code, it.severity, it.task, &*it.found)).collect();
    findings.sort();
    reported.sort();
    assert_eq!(findings, reported);
}

fn by_lending(body: &Lent<'_, '_>) -> Said {
    same_findings(body);
    Said {
        dialect: body.dialect().map(|dialect: &Dialect| dialect.name().to_owned()),
        verdict: body.verdict(),
        total: body.total(),
        deviations: body.deviations().into_iter().map(Deviation::into_owned).collect(),
        error: body.error().map(ToString::to_string),
        tasks: body.tasks().iter().cloned().map(Task::into_owned).collect(),
    }
}

fn by_bulk(history: &[u8], size: usize) -> Vec<(u64, u64, Said)> {
    let mut bodies = Vec::new();
    let reader = Chunks { bytes: history, size, interrupted: false };
    let options = ReadOptions::new();
    let mut bulk = Bulk::new(reader, &options);
    let broken = bulk.for_each(|body| {
        bodies.push((body.line(), body.offset(), by_lending(body)));
        ControlFlow::<()>::Continue(())
    });
    assert_eq!(broken.unwrap(), None);
    bodies
}

/// Bodies that only one of the two ways in might look at before reading. (found by fuzzing)
#[test]
fn what_is_no_json_is_the_same_in_a_history() {
    for line in
        ["{\0\"job\":{}}", "{\0", "\0{", "\u{feff}{\"job\":{\"id\":\"a\"}}", "\u{feff}", "<html>", "[]", "{"]
    {
        let bodies = by_bulk(line.as_bytes(), 1000);
        assert_eq!(bodies.len(), 1);
        assert_eq!(bodies[0].2, by_read(line.as_bytes()), "{line:?}");
    }
}

/// Every body of the corpus on a line of its own; line ends between tokens are as good as blanks.
fn lines() -> Vec<Vec<u8>> {
    let on_a_line =
        |body: Vec<u8>| body.into_iter().map(|byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { byte });
    let lines = corpus().into_iter().map(|case| on_a_line(case.body).collect::<Vec<u8>>());
    lines.filter(|line| line.iter().any(|byte| !byte.is_ascii_whitespace())).collect()
}

#[test]
fn a_history_is_the_sum_of_its_lines() {
    let mut lines = lines();
    for _ in 0..2 {
        let expected: Vec<Said> = lines.iter().map(|line| by_read(line)).collect();
        let history = lines.join(&b'\n');
        for size in [7, 1000, 1 << 20] {
            let bodies = by_bulk(&history, size);
            assert_eq!(bodies.len(), lines.len());
            let mut offset = 0;
            for (index, ((line, at, said), expected)) in bodies.iter().zip(&expected).enumerate() {
                assert_eq!((*line, *at), (index as u64 + 1, offset));
                assert_eq!(said, expected, "{}", String::from_utf8_lossy(&lines[index]));
                offset += lines[index].len() as u64 + 1;
            }
        }
        lines.reverse();
    }
}

#[test]
fn a_series_reads_each_body_by_itself() {
    let options = ReadOptions::new();
    let mut series = Series::new(&options);
    let mut cases = corpus();
    for case in &cases {
        let lent = series.read(&case.body);
        assert_eq!(by_lending(&lent), by_read(&case.body), "{}", case.file);
        assert_eq!((lent.line(), lent.offset(), lent.bytes()), (1, 0, &*case.body));
    }
    cases.reverse();
    let dialect = Dialect::named("gaussdb-tasks").unwrap();
    let mut series = Series::new(&options).dialect(dialect);
    for case in &cases {
        assert_eq!(by_lending(&series.read(&case.body)).tasks, options.read_as(dialect, &case.body).tasks());
    }
}

#[test]
fn blank_lines_and_carriage_returns_are_no_bodies() {
    let history = b"\n\r\n{\"jobs\":[],\"total_count\":0}\r\n  \n{\"job\":{}}";
    let lines: Vec<_> =
        by_bulk(history, 3).into_iter().map(|(line, offset, said)| (line, offset, said.verdict)).collect();
    assert_eq!(lines, [(3, 3, Verdict::Conforming), (5, 35, Verdict::Tolerated)]);
}

#[test]
fn a_callback_breaks_off() {
    let options = ReadOptions::new();
    let mut bulk = Bulk::new(&b"{\"job\":{\"id\":\"a\"}}\n{\"job\":{\"id\":\"b\"}}\n"[..], &options);
    let found = bulk.for_each(|body| ControlFlow::Break(body.tasks()[0].id.clone().map(|id| id.into_owned())));
    assert_eq!(found.unwrap().flatten().as_deref(), Some("a"));
}

#[test]
fn a_line_longer_than_a_block_is_read() {
    let long =
        format!("{{\"job\":{{\"id\":\"a\",\"note\":\"{}\"}}}}\n{{\"job\":{{\"id\":\"b\"}}}}", "x".repeat(500_000));
    let ids: Vec<_> =
        by_bulk(long.as_bytes(), 10_000).into_iter().map(|(.., said)| said.tasks[0].id.clone()).collect();
    assert_eq!(ids, [Some("a".into()), Some("b".into())]);
}
