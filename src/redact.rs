//! Secrets out of bytes, before anybody knows their syntax.
//!
//! Captures hold tokens, keys and cookies, in heads, in URLs and in bodies that needn't be whole.
//! [`secrets`] masks what authenticates and leaves every offset where it was. [`Pseudonyms`] goes
//! further for captures that are to be shared: ids, names and addresses become others of the same
//! shape, the same ones each time.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

mod around;
mod document;
mod escaped;
mod key;
mod markup;
mod members;
mod name;
mod pseudonym;
mod statement;
mod value;

pub use pseudonym::Pseudonyms;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use wide::u8x16;

use crate::bytes::{between, equal};

/// The bytes with everything that authenticates masked by `*`, byte for byte.
///
/// Those are the values of `X-Auth-Token`, `X-Subject-Token`, `X-Security-Token`, `Authorization`,
/// `Proxy-Authorization`, `Cookie` and `Set-Cookie`, of signatures and user information in URLs, and
/// of members or parameters whose name speaks of a password, a secret, a token, or an access, private or API key
/// (`ak` and `sk` too, also as a part of a name): also with a blank before the colon, folded, with escapes in
/// them, or cut off. Where such a member holds an object, its `value`, `id`, `secret`, `data`, `key` and the like are
/// masked; so are names and values in pairs (`{"name": …, "value": …}`, `["X-Auth-Token", "…"]`, two lines of YAML),
/// elements and attributes of XML, and what stands behind signs that are spelled by their numbers (`token\u003d…`). In SQL
/// and shells, `IDENTIFIED BY '…'`, `PASSWORD '…'`, `SET PASSWORD … = '…'` and `--password …` are; and private keys in PEM.
/// Line ends stay, and a document of JSON stays one.
///
/// It rather masks too much than too little. What only *mentions* a password stays, and so does a secret that
/// nothing names: a token in the middle of a sentence looks like any other word.
pub fn secrets(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut found = values(bytes);
    found.retain(|range| !range.is_empty());
    if found.is_empty() {
        return Cow::Borrowed(bytes);
    }
    let mut masked = bytes.to_vec();
    found.into_iter().for_each(|range| value::mask(&mut masked, range));
    Cow::Owned(masked)
}

/// The same for text.
pub fn secrets_in(text: &str) -> Cow<'_, str> {
    match secrets(text.as_bytes()) {
        Cow::Borrowed(_) => Cow::Borrowed(text),
        // A mask covers whole values, whose ends are ASCII.
        Cow::Owned(masked) => Cow::Owned(String::from_utf8_lossy(&masked).into_owned()),
    }
}

/// [`secrets`] in place; whether the last one reaches up to the end, where another line may go on with it.
pub(crate) fn mask(bytes: &mut [u8]) -> bool {
    let found = values(bytes);
    let goes_on = found.iter().any(|value| value.end == bytes.len());
    found.into_iter().for_each(|range| value::mask(bytes, range));
    goes_on
}

/// Masks all of a line that goes on with a secret.
pub(crate) fn mask_whole(bytes: &mut [u8]) {
    value::mask(bytes, 0..bytes.len());
}

/// The same for each line by itself: what begins in one never reaches into the next.
pub(crate) fn mask_lines(bytes: &mut [u8]) {
    let mut from = 0;
    while let Some(clue) = next_clue(bytes, from) {
        let before = bytes.get(..clue).unwrap_or_default();
        let start = memchr::memrchr(b'\n', before).map_or(0, |end| end.saturating_add(1));
        let rest = bytes.get(clue..).unwrap_or_default();
        let end = memchr::memchr(b'\n', rest).map_or(bytes.len(), |length| clue.saturating_add(length));
        mask(place(bytes, start..end));
        from = end;
    }
}

#[expect(clippy::indexing_slicing, reason = "no secret may pass because its place is a wrong one")]
fn place(bytes: &mut [u8], range: Range<usize>) -> &mut [u8] {
    &mut bytes[range]
}

/// What is to be masked.
fn values(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    search(bytes, |range| found.push(range));
    document::kept(bytes, found)
}

/// Finds the values to mask; one may be found twice, but none for each of the names that stand in it.
fn search(bytes: &[u8], mut found: impl FnMut(Range<usize>)) {
    if let Some(first) = search_plain(bytes, &mut found) {
        escaped::search(bytes, first, &mut found);
    }
}

/// The same in the bytes as they are; gives where the first sign is that is spelled by its number.
fn search_plain(bytes: &[u8], mut found: impl FnMut(Range<usize>)) -> Option<usize> {
    let (mut first_escape, mut run) = (None, 0);
    let mut from = 0;
    let mut covered = Covered::default();
    while let Some(clue) = next_clue(bytes, from) {
        if let Some(tail) = covered.tail(clue) {
            from = tail;
            continue;
        }
        if first_escape.is_none() && clue >= run {
            match escaped::sign_in_run(bytes, clue) {
                Ok(sign) => first_escape = Some(sign),
                Err(end) => run = end,
            }
        }
        let led = name::values_of(bytes, clue);
        from = led.next.max(clue.saturating_add(1));
        for value in led.values {
            covered.add(value.clone());
            found(value);
        }
    }
    first_escape
}

/// What is masked already, by where it begins: no two of them touch each other.
#[derive(Default)]
struct Covered(BTreeMap<usize, usize>);

impl Covered {
    fn add(&mut self, mut value: Range<usize>) {
        while let Some((start, end)) = self.0.range(..=value.end).next_back()
            && *end >= value.start
        {
            let (start, end) = (*start, *end);
            self.0.remove(&start);
            value = start.min(value.start)..end.max(value.end);
        }
        self.0.insert(value.start, value.end);
    }

    /// Where a search that came to this byte goes on, if it can't find anything new before: the name of the next
    /// secret can be a part of this one's value, which then ends before that one's begins.
    fn tail(&self, at: usize) -> Option<usize> {
        let (_, end) = self.0.range(..=at).next_back()?;
        Some(end.saturating_sub(name::LONGEST)).filter(|tail| at < *tail)
    }
}

/// How many bytes are looked at together.
const LANES: usize = 16;
/// How far apart the two letters of a clue stand at most.
const REACH: usize = 3;

/// Where the next clue is, from this byte on.
fn next_clue(bytes: &[u8], from: usize) -> Option<usize> {
    let clue_in = |at: usize, lanes: &[u8; LANES + REACH]| {
        let mut marks = clues_among(lanes);
        while marks != 0 {
            let clue = at.saturating_add(marks.trailing_zeros() as usize);
            if clue_at(bytes, clue) {
                return Some(clue);
            }
            marks &= marks.wrapping_sub(1);
        }
        None
    };
    let mut at = from;
    while let Some(lanes) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        if let Some(clue) = clue_in(at, lanes) {
            return Some(clue);
        }
        at = at.saturating_add(LANES);
    }
    // The rest, with nothing behind it.
    (at..bytes.len()).find(|at| clue_at(bytes, *at))
}

/// Marks where there may be a clue in these lanes, each by its bit. Pairs of letters that every name of a secret has,
/// and that task records hardly ever have: this runs over everything that is read.
#[inline]
fn clues_among(lanes: &[u8; LANES + REACH]) -> u32 {
    let lower = |from: usize| {
        let lanes = lanes.get(from..).and_then(<[u8]>::first_chunk).copied().unwrap_or_default();
        u8x16::new(lanes) | u8x16::splat(0x20)
    };
    pairs(lower(0), lower(1), lower(2), lower(3)).to_bitmask() & 0xffff
}

/// Whether a clue begins here: a pair, with what has to stand in it and behind it.
fn clue_at(bytes: &[u8], at: usize) -> bool {
    let lower = |offset: usize| bytes.get(at.saturating_add(offset)).map_or(0, |byte| byte | 0x20);
    let letters = [lower(0), lower(1), lower(2), lower(3)];
    match letters {
        // What is told apart here stands in many records: digits of ids, `created_at`, `BackupSnapshot`.
        [b'c', b'c', third, _] => matches!(third, b'e' | b'-' | b'.' | SCORE),
        [b'c', .., b't'] => letters == *b"cret",
        [b'd', .., b't'] => letters == *b"dent",
        [b'g', .., b't'] => letters == *b"gnat",
        [b'a', second, _, b'h'] if second != b'k' => letters == *b"auth",
        [b'p', .., b's'] => letters == *b"pass",
        _ => pair(letters),
    }
}

/// An underscore in what is taken for lower case.
const SCORE: u8 = b'_' | 0x20;

/// Whether the four begin with a pair.
fn pair(letters: [u8; 4]) -> bool {
    let [first, second, third, fourth] = letters.map(u8x16::splat);
    pairs(first, second, third, fourth).to_bitmask() & 1 == 1
}

/// Where there is a pair. Letters are compared in lower case; bit 5 is set in all of them.
#[inline(always)]
fn pairs(first: u8x16, second: u8x16, third: u8x16, fourth: u8x16) -> u8x16 {
    let backslash = b'\\' | 0x20;
    // pwd, passwd; `://`; access; `\u`, which may hide any of them
    (equal(second, b'd') & equal(first, b'w'))
        | (equal(second, b'/') & equal(first, b':'))
        | (equal(second, b'c') & equal(first, b'c'))
        | (equal(second, b'u') & equal(first, backslash))
        // token, cookie; ak and sk, but not every task
        | (equal(second, b'k')
            & (equal(first, b'o')
                | ((equal(first, b'a') | equal(first, b's'))
                    & (between(third, 0, 0x5f) | equal(third, backslash)))))
        // key, KEY
        | (equal(third, b'y') & equal(first, b'k') & equal(second, b'e'))
        // secret, credential, identified, signature; auth…; pass
        | (equal(fourth, b't') & (equal(first, b'c') | equal(first, b'd') | equal(first, b'g')))
        | (equal(fourth, b'h') & equal(first, b'a'))
        | (equal(fourth, b's') & equal(first, b'p'))
}

#[cfg(test)]
mod tests;
