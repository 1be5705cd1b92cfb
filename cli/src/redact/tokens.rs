//! What stands in a body, whole or damaged: names, values, and strays.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::ops::Range;

use super::meaning::{self, Meaning};
use super::{part, text_of};

/// A piece of a body. Ranges leave the quotes out.
#[derive(Debug)]
pub enum Token {
    /// A member's name.
    Name { range: Range<usize>, quoted: bool },
    /// A text, a number or a word.
    Value { range: Range<usize>, quoted: bool, meaning: Meaning },
    /// What is no JSON: comments, labels, bare words.
    Stray { range: Range<usize> },
}

/// How deeply objects are told apart. Deeper, values are of unknown meaning, which hides them too.
const DEEPEST: usize = 256;

#[derive(Clone, Copy)]
struct Frame {
    in_task: bool,
    /// Lists hold what their own name says.
    list: Option<Meaning>,
}

/// Takes a body apart, in its order; no damage ends it.
pub fn tokens(body: &[u8], mut each: impl FnMut(Token)) {
    let mut frames: Vec<Frame> = Vec::new();
    let mut deeper = 0usize;
    // What the name said that came last, and whether objects behind it are tasks.
    let mut pending: Option<(Meaning, bool)> = None;
    let mut at = 0usize;
    while let Some(first) = body.get(at) {
        let next = at.saturating_add(1);
        let meaning = || {
            let list = frames.last().and_then(|frame| frame.list);
            pending.map(|(meaning, _)| meaning).or(list).unwrap_or(Meaning::Unknown)
        };
        match first {
            b'{' | b'[' => {
                let outer = frames.last().copied();
                let inherited = outer.is_some_and(|frame| frame.list.is_some() && frame.in_task);
                let in_task = pending.map_or(inherited, |(_, is_task)| is_task);
                let list = (*first == b'[').then(meaning);
                if frames.len() < DEEPEST {
                    frames.push(Frame { in_task, list });
                } else {
                    deeper = deeper.saturating_add(1);
                }
                pending = None;
                at = next;
            }
            b'}' | b']' => {
                match deeper.checked_sub(1) {
                    Some(less) => deeper = less,
                    None => _ = frames.pop(),
                }
                pending = None;
                at = next;
            }
            b',' => {
                pending = None;
                at = next;
            }
            b':' => at = next,
            byte if byte.is_ascii_whitespace() => at = next,
            quote => {
                let quoted = *quote == b'"';
                let range = if quoted { text(body, next) } else { bare(body, at) };
                let closed = quoted && body.get(range.end) == Some(&b'"');
                at = range.end.saturating_add(usize::from(closed)).max(next);
                if is_name(body, at) {
                    let in_task = frames.last().is_some_and(|frame| frame.in_task);
                    let name = text_of(part(body, &range), quoted);
                    pending = Some((meaning::of(&name, in_task), meaning::is_task(&name)));
                    let known = meaning::is_known(&name) || quoted;
                    each(if known { Token::Name { range, quoted } } else { Token::Stray { range } });
                } else if quoted || pending.is_some() || is_literal(part(body, &range)) {
                    each(Token::Value { range, quoted, meaning: meaning() });
                } else {
                    each(Token::Stray { range });
                }
            }
        }
    }
}

/// The inside of a text, which ends with its quote, or with the line if that is missing.
fn text(body: &[u8], start: usize) -> Range<usize> {
    let mut at = start;
    while let Some(byte) = body.get(at) {
        let length = match byte {
            b'"' | b'\n' => break,
            b'\\' => 2,
            _ => 1,
        };
        at = at.saturating_add(length);
    }
    start..at.min(body.len())
}

/// Everything up to what could end a bare word, without the blanks around it.
fn bare(body: &[u8], start: usize) -> Range<usize> {
    let ends = |byte: &u8| matches!(byte, b'"' | b'{' | b'}' | b'[' | b']' | b',' | b':' | b'\n');
    let word = body.get(start..).unwrap_or_default().split(ends).next().unwrap_or_default();
    start..start.saturating_add(word.trim_ascii_end().len())
}

fn is_name(body: &[u8], at: usize) -> bool {
    body.iter().skip(at).find(|byte| !byte.is_ascii_whitespace()) == Some(&b':')
}

/// Numbers in lists, true, false and null.
fn is_literal(bytes: &[u8]) -> bool {
    [&b"true"[..], b"false", b"null"].contains(&bytes)
        || bytes.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E'))
}
