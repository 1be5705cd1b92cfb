//! Bytes to tokens with spans, by JSON's grammar (RFC 8259); the reader's only room that knows it.
//!
//! A [`Scanner`] is pulled: the caller knows whether it stands in an object or in a list and asks
//! for the next [`value`](Scanner::value), [`member`](Scanner::member) or
//! [`element`](Scanner::element). It keeps the text of numbers, decodes a text only when asked to,
//! and never recurses: what isn't of interest is passed over by [`Scanner::skip`], whose stack is
//! one bit a level.
#![deny(clippy::indexing_slicing, clippy::string_slice)]

mod bits;
mod expected;
mod spelled;
mod text;

pub(crate) use expected::{Expected, ScanError};
pub(crate) use spelled::Spelled;
pub(crate) use text::{Text, plain};

use std::fmt;

use bits::Bits;

use crate::error::ErrorCode;

/// What kind of value begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Object,
    Array,
    Text,
    Number,
    True,
    False,
    Null,
}

impl Kind {
    pub(crate) fn is_container(self) -> bool {
        matches!(self, Kind::Object | Kind::Array)
    }

    /// The kind in people's words, with its article.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Kind::Object => "an object",
            Kind::Array => "a list",
            Kind::Text => "a text",
            Kind::Number => "a number",
            Kind::True => "true",
            Kind::False => "false",
            Kind::Null => "null",
        }
    }
}

/// A value, or the opening bracket of one that has to be walked or skipped.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    /// Whether a text has escapes.
    escaped: bool,
    pub(crate) start: usize,
    /// The byte after the token: for objects and lists, after their opening bracket.
    pub(crate) end: usize,
}

/// Editors and shells of Windows put it in front.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

type Result<T> = std::result::Result<T, ScanError>;

pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    depth_limit: usize,
}

impl<'a> Scanner<'a> {
    /// Begins after the byte order mark, if there is one.
    pub(crate) fn new(text: &'a str, depth_limit: usize) -> Self {
        let at = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        Scanner { text, at, depth: 0, depth_limit }
    }

    /// The next value, or the opening bracket of it.
    #[inline]
    pub(crate) fn value(&mut self) -> Result<Token> {
        let first = self.peek();
        let start = self.at;
        let (kind, escaped) = match first {
            Some(b'"') => (Kind::Text, self.quoted()?),
            Some(b'{') => (Kind::Object, self.open()?),
            Some(b'[') => (Kind::Array, self.open()?),
            Some(b'-' | b'0'..=b'9') => (Kind::Number, self.number()?),
            Some(b't') => (Kind::True, self.word("true")?),
            Some(b'f') => (Kind::False, self.word("false")?),
            Some(b'n') => (Kind::Null, self.word("null")?),
            _ => return Err(self.expected(Expected::Value)),
        };
        Ok(Token { kind, escaped, start, end: self.at })
    }

    /// The name of the next member of the innermost object, and past its colon; `None` at the end.
    #[inline]
    pub(crate) fn member(&mut self, first: bool) -> Result<Option<Text<'a>>> {
        let wanted = if first { Expected::NameOrEnd } else { Expected::CommaOrBrace };
        if !self.more(first, b'}', wanted)? {
            return Ok(None);
        }
        if self.peek() != Some(b'"') {
            return Err(self.expected(if first { wanted } else { Expected::Name }));
        }
        let start = self.at;
        let escaped = self.quoted()?;
        let name = Text::new(self.text, start, self.at, escaped);
        self.colon()?;
        Ok(Some(name))
    }

    /// The source of the value of a member, whose name ends at this byte.
    pub(crate) fn source_of_member(&mut self, name_end: usize) -> Result<&'a str> {
        self.at = name_end;
        self.colon()?;
        let token = self.value()?;
        let end = self.skip(token)?;
        Ok(self.source(token.start, end))
    }

    /// Past the opening bracket of an object, if it comes next.
    #[inline]
    pub(crate) fn opens(&mut self) -> Result<Option<Token>> {
        if self.peek() != Some(b'{') {
            return Ok(None);
        }
        self.enter(self.at, Kind::Object).map(Some)
    }

    /// Past the opening bracket that stands at that byte.
    #[inline]
    pub(crate) fn enter(&mut self, start: usize, kind: Kind) -> Result<Token> {
        self.at = start;
        self.open()?;
        Ok(Token { kind, escaped: false, start, end: self.at })
    }

    /// Past the closing bracket of an object, if it comes next.
    #[inline]
    pub(crate) fn closes(&mut self) -> bool {
        let closes = self.peek() == Some(b'}');
        if closes {
            self.at += 1;
            self.depth -= 1;
        }
        closes
    }

    /// The name that was found to stand there.
    #[inline]
    pub(crate) fn name(&self, (start, end): (usize, usize)) -> Text<'a> {
        Text::in_body(self.text, start, end)
    }

    /// Whether the innermost list has another element; otherwise past its end.
    #[inline]
    pub(crate) fn element(&mut self, first: bool) -> Result<bool> {
        let wanted = if first { Expected::ValueOrEnd } else { Expected::CommaOrBracket };
        self.more(first, b']', wanted)
    }

    /// Past the rest of a value; gives the byte after it.
    pub(crate) fn skip(&mut self, token: Token) -> Result<usize> {
        if !token.kind.is_container() {
            return Ok(token.end);
        }
        let mut objects = Bits::default();
        objects.push(token.kind == Kind::Object);
        let mut first = true;
        while let Some(in_object) = objects.last() {
            let more = if in_object { self.member(first)?.is_some() } else { self.element(first)? };
            first = false;
            if !more {
                objects.pop();
                continue;
            }
            let token = self.value()?;
            if token.kind.is_container() {
                objects.push(token.kind == Kind::Object);
                first = true;
            }
        }
        Ok(self.at)
    }

    /// The text of a text token.
    pub(crate) fn text_of(&self, token: Token) -> Text<'a> {
        Text::new(self.text, token.start, token.end, token.escaped)
    }

    /// The source of a token or span.
    #[inline(always)]
    pub(crate) fn source(&self, start: usize, end: usize) -> &'a str {
        source(self.text, start, end)
    }

    /// The bytes from that one on.
    #[inline]
    pub(crate) fn from(&self, start: usize) -> &'a [u8] {
        self.text.as_bytes().get(start..).unwrap_or_default()
    }

    /// All of it.
    pub(crate) fn body(&self) -> &'a str {
        self.text
    }

    /// The byte that comes next.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Goes back to where a value begins, or on to where it ended, on the same level.
    pub(crate) fn jump(&mut self, to: usize) {
        self.at = to;
    }

    /// There must be nothing more.
    pub(crate) fn finish(&mut self) -> Result<()> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.expected(Expected::NothingMore)),
        }
    }

    /// The next byte that isn't white space.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other.copied(),
            }
        }
    }

    #[inline]
    fn colon(&mut self) -> Result<()> {
        if self.peek() != Some(b':') {
            return Err(self.expected(Expected::Colon));
        }
        self.at += 1;
        Ok(())
    }

    #[inline]
    fn open(&mut self) -> Result<bool> {
        if self.depth == self.depth_limit {
            return Err(ScanError { code: ErrorCode::TooDeep, offset: self.at, expected: Expected::LessDepth });
        }
        self.depth += 1;
        self.at += 1;
        Ok(false)
    }

    /// Past a comma, or past the closing bracket.
    #[inline]
    fn more(&mut self, first: bool, close: u8, wanted: Expected) -> Result<bool> {
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                self.depth -= 1;
                Ok(false)
            }
            Some(_) if first => Ok(true),
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            _ => Err(self.expected(wanted)),
        }
    }

    /// Past a text, which begins here; gives whether it has escapes.
    #[inline]
    fn quoted(&mut self) -> Result<bool> {
        match text::end(self.text, self.at + 1) {
            Ok((end, escaped)) => {
                self.at = end;
                Ok(escaped)
            }
            Err(stop) => {
                self.at = stop.offset;
                Err(self.expected(Expected::Inside(stop.expected)))
            }
        }
    }

    /// Past a number, which begins here.
    fn number(&mut self) -> Result<bool> {
        let bytes = self.text.as_bytes();
        let digits = |mut at: usize| {
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            at
        };
        let some_digits = |from: usize| {
            let end = digits(from);
            if end > from { Ok(end) } else { Err((from, "a digit")) }
        };
        let scan = || {
            let mut at = self.at + usize::from(bytes.get(self.at) == Some(&b'-'));
            at = if bytes.get(at) == Some(&b'0') { at + 1 } else { some_digits(at)? };
            if bytes.get(at) == Some(&b'.') {
                at = some_digits(at + 1)?;
            }
            if let Some(b'e' | b'E') = bytes.get(at) {
                let signed = matches!(bytes.get(at + 1), Some(b'+' | b'-'));
                at = some_digits(at + 1 + usize::from(signed))?;
            }
            match bytes.get(at) {
                // `01`, `1f`, `0x1F`, `1_000`: two tokens without anything between them.
                Some(byte) if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.') => {
                    Err((at, "the number's end"))
                }
                // Where the body is cut, more digits may have followed.
                None if self.depth > 0 => Err((at, "the number's end")),
                _ => Ok(at),
            }
        };
        match scan() {
            Ok(end) => {
                self.at = end;
                Ok(false)
            }
            Err((offset, expected)) => {
                self.at = offset;
                Err(self.expected(Expected::Inside(expected)))
            }
        }
    }

    fn word(&mut self, word: &'static str) -> Result<bool> {
        let rest = self.from(self.at);
        let same = rest.iter().zip(word.as_bytes()).take_while(|(a, b)| a == b).count();
        if same < word.len() && same < rest.len() {
            return Err(self.expected(Expected::Value));
        }
        self.at += same;
        if same < word.len() { Err(self.expected(Expected::Inside(word))) } else { Ok(false) }
    }

    fn expected(&self, expected: Expected) -> ScanError {
        let code = if self.at >= self.text.len() { ErrorCode::Truncated } else { ErrorCode::NotJson };
        ScanError { code, offset: self.at, expected }
    }
}

/// What stands between two bytes at which characters begin.
#[inline(always)]
fn source(body: &str, start: usize, end: usize) -> &str {
    debug_assert!(body.get(start..end).is_some(), "{start}..{end} are offsets of the body");
    body.get(start..end).unwrap_or_default()
}

/// The bytes without the white space at their beginning.
#[inline(always)]
pub(crate) fn after_blanks(bytes: &[u8]) -> &[u8] {
    if bytes.first().is_some_and(|byte| *byte <= b' ') { blanks(bytes) } else { bytes }
}

fn blanks(mut bytes: &[u8]) -> &[u8] {
    while let [b' ' | b'\n' | b'\r' | b'\t', rest @ ..] = bytes {
        bytes = rest;
    }
    bytes
}

impl fmt::Debug for Scanner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scanner").field("at", &self.at).field("depth", &self.depth).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
