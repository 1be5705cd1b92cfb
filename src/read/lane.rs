//! The fast lane: documented members with documented values, taken in one look each.
//!
//! Names are compared in one go, forms that know their characters find the closing quote by
//! themselves, and nothing is written down on the way but the value. The lane takes what the
//! [plain way](super::walk) takes without a word, into the same fields, and stops before everything
//! else: with and without the lane a body reads the same, which the tests hold over histories of
//! every layout.

use std::sync::Arc;

use super::walk::Walk;
use crate::dialect::meaning::{Form, Meaning};
use crate::dialect::shape::{Member, Number, Rule, Shape, Value};
use crate::lenient::{address, count, identifier, is_blank, progress, timestamp};
use crate::place::Span;
use crate::scan::{after_blanks, plain};

/// How far the lane came in an object.
pub(super) struct Lane {
    /// The members that were there, as bits.
    pub(super) seen: u64,
    /// The member that comes to mind next.
    pub(super) next: usize,
    pub(super) first: bool,
    /// Where the name of the member `next` stands, if it was read and its value wasn't.
    pub(super) name: Option<(usize, usize)>,
}

impl<'a> Walk<'a, '_> {
    /// Takes members of an object as far as the lane goes.
    #[inline(never)]
    pub(super) fn lane(&mut self, shape: &Shape, lane: Lane) -> Lane {
        #[cfg(test)]
        if self.plain {
            return lane;
        }
        let bytes = self.scan.body().as_bytes();
        let (mut at, mut next, mut seen, mut first) = (self.scan.at(), lane.next, lane.seen, lane.first);
        let mut name = None;
        while let Some((index, start, end)) = expected(shape, next, first, bytes, at) {
            let rule = &*shape.members[index].rule;
            let is_plain = seen & 1 << index == 0 && !rule.is_kept_raw(shape.place);
            let value = if is_plain { self.value_lane(rule, rule.meaning, end + 1) } else { None };
            let Some(after) = value else {
                (next, name, at) = (index, Some((start, end)), end + 1);
                break;
            };
            (next, seen, first, at) = (index + 1, seen | 1 << index, false, after);
        }
        self.scan.jump(at);
        Lane { seen, next, first, name }
    }

    /// Takes an element of a list, or nothing.
    pub(super) fn element_lane(&mut self, rule: &Rule, meaning: Option<Meaning>) -> Option<()> {
        #[cfg(test)]
        if self.plain {
            return None;
        }
        let end = self.value_lane(rule, meaning, self.scan.at())?;
        self.scan.jump(end);
        Some(())
    }

    /// Takes the value at that byte, and gives the byte after it; nothing happens if it isn't as documented, or
    /// no scalar.
    #[inline(always)]
    fn value_lane(&mut self, rule: &Rule, meaning: Option<Meaning>, start: usize) -> Option<usize> {
        let rest = after_blanks(self.scan.from(start));
        let start = self.scan.body().len() - rest.len();
        match (&rule.value, rest) {
            (Value::Text(form), [b'"', rest @ ..]) => match form {
                Form::Identifier => self.text_lane(identifier::leading(rest)?, meaning, start, rest),
                Form::Address => self.text_lane(address::leading(rest)?, meaning, start, rest),
                Form::Name => self.name_lane(rule, meaning, start, rest),
                Form::Text => self.prose_lane(meaning, start, rest),
                Form::Timestamp => self.time_lane(meaning, start, rest),
                Form::Percent => self.percent_lane(start, rest),
                Form::Moment | Form::EpochText | Form::Digits => None,
            },
            (Value::Word(words), [b'"', rest @ ..]) => self.word_lane(rule, words, meaning, start, rest),
            (Value::Number(number), [b'0'..=b'9', ..]) => self.count_lane(number, meaning, start, rest),
            (_, [b'n', b'u', b'l', b'l', ..]) if rule.nullable => Some(start + 4),
            _ => None,
        }
    }

    /// A text of that length, if it ends there.
    #[inline(always)]
    fn text_lane(&mut self, length: usize, meaning: Option<Meaning>, start: usize, rest: &[u8]) -> Option<usize> {
        if rest.get(length) != Some(&b'"') {
            return None;
        }
        let end = start + length + 2;
        if let Some(meaning) = meaning {
            let text = self.scan.source(start + 1, end - 1);
            self.record.store_text(meaning, text.into(), Span::new(start, end));
        }
        Some(end)
    }

    #[inline(always)]
    fn name_lane(&mut self, rule: &Rule, meaning: Option<Meaning>, start: usize, rest: &[u8]) -> Option<usize> {
        let length = plain(rest);
        let blank = |byte: Option<&u8>| byte.is_none_or(|byte| is_blank(char::from(*byte)));
        if blank(rest.first()) || blank(rest.get(length.checked_sub(1)?)) {
            return None;
        }
        if !rule.known.is_empty() && !rule.knows(self.scan.source(start + 1, start + 1 + length)) {
            return None;
        }
        self.text_lane(length, meaning, start, rest)
    }

    fn prose_lane(&mut self, meaning: Option<Meaning>, start: usize, rest: &[u8]) -> Option<usize> {
        match rest.first()? {
            // It says nothing.
            b'"' => Some(start + 2),
            // Nothing but blanks is odd.
            byte if is_blank(char::from(*byte)) => None,
            _ => self.text_lane(plain(rest), meaning, start, rest),
        }
    }

    #[inline(always)]
    fn time_lane(&mut self, meaning: Option<Meaning>, start: usize, rest: &[u8]) -> Option<usize> {
        let (time, length) = timestamp::leading(rest)?;
        if rest.get(length) != Some(&b'"') {
            return None;
        }
        let end = start + length + 2;
        if let Some(meaning) = meaning {
            self.record.store_time(meaning, time, Span::new(start, end));
        }
        Some(end)
    }

    fn percent_lane(&mut self, start: usize, rest: &[u8]) -> Option<usize> {
        if rest.first() == Some(&b'"') {
            return Some(start + 2);
        }
        let (percent, length) = progress::leading(rest)?;
        if rest.get(length) != Some(&b'"') {
            return None;
        }
        let end = start + length + 2;
        self.record.store_percent(percent, Span::new(start, end));
        Some(end)
    }

    fn word_lane(
        &mut self,
        rule: &Rule,
        words: &[Arc<str>],
        meaning: Option<Meaning>,
        start: usize,
        rest: &[u8],
    ) -> Option<usize> {
        let closed = |word: &str| rest.get(word.len()) == Some(&b'"') && rest.starts_with(word.as_bytes());
        let index = words.iter().position(|word| closed(word))?;
        let (text, end) =
            (self.scan.source(start + 1, start + 1 + words[index].len()), start + words[index].len() + 2);
        match (meaning, rule.states.get(index)) {
            (Some(Meaning::Status), Some(None)) => return None,
            (Some(Meaning::Status), Some(Some(state))) => {
                self.record.store_worded(state.status(), text, Span::new(start, end));
            }
            (Some(Meaning::Status), None) => self.record.store_status(text, Span::new(start, end)),
            (Some(meaning), _) => self.record.store_text(meaning, text.into(), Span::new(start, end)),
            (None, _) => {}
        }
        Some(end)
    }

    fn count_lane(
        &mut self,
        number: &Number,
        meaning: Option<Meaning>,
        start: usize,
        digits: &[u8],
    ) -> Option<usize> {
        let (count, length) = count::leading(digits)?;
        if !matches!(digits.get(length), Some(b',' | b'}' | b']')) || !number.takes(count) {
            return None;
        }
        let end = start + length;
        if meaning == Some(Meaning::Total) {
            self.total = Some((count, Span::new(start, end)));
        }
        Some(end)
    }
}

/// The documented member that comes at that byte of an object, most probably the next one, and where its
/// name begins and ends. The name has to be spelled without escapes, and its colon to follow at once.
#[inline(always)]
fn expected(shape: &Shape, next: usize, first: bool, bytes: &[u8], at: usize) -> Option<(usize, usize, usize)> {
    let rest = bytes.get(at..)?;
    let rest = after_blanks(if first { rest } else { rest.strip_prefix(b",")? });
    let is_it = |member: &Member| member.spelled.begins(rest);
    let index = match shape.members.get(next) {
        Some(member) if is_it(member) => next,
        _ if rest.first() == Some(&b'"') => shape.members.iter().position(is_it)?,
        _ => return None,
    };
    let length = shape.members[index].spelled.len();
    let start = bytes.len() - rest.len();
    (rest.get(length) == Some(&b':')).then_some((index, start, start + length))
}
