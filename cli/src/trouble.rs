//! What happened to a capture, beside its bodies: it can't be opened, something of it is missing, or is odd.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::io;

use taskcenter::capture::{CaptureSummary, Notice, NoticeKind};
use taskcenter::{Code, ErrorCode, Position};

use crate::escape::reason;
use crate::outcome::{complain, remark, warn};

/// How grave a trouble with a capture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It was read all the same.
    Note,
    /// Something of it is missing.
    Warning,
    /// It couldn't be read to its end.
    Error,
}

/// What happened to a capture, beside its bodies.
#[derive(Debug, Clone)]
pub struct Trouble {
    pub level: Level,
    /// Whether the capture couldn't be opened, or not be read to its end.
    pub unusable: bool,
    /// Where, if it has a place.
    pub position: Option<Position>,
    /// The byte of the capture.
    pub offset: u64,
    /// The word by which a program knows it: of a deviation, or of an error. `None` for what is told with a body,
    /// or sums up what was told.
    pub word: Option<&'static str>,
    /// Whether it is a finding of some body, too.
    pub told: bool,
    pub message: String,
}

impl Trouble {
    /// The system doesn't give the capture, or not all of it.
    pub fn unusable(what: &str, error: &io::Error) -> Self {
        let message = format!("{what}: {}", reason(error));
        Trouble {
            level: Level::Error,
            unusable: true,
            position: None,
            offset: 0,
            word: None,
            told: false,
            message,
        }
    }

    /// On the standard error.
    pub fn tell(&self, source: &str) {
        let Trouble { level, unusable, position, message, .. } = self;
        if *unusable {
            return complain(format_args!("{source} {message}"));
        }
        let place = position.map(|position| format!(":{position}")).unwrap_or_default();
        let sentence = format!("{source}{place}: {message}");
        if *level == Level::Note { remark(sentence) } else { warn(sentence) }
    }
}

/// What happened to the capture itself, beside its bodies.
pub fn troubles(summary: &CaptureSummary) -> Vec<Trouble> {
    let of = |level, word, message| Trouble {
        level,
        unusable: false,
        position: None,
        offset: 0,
        word,
        told: false,
        message,
    };
    let mut troubles: Vec<Trouble> = Vec::new();
    for notice in &summary.notices {
        let Notice { kind, position, offset, message, .. } = notice;
        let (level, word) = match kind {
            NoticeKind::Odd => (Level::Note, Code::OddCapture.as_str()),
            NoticeKind::Limit => (Level::Warning, ErrorCode::TooLarge.as_str()),
            NoticeKind::Cut => (Level::Warning, ErrorCode::Truncated.as_str()),
            _ => (Level::Warning, ErrorCode::NotAResponse.as_str()),
        };
        let told = notice.body.is_some();
        let word = (!told).then_some(word);
        let (position, message) = (Some(*position), message.clone());
        troubles.push(Trouble { level, unusable: false, position, offset: *offset, word, told, message });
    }
    let unlisted = summary.notice_total.saturating_sub(summary.notices.len() as u64);
    if unlisted > 0 {
        let message = format!("{unlisted} more notices of this kind aren't listed");
        troubles.push(of(Level::Warning, Some(Code::DeviationsCapped.as_str()), message));
    }
    if summary.lost > 0 {
        // Each of them is told by itself.
        troubles.push(of(Level::Error, None, format!("{} could not be had", bodies(summary.lost))));
    }
    if summary.skipped > 0 {
        let message = format!("{} passed over, not of these services", bodies(summary.skipped));
        troubles.push(of(Level::Note, Some(Code::PassedOver.as_str()), message));
    }
    if summary.bodies == 0 && summary.lost == 0 && summary.notice_total == 0 {
        let message = "no answer of a task center in it".to_owned();
        troubles.push(of(Level::Note, Some(Code::PassedOver.as_str()), message));
    }
    troubles
}

/// So many bodies, in words.
pub fn bodies(count: u64) -> String {
    if count == 1 { "1 body".to_owned() } else { format!("{count} bodies") }
}
