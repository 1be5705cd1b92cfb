//! A walk over one body after the other, in the same room.

use super::guess::Memory;
use super::log::{Detail, Oddity, ReadAs};
use super::walk::Walk;
use super::{Outcome, ReadOptions, Reading, conforms, report, wrong};
use crate::deviation::{Code, Deviation, Finding, Severity};
use crate::dialect::Dialect;
use crate::place::Span;
use crate::task::Task;

/// The body that was walked last, and what came of it.
pub(crate) struct Walked<'a, 'd> {
    options: &'d ReadOptions,
    walk: Walk<'a, 'd>,
    named: Option<&'d Dialect>,
    pub(crate) dialect: Option<&'d Dialect>,
    pub(crate) outcome: Outcome<'a>,
}

impl<'a, 'd> Walked<'a, 'd> {
    pub(crate) fn new(options: &'d ReadOptions) -> Self {
        Walked { options, walk: options.walk(""), named: None, dialect: None, outcome: Ok(None) }
    }

    /// Walks a body, which is a text already if the caller knows that.
    pub(crate) fn read(
        &mut self,
        body: &'a [u8],
        text: Option<&'a str>,
        named: Option<&'d Dialect>,
        memory: &mut Memory,
    ) {
        self.named = named;
        self.dialect = named;
        // What begins with a brace is neither empty nor packed nor a page; with a NUL behind it, it is UTF-16.
        let plain = |text: &&str| text.starts_with('{') && !text.starts_with("{\0");
        let text = text.filter(|text| plain(text) && text.len() <= self.options.limits.body);
        let (text, damage) = match text.map_or_else(|| self.options.text(body), |text| Ok((text, None))) {
            Ok(text) => text,
            Err(error) => {
                self.options.restart(&mut self.walk, "");
                self.outcome = Err(error);
                return;
            }
        };
        self.options.restart(&mut self.walk, text);
        (self.outcome, self.dialect) = self.options.walk_up_to(&mut self.walk, named, memory, body, damage);
    }

    /// Takes no look at a line that is longer than the limit, and says so; its beginning is there.
    pub(crate) fn refuse(&mut self, beginning: &[u8], limit: usize) {
        self.named = None;
        self.dialect = None;
        self.options.restart(&mut self.walk, "");
        self.outcome = Err(wrong::too_long(beginning, limit));
    }

    pub(crate) fn tasks(&self) -> &[Task<'a>] {
        &self.walk.tasks
    }

    pub(crate) fn total(&self) -> Option<u64> {
        self.walk.total.map(|(total, _)| total)
    }

    pub(crate) fn worst(&self) -> Option<Severity> {
        self.walk.log.worst()
    }

    pub(crate) fn counts(&self) -> impl Iterator<Item = (Code, u64)> {
        self.walk.log.counts()
    }

    pub(crate) fn findings(&self) -> impl Iterator<Item = Finding<'a>> {
        let body = self.walk.scan.body();
        self.walk.log.list.iter().map(move |oddity| {
            let &Oddity { code, severity, task, span, .. } = oddity;
            Finding { code, severity, task, span, found: report::quote(body, span) }
        })
    }

    pub(crate) fn deviations(&self) -> Vec<Deviation<'a>> {
        report::deviations(self.walk.scan.body(), self.options.limits.nesting, listed(&self.walk))
    }

    pub(crate) fn reading(&self, body: &'a [u8]) -> Reading<'a> {
        if self.options.repair {
            return self.options.read_with(self.named, body);
        }
        let mut reading = Reading::of(body, self.dialect);
        match &self.outcome {
            Ok(api_error) => reading.api_error.clone_from(api_error),
            Err(error) => reading.error = Some(error.clone()),
        }
        reading.worst = self.worst();
        reading.conforms = conforms(reading.error.as_ref(), reading.worst);
        reading.counts = self.counts().collect();
        reading.deviations = self.deviations();
        reading.total = self.total();
        reading.tasks = self.tasks().to_vec();
        reading.extra = self.walk.extra.clone();
        reading
    }
}

/// The deviations that are listed, and the one that says how many aren't.
pub(super) fn listed<'a>(walk: &Walk<'a, '_>) -> Vec<Oddity<'a>> {
    let mut list = walk.log.list.clone();
    let unlisted = walk.log.unlisted();
    if unlisted > 0 {
        // A byte order mark is a character of three bytes.
        let span = Span::new(0, walk.scan.body().chars().next().map_or(0, char::len_utf8));
        let (code, detail) = (Code::DeviationsCapped, Detail::Unlisted(unlisted));
        list.push(Oddity { code, severity: Severity::Note, task: None, span, read_as: ReadAs::Nothing, detail });
    }
    list
}

impl std::fmt::Debug for Walked<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Walked").field("dialect", &self.dialect).finish_non_exhaustive()
    }
}
