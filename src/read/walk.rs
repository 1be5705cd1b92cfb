//! The walk: tokens directed by a [`Shape`].
//!
//! Members under their documented names are read in place. A member under another name waits until
//! its object ends, because only then is it known whether the documented one is there too: so the
//! order of members never decides what a task says. Whether the body conforms falls out of it.

use std::sync::Arc;

use super::log::{Detail, Log, Oddity, ReadAs};
use super::store::Record;
use super::strangers::Stranger;
use crate::deviation::{Code, Severity};
use crate::dialect::meaning::{Meaning, Place};
use crate::dialect::shape::{Rule, Shape, Value};
use crate::dialect::{Distance, Names, spelling};
use crate::place::Span;
use crate::raw::Extra;
use crate::scan::{Kind, ScanError, Scanner, Text, Token};
use crate::task::Task;

type Scan<T> = Result<T, ScanError>;

pub(super) struct Walk<'a, 'd> {
    pub(super) scan: Scanner<'a>,
    pub(super) names: &'d Names,
    pub(super) log: Log<'a>,
    pub(super) tasks: Vec<Task<'a>>,
    /// The task that is being read.
    pub(super) record: Record<'a>,
    pub(super) in_task: bool,
    /// Whether a list of tasks was there, so that none at all is an answer.
    pub(super) listed: bool,
    pub(super) total: Option<(u64, Span)>,
    pub(super) extra: Extra<'a>,
    pub(super) strangers: Vec<Stranger<'a>>,
    aliases: Vec<Alias<'a>>,
    /// Where each documented member of the open objects begins.
    begins: Vec<usize>,
}

/// How a value is seen: by the schema as well, or by the reader alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// The schema looks at the value.
    Schema,
    /// The member stands under a name that the schema doesn't know.
    Blind,
}

/// A member under another name, until its object ends.
struct Alias<'a> {
    name: Text<'a>,
    value: usize,
    /// The documented member that it stands for, if the dialect has one.
    target: Option<usize>,
    rule: Arc<Rule>,
    distance: Distance,
    forbidden: bool,
}

impl<'a, 'd> Walk<'a, 'd> {
    pub(super) fn new(scan: Scanner<'a>, names: &'d Names, limit: usize) -> Self {
        Walk {
            scan,
            names,
            log: Log::new(limit),
            tasks: Vec::new(),
            record: Record::default(),
            in_task: false,
            listed: false,
            total: None,
            extra: Extra::default(),
            strangers: Vec::new(),
            aliases: Vec::new(),
            begins: Vec::new(),
        }
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
    pub(super) fn object(&mut self, shape: &Shape, open: Token, sight: Sight) -> Scan<usize> {
        let (aliases, strangers, begins) = (self.aliases.len(), self.strangers.len(), self.begins.len());
        self.begins.resize(begins + shape.members.len(), 0);
        let mut seen = 0u64;
        let mut next = 0;
        let mut first = true;
        while let Some(name) = self.scan.member(first)? {
            first = false;
            let Some(index) = find(shape, name, next) else {
                self.stranger(shape, name)?;
                continue;
            };
            let rule = &shape.members[index].rule;
            let begin = std::mem::replace(&mut self.begins[begins + index], name.start());
            if seen & 1 << index != 0 {
                self.duplicate(name, begin);
                self.forget(rule.meaning);
            }
            seen |= 1 << index;
            next = index + 1;
            let (start, end) = self.value(rule, rule.meaning, sight)?;
            if rule.meaning.is_none() {
                // Documented, but without a canonical field: kept raw, and nothing to report.
                self.strangers.push(Stranger::documented(name, start, end));
            }
        }
        self.begins.truncate(begins);
        let end = self.scan.at();
        let named = self.other_names(shape, aliases, seen, sight)?;
        let span = Span::new(open.start, end);
        for (index, member) in shape.members.iter().enumerate() {
            if shape.required & !(seen | named) & 1 << index != 0 {
                let severity = if sight == Sight::Schema { Severity::Tolerated } else { Severity::Note };
                let missing = Detail::Member(member.name.clone());
                self.log_as(Code::MissingMember, severity, span, ReadAs::Nothing, missing);
            }
        }
        self.keep(shape.place, strangers);
        self.scan.jump(end);
        Ok(end)
    }

    /// A member that the schema doesn't document under this name.
    fn stranger(&mut self, shape: &Shape, name: Text<'a>) -> Scan<()> {
        let decoded = name.decode();
        let alias = self.alias(shape, &decoded);
        let token = self.scan.value()?;
        if let Some((target, rule, distance, forbidden)) = alias {
            self.scan.skip(token)?;
            self.aliases.push(Alias { name, value: token.start, target, rule, distance, forbidden });
        } else {
            let end = self.raw_value(token)?;
            self.strangers.push(Stranger::unknown(name, token.start, end));
        }
        Ok(())
    }

    /// What the name stands for, if it is another spelling of one that has a meaning.
    fn alias(&self, shape: &Shape, name: &str) -> Option<(Option<usize>, Arc<Rule>, Distance, bool)> {
        let known = shape.members.iter().enumerate().find_map(|(index, member)| {
            if member.rule.forbidden {
                let spelled = &*member.name == name || spelling(name, &member.name).is_some();
                // Only under exactly that name does the schema forbid it.
                let forbidden = &*member.name == name;
                spelled.then(|| (target(shape, &member.rule), member.rule.clone(), Distance::OtherName, forbidden))
            } else {
                spelling(name, &member.name).map(|distance| (Some(index), member.rule.clone(), distance, false))
            }
        });
        known.or_else(|| {
            let rule = self.names.find(shape.place, name)?;
            match target(shape, rule) {
                Some(index) => Some((Some(index), shape.members[index].rule.clone(), Distance::OtherName, false)),
                None => Some((None, rule.clone(), Distance::OtherName, false)),
            }
        })
    }

    /// Reads what waited for the end of its object; gives the bits of the members that it stands for.
    fn other_names(&mut self, shape: &Shape, from: usize, seen: u64, sight: Sight) -> Scan<u64> {
        if self.aliases.len() == from {
            return Ok(0);
        }
        let mut waiting = self.aliases.split_off(from);
        // The best spelling of each field first, whatever the order in the body; of equals the last.
        waiting.sort_by(|a, b| {
            let rank = |alias: &Alias<'_>| (alias.rule.meaning, alias.target, alias.distance);
            let names = || a.name.decode().cmp(&b.name.decode());
            rank(a).cmp(&rank(b)).then_with(names).then(b.value.cmp(&a.value))
        });
        let mut named = 0u64;
        let mut winner: Option<(Option<Meaning>, Option<usize>, Text<'a>)> = None;
        for alias in waiting {
            let bit = alias.target.map_or(0, |index| 1 << index);
            let same_field = |field: &(Option<Meaning>, Option<usize>, _)| {
                (field.0, field.1) == (alias.rule.meaning, alias.target)
            };
            let rival = winner.filter(same_field).map(|(.., name)| name);
            if seen & bit != 0 || rival.is_some() {
                self.loses(shape, alias, rival)?;
                continue;
            }
            let value = self.wins(shape, &alias, bit, sight);
            named |= bit;
            winner = Some((alias.rule.meaning, alias.target, alias.name));
            self.scan.jump(value);
            let sight = if alias.forbidden { sight } else { Sight::Blind };
            let (start, end) = self.value(&alias.rule, alias.rule.meaning, sight)?;
            if alias.rule.meaning.is_none() {
                self.strangers.push(Stranger::documented(alias.name, start, end));
            }
        }
        Ok(named)
    }

    /// Reports the other name of a member that is read; gives where its value begins.
    fn wins(&mut self, shape: &Shape, alias: &Alias<'a>, bit: u64, sight: Sight) -> usize {
        let code = match alias.distance {
            Distance::Padded => Code::PaddedKey,
            Distance::OtherCase => Code::OtherCase,
            Distance::OtherName if alias.target.is_none() && !alias.forbidden => Code::UndocumentedMember,
            Distance::OtherName => Code::OtherName,
        };
        let refused = sight == Sight::Schema && (alias.forbidden || shape.required & bit != 0);
        let severity = if refused { Severity::Tolerated } else { Severity::Note };
        let read_as = match alias.target {
            Some(index) => ReadAs::Name(shape.members[index].name.clone()),
            None => ReadAs::Meaning(alias.rule.meaning.map_or("a documented member", Meaning::word)),
        };
        self.log_as(code, severity, name_span(&alias.name), read_as, Detail::None);
        alias.value
    }

    /// Keeps and reports a member whose field has a better name in the same object.
    fn loses(&mut self, shape: &Shape, alias: Alias<'a>, rival: Option<Text<'a>>) -> Scan<()> {
        self.scan.jump(alias.value);
        let token = self.scan.value()?;
        let end = self.raw_value(token)?;
        let same_name = rival.filter(|rival| rival.decode() == alias.name.decode());
        if let Some(rival) = same_name {
            // The rival is the later one, and stands; this one is only named.
            self.duplicate(rival, alias.name.start());
            return Ok(());
        }
        let severity = if alias.forbidden { Severity::Tolerated } else { Severity::Note };
        let winner = match (rival, alias.target) {
            (Some(rival), _) => Arc::from(&*rival.decode()),
            (None, Some(index)) => shape.members[index].name.clone(),
            (None, None) => Arc::from(""),
        };
        let span = name_span(&alias.name);
        self.log_as(Code::ConflictingNames, severity, span, ReadAs::Nothing, Detail::Member(winner));
        self.strangers.push(Stranger::documented(alias.name, token.start, end));
        Ok(())
    }

    pub(super) fn duplicate(&mut self, name: Text<'a>, earlier: usize) {
        let length = name.end() - name.start();
        let twin = Detail::Twin(Span { offset: earlier, length });
        self.log_as(Code::DuplicateKey, Severity::Tolerated, name_span(&name), ReadAs::Nothing, twin);
    }

    /// Reads a value by its rule, into the field of that meaning; gives where it begins and ends.
    fn value(&mut self, rule: &Rule, meaning: Option<Meaning>, sight: Sight) -> Scan<(usize, usize)> {
        let token = self.scan.value()?;
        let end = self.value_of(rule, meaning, sight, token)?;
        Ok((token.start, end))
    }

    fn value_of(&mut self, rule: &Rule, meaning: Option<Meaning>, sight: Sight, token: Token) -> Scan<usize> {
        match (&rule.value, token.kind) {
            (Value::Object(shape), Kind::Object) => self.container(shape, meaning, token, sight),
            (Value::List(element), Kind::Array) => self.list(element, meaning, sight),
            (Value::Any, _) => self.raw_value(token),
            (_, Kind::Array) => self.list_for_scalar(rule, meaning, token, sight),
            (Value::List(element), kind) if fits(element, kind) => {
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

    fn container(&mut self, shape: &Shape, meaning: Option<Meaning>, open: Token, sight: Sight) -> Scan<usize> {
        if meaning == Some(Meaning::Task) {
            return self.task(shape, open, sight);
        }
        self.record.open(meaning);
        let end = self.object(shape, open, sight)?;
        self.record.close(meaning, self.scan.source(open.start, end));
        Ok(end)
    }

    fn task(&mut self, shape: &Shape, open: Token, sight: Sight) -> Scan<usize> {
        self.record = Record::default();
        self.in_task = true;
        let end = self.object(shape, open, sight)?;
        self.what_no_schema_sees();
        self.in_task = false;
        self.tasks.push(std::mem::take(&mut self.record.task));
        Ok(end)
    }

    fn list(&mut self, element: &Rule, meaning: Option<Meaning>, sight: Sight) -> Scan<usize> {
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
        rule: &Rule,
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
            Some(Meaning::Task | Meaning::Tasks) => self.tasks.clear(),
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
        let kept = self.sorted_strangers(from);
        let body = self.scan.body();
        let extra = match place {
            Place::Envelope => Some(&mut self.extra),
            place => self.record.extra(place),
        };
        if let Some(extra) = extra {
            extra.set(kept.iter().map(|stranger| (stranger.name(), stranger.raw(body))));
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

fn target(shape: &Shape, rule: &Rule) -> Option<usize> {
    rule.meaning.and_then(|meaning| shape.meaning(meaning))
}

/// The documented member of that name; most often it is the one after the last.
#[inline]
fn find(shape: &Shape, name: Text<'_>, next: usize) -> Option<usize> {
    let of = |name: &str| {
        let predicted = shape.members.get(next).is_some_and(|member| &*member.name == name);
        let index = if predicted { Some(next) } else { shape.find(name) };
        index.filter(|index| !shape.members[*index].rule.forbidden)
    };
    if name.is_escaped() { of(&name.decode()) } else { of(name.raw()) }
}
