//! Why a body was rejected: it can't be read to its end, or holds no task.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::fmt;

use crate::place::Position;

/// The kinds of [`Error`]: a stable word each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// There is no byte in the body, or nothing but white space.
    Empty,
    /// The body isn't UTF-8.
    NotUtf8,
    /// The body breaks JSON's grammar.
    NotJson,
    /// The body is cut off: it ends inside of a value.
    Truncated,
    /// Objects and lists are nested deeper than the limit.
    TooDeep,
    /// The body is larger than the limit.
    TooLarge,
    /// Good JSON, or HTML, or XML, but without an envelope that any dialect knows.
    NotAResponse,
}

impl ErrorCode {
    /// Every code.
    pub const ALL: &'static [ErrorCode] = &[
        ErrorCode::Empty,
        ErrorCode::NotUtf8,
        ErrorCode::NotJson,
        ErrorCode::Truncated,
        ErrorCode::TooDeep,
        ErrorCode::TooLarge,
        ErrorCode::NotAResponse,
    ];

    /// The stable kebab-case word, as it stands in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            ErrorCode::Empty => "empty",
            ErrorCode::NotUtf8 => "not-utf8",
            ErrorCode::NotJson => "not-json",
            ErrorCode::Truncated => "truncated",
            ErrorCode::TooDeep => "too-deep",
            ErrorCode::TooLarge => "too-large",
            ErrorCode::NotAResponse => "not-a-response",
        }
    }

    /// What it means, in one sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            ErrorCode::Empty => "There is nothing in the body.",
            ErrorCode::NotUtf8 => "The body isn't UTF-8, as JSON has to be.",
            ErrorCode::NotJson => "The body breaks the grammar of JSON.",
            ErrorCode::Truncated => "The body is cut off.",
            ErrorCode::TooDeep => "Objects and lists are nested deeper than the limit.",
            ErrorCode::TooLarge => "The body is larger than the limit.",
            ErrorCode::NotAResponse => {
                "The body is no answer of a task center: it has no envelope that a dialect knows."
            }
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Why a body was rejected: what was expected, what was found, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{position}: {code}: {message}")]
#[non_exhaustive]
pub struct Error {
    /// The kind of error.
    pub code: ErrorCode,
    /// What was expected and what was found.
    pub message: String,
    /// The byte at which it was noticed, counted from 0.
    pub offset: usize,
    /// The same place, for people.
    pub position: Position,
}
