//! The report for programs: an object per body, a line each. This is a contract.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::io::{self, BufWriter};

use serde::Serialize;
use taskcenter::{ApiError, Code, Deviation, Error, Severity, Task, Verdict, Violation};

use super::{Report, Run, Seen, Split, Telling};
use crate::escape::json_line;
use crate::told::Told;
use crate::trouble::Trouble;

/// One body. The order of the members is part of the contract.
#[derive(Serialize)]
struct Line<'l> {
    source: &'l str,
    line: usize,
    dialect: Option<&'l str>,
    verdict: &'static str,
    tasks: &'l [Task<'l>],
    total: Option<u64>,
    api_error: Option<&'l ApiError<'l>>,
    deviations: Vec<DeviationLine<'l>>,
    violations: Vec<ViolationLine>,
    error: Option<ErrorLine<'l>>,
}

/// One deviation, with its place in the source.
#[derive(Serialize)]
struct DeviationLine<'l> {
    code: &'static str,
    severity: &'static str,
    task: Option<usize>,
    at: &'l str,
    line: usize,
    column: usize,
    offset: u64,
    length: u64,
    found: &'l str,
    read_as: Option<&'l str>,
    message: &'l str,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<&'static str>,
}

#[derive(Serialize)]
struct ViolationLine {
    at: String,
    keyword: String,
    message: String,
}

/// Why a body was rejected, with the place in the source.
#[derive(Serialize)]
struct ErrorLine<'l> {
    code: &'static str,
    message: &'l str,
    line: usize,
    column: usize,
    offset: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<&'static str>,
}

/// Whether a baseline that was given has a finding.
fn baseline(seen: &Seen<'_>, index: usize) -> Option<&'static str> {
    seen.judgement.mark(index).known.map(|known| if known { "unchanged" } else { "new" })
}

impl<'l> Line<'l> {
    fn new(seen: &'l Seen<'_>) -> Self {
        let reading = &seen.reading;
        let violations = match reading.verdict() {
            Verdict::Tolerated => reading.violations().into_iter().map(ViolationLine::new).collect(),
            _ => Vec::new(),
        };
        let deviations = reading.deviations().iter().enumerate();
        let deviations = deviations.map(|(index, it)| DeviationLine::new(seen, index, it)).collect();
        Line {
            source: seen.source,
            line: seen.body.position().line,
            dialect: reading.dialect().map(taskcenter::Dialect::name),
            verdict: reading.verdict().as_str(),
            tasks: reading.tasks(),
            total: reading.total(),
            api_error: reading.api_error(),
            deviations,
            violations,
            error: reading.error().map(|error| ErrorLine::new(seen, error)),
        }
    }
}

impl<'l> Line<'l> {
    /// What happened to the capture and is told with none of its bodies: a body that couldn't be had is one that was
    /// rejected, and anything else is a deviation without a task.
    fn of_capture(source: &'l str, trouble: &'l Trouble) -> Option<Self> {
        let code = trouble.word?;
        let (line, column) = trouble.position.map_or((1, 1), |position| (position.line, position.column));
        let (offset, message) = (trouble.offset, &*trouble.message);
        let deviation = code.parse::<Code>().is_ok();
        let deviations = deviation.then(|| DeviationLine {
            code,
            severity: Severity::Note.as_str(),
            task: None,
            at: "",
            line,
            column,
            offset,
            length: 0,
            found: "",
            read_as: None,
            message,
            baseline: None,
        });
        let error = (!deviation).then_some(ErrorLine { code, message, line, column, offset, baseline: None });
        let verdict = if deviation { Verdict::Conforming } else { Verdict::Rejected };
        Some(Line {
            source,
            line,
            dialect: None,
            verdict: verdict.as_str(),
            tasks: &[],
            total: None,
            api_error: None,
            deviations: deviations.into_iter().collect(),
            violations: Vec::new(),
            error,
        })
    }
}

impl<'l> DeviationLine<'l> {
    fn new(seen: &Seen<'_>, index: usize, deviation: &'l Deviation<'_>) -> Self {
        let (position, offset) = seen.locate(deviation.span.offset);
        let (_, end) = seen.locate(deviation.span.end());
        DeviationLine {
            code: deviation.code.as_str(),
            severity: deviation.severity.as_str(),
            task: deviation.task,
            at: &deviation.pointer,
            line: position.line,
            column: position.column,
            offset,
            length: end.saturating_sub(offset),
            found: beginning(&deviation.found),
            read_as: deviation.read_as.as_deref(),
            message: &deviation.message,
            baseline: baseline(seen, index),
        }
    }
}

impl ViolationLine {
    fn new(violation: Violation) -> Self {
        ViolationLine { at: violation.pointer, keyword: violation.keyword, message: violation.message }
    }
}

impl<'l> ErrorLine<'l> {
    fn new(seen: &Seen<'_>, error: &'l Error) -> Self {
        let (position, offset) = seen.locate(error.offset);
        ErrorLine {
            code: error.code.as_str(),
            message: &error.message,
            line: position.line,
            column: position.column,
            offset,
            baseline: baseline(seen, seen.reading.deviations().len()),
        }
    }
}

/// At most the first 1,000 bytes, without a mark: what is printed stands at the span's beginning.
pub fn beginning(text: &str) -> &str {
    const MOST: usize = 1000;
    (0..=MOST.min(text.len())).rev().find_map(|end| text.get(..end)).unwrap_or_default()
}

/// Prints each body's line as soon as it was read.
pub struct Json<W: io::Write>(W);

impl Json<BufWriter<io::StdoutLock<'static>>> {
    /// On the standard output.
    pub fn on_stdout() -> Self {
        Json::on(BufWriter::with_capacity(1 << 16, io::stdout().lock()))
    }
}

impl<W: io::Write> Json<W> {
    /// On anything else.
    pub fn on(out: W) -> Self {
        Json(out)
    }
}

impl<W: io::Write> Split for Json<W> {
    type Part = Json<Told>;

    fn part(&self) -> Self::Part {
        Json(Told::default())
    }

    fn take(&mut self, part: &mut Self::Part) -> io::Result<()> {
        part.0.write_to(&mut self.0)
    }

    fn take_piece(&mut self, told: &[u8]) -> io::Result<()> {
        self.0.write_all(told)
    }
}

impl Telling for Json<Told> {
    fn told(&mut self) -> &mut Told {
        &mut self.0
    }
}

impl<W: io::Write> Report for Json<W> {
    fn body(&mut self, seen: Seen<'_>) -> io::Result<()> {
        json_line(&mut self.0, &Line::new(&seen))
    }

    fn trouble(&mut self, source: &str, trouble: &Trouble) -> io::Result<()> {
        Line::of_capture(source, trouble).map_or(Ok(()), |line| json_line(&mut self.0, &line))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }

    fn finish(&mut self, _: &Run) -> io::Result<()> {
        Ok(())
    }
}
