//! Answers that are errors: the shapes in which services and gateways say that there is no task.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::log::{Detail, ReadAs};
use super::walk::{Walk, name_span};
use crate::deviation::{Code, Severity};
use crate::dialect::is_success_code;
use crate::place::Span;
use crate::raw::{Keep, owned};
use crate::scan::{Kind, ScanError, Text, Token};

/// An error of the API, instead of a task.
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

/// No error has more: each takes room.
const MOST_MEMBERS: usize = 4096;

impl<'a> Walk<'a, '_> {
    /// Reads the rest of the body's object as an error, if it is one.
    pub(super) fn api_error(&mut self) -> Result<Option<ApiError<'a>>, ScanError> {
        let mut members = Vec::new();
        while let Some(name) = self.scan.member(members.is_empty())? {
            if members.len() == MOST_MEMBERS {
                return Ok(None);
            }
            let token = self.scan.value()?;
            let end = self.raw_value(token)?;
            members.push((name, token, end));
        }
        let mut error = ApiError::default();
        let mut told = Vec::new();
        for (index, (name, token, _)) in members.iter().enumerate() {
            if self.part(&mut error, name, *token) {
                told.push(index);
            }
        }
        let those = told.iter().filter_map(|index: &usize| members.get(*index));
        let has = |names: &[&str]| those.clone().any(|(known, ..)| names.iter().any(|name| named(known, name)));
        if !(has(&MESSAGE) && (has(&CODE) || has(&REQUEST_ID))) {
            told.clear();
            error = ApiError::default();
            // `{"error": {…}}`, or OpenStack's single member: `{"itemNotFound": {…}}`.
            let wrapper = members.iter().enumerate().find(|(_, (name, token, _))| {
                token.kind == Kind::Object && (members.len() == 1 || name.decode().trim() == "error")
            });
            match wrapper {
                Some((index, (_, token, _))) if self.wrapped(&mut error, *token)? => told.push(index),
                _ => return Ok(None),
            }
            for (name, token, _) in &members {
                if REQUEST_ID.iter().any(|id| named(name, id)) {
                    self.part(&mut error, name, *token);
                }
            }
        }
        let said =
            [error.code.as_deref(), error.message.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(": ");
        // What went well is no error, and only said like one.
        let severity = if error.is_success() { Severity::Note } else { Severity::Tolerated };
        self.tell(&members, &told, said, severity);
        Ok(Some(error))
    }

    /// `{"code": 404, "message": "…"}` inside of a member.
    fn wrapped(&mut self, error: &mut ApiError<'a>, object: Token) -> Result<bool, ScanError> {
        self.scan.jump(object.start);
        self.scan.value()?;
        let mut parts = 0;
        let mut first = true;
        while let Some(name) = self.scan.member(first)? {
            first = false;
            let token = self.scan.value()?;
            self.scan.skip(token)?;
            parts += usize::from(self.part(error, &name, token));
        }
        Ok(parts >= 2)
    }

    /// Takes a member for the part of an error that its name says; whether it is one.
    fn part(&mut self, error: &mut ApiError<'a>, name: &Text<'a>, token: Token) -> bool {
        let field = [
            (&CODE[..], &mut error.code),
            (&MESSAGE[..], &mut error.message),
            (&REQUEST_ID[..], &mut error.request_id),
        ]
        .into_iter()
        .find_map(|(names, field)| names.iter().any(|known| named(name, known)).then_some(field));
        let Some(field) = field else { return false };
        let text = match token.kind {
            Kind::Text => Some(self.whole_text(token)).filter(|text| !text.is_empty()),
            Kind::Number => Some(Cow::Borrowed(self.scan.source(token.start, token.end))),
            Kind::Null => None,
            _ => return false,
        };
        *field = text.or(field.take());
        true
    }

    /// Reports the error, its padded names, and the members that say nothing about it.
    fn tell(&mut self, members: &[(Text<'a>, Token, usize)], told: &[usize], said: String, severity: Severity) {
        if let Some((_, token, end)) = told.first().and_then(|index| members.get(*index)) {
            let span = Span::new(token.start, *end);
            self.log_as(Code::ApiError, severity, span, ReadAs::Nothing, Detail::Said(said));
        }
        let mut names = members.iter().map(|(name, ..)| (name.start() as u32, name.end() as u32)).collect();
        self.twice(&mut names, 0);
        let strangers = self.strangers.len();
        let mut kept = HashMap::new();
        for (index, (name, token, end)) in members.iter().enumerate() {
            let bare = name.decode();
            // The parts were told in the order of the body.
            if told.binary_search(&index).is_err() && !REQUEST_ID.iter().any(|id| named(name, id)) {
                self.note(Code::UndocumentedMember, name_span(name), ReadAs::Nothing, Detail::None);
                // Of those of one name the last one stands, and was reported.
                kept.insert(bare, (*name, token.start, *end));
            } else if bare.trim().len() < bare.len() {
                let read_as = ReadAs::Text(bare.trim().to_owned().into());
                self.log_as(Code::PaddedKey, Severity::Tolerated, name_span(name), read_as, Detail::None);
            }
        }
        kept.into_values().for_each(|(name, start, end)| self.keep_raw(name, start, end));
        self.extra = self.raw_members(strangers);
    }
}

fn named(name: &Text<'_>, known: &str) -> bool {
    name.decode().trim() == known
}
