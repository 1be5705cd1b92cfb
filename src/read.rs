//! Where the rooms meet: bytes to tasks, and everything that was forgiven on the way.
#![deny(clippy::indexing_slicing, clippy::string_slice)]

mod alias;
pub(crate) mod api_error;
mod beside;
mod content;
mod duplicate;
mod guess;
mod lane;
mod later;
mod list;
mod log;
mod notes;
mod reading;
mod report;
mod resolve;
mod scalar;
mod store;
mod strangers;
mod walk;
mod walked;
mod wrong;

pub use api_error::ApiError;
pub(crate) use guess::Memory;
pub use reading::{Reading, Verdict};
pub(crate) use walked::Walked;

use std::borrow::Cow;
use std::sync::Arc;

use simdutf8::compat::Utf8Error as Damage;

use log::{Detail, ReadAs};
use walk::Walk;

use crate::deviation::{Code, Severity};
use crate::dialect::{Detection, Dialect, Registry, detect};
use crate::error::Error;
use crate::limits::Limits;
use crate::place::Span;
use crate::repair::{Repaired, repair};
use crate::scan::{BYTE_ORDER_MARK, Kind, Scanner};

/// An error of the API, or nothing but tasks; or why there are none.
pub(crate) type Outcome<'a> = Result<Option<ApiError<'a>>, Error>;

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
    limits: Limits,
    repair: bool,
    /// With dialects of one's own; `None` for those of the crate.
    registry: Option<Arc<Registry>>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        ReadOptions::new()
    }
}

impl ReadOptions {
    /// The limits of [`Limits::default`], no repair, and the dialects of the crate.
    pub fn new() -> Self {
        ReadOptions { limits: Limits::default(), repair: false, registry: None }
    }

    /// How large things may become, all at once.
    pub fn limits(mut self, limits: Limits) -> Self {
        let body = limits.body;
        self.limits = limits;
        self.size_limit(body)
    }

    /// How many objects and lists may be open at once. Deeper bodies are [`crate::ErrorCode::TooDeep`].
    pub fn depth_limit(mut self, levels: usize) -> Self {
        self.limits.nesting = levels;
        self
    }

    /// How many bytes a body may have, at most 4 GiB. Larger ones are [`crate::ErrorCode::TooLarge`].
    pub fn size_limit(mut self, bytes: usize) -> Self {
        self.limits.body = bytes.min(Limits::LARGEST_BODY);
        self
    }

    /// How many deviations of one body are listed. The totals are exact all the same.
    pub fn deviation_limit(mut self, count: usize) -> Self {
        self.limits.deviations = count;
        self
    }

    /// Reads over the damage of pasted documents: trailing and missing commas, smart quotes, comments,
    /// missing brackets and quotes, a label before the body, a cut end.
    ///
    /// Each place is a deviation, and such a body never conforms. What could be read in two ways stays an
    /// error.
    pub fn repair(mut self, repair: bool) -> Self {
        self.repair = repair;
        self
    }

    /// Takes another dialect into account: for detection, and for the names that it knows.
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        let dialects = self.registry().dialects.iter().cloned().chain([dialect]).collect();
        self.registry = Some(Arc::new(Registry::new(dialects)));
        self
    }

    /// Takes these dialects into account, and no others: where one knows which services answer, fewer bodies
    /// could be of two.
    ///
    /// ```
    /// use taskcenter::{Dialect, ReadOptions};
    ///
    /// let rds = Dialect::all().iter().filter(|dialect| dialect.name().starts_with("rds-"));
    /// let options = ReadOptions::new().dialects(rds.cloned());
    /// assert!(options.read(br#"{"schedules": [], "total_count": 0}"#).error().is_some());
    /// ```
    pub fn dialects(mut self, dialects: impl IntoIterator<Item = Dialect>) -> Self {
        self.registry = Some(Arc::new(Registry::new(dialects.into_iter().collect())));
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

    /// The longest line of a history.
    pub(crate) fn line_limit(&self) -> usize {
        self.limits.line
    }

    fn registry(&self) -> &Registry {
        self.registry.as_deref().unwrap_or_else(|| Registry::built_in())
    }

    fn read_with<'a>(&self, named: Option<&Dialect>, body: &'a [u8]) -> Reading<'a> {
        let mut reading = Reading::of(body, named);
        let (text, damage) = match self.text(body) {
            Ok(text) => text,
            Err(error) => {
                reading.error = Some(error);
                return reading;
            }
        };
        if self.repair
            && damage.is_none()
            && let Some(repaired) = repair(text, self.limits.nesting)
        {
            return self.read_repaired(named, text, repaired);
        }
        let in_vain = self.repair && damage.is_none();
        let mut walk = self.walk(text);
        let (outcome, dialect) = self.walk_up_to(&mut walk, named, &mut Memory::default(), body, damage);
        reading.dialect = dialect.cloned();
        match outcome {
            Ok(api_error) => reading.api_error = api_error,
            Err(error) if in_vain => reading.error = Some(wrong::beyond_repair(error)),
            Err(error) => reading.error = Some(error),
        }
        self.finish(reading, walk, text)
    }

    /// Reads the mended copy, and says it in places of the original, which also lends the texts that stand there.
    fn read_repaired<'a>(&self, named: Option<&Dialect>, body: &'a str, repaired: Repaired) -> Reading<'a> {
        let mut mended = self.clone().repair(false).read_with(named, repaired.text.as_bytes());
        // What was found is quoted from the original. A copy of each object that lacks a member can be the body many
        // times over.
        mended.deviations.iter_mut().for_each(|deviation| deviation.found = Cow::default());
        let mut reading = mended.with_texts(Cow::Borrowed(body.as_bytes()), &|text| match text {
            Cow::Borrowed(text) => match repaired.lent(body, text) {
                Some(lent) => Cow::Borrowed(lent),
                None => Cow::Owned(text.to_owned()),
            },
            Cow::Owned(text) => Cow::Owned(text),
        });
        report::relocate(&mut reading, &repaired, body);
        reading.conforms = false;
        reading.repaired = Some(repaired.text);
        reading
    }

    /// A walk that stands at the body's beginning.
    fn walk<'a, 'd>(&'d self, text: &'a str) -> Walk<'a, 'd> {
        let mut walk = Walk::new(Scanner::new("", self.limits.nesting), self.registry(), &self.limits);
        self.restart(&mut walk, text);
        walk
    }

    /// Puts a walk at the beginning of another body, or back to that of the same.
    fn restart<'a>(&self, walk: &mut Walk<'a, '_>, text: &'a str) {
        walk.restart(Scanner::new(text, self.limits.nesting));
        if text.starts_with(BYTE_ORDER_MARK) {
            let span = Span::new(0, BYTE_ORDER_MARK.len_utf8());
            walk.note(Code::ByteOrderMark, span, ReadAs::Nothing, Detail::None);
        }
    }

    /// Walks the text before what isn't UTF-8 in a body, if anything isn't.
    fn walk_up_to<'a, 'd>(
        &'d self,
        walk: &mut Walk<'a, 'd>,
        named: Option<&'d Dialect>,
        memory: &mut Memory,
        body: &[u8],
        damage: Option<Damage>,
    ) -> (Outcome<'a>, Option<&'d Dialect>) {
        let (outcome, dialect) = match named {
            Some(dialect) => (self.walk_as(walk, dialect), named),
            None => self.detect(walk, memory),
        };
        let Some(damage) = damage else { return (outcome, dialect) };
        if outcome.is_ok() && walk.tasks.is_empty() {
            // What follows an error of the API says that it is none.
            self.restart(walk, walk.scan.body());
        }
        (Err(wrong::damaged(body, outcome.err(), damage)), dialect)
    }

    /// Reads a body of an unknown dialect.
    fn detect<'a, 'd>(
        &'d self,
        walk: &mut Walk<'a, 'd>,
        memory: &mut Memory,
    ) -> (Outcome<'a>, Option<&'d Dialect>) {
        let (registry, text) = (self.registry(), walk.scan.body());
        let (mut guessed, mut decided) = (None, None);
        if let Some(guess) = registry.guess(text, memory.last(text)) {
            walk.guess.index = Some(guess);
            let outcome = self.walk_as(walk, registry.dialect(guess));
            // An error ends the evidence as well.
            decided = if outcome.is_ok() { walk.guess.decide(memory) } else { None };
            if let Some(Detection::One(index)) = decided
                && walk.guess.index == Some(index)
            {
                memory.keep(text, index);
                return (outcome, Some(registry.dialect(index)));
            }
            guessed = Some(outcome);
        }
        let (index, tie) = match decided.unwrap_or_else(|| detect(registry, text, self.limits.nesting)) {
            Detection::One(index) => (index, Vec::new()),
            Detection::Tie(indexes) => (indexes.first().copied().unwrap_or_default(), indexes),
            Detection::NoEnvelope => {
                self.restart(walk, text);
                return (self.without_task(walk, text, &registry.dialects), None);
            }
        };
        memory.keep(text, index);
        let dialect = registry.dialect(index);
        if let Some(outcome) = guessed.filter(|_| tie.is_empty() && walk.guess.index == Some(index)) {
            return (outcome, Some(dialect));
        }
        self.restart(walk, text);
        if !tie.is_empty() {
            let begin = text.len() - text.trim_start_matches([BYTE_ORDER_MARK, ' ', '\t', '\r', '\n']).len();
            let names = Detail::Dialects(tie.iter().map(|at| registry.dialect(*at).name().to_owned()).collect());
            walk.note(Code::AmbiguousDialect, Span::new(begin, begin + 1), ReadAs::Nothing, names);
        }
        (self.walk_as(walk, dialect), Some(dialect))
    }

    /// Walks the body as one of a dialect; an error leaves what was read before it.
    fn walk_as<'a, 'd>(&'d self, walk: &mut Walk<'a, 'd>, dialect: &'d Dialect) -> Outcome<'a> {
        let text = walk.scan.body();
        let walked = match walk.scan.opens() {
            Ok(Some(open)) => walk.whole(dialect.shape(), open).and_then(|()| walk.scan.finish()),
            Ok(None) => walk.scan.value().map(drop),
            Err(error) => Err(error),
        };
        walked.map_err(|error| wrong::syntax(text, &error))?;
        if walk.tasks.is_empty() && !walk.listed {
            // There was no envelope of this dialect, or no task in it.
            let index = walk.guess.index;
            self.restart(walk, text);
            walk.guess.index = index;
            walk.guess.doubt();
            return self.without_task(walk, text, std::slice::from_ref(dialect));
        }
        walk.compare_total();
        Ok(walk.error_beside(dialect.shape()))
    }

    /// A body without a task: an error of the API, or none of these dialects' business.
    fn without_task<'a>(&self, walk: &mut Walk<'a, '_>, text: &'a str, dialects: &[Dialect]) -> Outcome<'a> {
        let begin = walk.scan.value().map_err(|error| wrong::syntax(text, &error))?;
        let checked = walk.scan.skip(begin).and_then(|_| walk.scan.finish());
        checked.map_err(|error| wrong::syntax(text, &error))?;
        walk.scan.jump(begin.start);
        let error = match (walk.scan.value(), begin.kind) {
            (Ok(_), Kind::Object) => walk.api_error().ok().flatten(),
            _ => None,
        };
        error.map(Some).ok_or_else(|| wrong::not_a_response(text, begin, dialects))
    }

    /// The body as text, up to what isn't UTF-8 in it; or why it isn't even meant to be.
    fn text<'a>(&self, body: &'a [u8]) -> Result<(&'a str, Option<Damage>), Error> {
        if body.len() > self.limits.body {
            return Err(wrong::too_large(body, self.limits.body));
        }
        if let Some(error) = wrong::no_json(body) {
            return Err(error);
        }
        match simdutf8::compat::from_utf8(body) {
            Ok(text) => Ok((text, None)),
            Err(damage) => {
                let whole = body.get(..damage.valid_up_to()).unwrap_or_default();
                Ok((simdutf8::basic::from_utf8(whole).unwrap_or_default(), Some(damage)))
            }
        }
    }

    fn finish<'a>(&self, mut reading: Reading<'a>, walk: Walk<'a, '_>, text: &'a str) -> Reading<'a> {
        reading.worst = walk.log.worst();
        reading.conforms = conforms(reading.error.as_ref(), reading.worst);
        reading.counts = walk.log.counts().collect();
        reading.deviations = report::deviations(text, self.limits.nesting, walked::listed(&walk));
        reading.total = walk.total.map(|(total, _)| total);
        reading.tasks = walk.tasks;
        reading.extra = walk.extra;
        reading
    }
}

/// Whether the dialect's schema accepts a body that came to this.
pub(crate) fn conforms(error: Option<&Error>, worst: Option<Severity>) -> bool {
    error.is_none() && worst <= Some(Severity::Note)
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
            worst: None,
            conforms: false,
            error: None,
            repaired: None,
        }
    }
}

#[cfg(test)]
mod tests;
