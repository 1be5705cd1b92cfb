//! JSON documents: one, one a line, or one after the other.

use super::options::CaptureOptions;
use super::summary::CaptureFormat;
use crate::place::Position;
use crate::scan::{Kind, Scanner};

pub(super) struct Record {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) position: Position,
}

pub(super) fn split(bytes: &[u8], options: &CaptureOptions) -> (CaptureFormat, Vec<Record>) {
    let lone_cr = !bytes.contains(&b'\n') && bytes.contains(&b'\r');
    let end = if lone_cr { b'\r' } else { b'\n' };
    let mut lines = Vec::new();
    let mut at = 0;
    for (index, line) in bytes.split(|byte| *byte == end).enumerate() {
        let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        let start = line.iter().position(|byte| !blank(byte)).unwrap_or(line.len());
        let stop = line.iter().rposition(|byte| !blank(byte)).map_or(start, |last| last + 1);
        if start < stop {
            let position = Position { line: index + 1, column: start + 1 };
            lines.push(Record { start: at + start, end: at + stop, position });
        }
        at += line.len() + 1;
    }
    let one = || vec![Record { start: 0, end: bytes.len(), position: Position::START }];
    let line = |record: &Record| &bytes[record.start..record.end];
    let ends = |record: &Record| documents(line(record), options.depth_limit);
    if lines.len() <= 1 || ends(&lines[0]).is_none() {
        if let Some(ends) = documents(bytes, options.depth_limit) {
            if ends.len() == 1 {
                return (CaptureFormat::Json, one());
            }
            let whole = Record { start: 0, end: bytes.len(), position: Position::START };
            return (CaptureFormat::Documents, cut(bytes, whole, &ends));
        }
        let lines_all = lines.len() > 1 && lines.iter().all(|record| line(record)[0] == b'{');
        let answer = |record: &Record| is_answer(line(record), options.depth_limit);
        if !lines_all && !lines.iter().skip(1).any(answer) {
            return (CaptureFormat::Json, one());
        }
    }
    let mut records = Vec::new();
    for record in lines {
        match ends(&record) {
            Some(ends) if ends.len() > 1 => records.extend(cut(bytes, record, &ends)),
            _ => records.push(record),
        }
    }
    (CaptureFormat::JsonLines, records)
}

fn cut(bytes: &[u8], whole: Record, ends: &[usize]) -> Vec<Record> {
    let Record { mut start, mut position, .. } = whole;
    let base = whole.start;
    let mut records = Vec::new();
    for end in ends {
        let from = bytes[start..].iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0) + start;
        position = position.advance(&bytes[start..from]);
        records.push(Record { start: from, end: base + end, position });
        position = position.advance(&bytes[from..base + end]);
        start = base + end;
    }
    records
}

/// Where each of the documents in a text ends; `None` if it is anything else.
fn documents(bytes: &[u8], depth_limit: usize) -> Option<Vec<usize>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut scan = Scanner::new(text, depth_limit);
    let mut ends = Vec::new();
    loop {
        let token = scan.value().ok()?;
        ends.push(scan.skip(token).ok()?);
        if scan.finish().is_ok() {
            return Some(ends);
        }
    }
}

/// Whether a text is a document with an envelope, or an API error.
fn is_answer(bytes: &[u8], depth_limit: usize) -> bool {
    let names = || {
        let mut scan = Scanner::new(std::str::from_utf8(bytes).ok()?, depth_limit);
        (scan.value().ok()?.kind == Kind::Object).then_some(())?;
        let mut found = false;
        let mut first = true;
        while let Some(name) = scan.member(first).ok()? {
            first = false;
            found |= matches!(&*name.decode(), "job" | "jobs" | "tasks" | "error_code" | "error_msg" | "errCode");
            let token = scan.value().ok()?;
            scan.skip(token).ok()?;
        }
        (found && scan.finish().is_ok()).then_some(())
    };
    names().is_some()
}
