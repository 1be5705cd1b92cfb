//! Secrets out of bytes, before anybody knows their syntax.
//!
//! Captures hold tokens, keys and cookies, in heads, in URLs and in bodies that needn't be whole.
//! [`secrets`] masks what authenticates and leaves every offset where it was. [`Pseudonyms`] goes
//! further for captures that are to be shared: ids, names and addresses become others of the same
//! shape, the same ones each time.

mod name;
mod pseudonym;
mod value;

pub use pseudonym::Pseudonyms;

use std::borrow::Cow;

/// The bytes with everything that authenticates masked by `*`, byte for byte.
///
/// That are the values of `X-Auth-Token`, `X-Subject-Token`, `X-Security-Token`, `Authorization`,
/// `Proxy-Authorization`, `Cookie` and `Set-Cookie`, of signatures and user information in URLs, and
/// of members or parameters whose name speaks of a password, a secret, a token, or an access, private or API key
/// (`ak` and `sk` too, also as a part of a name): also with a blank before the colon, folded, with escapes in
/// them, or cut off. Where such a member holds an object, its `value`, `id`, `secret`, `data`, `key` and the like are
/// masked. In SQL and shells, `IDENTIFIED BY '…'`, `PASSWORD '…'` and `--password …` are; and private keys in PEM.
/// Line ends stay.
///
/// It rather masks too much than too little. What only *mentions* a password stays, and so does a secret that
/// nothing names: a token in the middle of a sentence looks like any other word.
pub fn secrets(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut found = Vec::new();
    search(bytes, |range| found.push(range));
    if found.is_empty() {
        return Cow::Borrowed(bytes);
    }
    let mut masked = bytes.to_vec();
    for range in found {
        value::mask(&mut masked[range]);
    }
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

/// [`secrets`] in place.
pub(crate) fn mask(bytes: &mut [u8]) {
    let mut found = Vec::new();
    search(bytes, |range| found.push(range));
    for range in found {
        value::mask(&mut bytes[range]);
    }
}

/// The same for each line by itself: what begins in one never reaches into the next.
pub(crate) fn mask_lines(bytes: &mut [u8]) {
    let mut from = 0;
    while let Some(clue) = next_clue(bytes, from) {
        let start = memchr::memrchr(b'\n', &bytes[from..clue]).map_or(from, |end| from + end + 1);
        let end = memchr::memchr(b'\n', &bytes[clue..]).map_or(bytes.len(), |length| clue + length);
        mask(&mut bytes[start..end]);
        from = end;
    }
}

/// Finds the values to mask, in order.
fn search(bytes: &[u8], mut found: impl FnMut(std::ops::Range<usize>)) {
    let mut from = 0;
    while let Some(clue) = next_clue(bytes, from) {
        from = clue + 1;
        match name::values_of(bytes, clue) {
            Ok(values) => {
                for value in values {
                    from = from.max(value.end);
                    if !value.is_empty() {
                        found(value);
                    }
                }
            }
            Err(end) => from = from.max(end),
        }
    }
}

/// How many bytes are looked at together; the compiler turns the comparisons into vector ones.
const LANES: usize = 32;
/// How far apart the two letters of a clue stand at most.
const REACH: usize = 3;

/// Where the next clue is, from this byte on.
fn next_clue(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    let clue_in = |at: usize, lanes: &[u8; LANES + REACH]| {
        let marks = clues_among(lanes);
        if marks == [0; LANES] {
            return None;
        }
        let marked = marks.iter().enumerate().filter(|(_, mark)| **mark > 0);
        marked.map(|(lane, _)| at + lane).find(|at| clue_at(bytes, *at))
    };
    while let Some(lanes) = bytes[at..].first_chunk() {
        if let Some(clue) = clue_in(at, lanes) {
            return Some(clue);
        }
        at += LANES;
    }
    // The rest, with nothing behind it.
    let mut lanes = [0; LANES + REACH];
    lanes[..bytes.len() - at].copy_from_slice(&bytes[at..]);
    clue_in(at, &lanes).or_else(|| (at + LANES..bytes.len()).find(|at| clue_at(bytes, *at)))
}

/// Marks where there may be a clue in these lanes. Pairs of letters that every name of a secret has,
/// and that task records hardly ever have: this runs over everything that is read.
#[inline]
fn clues_among(lanes: &[u8; LANES + REACH]) -> [u8; LANES] {
    let mut lower = [0u8; LANES + REACH];
    for at in 0..LANES + REACH {
        lower[at] = lanes[at] | 0x20;
    }
    let mut marks = [0; LANES];
    for at in 0..LANES {
        marks[at] = u8::from(pair(lower[at], lower[at + 1], lower[at + 2], lower[at + 3]));
    }
    marks
}

/// Whether a clue begins here: a pair, with what has to stand in it and behind it.
fn clue_at(bytes: &[u8], at: usize) -> bool {
    let lower = |offset: usize| bytes.get(at + offset).map_or(0, |byte| byte | 0x20);
    let letters = [lower(0), lower(1), lower(2), lower(3)];
    let [first, second, third, fourth] = letters;
    match letters {
        // What is told apart here stands in many records: digits of ids, `created_at`, `BackupSnapshot`.
        [b'c', b'c', third, _] => matches!(third, b'e' | b'-' | b'.' | SCORE),
        [b'c', .., b't'] => letters == *b"cret",
        [b'd', .., b't'] => letters == *b"dent",
        [b'g', .., b't'] => letters == *b"gnat",
        [b'v', .., b'e'] => letters == *b"vate",
        [b'a', second, _, b'h'] if second != b'k' => letters == *b"auth",
        [b'p', .., b's'] => letters == *b"pass",
        _ => pair(first, second, third, fourth),
    }
}

/// An underscore in what is taken for lower case.
const SCORE: u8 = b'_' | 0x20;

/// Letters are compared in lower case; bit 5 is set in all of them.
#[inline]
fn pair(first: u8, second: u8, third: u8, fourth: u8) -> bool {
    // pwd, passwd; `://`; access; `\u`, which may hide any of them
    (second == b'd') & (first == b'w')
        | (second == b'/') & (first == b':')
        | (second == b'c') & (first == b'c')
        | (second == b'u') & (first == b'\\' | 0x20)
        // token, cookie; ak and sk, but not every task
        | (second == b'k')
            & ((first == b'o')
                | ((first == b'a') | (first == b's')) & ((third < 0x60) | (third == b'\\' | 0x20)))
        // key, KEY
        | (third == b'y') & (first == b'k') & (second == b'e')
        // secret, credential, identified, signature; auth…; pass
        | (fourth == b't') & ((first == b'c') | (first == b'd') | (first == b'g'))
        | (fourth == b'h') & (first == b'a')
        // private key
        | (fourth == b'e') & (first == b'v')
        | (fourth == b's') & (first == b'p')
}

#[cfg(test)]
mod tests;
