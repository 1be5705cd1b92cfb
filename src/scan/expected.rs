//! What the grammar wants, and where it didn't get it.

use std::fmt;

use crate::error::ErrorCode;

/// What was expected, what was found, and at which byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ScanError {
    pub(crate) code: ErrorCode,
    pub(crate) offset: usize,
    pub(crate) expected: Expected,
}

/// What the grammar wants at some byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    Value,
    /// The first element of a list, or its end.
    ValueOrEnd,
    Name,
    /// The first member of an object, or its end.
    NameOrEnd,
    CommaOrBrace,
    CommaOrBracket,
    Colon,
    NothingMore,
    /// What the inside of a text, a number or a word has to be.
    Inside(&'static str),
    LessDepth,
    FewerMembers,
    FewerElements,
    FewerTasks,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Expected::Value => "a value",
            Expected::ValueOrEnd => "a value or `]`",
            Expected::Name => "a member's name",
            Expected::NameOrEnd => "a member's name or `}`",
            Expected::CommaOrBrace => "`,` or `}`",
            Expected::CommaOrBracket => "`,` or `]`",
            Expected::Colon => "`:`",
            Expected::NothingMore => "nothing after the body",
            Expected::Inside(what) => what,
            Expected::LessDepth => "no deeper nesting of objects and lists",
            Expected::FewerMembers => "fewer members",
            Expected::FewerElements => "fewer elements",
            Expected::FewerTasks => "fewer tasks",
        })
    }
}
