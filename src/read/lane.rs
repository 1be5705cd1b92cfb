//! The fast lane: documented members with documented values, taken in one look each.
//!
//! Names are compared in one go, colon included, forms that know their characters find the closing
//! quote by themselves, and nothing is written down on the way but the value. Objects and lists are
//! entered where they are documented. The lane takes what the [plain way](super::walk) takes without
//! a word, into the same fields, and stops before everything else: with and without the lane a body
//! reads the same, which the tests hold over histories of every layout.

use super::walk::{Sight, Walk};
use crate::dialect::meaning::{Meaning, Place};
use crate::dialect::shape::{Lane, Member, Rule, Shape, Value};
use crate::lenient::{address, count, identifier, is_blank, progress, timestamp};
use crate::place::Span;
use crate::scan::{Kind, ScanError, Token, after_blanks, plain};

type Scan<T> = Result<T, ScanError>;

/// How far an object was read.
pub(super) struct Members {
    pub(super) open: Token,
    pub(super) sight: Sight,
    /// The documented members that were there, as bits.
    pub(super) seen: u64,
    /// The member that comes to mind next.
    pub(super) next: usize,
    pub(super) first: bool,
    /// Where the name of the member `next` stands, if it was read and its value wasn't.
    pub(super) name: Option<(usize, usize)>,
    /// Where each documented member begins, as soon as one stands twice.
    pub(super) begins: Vec<usize>,
}

impl Members {
    pub(super) fn new(open: Token, sight: Sight) -> Self {
        Members { open, sight, seen: 0, next: 0, first: true, name: None, begins: Vec::new() }
    }
}

impl<'a, 'd> Walk<'a, 'd> {
    /// Takes members of an object as far as the lane goes. The shape of an envelope changes if the guess at the
    /// dialect does, in one of its tasks.
    #[inline(always)]
    pub(super) fn lane(&mut self, shape: &mut &'d Shape, members: &mut Members) -> Scan<()> {
        #[cfg(test)]
        if self.plain {
            return Ok(());
        }
        if !members.begins.is_empty() {
            return Ok(());
        }
        // What was taken, and what follows; between the two there is a comma.
        let mut taken = self.scan.from(self.scan.at());
        let mut rest = if members.first { taken } else { comma(taken).unwrap_or_default() };
        let mut coming = shape.members.get(members.next..).unwrap_or_default();
        let mut seen = members.seen;
        while let Some((member, others, value)) = expected(shape, coming, after_blanks(rest)) {
            let behind = if seen & member.bit == 0 {
                self.value_lane(member.lane, &member.rule, member.rule.meaning, members.sight, value)?
            } else {
                None
            };
            let Some(behind) = behind else {
                let end = self.scan.body().len() - value.len() - 1;
                members.name = Some((end + 1 - member.spelled.len(), end));
                (members.next, taken) = (member.bit.trailing_zeros() as usize, value);
                break;
            };
            (seen, taken, coming) = (seen | member.bit, behind, others);
            if shape.place == Place::Envelope {
                let index = shape.members.len() - others.len();
                *shape = self.guess.envelope(shape);
                coming = shape.members.get(index..).unwrap_or_default();
            }
            let Some(next) = comma(taken) else { break };
            rest = next;
        }
        if members.name.is_none() {
            members.next = shape.members.len() - coming.len();
        }
        members.first &= seen == members.seen;
        members.seen = seen;
        self.scan.jump(self.scan.body().len() - taken.len());
        Ok(())
    }

    /// Takes the value at the beginning of these bytes, which are the body's last, and gives the bytes behind it;
    /// nothing happens if it isn't as documented.
    #[inline(always)]
    fn value_lane(
        &mut self,
        lane: Lane,
        rule: &'d Rule,
        meaning: Option<Meaning>,
        sight: Sight,
        bytes: &'a [u8],
    ) -> Scan<Option<&'a [u8]>> {
        let bytes = after_blanks(bytes);
        let start = self.scan.body().len() - bytes.len();
        let length = match (lane, bytes) {
            (Lane::Identifier, [b'"', rest @ ..]) => {
                self.text_lane(identifier::leading(rest), meaning, start, rest)
            }
            (Lane::Address, [b'"', rest @ ..]) => self.text_lane(address::leading(rest), meaning, start, rest),
            (Lane::Name, [b'"', rest @ ..]) => self.name_lane(rule, meaning, start, rest),
            (Lane::Text, [b'"', rest @ ..]) => self.prose_lane(meaning, start, rest),
            (Lane::Timestamp, [b'"', rest @ ..]) => self.time_lane(meaning, start, rest),
            (Lane::Percent, [b'"', rest @ ..]) => self.percent_lane(start, rest),
            (Lane::Word, [b'"', ..]) => self.word_lane(rule, meaning, start, bytes),
            (Lane::Count, [b'0'..=b'9', ..]) => self.count_lane(rule, meaning, start, bytes),
            (Lane::Object, [b'{', ..]) => {
                let Value::Object(shape) = &rule.value else { return Ok(None) };
                let open = self.scan.enter(start, Kind::Object)?;
                self.container(shape, meaning, open, sight)?;
                return Ok(Some(self.scan.from(self.scan.at())));
            }
            (Lane::List, [b'[', ..]) => {
                let Value::List(element) = &rule.value else { return Ok(None) };
                self.scan.enter(start, Kind::Array)?;
                self.list(element, meaning, sight)?;
                return Ok(Some(self.scan.from(self.scan.at())));
            }
            (Lane::None, _) => None,
            (_, [b'n', b'u', b'l', b'l', ..]) if rule.nullable => Some(4),
            _ => None,
        };
        Ok(length.and_then(|length| bytes.get(length..)))
    }

    /// A text of that length, if it ends there; gives its length with both quotes, as the next ones do.
    #[inline(always)]
    fn text_lane(
        &mut self,
        length: Option<usize>,
        meaning: Option<Meaning>,
        start: usize,
        rest: &[u8],
    ) -> Option<usize> {
        let length = length.filter(|length| rest.get(*length) == Some(&b'"'))?;
        if let Some(meaning) = meaning {
            let text = self.scan.source(start + 1, start + 1 + length);
            self.record.store_text(meaning, text.into(), Span { offset: start, length: length + 2 });
        }
        Some(length + 2)
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
        self.text_lane(Some(length), meaning, start, rest)
    }

    fn prose_lane(&mut self, meaning: Option<Meaning>, start: usize, rest: &[u8]) -> Option<usize> {
        match rest.first()? {
            // It says nothing.
            b'"' => Some(2),
            // Nothing but blanks is odd.
            byte if is_blank(char::from(*byte)) => None,
            _ => self.text_lane(Some(plain(rest)), meaning, start, rest),
        }
    }

    #[inline(always)]
    fn time_lane(&mut self, meaning: Option<Meaning>, start: usize, rest: &[u8]) -> Option<usize> {
        let (time, length) = timestamp::leading(rest)?;
        if rest.get(length) != Some(&b'"') {
            return None;
        }
        if let Some(meaning) = meaning {
            self.record.store_time(meaning, time, Span { offset: start, length: length + 2 });
        }
        Some(length + 2)
    }

    fn percent_lane(&mut self, start: usize, rest: &[u8]) -> Option<usize> {
        if rest.first() == Some(&b'"') {
            return Some(2);
        }
        let (percent, length) = progress::leading(rest)?;
        if rest.get(length) != Some(&b'"') {
            return None;
        }
        self.record.store_percent(percent, Span { offset: start, length: length + 2 });
        Some(length + 2)
    }

    fn word_lane(&mut self, rule: &Rule, meaning: Option<Meaning>, start: usize, bytes: &[u8]) -> Option<usize> {
        let Value::Word(words) = &rule.value else { return None };
        let (index, length) = words.leading(bytes)?;
        let span = Span { offset: start, length };
        let text = self.scan.source(start + 1, start + length - 1);
        match (meaning, rule.states.get(index)) {
            (Some(Meaning::Status), Some(None)) => return None,
            (Some(Meaning::Status), Some(Some(state))) => self.record.store_worded(state.status(), text, span),
            (Some(Meaning::Status), None) => self.record.store_status(text, span),
            (Some(meaning), _) => self.record.store_text(meaning, text.into(), span),
            (None, _) => {}
        }
        Some(length)
    }

    fn count_lane(&mut self, rule: &Rule, meaning: Option<Meaning>, start: usize, digits: &[u8]) -> Option<usize> {
        let Value::Number(number) = &rule.value else { return None };
        let (count, length) = count::leading(digits)?;
        if !matches!(digits.get(length), Some(b',' | b'}' | b']')) || !number.takes(count) {
            return None;
        }
        if meaning == Some(Meaning::Total) {
            self.total = Some((count, Span { offset: start, length }));
        }
        Some(length)
    }
}

/// The bytes behind a comma.
#[inline(always)]
fn comma(bytes: &[u8]) -> Option<&[u8]> {
    bytes.strip_prefix(b",")
}

/// The documented member whose name comes next, most probably the one that comes to mind; the members after it, and
/// the bytes behind its colon. The name has to be spelled without escapes, and its colon to follow at once.
#[inline(always)]
fn expected<'s, 'b>(
    shape: &'s Shape,
    coming: &'s [Member],
    bytes: &'b [u8],
) -> Option<(&'s Member, &'s [Member], &'b [u8])> {
    if let [member, others @ ..] = coming
        && let Some(value) = member.spelled.strip(bytes)
    {
        return Some((member, others, value));
    }
    if bytes.first() != Some(&b'"') {
        return None;
    }
    let mut members = shape.members.iter();
    let (member, value) = members.find_map(|member| Some((member, member.spelled.strip(bytes)?)))?;
    Some((member, members.as_slice(), value))
}
