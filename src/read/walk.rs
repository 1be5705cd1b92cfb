//! The walk: tokens directed by a [`Shape`].
//!
//! Members under their documented names are read in place, the others wait: see [`alias`](super::alias).
//! Whether the body conforms falls out of it.

use super::alias::Alias;
use super::guess::Guess;
use super::log::{Detail, Log, Oddity, ReadAs};
use super::store::Record;
use crate::deviation::{Code, Severity};
use crate::dialect::meaning::{Meaning, Place};
use crate::dialect::shape::{Rule, Shape, Value};
use crate::dialect::{Names, Registry};
use crate::limits::Limits;
use crate::place::Span;
use crate::raw::{Extra, MemberSpan};
use crate::scan::{Kind, ScanError, Scanner, Text, Token};
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
    renumbered: usize,
    /// Whether a list of tasks was there, so that none at all is an answer.
    pub(super) listed: bool,
    pub(super) total: Option<(u64, Span)>,
    pub(super) extra: Extra<'a>,
    pub(super) strangers: Vec<MemberSpan>,
    pub(super) aliases: Vec<Alias<'d>>,
    /// Where each documented member of the open objects begins.
    pub(super) begins: Vec<usize>,
    /// How many members without a meaning the open objects may have.
    pub(super) member_limit: usize,
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
            aliases: Vec::new(),
            begins: Vec::new(),
            member_limit: limits.members,
        }
    }

    /// Forgets a body, but keeps the room that it took.
    pub(super) fn restart(&mut self, scan: Scanner<'a>) {
        self.scan = scan;
        self.guess = Guess::none(self.guess.registry);
        self.log.restart();
        self.record.recycle(self.tasks.drain(..));
        self.in_task = false;
        self.renumbered = 0;
        self.listed = false;
        self.total = None;
        if !self.extra.is_empty() {
            self.extra = Extra::default();
        }
        self.strangers.clear();
        self.aliases.clear();
        self.begins.clear();
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
        let (aliases, strangers, begins) = (self.aliases.len(), self.strangers.len(), self.begins.len());
        self.begins.resize(begins + shape.members.len(), 0);
        let mut seen = 0u64;
        let mut next = 0;
        let mut first = true;
        loop {
            let predicted = shape.members.get(next).and_then(|member| self.scan.predicted(first, &member.spelled));
            let (index, name) = match predicted {
                Some(name) => (next, name),
                None => {
                    let Some(name) = self.scan.member(first)? else { break };
                    match find(shape, name) {
                        Some(index) => (index, name),
                        None => match self.instead(shape, &mut seen, begins, name) {
                            Some((other, index)) => {
                                shape = other;
                                (index, name)
                            }
                            None => {
                                first = false;
                                self.stranger(shape, name)?;
                                continue;
                            }
                        },
                    }
                }
            };
            first = false;
            let rule = &shape.members[index].rule;
            let begin = std::mem::replace(&mut self.begins[begins + index], name.start());
            if seen & 1 << index != 0 {
                // One without a meaning is kept raw, and reported there.
                if rule.meaning.is_some() {
                    self.duplicate(name, begin);
                }
                self.forget(rule.meaning);
            }
            seen |= 1 << index;
            next = index + 1;
            let (start, end) = self.value(rule, rule.meaning, sight)?;
            if rule.meaning.is_none() {
                // Documented, but without a canonical field: kept raw, and nothing to report.
                self.keep_raw(name, start, end);
            }
            if shape.place == Place::Envelope {
                shape = self.guess.envelope(shape);
            }
        }
        self.guess.seen(shape.place, seen, &self.tasks);
        self.begins.truncate(begins);
        let end = self.scan.at();
        let named = self.other_names(shape, aliases, seen, sight)?;
        let mut missing = shape.required & !(seen | named);
        while missing != 0 {
            let name = shape.members[missing.trailing_zeros() as usize].name.clone();
            let severity = if sight == Sight::Schema { Severity::Tolerated } else { Severity::Note };
            let span = Span::new(open.start, end);
            self.log_as(Code::MissingMember, severity, span, ReadAs::Nothing, Detail::Member(name));
            missing &= missing - 1;
        }
        self.keep(shape.place, strangers);
        self.scan.jump(end);
        Ok(end)
    }

    pub(super) fn duplicate(&mut self, name: Text<'a>, earlier: usize) {
        self.guess.doubt();
        let length = name.end() - name.start();
        let twin = Detail::Twin(Span { offset: earlier, length });
        self.log_as(Code::DuplicateKey, Severity::Tolerated, name_span(&name), ReadAs::Nothing, twin);
    }

    /// Reads a value by its rule, into the field of that meaning; gives where it begins and ends.
    pub(super) fn value(
        &mut self,
        rule: &'d Rule,
        meaning: Option<Meaning>,
        sight: Sight,
    ) -> Scan<(usize, usize)> {
        let token = self.scan.value()?;
        let end = self.value_of(rule, meaning, sight, token)?;
        Ok((token.start, end))
    }

    fn value_of(&mut self, rule: &'d Rule, meaning: Option<Meaning>, sight: Sight, token: Token) -> Scan<usize> {
        match (&rule.value, token.kind) {
            (Value::Object(shape), Kind::Object) => self.container(shape, meaning, token, sight),
            (Value::List(element), Kind::Array) => self.list(element, meaning, sight),
            (Value::Any, _) => self.raw_value(token),
            (_, Kind::Array) => {
                self.guess.doubt();
                self.list_for_scalar(rule, meaning, token, sight)
            }
            (Value::List(element), kind) if fits(element, kind) => {
                self.guess.doubt();
                self.listed |= meaning == Some(Meaning::Tasks);
                // The schema refuses the value as a whole, and looks no further.
                let end = self.value_of(element, element.meaning.or(meaning), Sight::Blind, token)?;
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

    fn container(&mut self, shape: &'d Shape, meaning: Option<Meaning>, open: Token, sight: Sight) -> Scan<usize> {
        if meaning == Some(Meaning::Task) {
            return self.task(shape, open, sight);
        }
        self.record.open(meaning);
        let end = self.object(shape, open, sight)?;
        self.record.close(meaning, self.scan.source(open.start, end));
        Ok(end)
    }

    fn task(&mut self, shape: &'d Shape, open: Token, sight: Sight) -> Scan<usize> {
        // What damage or a duplicate left behind.
        self.record.task = Task::default();
        self.in_task = true;
        let end = self.object(shape, open, sight)?;
        self.guess.engine(&self.tasks, &self.record.task);
        self.what_no_schema_sees();
        self.in_task = false;
        self.tasks.push(std::mem::take(&mut self.record.task));
        Ok(end)
    }

    fn list(&mut self, element: &'d Rule, meaning: Option<Meaning>, sight: Sight) -> Scan<usize> {
        self.listed |= meaning == Some(Meaning::Tasks);
        let meaning = element.meaning.or(meaning);
        let mut first = true;
        while self.scan.element(first)? {
            first = false;
            self.value(element, meaning, sight)?;
        }
        Ok(self.scan.at())
    }

    /// `"job": [{…}]`, or a list of the one value that is documented.
    fn list_for_scalar(
        &mut self,
        rule: &'d Rule,
        meaning: Option<Meaning>,
        open: Token,
        sight: Sight,
    ) -> Scan<usize> {
        let readable = self.elements(meaning == Some(Meaning::Task), rule)?;
        let end = self.scan.at();
        let span = Span::new(open.start, end);
        self.scan.jump(open.start);
        let open = self.scan.value()?;
        if !readable {
            self.wrong_type(rule, sight, span);
            return self.raw_value(open);
        }
        self.odd(Code::ListForScalar, sight, span, ReadAs::Parts, Detail::Expected(rule.value.noun()));
        self.listed |= meaning == Some(Meaning::Task);
        let mut first = true;
        while self.scan.element(first)? {
            first = false;
            // The schema refuses the list as a whole, and looks no further.
            self.value(rule, meaning, Sight::Blind)?;
        }
        Ok(end)
    }

    /// Passes over a list whose bracket was read; whether it can be read as what should stand there:
    /// any number of tasks, or a single value.
    fn elements(&mut self, many: bool, rule: &Rule) -> Scan<bool> {
        let (mut count, mut fitting) = (0, 0);
        while self.scan.element(count == 0)? {
            let token = self.scan.value()?;
            count += 1;
            fitting += usize::from(fits(rule, token.kind));
            self.scan.skip(token)?;
        }
        Ok(if many { count == 0 || fitting > 0 } else { count == 1 && fitting == 1 })
    }

    pub(super) fn wrong_type(&mut self, rule: &Rule, sight: Sight, span: Span) {
        self.guess.doubt();
        let expected = Detail::Expected(rule.value.noun());
        self.odd(Code::WrongType, sight, span, ReadAs::Nothing, expected);
    }

    /// Reports a value that the schema refuses, if it looks at it.
    pub(super) fn odd(&mut self, code: Code, sight: Sight, span: Span, read_as: ReadAs<'a>, detail: Detail) {
        let severity = match sight {
            Sight::Blind => Severity::Note,
            Sight::Schema if is_unread(code) => Severity::Unread,
            Sight::Schema => Severity::Tolerated,
        };
        self.log_as(code, severity, span, read_as, detail);
    }

    /// Undoes what an earlier member of the same name said.
    fn forget(&mut self, meaning: Option<Meaning>) {
        match meaning {
            Some(Meaning::Task | Meaning::Tasks) if !self.tasks.is_empty() => {
                self.tasks.clear();
                // What was said about those stays, but their numbers are now other tasks'.
                let said = &mut self.log.list[self.renumbered..];
                said.iter_mut().for_each(|oddity| oddity.task = None);
                self.renumbered = self.log.list.len();
            }
            Some(Meaning::Task | Meaning::Tasks) => {}
            Some(Meaning::Total) => self.total = None,
            Some(meaning) => self.record.forget(meaning),
            None => {}
        }
    }

    /// The members without a field of their own, where they belong.
    fn keep(&mut self, place: Place, from: usize) {
        if self.strangers.len() == from {
            return;
        }
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

/// Whether such a value could be read by the rule.
fn fits(rule: &Rule, kind: Kind) -> bool {
    match &rule.value {
        Value::Object(_) => kind == Kind::Object,
        Value::Text(_) | Value::Word(_) => matches!(kind, Kind::Text | Kind::Number),
        Value::Number(_) => matches!(kind, Kind::Text | Kind::Number),
        Value::Bool => matches!(kind, Kind::True | Kind::False),
        _ => false,
    }
}

pub(super) fn is_unread(code: Code) -> bool {
    use Code as C;
    matches!(
        code,
        C::UnknownStatus
            | C::UnknownWord
            | C::UnreadTimestamp
            | C::UnreadProgress
            | C::UnreadNumber
            | C::WrongType
    )
}

pub(super) fn name_span(name: &Text<'_>) -> Span {
    Span::new(name.start(), name.end())
}

/// The documented member of that name.
#[inline]
fn find(shape: &Shape, name: Text<'_>) -> Option<usize> {
    let index = if name.is_escaped() { shape.find(&name.decode()) } else { shape.find(name.raw()) };
    index.filter(|index| !shape.members[*index].rule.forbidden)
}
