//! What the walk notices, as small as possible: offsets and values, no line, no pointer, no sentence.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use crate::deviation::{Code, Severity};
use crate::dialect::shape::WordList;
use crate::place::Span;

/// A deviation before it is reported.
#[derive(Debug, Clone)]
pub(super) struct Oddity<'a> {
    pub(super) code: Code,
    pub(super) severity: Severity,
    pub(super) task: Option<usize>,
    pub(super) span: Span,
    pub(super) read_as: ReadAs<'a>,
    pub(super) detail: Detail,
}

/// What something was read as.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum ReadAs<'a> {
    #[default]
    Nothing,
    Text(Cow<'a, str>),
    Time(DateTime<FixedOffset>),
    Number(u64),
    /// The documented name of a member.
    Name(Arc<str>),
    /// What a member without a documented name means.
    Meaning(&'static str),
    /// An object or a list, too large to be quoted.
    Parts,
}

/// What the sentence of the report needs besides.
#[derive(Debug, Clone, Default)]
pub(super) enum Detail {
    #[default]
    None,
    /// What the dialect documents, with its article.
    Expected(&'static str),
    /// The documented words.
    Words(WordList),
    /// The member that isn't there, or that wins.
    Member(Arc<str>),
    /// The earlier one of two.
    Twin(Span),
    /// How many tasks the body holds.
    Tasks(usize),
    /// What the service said.
    Said(String),
    /// What it said beside tasks.
    SaidBeside(String),
    /// The whole sentence, of what a text holds.
    Inside(String),
    /// The dialects that it could be.
    Dialects(Vec<String>),
    /// How many deviations aren't listed.
    Unlisted(u64),
}

/// The list, capped, and the totals, exact.
#[derive(Debug)]
pub(super) struct Log<'a> {
    pub(super) list: Vec<Oddity<'a>>,
    counts: [u64; Code::ALL.len()],
    total: u64,
    limit: usize,
    worst: Option<Severity>,
}

impl<'a> Log<'a> {
    pub(super) fn new(limit: usize) -> Self {
        Log { list: Vec::new(), counts: [0; Code::ALL.len()], total: 0, limit, worst: None }
    }

    /// Forgets everything, but keeps the list's room.
    pub(super) fn restart(&mut self) {
        if self.total > 0 {
            self.list.clear();
            self.counts = [0; Code::ALL.len()];
            self.total = 0;
            self.worst = None;
        }
    }

    pub(super) fn push(&mut self, oddity: Oddity<'a>) {
        if let Some(count) = self.counts.get_mut(oddity.code as usize) {
            *count += 1;
        }
        self.total += 1;
        self.worst = self.worst.max(Some(oddity.severity));
        if self.list.len() < self.limit {
            self.list.push(oddity);
        }
    }

    /// How many deviations are listed at most.
    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    /// Counts what another log has no room to list, which has the same limit.
    pub(super) fn count_unlisted(&mut self, other: &Log<'_>) {
        if other.unlisted() == 0 {
            return;
        }
        for (count, of_other) in self.counts.iter_mut().zip(other.counts) {
            *count += of_other;
        }
        for oddity in &other.list {
            if let Some(count) = self.counts.get_mut(oddity.code as usize) {
                *count -= 1;
            }
        }
        self.total += other.unlisted();
        self.worst = self.worst.max(Some(Severity::Note));
    }

    /// How often each code occurred, in the order of the catalogue.
    pub(super) fn counts(&self) -> impl Iterator<Item = (Code, u64)> {
        let codes = if self.total == 0 { &[] } else { Code::ALL };
        codes.iter().zip(self.counts).filter(|(_, count)| *count > 0).map(|(code, count)| (*code, count))
    }

    pub(super) fn worst(&self) -> Option<Severity> {
        self.worst
    }

    pub(super) fn unlisted(&self) -> u64 {
        self.total - self.list.len() as u64
    }
}
