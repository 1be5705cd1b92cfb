//! The walk: tokens directed by a [`Shape`].
//!
//! Members under their documented names are read in place, the others wait: see [`alias`](super::alias).
//! Whether the body conforms falls out of it.

use super::alias::Alias;
use super::guess::Guess;
use super::lane::Members;
use super::later::Later;
use super::list::{fits, is_id_of_task};
use super::log::{Detail, Log, Oddity, ReadAs};
use super::store::Record;
use crate::deviation::{Code, Severity};
use crate::dialect::meaning::{Meaning, Place};
use crate::dialect::shape::{Member, Rule, Shape, Value};
use crate::dialect::{Called, Names, Registry};
use crate::error::ErrorCode;
use crate::limits::Limits;
use crate::place::Span;
use crate::raw::{Extra, MemberSpan};
use crate::scan::{Expected, Kind, ScanError, Scanner, Text, Token};
use crate::task::Task;

type Scan<T> = Result<T, ScanError>;

pub(super) struct Walk<'a, 'd> {
    pub(super) scan: Scanner<'a>,
    pub(super) names: &'d Names,
    pub(super) guess: Guess<'d>,
    pub(super) log: Log<'a>,
    pub(super) tasks: Vec<Task<'a>>,
    /// The task that is being read.
    pub(super) record: Record<'a>,
    pub(super) in_task: bool,
    /// Up to here no listed deviation has the number of a task that was replaced.
    pub(super) renumbered: usize,
    /// Whether a list of tasks was there, so that none at all is an answer.
    pub(super) listed: bool,
    pub(super) total: Option<(u64, Span)>,
    pub(super) extra: Extra<'a>,
    pub(super) strangers: Vec<MemberSpan>,
    /// From where on they are of the innermost object.
    pub(super) own_strangers: usize,
    pub(super) aliases: Vec<Alias<'d>>,
    /// How many members without a meaning the open objects may have.
    pub(super) member_limit: usize,
    /// How much room may be taken beside what a body's length allows, and how much of both is left.
    record_limit: usize,
    room: usize,
    pub(super) later: Later<'a, 'd>,
    /// Without the fast lane.
    #[cfg(test)]
    pub(super) plain: bool,
}

/// What comes next in an object.
enum Next<'d> {
    /// A documented member: where its name begins and ends, and which one it is.
    Documented((usize, usize), usize),
    /// One of another dialect's, which was left alone: its shape, which one it is there, and what was seen, in that
    /// shape's terms.
    Instead(&'d Shape, usize, u64),
    /// One under another name, which was read.
    Other,
    End,
}

/// How a value is seen: by the schema as well, or by the reader alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// The schema looks at the value.
    Schema,
    /// The member stands under a name that the schema doesn't know.
    Blind,
}

impl<'a, 'd> Walk<'a, 'd> {
    pub(super) fn new(scan: Scanner<'a>, registry: &'d Registry, limits: &Limits) -> Self {
        Walk {
            scan,
            names: &registry.names,
            guess: Guess::none(registry),
            log: Log::new(limits.deviations),
            tasks: Vec::new(),
            record: Record::default(),
            in_task: false,
            renumbered: 0,
            listed: false,
            total: None,
            extra: Extra::default(),
            strangers: Vec::new(),
            own_strangers: 0,
            aliases: Vec::new(),
            member_limit: limits.members,
            record_limit: limits.records,
            room: limits.records,
            later: Later::default(),
            #[cfg(test)]
            plain: false,
        }
    }

    /// Forgets a body, but keeps the room that it took.
    pub(super) fn restart(&mut self, scan: Scanner<'a>) {
        self.scan = scan;
        let length = self.scan.body().len();
        self.room = self.record_limit.saturating_add(length).saturating_add(length).saturating_add(length / 2);
        self.guess.restart();
        self.log.restart();
        self.record.recycle(&mut self.tasks);
        if self.in_task {
            // What damage left behind.
            self.record.task = Task::default();
            self.in_task = false;
        }
        self.renumbered = 0;
        self.listed = false;
        self.total = None;
        if !self.extra.is_empty() {
            self.extra = Extra::default();
        }
        self.strangers.clear();
        self.own_strangers = 0;
        self.aliases.clear();
        self.later.restart();
    }

    pub(super) fn note(&mut self, code: Code, span: Span, read_as: ReadAs<'a>, detail: Detail) {
        self.log_as(code, Severity::Note, span, read_as, detail);
    }

    pub(super) fn log_as(
        &mut self,
        code: Code,
        severity: Severity,
        span: Span,
        read_as: ReadAs<'a>,
        detail: Detail,
    ) {
        let task = self.in_task.then_some(self.tasks.len());
        self.log.push(Oddity { code, severity, task, span, read_as, detail });
    }

    /// Reads an object whose opening bracket was read; gives the byte after it.
    pub(super) fn object(&mut self, mut shape: &'d Shape, open: Token, sight: Sight) -> Scan<usize> {
        let (aliases, strangers) = (self.aliases.len(), self.strangers.len());
        let around = std::mem::replace(&mut self.own_strangers, strangers);
        let mut members = Members::new(open, sight);
        loop {
            self.lane(&mut shape, &mut members)?;
            let is_over = members.name.is_none() && self.scan.closes();
            if is_over || !self.member(&mut shape, &mut members)? {
                break;
            }
        }
        let seen = members.seen;
        self.guess.seen(shape.place, seen, &self.tasks);
        let end = self.scan.at();
        let named = if self.aliases.len() > aliases { self.other_names(shape, aliases, seen, sight)? } else { 0 };
        let missing = shape.required & !(seen | named);
        if missing != 0 {
            self.missing(shape, missing, Span::new(open.start, end), sight);
        }
        if self.strangers.len() > strangers {
            self.keep(shape.place, strangers);
        }
        self.own_strangers = around;
        self.scan.jump(end);
        Ok(end)
    }

    /// Reads one member the plain way; whether there was one.
    #[inline(never)]
    fn member(&mut self, shape: &mut &'d Shape, members: &mut Members) -> Scan<bool> {
        let name = match members.name.take() {
            Some(name) => name,
            None => match self.unexpected(shape, members)? {
                Next::Documented(name, index) => {
                    members.next = index;
                    name
                }
                Next::Instead(other, index, seen) => {
                    (*shape, members.seen, members.next) = (other, seen, index);
                    members.begins.clear();
                    return Ok(true);
                }
                Next::Other => {
                    members.first = false;
                    return Ok(true);
                }
                Next::End => return Ok(false),
            },
        };
        let index = members.next;
        if members.seen & 1 << index != 0 {
            self.repeated(shape, members, name);
        }
        if let Some(begin) = members.begins.get_mut(index) {
            *begin = name.0;
        }
        (members.seen, members.next, members.first) = (members.seen | 1 << index, index + 1, false);
        let Member { rule, raw, .. } = shape.member(index);
        let (start, end) = self.value(rule, rule.meaning, members.sight)?;
        if *raw {
            // Documented, but without a canonical field: kept raw, and nothing to report.
            self.keep_raw(self.scan.name(name), start, end);
        }
        if shape.place == Place::Envelope {
            *shape = self.guess.envelope(shape);
        }
        Ok(true)
    }

    /// The next member, which isn't one that the lane knows.
    fn unexpected(&mut self, shape: &'d Shape, members: &Members) -> Scan<Next<'d>> {
        let before = self.scan.at();
        let Some(name) = self.scan.member(members.first)? else { return Ok(Next::End) };
        let place = (name.start(), name.end());
        let text = name.decode();
        if let Some(index) = shape.documented(&text) {
            return Ok(Next::Documented(place, index));
        }
        let called = Called::new(&text);
        match self.instead(shape, members.seen, &called) {
            Some((other, index, seen)) => {
                self.scan.jump(before);
                Ok(Next::Instead(other, index, seen))
            }
            None => {
                self.stranger(shape, name, &called)?;
                Ok(Next::Other)
            }
        }
    }

    #[cold]
    fn missing(&mut self, shape: &Shape, mut missing: u64, span: Span, sight: Sight) {
        let severity = if sight == Sight::Schema { Severity::Tolerated } else { Severity::Note };
        while missing != 0 {
            let name = shape.member(missing.trailing_zeros() as usize).name.clone();
            self.log_as(Code::MissingMember, severity, span, ReadAs::Nothing, Detail::Member(name));
            missing &= missing - 1;
        }
    }

    /// Reads a value by its rule, into the field of that meaning; gives where it begins and ends.
    pub(super) fn value(
        &mut self,
        rule: &'d Rule,
        meaning: Option<Meaning>,
        sight: Sight,
    ) -> Scan<(usize, usize)> {
        if let Value::Object(shape) = &rule.value
            && let Some(open) = self.scan.opens()?
        {
            return Ok((open.start, self.container(shape, meaning, open, sight)?));
        }
        let token = self.scan.value()?;
        let end = self.value_of(rule, meaning, sight, token)?;
        Ok((token.start, end))
    }

    pub(super) fn value_of(
        &mut self,
        rule: &'d Rule,
        meaning: Option<Meaning>,
        sight: Sight,
        token: Token,
    ) -> Scan<usize> {
        match (&rule.value, token.kind) {
            (Value::List(_), Kind::Array | Kind::Object) if meaning == Some(Meaning::SubTasks) => {
                self.wait(rule, token, sight)
            }
            (Value::Again, Kind::Object) => self.again(token, sight),
            (Value::Content(shape), Kind::Text) => {
                self.content(rule, shape, meaning, token);
                Ok(token.end)
            }
            (Value::Object(shape), Kind::Object) => self.container(shape, meaning, token, sight),
            (Value::List(element), Kind::Array) => self.list(element, meaning, sight),
            (Value::Any, _) => self.raw_value(token),
            (_, Kind::Array) => {
                self.doubt();
                self.list_for_scalar(rule, meaning, token, sight)
            }
            (Value::List(element), kind) if fits(element, kind) => {
                self.doubt();
                self.listed |= meaning == Some(Meaning::Tasks);
                // The schema refuses the value as a whole, and looks no further.
                let end = if is_id_of_task(element, meaning) {
                    self.an_id(element, Sight::Blind, token)?
                } else {
                    self.value_of(element, element.meaning.or(meaning), Sight::Blind, token)?
                };
                self.odd(Code::ScalarForList, sight, Span::new(token.start, end), ReadAs::Parts, Detail::None);
                Ok(end)
            }
            (_, kind) if kind.is_container() => {
                let end = self.raw_value(token)?;
                self.wrong_type(rule, sight, Span::new(token.start, end));
                Ok(end)
            }
            _ => {
                self.scalar(rule, meaning, token, sight);
                Ok(token.end)
            }
        }
    }

    pub(super) fn container(
        &mut self,
        shape: &'d Shape,
        meaning: Option<Meaning>,
        open: Token,
        sight: Sight,
    ) -> Scan<usize> {
        if meaning == Some(Meaning::Task) {
            return self.task(shape, open, sight);
        }
        self.record.open(meaning);
        let end = self.object(shape, open, sight)?;
        if meaning == Some(Meaning::Entities) {
            self.record.close_entities(self.scan.source(open.start, end));
        }
        Ok(end)
    }

    pub(super) fn task(&mut self, shape: &'d Shape, open: Token, sight: Sight) -> Scan<usize> {
        self.in_task = true;
        let end = self.object(shape, open, sight)?;
        self.guess.engine(&self.tasks, &self.record.task);
        self.what_no_schema_sees();
        self.in_task = false;
        self.done(open.start)?;
        Ok(end)
    }

    /// The task that begins there is complete.
    pub(super) fn done(&mut self, start: usize) -> Scan<()> {
        let task = &self.record.task;
        let entities = task.entities.as_deref().map_or(0, size_of_val);
        // Where its strangers stand, in a box of its own.
        let strangers = if task.extra.is_empty() { 0 } else { 4 * size_of::<MemberSpan>() };
        self.take_room(size_of_val(task) + entities + strangers, start, Expected::FewerTasks)?;
        if self.tasks.len() == self.tasks.capacity() {
            // By half: what isn't needed yet is most of what a large body costs beside itself.
            self.tasks.reserve_exact((self.tasks.len() / 2).max(4));
        }
        // There is room before the task is taken, so that it moves once.
        self.tasks.extend(std::iter::once_with(|| std::mem::take(&mut self.record.task)));
        Ok(())
    }

    /// Takes so much room for what begins there, if there is as much.
    #[inline]
    pub(super) fn take_room(&mut self, bytes: usize, start: usize, expected: Expected) -> Scan<()> {
        let left = self.room.checked_sub(bytes);
        self.room = left.ok_or(ScanError { code: ErrorCode::TooLarge, offset: start, expected })?;
        Ok(())
    }

    pub(super) fn wrong_type(&mut self, rule: &Rule, sight: Sight, span: Span) {
        self.doubt();
        let expected = Detail::Expected(rule.value.noun());
        self.odd(Code::WrongType, sight, span, ReadAs::Nothing, expected);
    }

    /// Reports a value that the schema refuses, if it looks at it.
    pub(super) fn odd(&mut self, code: Code, sight: Sight, span: Span, read_as: ReadAs<'a>, detail: Detail) {
        let severity = match sight {
            Sight::Blind => Severity::Note,
            Sight::Schema if code.is_unread() => Severity::Unread,
            Sight::Schema => Severity::Tolerated,
        };
        self.log_as(code, severity, span, read_as, detail);
    }

    /// The members without a field of their own, where they belong.
    #[inline(never)]
    fn keep(&mut self, place: Place, from: usize) {
        let kept = self.raw_members(from);
        match place {
            Place::Envelope => self.extra = kept,
            place => {
                if let Some(extra) = self.record.extra(place) {
                    *extra = kept;
                }
            }
        }
    }
}

pub(super) fn name_span(name: &Text<'_>) -> Span {
    Span::new(name.start(), name.end())
}
