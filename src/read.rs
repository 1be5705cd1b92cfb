//! Where the rooms meet: bytes to tasks, and everything that was forgiven on the way.

mod alias;
mod api_error;
mod log;
mod notes;
mod reading;
mod report;
mod scalar;
mod store;
mod strangers;
mod walk;
mod wrong;

pub use api_error::ApiError;
pub use reading::{Reading, Verdict};

use std::borrow::Cow;

use log::{Detail, ReadAs};
use walk::{Sight, Walk};

use crate::deviation::{Code, Severity};
use crate::dialect::{Detection, Dialect, Names, detect, other_names};
use crate::error::Error;
use crate::place::Span;
use crate::scan::{BYTE_ORDER_MARK, Kind, Scanner, Token};

/// Reads one body, and finds out its dialect from what it says.
///
/// ```
/// let reading = taskcenter::read(br#"{"job": {"id": "31b8ae23-c687-4d80-b7b4-42a66c9bb886", "progress": "60 % "}}"#);
/// assert_eq!(reading.tasks()[0].progress, Some(60));
/// assert!(!reading.conforms());
/// ```
pub fn read(body: &[u8]) -> Reading<'_> {
    ReadOptions::new().read(body)
}

/// Reads one body of a dialect that is known, such as by the request that it answers.
pub fn read_as<'a>(dialect: &Dialect, body: &'a [u8]) -> Reading<'a> {
    ReadOptions::new().read_as(dialect, body)
}

/// How to read: limits, and dialects of one's own.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    depth_limit: usize,
    size_limit: usize,
    deviation_limit: usize,
    dialects: Vec<Dialect>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        ReadOptions::new()
    }
}

impl ReadOptions {
    /// 128 levels of nesting, bodies of up to 4 GiB, 1,000 listed deviations a body.
    pub fn new() -> Self {
        ReadOptions {
            depth_limit: 128,
            size_limit: u32::MAX as usize,
            deviation_limit: 1000,
            dialects: Vec::new(),
        }
    }

    /// How many objects and lists may be open at once. Deeper bodies are [`crate::ErrorCode::TooDeep`].
    pub fn depth_limit(mut self, levels: usize) -> Self {
        self.depth_limit = levels;
        self
    }

    /// How many bytes a body may have, at most 4 GiB. Larger ones are [`crate::ErrorCode::TooLarge`].
    pub fn size_limit(mut self, bytes: usize) -> Self {
        self.size_limit = bytes.min(u32::MAX as usize);
        self
    }

    /// How many deviations of one body are listed. The totals are exact all the same.
    pub fn deviation_limit(mut self, count: usize) -> Self {
        self.deviation_limit = count;
        self
    }

    /// Takes another dialect into account: for detection, and for the names that it knows.
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialects.push(dialect);
        self
    }

    /// Reads one body, and finds out its dialect from what it says.
    pub fn read<'a>(&self, body: &'a [u8]) -> Reading<'a> {
        self.read_with(None, body)
    }

    /// Reads one body of a dialect that is known.
    pub fn read_as<'a>(&self, dialect: &Dialect, body: &'a [u8]) -> Reading<'a> {
        self.read_with(Some(dialect), body)
    }

    fn read_with<'a>(&self, named: Option<&Dialect>, body: &'a [u8]) -> Reading<'a> {
        let mut reading = Reading::of(body, named);
        let text = match self.text(body) {
            Ok(text) => text,
            Err(error) => {
                reading.error = Some(error);
                return reading;
            }
        };
        let own_names;
        let names = if self.dialects.is_empty() && named.is_none() {
            other_names()
        } else {
            own_names = Names::of(named.into_iter().chain(Dialect::all()).chain(&self.dialects));
            &own_names
        };
        let mut walk = Walk::new(Scanner::new(text, self.depth_limit), names, self.deviation_limit);
        if text.starts_with(BYTE_ORDER_MARK) {
            let span = Span::new(0, BYTE_ORDER_MARK.len_utf8());
            walk.note(Code::ByteOrderMark, span, ReadAs::Nothing, Detail::None);
        }
        let mut chosen = named.cloned();
        let (outcome, api_error) = self.body(&mut walk, text, &mut chosen);
        reading.dialect = chosen;
        reading.api_error = api_error;
        reading.error = outcome.err();
        self.finish(reading, walk, text)
    }

    /// Walks the body; an error leaves what was read before it.
    fn body<'a>(
        &self,
        walk: &mut Walk<'a, '_>,
        text: &'a str,
        dialect: &mut Option<Dialect>,
    ) -> (Result<(), Error>, Option<ApiError<'a>>) {
        let known: Vec<&Dialect> = Dialect::all().iter().chain(&self.dialects).collect();
        let mut tie = Vec::new();
        let mut envelope = true;
        if dialect.is_none() {
            match detect(&known, text, self.depth_limit) {
                Detection::One(found) => *dialect = Some(found.clone()),
                Detection::Tie(found) => {
                    *dialect = found.first().copied().cloned();
                    tie = found.iter().map(|dialect| dialect.name().to_owned()).collect();
                }
                Detection::NoEnvelope => envelope = false,
            }
        }
        let start = match walk.scan.value() {
            Ok(token) => token,
            Err(error) => return (Err(wrong::syntax(text, &error)), None),
        };
        if !tie.is_empty() {
            let span = Span::new(start.start, start.end);
            walk.note(Code::AmbiguousDialect, span, ReadAs::Nothing, Detail::Dialects(tie));
        }
        let walked = match dialect {
            Some(dialect) if envelope && start.kind == Kind::Object => {
                walk.object(dialect.shape(), start, Sight::Schema).and_then(|_| walk.scan.finish())
            }
            _ => return self.stranger(walk, text, start),
        };
        if let Err(error) = walked {
            return (Err(wrong::syntax(text, &error)), None);
        }
        if walk.tasks.is_empty() && !walk.listed {
            // The dialect was named, or its envelope holds no task; the body may be an error all the same.
            let mut again = Walk::new(Scanner::new(text, self.depth_limit), walk.names, self.deviation_limit);
            std::mem::swap(walk, &mut again);
            return match walk.scan.value() {
                Ok(start) => self.stranger(walk, text, start),
                Err(error) => (Err(wrong::syntax(text, &error)), None),
            };
        }
        walk.compare_total();
        (Ok(()), None)
    }

    /// A body without a task: an error of the API, or none of a task center's business.
    fn stranger<'a>(
        &self,
        walk: &mut Walk<'a, '_>,
        text: &'a str,
        start: Token,
    ) -> (Result<(), Error>, Option<ApiError<'a>>) {
        let checked = walk.scan.skip(start).and_then(|_| walk.scan.finish());
        if let Err(error) = checked {
            return (Err(wrong::syntax(text, &error)), None);
        }
        walk.scan.jump(start.start);
        let error = match (walk.scan.value(), start.kind) {
            (Ok(_), Kind::Object) => walk.api_error().ok().flatten(),
            _ => None,
        };
        match error {
            Some(error) => (Ok(()), Some(error)),
            None => (Err(wrong::not_a_response(text, start)), None),
        }
    }

    /// The body as text, or why it is none.
    fn text<'a>(&self, body: &'a [u8]) -> Result<&'a str, Error> {
        if body.len() > self.size_limit {
            return Err(wrong::too_large(body, self.size_limit));
        }
        if let Some(error) = wrong::no_json(body) {
            return Err(error);
        }
        std::str::from_utf8(body).map_err(|error| wrong::not_utf8(body, error.valid_up_to()))
    }

    fn finish<'a>(&self, mut reading: Reading<'a>, walk: Walk<'a, '_>, text: &'a str) -> Reading<'a> {
        let Walk { mut log, tasks, total, extra, .. } = walk;
        reading.conforms = reading.error.is_none() && log.worst() <= Some(Severity::Note);
        reading.counts = log.counts().collect();
        let unlisted = log.unlisted();
        if unlisted > 0 {
            let span = Span::new(0, text.len().min(1));
            let detail = Detail::Unlisted(unlisted);
            let (code, severity) = (Code::DeviationsCapped, Severity::Note);
            log.list.push(log::Oddity { code, severity, task: None, span, read_as: ReadAs::Nothing, detail });
        }
        reading.deviations = report::deviations(text, self.depth_limit, log.list);
        reading.tasks = tasks;
        reading.total = total.map(|(total, _)| total);
        reading.extra = extra;
        reading
    }
}

impl<'a> Reading<'a> {
    fn of(body: &'a [u8], dialect: Option<&Dialect>) -> Self {
        Reading {
            body: Cow::Borrowed(body),
            dialect: dialect.cloned(),
            tasks: Vec::new(),
            total: None,
            extra: crate::raw::Extra::default(),
            api_error: None,
            deviations: Vec::new(),
            counts: Vec::new(),
            conforms: false,
            error: None,
        }
    }
}
