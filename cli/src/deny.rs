//! `--deny`: which findings make a run fail.

use std::borrow::Cow;

use taskcenter::{Code, Deviation, ErrorCode, Reading, Severity, Verdict};

use crate::suggest::{did_you_mean, nearest};

/// What one `--deny` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deny {
    /// This code, whatever its severity.
    Code(Code),
    /// This severity, and those above.
    Severity(Severity),
    /// An error. It is denied anyway, since the body is rejected; nobody should be scolded for saying so.
    Error,
}

const SEVERITIES: [Severity; 3] = [Severity::Note, Severity::Tolerated, Severity::Unread];

impl Deny {
    /// Takes the argument of `--deny`.
    pub fn parse(word: &str) -> Result<Deny, String> {
        if let Some(severity) = SEVERITIES.into_iter().find(|severity| severity.as_str() == word) {
            return Ok(Deny::Severity(severity));
        }
        if let Ok(code) = word.parse() {
            return Ok(Deny::Code(code));
        }
        if ErrorCode::ALL.iter().any(|code| code.as_str() == word) {
            return Ok(Deny::Error);
        }
        let words = SEVERITIES.iter().map(|severity| severity.as_str());
        let words = words.chain(Code::ALL.iter().map(|code| code.as_str()));
        let near = nearest(word, words);
        Err(format!("no code and no severity is called so{}", did_you_mean(&near)))
    }
}

/// All that is denied.
#[derive(Debug, Clone, Default)]
pub struct Denied<'a>(Cow<'a, [Deny]>);

impl<'a> Denied<'a> {
    /// Of everything that `--deny` named.
    pub fn new(rules: &'a [Deny]) -> Self {
        Denied(Cow::Borrowed(rules))
    }

    /// Whether a finding is denied.
    pub fn has(&self, deviation: &Deviation<'_>) -> bool {
        self.0.iter().any(|rule| match rule {
            Deny::Code(code) => deviation.code == *code,
            Deny::Severity(severity) => deviation.severity >= *severity,
            Deny::Error => false,
        })
    }

    /// Whether something about a body is denied, be it listed or not.
    pub fn strikes(&self, reading: &Reading<'_>) -> bool {
        self.0.iter().any(|rule| match rule {
            // A flood of deviations isn't listed to its end; the counts and the verdict are exact.
            Deny::Code(code) => reading.deviation_counts().iter().any(|(counted, _)| counted == code),
            Deny::Severity(Severity::Note) => !reading.deviation_counts().is_empty(),
            Deny::Severity(Severity::Tolerated) => {
                reading.verdict() == Verdict::Tolerated || reading.worst() >= Some(Severity::Tolerated)
            }
            Deny::Severity(severity) => reading.worst() >= Some(*severity),
            Deny::Error => reading.error().is_some(),
        })
    }
}
