//! Whether a document is of these services' business.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::borrow::Cow;

use super::tracker::Tracker;
use crate::dialect::{Detection, Dialect, Registry, detect};
use crate::read::api_error;
use crate::scan::{Kind, ScanError, Scanner};

/// What is an answer in a capture: a document with an envelope, or with the members of an API error, or one that may
/// be of the dialect that was named.
pub(super) struct Answers {
    depth_limit: usize,
    /// The names under which some dialect's body holds its tasks.
    envelopes: Vec<String>,
    /// The dialect that was named, and no other.
    named: Option<Registry>,
}

/// How a document of these services is built.
pub(super) enum Form {
    /// As one task.
    Flat,
    /// As an object around tasks.
    Wrapped,
}

impl Answers {
    pub(super) fn new(depth_limit: usize) -> Self {
        let mut envelopes: Vec<_> =
            Dialect::all().iter().filter_map(Dialect::envelope).map(str::to_owned).collect();
        envelopes.sort_unstable();
        envelopes.dedup();
        Answers { depth_limit, envelopes, named: None }
    }

    /// Takes what may be of this dialect for an answer, too.
    pub(super) fn name(&mut self, dialect: &Dialect) {
        self.envelopes.extend(dialect.envelope().map(str::to_owned));
        self.named = Some(Registry::new(vec![dialect.clone()]));
    }

    /// Whoever follows a document that may be one.
    pub(super) fn tracker(&self) -> Tracker {
        Tracker::new(self.depth_limit)
    }

    /// Whether these bytes are a whole document that is an answer.
    pub(super) fn have(&self, bytes: &[u8]) -> bool {
        let text = text(bytes);
        let may_be_named = |registry| self.may_be(registry, &text);
        self.is_one(&text).unwrap_or(false) || self.named.as_ref().is_some_and(may_be_named)
    }

    /// Whether these bytes may be of any dialect, one that has no envelope included: who sent them decides whether they
    /// are.
    pub(super) fn may_have(&self, bytes: &[u8]) -> bool {
        self.may_be(Registry::built_in(), &text(bytes))
    }

    fn may_be(&self, registry: &Registry, text: &str) -> bool {
        detect(registry, text, self.depth_limit) != Detection::NoEnvelope
    }

    /// How the dialect is built that these bytes may be of, if they may be of any.
    pub(super) fn form(&self, bytes: &[u8]) -> Option<Form> {
        let registry = Registry::built_in();
        let is_flat = |index: &usize| registry.dialect(*index).shape().is_flat();
        let flat = match detect(registry, &text(bytes), self.depth_limit) {
            Detection::One(index) => is_flat(&index),
            Detection::Tie(indexes) => indexes.iter().all(is_flat),
            Detection::NoEnvelope => return None,
        };
        Some(if flat { Form::Flat } else { Form::Wrapped })
    }

    /// Whether one of an object's first names is that of an envelope, or its first one such as errors of an API alone
    /// begin with.
    pub(super) fn may_begin(&self, object: &[u8]) -> bool {
        const OF_ERRORS: [&[u8]; 3] = [b"error_code", b"error_msg", b"errCode"];
        self.may_hold_tasks(object) || first_name(object).is_some_and(|name| OF_ERRORS.contains(&name))
    }

    /// Whether an object begins as most bodies do, so that nobody has to look into it.
    pub(super) fn begins_plainly(&self, object: &[u8]) -> bool {
        const COMMON: [&[u8]; 4] = [b"job_id", b"jobId", b"error_code", b"errCode"];
        first_name(object).is_some_and(|name| COMMON.contains(&name)) || self.may_hold_tasks(object)
    }

    /// Whether one of an object's first names is that of an envelope.
    pub(super) fn may_hold_tasks(&self, object: &[u8]) -> bool {
        self.envelope_begins(object) || self.envelope_follows(object)
    }

    /// Whether a document is a task that lost its envelope: what is in it is its own.
    pub(super) fn is_record(&self, document: &[u8]) -> bool {
        let (mut id, mut status) = (false, false);
        for name in names(&text(document), self.depth_limit) {
            id |= matches!(&*name, "id" | "job_id");
            status |= name == "status";
        }
        id && status
    }

    /// Whether an object's first name is that of an envelope.
    pub(super) fn envelope_begins(&self, object: &[u8]) -> bool {
        first_name(object).is_some_and(|name| {
            let name = name.trim_ascii();
            self.envelopes.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name))
        })
    }

    /// Whether an envelope comes soon, as in `{"total_count": 1, "jobs": [`.
    fn envelope_follows(&self, object: &[u8]) -> bool {
        const SOON: usize = 256;
        let text = text(object.get(..SOON).unwrap_or(object));
        names(&text, self.depth_limit).any(|name| self.envelopes.iter().any(|known| *known == *name))
    }

    fn is_one(&self, text: &str) -> Result<bool, ScanError> {
        let mut scan = Scanner::new(text, self.depth_limit);
        if scan.value()?.kind != Kind::Object {
            return Ok(false);
        }
        let (mut said, mut members, mut envelope, mut wrapped) = (Said::default(), 0usize, false, false);
        while let Some(name) = scan.member(members == 0)? {
            members = members.saturating_add(1);
            let name = name.decode();
            let name = name.trim();
            said.hear(name);
            envelope |= self.envelopes.iter().any(|known| name.eq_ignore_ascii_case(known));
            let token = scan.value()?;
            let end = scan.skip(token)?;
            if token.kind == Kind::Object && (members == 1 || name == "error") {
                // {"error": {…}}, {"itemNotFound": {…}}
                let object = text.get(token.start..end).unwrap_or_default();
                let mut inside = Said::default();
                names(object, self.depth_limit).for_each(|name| inside.hear(name.trim()));
                wrapped |= inside.is_error();
            }
        }
        scan.finish()?;
        Ok(envelope || said.is_error() || wrapped)
    }
}

/// Bytes as text, of the same length: what isn't UTF-8 doesn't matter for what a document is.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let ascii = bytes.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { '?' });
    Cow::Owned(ascii.collect())
}

/// The names of an object's members, up to damage: what is cut has its first ones.
fn names(object: &str, depth_limit: usize) -> impl Iterator<Item = Cow<'_, str>> {
    let mut scan = Scanner::new(object, depth_limit);
    let mut first = true;
    let mut next = move || {
        let token = scan.value()?;
        if !first {
            scan.skip(token)?;
        }
        let name = scan.member(std::mem::take(&mut first))?;
        Ok::<_, ScanError>(name.map(|name| name.decode()))
    };
    std::iter::from_fn(move || next().ok().flatten())
}

/// The name with which an object begins, as it stands.
fn first_name(object: &[u8]) -> Option<&[u8]> {
    /// No name of these services is longer.
    const LONGEST: usize = 256;
    let inside = object.strip_prefix(b"{")?.trim_ascii_start().strip_prefix(b"\"")?;
    inside.get(..memchr::memchr(b'"', inside.get(..LONGEST).unwrap_or(inside))?)
}

/// What an object says of an error, by the names of its members.
#[derive(Default)]
struct Said {
    /// A code, or a request's id.
    code: bool,
    message: bool,
}

impl Said {
    fn hear(&mut self, name: &str) {
        self.code |= api_error::CODE.contains(&name) || api_error::REQUEST_ID.contains(&name);
        self.message |= api_error::MESSAGE.contains(&name);
    }

    fn is_error(&self) -> bool {
        self.code && self.message
    }
}
