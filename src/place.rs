//! Where something stands: byte spans, lines and columns, the steps of JSON pointers.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::fmt;

use crate::bytes::{between, count};

/// A range of bytes in the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte, counted from 0.
    pub offset: usize,
    /// How many bytes.
    pub length: usize,
}

impl Span {
    /// The span from the first byte up to, and without, the last one.
    pub(crate) fn new(start: usize, end: usize) -> Self {
        Span { offset: start, length: end.saturating_sub(start) }
    }

    /// The byte after the last one.
    pub fn end(self) -> usize {
        self.offset.saturating_add(self.length)
    }
}

/// A place in a text, for people: line and column, both counted from 1.
///
/// The column counts characters, not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, counted from 1.
    pub line: usize,
    /// The character in its line, counted from 1.
    pub column: usize,
}

impl Position {
    /// The first character.
    pub const START: Position = Position { line: 1, column: 1 };

    /// The place of a byte in a text.
    ///
    /// Bytes that aren't UTF-8 count by their leading bytes, as an editor shows them.
    pub fn of(bytes: &[u8], offset: usize) -> Self {
        Position::START.advance(bytes.get(..offset).unwrap_or(bytes))
    }

    /// The place after some more bytes.
    pub(crate) fn advance(self, bytes: &[u8]) -> Self {
        // All bytes but those that go on with a character.
        let characters =
            |bytes: &[u8]| bytes.len().saturating_sub(count(bytes, |bytes| between(bytes, 0x80, 0xbf)));
        match memchr::memrchr(b'\n', bytes).and_then(|last| bytes.split_at_checked(last)) {
            None => Position { line: self.line, column: self.column.saturating_add(characters(bytes)) },
            // The line end itself counts as the character before the first one.
            Some((_, last)) => Position {
                line: self.line.saturating_add(memchr::memchr_iter(b'\n', bytes).count()),
                column: characters(last),
            },
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A member's name as one step of a JSON pointer: `~` and `/` are spelled `~0` and `~1`.
pub(crate) fn escape_step(name: &str) -> std::borrow::Cow<'_, str> {
    if name.contains(['~', '/']) { name.replace('~', "~0").replace('/', "~1").into() } else { name.into() }
}
