//! Texts: where they end, and what they say.

use std::borrow::Cow;

use super::source;
use crate::bytes::{between, equal, run};

/// A text in the body, with its quotes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'a> {
    body: &'a str,
    start: usize,
    end: usize,
    escaped: bool,
}

impl<'a> Text<'a> {
    pub(super) fn new(body: &'a str, start: usize, end: usize, escaped: bool) -> Self {
        Text { body, start, end, escaped }
    }

    /// The text that was found to stand there, quotes included.
    pub(crate) fn in_body(body: &'a str, start: usize, end: usize) -> Self {
        Text { body, start, end, escaped: source(body, start, end).contains('\\') }
    }

    /// The byte of the opening quote.
    pub(crate) fn start(&self) -> usize {
        self.start
    }

    /// The byte after the closing quote.
    pub(crate) fn end(&self) -> usize {
        self.end
    }

    /// What stands between the quotes, escapes and all.
    #[inline]
    pub(crate) fn raw(&self) -> &'a str {
        source(self.body, self.start + 1, self.end - 1)
    }

    /// What the text says; half a surrogate pair becomes U+FFFD.
    #[inline]
    pub(crate) fn decode(&self) -> Cow<'a, str> {
        self.decode_checked().0
    }

    /// What the text says, and whether it has half a surrogate pair.
    #[inline]
    pub(crate) fn decode_checked(&self) -> (Cow<'a, str>, bool) {
        if self.escaped { unescape(self.raw()) } else { (Cow::Borrowed(self.raw()), false) }
    }
}

/// Why a text is none.
pub(super) struct Stop {
    pub(super) offset: usize,
    pub(super) expected: &'static str,
}

/// The byte after the closing quote of the text whose content begins at `at`, and whether it
/// has escapes.
#[inline]
pub(super) fn end(body: &str, mut at: usize) -> Result<(usize, bool), Stop> {
    let bytes = body.as_bytes();
    let mut escaped = false;
    loop {
        at += plain(bytes.get(at..).unwrap_or_default());
        match bytes.get(at) {
            Some(b'"') => return Ok((at + 1, escaped)),
            Some(b'\\') => {
                escaped = true;
                at = escape_end(bytes, at + 1)?;
            }
            Some(_) => return Err(Stop { offset: at, expected: "no bare control character in a text" }),
            None => return Err(Stop { offset: at, expected: "the text's closing `\"`" }),
        }
    }
}

/// How many bytes come before the next quote, backslash or control character.
#[inline]
pub(crate) fn plain(bytes: &[u8]) -> usize {
    run(bytes, |bytes| !(equal(bytes, b'"') | equal(bytes, b'\\') | between(bytes, 0, 0x1f)))
}

/// The byte after an escape; `at` is the byte after its backslash.
fn escape_end(bytes: &[u8], at: usize) -> Result<usize, Stop> {
    match bytes.get(at) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 1),
        Some(b'u') => match (at + 1..at + 5).find(|at| !bytes.get(*at).is_some_and(u8::is_ascii_hexdigit)) {
            None => Ok(at + 5),
            Some(offset) => Err(Stop { offset, expected: "four hexadecimal digits after `\\u`" }),
        },
        _ => Err(Stop { offset: at, expected: "one of the escapes of JSON" }),
    }
}

/// The content must have passed [`end`].
fn unescape(raw: &str) -> (Cow<'_, str>, bool) {
    let mut text = String::with_capacity(raw.len());
    let mut lone = false;
    let mut rest = raw;
    while let Some((plain, escape)) = rest.split_once('\\') {
        text.push_str(plain);
        let mut characters = escape.chars();
        let simple = match characters.next() {
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => {
                let (character, after) = unicode(escape);
                lone |= character.is_none();
                text.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
                rest = after;
                continue;
            }
            Some(itself) => itself,
            None => break,
        };
        text.push(simple);
        rest = characters.as_str();
    }
    text.push_str(rest);
    (Cow::Owned(text), lone)
}

/// The character of `uXXXX`, or of a pair `uXXXX\uXXXX`, and what comes after it.
fn unicode(escape: &str) -> (Option<char>, &str) {
    let unit = |text: &str| text.get(1..5).and_then(|digits| u16::from_str_radix(digits, 16).ok());
    let after = escape.get(5..).unwrap_or_default();
    let Some(first) = unit(escape) else { return (None, after) };
    let second = after.strip_prefix('\\').filter(|next| next.starts_with('u')).and_then(unit);
    match (char::from_u32(first.into()), second) {
        (Some(character), _) => (Some(character), after),
        (None, Some(second)) => match char::decode_utf16([first, second]).next() {
            Some(Ok(character)) => (Some(character), after.get(6..).unwrap_or_default()),
            _ => (None, after),
        },
        (None, None) => (None, after),
    }
}
