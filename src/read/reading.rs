//! What came of reading one body.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::ApiError;
use crate::deviation::{Code, Deviation, Severity};
use crate::dialect::Dialect;
use crate::error::Error;
use crate::raw::{Extra, Keep, owned};
use crate::task::Task;

/// The judgement on a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// The dialect's schema accepts it.
    Conforming,
    /// It was read, with deviations that the schema forbids.
    Tolerated,
    /// It can't be read to its end, or holds no task: see [`Reading::error`].
    Rejected,
}

impl Verdict {
    /// The word that stands in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Verdict::Conforming => "conforming",
            Verdict::Tolerated => "tolerated",
            Verdict::Rejected => "rejected",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What one body says: tasks, or an error of the API, and everything that was forgiven.
///
/// It can stand as a field in anybody's serde struct, and takes the place of a response type:
/// there it owns a copy of the body, and spans count from the body's first byte. That goes through
/// serde_json's `RawValue`, so the format has to be JSON.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    pub(super) body: Cow<'a, [u8]>,
    pub(super) dialect: Option<Dialect>,
    pub(super) tasks: Vec<Task<'a>>,
    pub(super) total: Option<u64>,
    pub(super) extra: Extra<'a>,
    pub(super) api_error: Option<ApiError<'a>>,
    pub(super) deviations: Vec<Deviation<'a>>,
    pub(super) counts: Vec<(Code, u64)>,
    pub(super) worst: Option<Severity>,
    pub(super) conforms: bool,
    pub(super) error: Option<Error>,
    /// The mended copy of a damaged body.
    pub(super) repaired: Option<String>,
}

impl<'a> Reading<'a> {
    /// The dialect that the body was read as; `None` if nothing in it tells.
    pub fn dialect(&self) -> Option<&Dialect> {
        self.dialect.as_ref()
    }

    /// The tasks, in the order of the body. Those before damage stay, even if the body is rejected.
    pub fn tasks(&self) -> &[Task<'a>] {
        &self.tasks
    }

    /// Takes the tasks out.
    pub fn into_tasks(self) -> Vec<Task<'a>> {
        self.tasks
    }

    /// How many tasks the service says there are, over all pages. (GeminiDB, GaussDB `total_count`)
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// Members beside the tasks that have no meaning in any dialect.
    pub fn extra(&self) -> &Extra<'a> {
        &self.extra
    }

    /// The error with which the service answered, if it did.
    pub fn api_error(&self) -> Option<&ApiError<'a>> {
        self.api_error.as_ref()
    }

    /// Everything that was forgiven, in the order of the body; capped, with a last entry that says so.
    pub fn deviations(&self) -> &[Deviation<'a>] {
        &self.deviations
    }

    /// How often each code occurred: exact, also where the list is capped.
    pub fn deviation_counts(&self) -> &[(Code, u64)] {
        &self.counts
    }

    /// Whether the dialect's schema accepts the body: no deviation above a note.
    pub fn conforms(&self) -> bool {
        self.conforms
    }

    /// Why the body was rejected: it can't be read to its end, or holds no task.
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    /// The judgement.
    pub fn verdict(&self) -> Verdict {
        match (&self.error, self.conforms) {
            (Some(_), _) => Verdict::Rejected,
            (None, true) => Verdict::Conforming,
            (None, false) => Verdict::Tolerated,
        }
    }

    /// The gravest severity among the deviations, listed or not.
    pub fn worst(&self) -> Option<Severity> {
        self.worst
    }

    /// The body, as it was given.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Everything that the dialect's JSON Schema has against the body, by the `jsonschema` crate.
    ///
    /// None for a body without a dialect, and for one that isn't JSON: see [`error`](Reading::error).
    #[cfg(feature = "schema")]
    pub fn violations(&self) -> Vec<crate::schema::Violation> {
        match &self.dialect {
            Some(dialect) => {
                let body = self.repaired.as_ref().map_or(&*self.body, |mended| mended.as_bytes());
                crate::schema::of_dialect(dialect, body)
            }
            None => Vec::new(),
        }
    }

    /// The same reading, with a copy of the body, where it was lent, and of every text.
    pub fn into_owned(mut self) -> Reading<'static> {
        let body = std::mem::take(&mut self.body).into_owned();
        self.with_texts(Cow::Owned(body), &owned)
    }

    /// The same reading of another body, which keeps the texts.
    pub(super) fn with_texts<'b>(self, body: Cow<'b, [u8]>, keep: Keep<'_, 'a, 'b>) -> Reading<'b> {
        Reading {
            body,
            dialect: self.dialect,
            tasks: self.tasks.into_iter().map(|task| task.with_texts(keep)).collect(),
            total: self.total,
            extra: self.extra.with_texts(keep),
            api_error: self.api_error.map(|error| error.with_texts(keep)),
            deviations: self.deviations.into_iter().map(|deviation| deviation.with_texts(keep)).collect(),
            counts: self.counts,
            worst: self.worst,
            conforms: self.conforms,
            error: self.error,
            repaired: self.repaired,
        }
    }
}

impl<'de> Deserialize<'de> for Reading<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Ok(super::read(raw.get().as_bytes()).into_owned())
    }
}
