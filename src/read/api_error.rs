//! Answers that are errors: the shapes in which services and gateways say that there is no task.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::log::{Detail, ReadAs};
use super::walk::{Walk, name_span};
use crate::deviation::{Code, Severity};
use crate::dialect::{is_success_code, shape::Shape};
use crate::place::Span;
use crate::raw::{Keep, owned};
use crate::scan::{Kind, ScanError, Scanner, Text, Token};

/// An error of the API, instead of a task or beside some.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApiError<'a> {
    /// Such as `DBS.200001`, or an HTTP status.
    pub code: Option<Cow<'a, str>>,
    /// For people.
    pub message: Option<Cow<'a, str>>,
    /// Under which the service's operators find the request.
    pub request_id: Option<Cow<'a, str>>,
}

impl<'a> ApiError<'a> {
    /// Whether it is an error in its shape alone: some services have a code that says that all went well,
    /// with a message such as `Operation successful.`
    pub fn is_success(&self) -> bool {
        self.code.as_deref().is_some_and(is_success_code)
    }

    /// The same error, with a copy of every text that it borrowed.
    pub fn into_owned(self) -> ApiError<'static> {
        self.with_texts(&owned)
    }

    pub(super) fn with_texts<'b>(self, keep: Keep<'_, 'a, 'b>) -> ApiError<'b> {
        ApiError {
            code: self.code.map(keep),
            message: self.message.map(keep),
            request_id: self.request_id.map(keep),
        }
    }
}

/// Seen in: the documents "Abnormal Request Results" (`error_code`), RDS v1 and DDM (`errCode`), CCE
/// (`errorCode`), DCS (`err_code`), gateways and OpenStack (`code`).
pub(crate) const CODE: [&str; 5] = ["error_code", "errCode", "errorCode", "err_code", "code"];

/// `ternalMessage` is how one document of CDM spells `externalMessage`.
pub(crate) const MESSAGE: [&str; 8] = [
    "error_msg",
    "externalMessage",
    "errMsg",
    "errorMessage",
    "err_msg",
    "error_message",
    "message",
    "ternalMessage",
];

pub(crate) const REQUEST_ID: [&str; 3] = ["request_id", "requestId", "request-id"];

/// Whether a code beside tasks says that all went well, as 0 and 200 do.
fn is_fine(code: &str) -> bool {
    is_success_code(code) || code.parse().is_ok_and(|number: u32| number == 0 || (200..300).contains(&number))
}

/// No error has more: each takes room.
const MOST_MEMBERS: usize = 4096;

/// A member of an object that could be an error: its name, its value, and the byte after it.
type Member<'a> = (Text<'a>, Token, usize);

/// The code, the message and the request id, as the members of one object say them.
type Parts = [Part; 3];

/// Which members say one part of an error.
#[derive(Default)]
struct Part {
    /// The one that stands.
    said: Option<usize>,
    /// Those that say it under another name.
    rivals: Vec<usize>,
    /// Those that stand there for nothing: null, "", and the other ones of the same name.
    silent: Vec<usize>,
}

impl Part {
    fn of(members: &[Member<'_>], names: &[&str]) -> Part {
        let rank = |(name, token, _): &Member<'_>| {
            let found = name.decode();
            let rank = names.iter().position(|known| found.trim() == *known)?;
            let empty = match token.kind {
                Kind::Text => token.end.saturating_sub(token.start) <= r#""""#.len(),
                Kind::Number => false,
                Kind::Null => true,
                _ => return None,
            };
            Some((empty, rank, found.trim() != found))
        };
        let ranked = |at: usize| Some((rank(members.get(at)?)?, Reverse(at)));
        // Of those of one name the last one stands, whatever it says.
        let known = members.iter().enumerate().filter(|(at, _)| ranked(*at).is_some());
        let last: HashMap<_, _> = known.clone().map(|(at, (name, ..))| (name.decode(), at)).collect();
        // The best name of what says something, whatever the order in the body.
        let Some(said) = last.values().copied().min_by_key(|at| ranked(*at)) else { return Part::default() };
        let is_rival =
            |at: &usize| last.values().any(|last| last == at) && ranked(*at).is_some_and(|(rank, _)| !rank.0);
        let others = known.map(|(at, _)| at).filter(|at| *at != said);
        let (rivals, silent) = others.partition(is_rival);
        Part { said: Some(said), rivals, silent }
    }

    fn has(&self, at: usize) -> bool {
        self.said == Some(at) || self.silent.binary_search(&at).is_ok()
    }
}

fn parts_of(members: &[Member<'_>]) -> Parts {
    [&CODE[..], &MESSAGE, &REQUEST_ID].map(|names| Part::of(members, names))
}

impl<'a> Walk<'a, '_> {
    /// Reads the rest of the body's object as an error, if it is one.
    pub(super) fn api_error(&mut self) -> Result<Option<ApiError<'a>>, ScanError> {
        let Some(members) = self.members(Self::raw_value)? else { return Ok(None) };
        let strangers = self.strangers.len();
        let mut parts = parts_of(&members);
        let [code, message, request_id] = &parts;
        let (error, at) = match (code.said, message.said, request_id.said) {
            (code @ Some(_), Some(message), _) | (code, Some(message), Some(_)) => {
                let error = self.error(&members, &parts);
                let at = code.filter(|_| error.code.is_some()).unwrap_or(message);
                (error, at)
            }
            _ => match self.wrapped(&members, &mut parts)? {
                Some(found) => found,
                None => return Ok(None),
            },
        };
        if let Some((_, token, end)) = members.get(at) {
            let said = [error.code.as_deref(), error.message.as_deref()];
            let said = Detail::Said(said.into_iter().flatten().collect::<Vec<_>>().join(": "));
            // What went well is no error, and only said like one.
            let severity = if error.is_success() { Severity::Note } else { Severity::Tolerated };
            self.log_as(Code::ApiError, severity, Span::new(token.start, *end), ReadAs::Nothing, said);
        }
        let mut names = members.iter().map(|(name, ..)| (name.start() as u32, name.end() as u32)).collect();
        self.twice(&mut names, 0);
        // Of those of one name the last one stands, and was reported.
        let left = self.left_over(&members, &parts);
        let left: HashMap<_, _> =
            left.into_iter().filter_map(|at| members.get(at)).map(|member| (member.0.decode(), member)).collect();
        for (name, token, end) in left.into_values() {
            self.keep_raw(*name, token.start, *end);
        }
        self.extra = self.raw_members(strangers);
        Ok(Some(error))
    }

    /// An error beside tasks, or beside none at all: `{"jobs": [], "error_code": "DBS.1", "error_msg": …}`. Its members
    /// are kept like any others that aren't documented. A bare `code` or `message` there may be about anything.
    pub(super) fn error_beside(&mut self, shape: &Shape) -> Option<ApiError<'a>> {
        let kept = match self.tasks.first() {
            Some(task) if shape.is_flat() => &task.extra,
            _ => &self.extra,
        };
        let is_code = |name: &str| CODE.contains(&name.trim()) && name.trim() != "code";
        if !kept.iter().any(|(name, _)| is_code(&name) && shape.documented(&name).is_none()) {
            return None;
        }
        // It was read to its end before.
        self.scan = Scanner::new(self.scan.body(), usize::MAX);
        self.scan.opens().ok()??;
        let mut members = self.members(|walk, token| walk.scan.skip(token)).ok()??;
        members.retain(|(name, ..)| name.decode().trim() != "code" && shape.documented(&name.decode()).is_none());
        let parts = parts_of(&members);
        let [code, message, request_id] = parts.each_ref().map(|part| self.said(&members, part));
        let (code, message) = (code.filter(|code| !is_fine(code))?, message?);
        let (_, token, end) = members.get(parts[0].said?)?;
        let said = Detail::SaidBeside(format!("{code}: {message}"));
        self.note(Code::ApiError, Span::new(token.start, *end), ReadAs::Nothing, said);
        Some(ApiError { code: Some(code), message: Some(message), request_id })
    }

    /// `{"error": {"code": …}}`, or OpenStack's single member `{"itemNotFound": {…}}`, and which member it is.
    /// A code or a message beside it says nothing about the error inside: in `outer` it makes room for this member.
    fn wrapped(
        &mut self,
        members: &[Member<'a>],
        outer: &mut Parts,
    ) -> Result<Option<(ApiError<'a>, usize)>, ScanError> {
        // Of two the last one stands.
        let wrapper = members
            .iter()
            .enumerate()
            .rfind(|(_, (name, ..))| members.len() == 1 || name.decode().trim() == "error");
        let wrapper = wrapper.filter(|(_, (_, token, _))| token.kind == Kind::Object);
        let Some((at, &(name, token, end))) = wrapper else { return Ok(None) };
        self.scan.jump(token.start);
        self.scan.value()?;
        // What stands twice in there was told with the value of the member.
        let Some(inside) = self.members(|walk, token| walk.scan.skip(token))? else { return Ok(None) };
        let parts = parts_of(&inside);
        if parts.iter().filter(|part| part.said.is_some()).count() < 2 {
            return Ok(None);
        }
        let mut error = self.error(&inside, &parts);
        if !self.left_over(&inside, &parts).is_empty() {
            self.keep_raw(name, token.start, end);
        }
        let twins = members
            .iter()
            .enumerate()
            .filter(|(twin, (known, ..))| *twin != at && known.decode() == name.decode());
        let silent = twins.map(|(twin, _)| twin).collect();
        let [code, message, request_id] = outer;
        if error.request_id.is_some() {
            // Of two ids the inner one is the error's own.
            *request_id = Part::default();
        }
        (*code, *message) = (Part { said: Some(at), rivals: Vec::new(), silent }, Part::default());
        error.request_id = error.request_id.or(self.error(members, outer).request_id);
        Ok(Some((error, at)))
    }

    /// The members up to the end of the object, unless they are too many.
    fn members(
        &mut self,
        value: impl Fn(&mut Self, Token) -> Result<usize, ScanError>,
    ) -> Result<Option<Vec<Member<'a>>>, ScanError> {
        let mut members = Vec::new();
        while let Some(name) = self.scan.member(members.is_empty())? {
            if members.len() == MOST_MEMBERS {
                return Ok(None);
            }
            let token = self.scan.value()?;
            let end = value(self, token)?;
            members.push((name, token, end));
        }
        Ok(Some(members))
    }

    fn error(&mut self, members: &[Member<'a>], parts: &Parts) -> ApiError<'a> {
        let [code, message, request_id] = parts.each_ref().map(|part| self.said(members, part));
        ApiError { code, message, request_id }
    }

    fn said(&mut self, members: &[Member<'a>], part: &Part) -> Option<Cow<'a, str>> {
        let (_, token, _) = members.get(part.said?)?;
        match token.kind {
            Kind::Text => Some(self.whole_text(*token)).filter(|text| !text.is_empty()),
            Kind::Number => Some(Cow::Borrowed(self.scan.source(token.start, token.end))),
            _ => None,
        }
    }

    /// Reports the padded names of the parts, and the members that are none or have a better one beside them; gives
    /// the latter.
    fn left_over(&mut self, members: &[Member<'a>], parts: &Parts) -> Vec<usize> {
        let mut left = Vec::new();
        for (index, (name, ..)) in members.iter().enumerate() {
            let bare = name.decode();
            let rival = parts.iter().find(|part| part.rivals.binary_search(&index).is_ok());
            if let Some((winner, ..)) = rival.and_then(|part| members.get(part.said?)) {
                let winner = Detail::Member(Arc::from(&*winner.decode()));
                self.note(Code::ConflictingNames, name_span(name), ReadAs::Nothing, winner);
            } else if !parts.iter().any(|part| part.has(index)) {
                self.note(Code::UndocumentedMember, name_span(name), ReadAs::Nothing, Detail::None);
            } else {
                if bare.trim().len() < bare.len() {
                    let read_as = ReadAs::Text(bare.trim().to_owned().into());
                    self.log_as(Code::PaddedKey, Severity::Tolerated, name_span(name), read_as, Detail::None);
                }
                continue;
            }
            left.push(index);
        }
        left
    }
}
