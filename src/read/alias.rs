//! Members under other names: padded, in another case, another dialect's, misspelt.
//!
//! They wait until their object ends, because only then is it known whether the documented name is
//! there too: so the order of members never decides what a task says.

use std::sync::Arc;

use super::log::{Detail, ReadAs};
use super::walk::{Sight, Walk, name_span};
use crate::deviation::{Code, Severity};
use crate::dialect::meaning::Meaning;
use crate::dialect::shape::{Rule, Shape};
use crate::dialect::{Called, Distance};
use crate::raw::MemberSpan;
use crate::scan::{Expected, ScanError, Text};
use crate::task::Task;

type Scan<T> = Result<T, ScanError>;

/// A member under another name, and where its name and its value stand.
#[derive(Clone, Copy)]
pub(super) struct Alias<'d> {
    name: (u32, u32),
    value: u32,
    stands_for: StandsFor<'d>,
}

/// What another name stands for.
#[derive(Clone, Copy)]
struct StandsFor<'d> {
    rule: &'d Rule,
    /// The documented member, if the dialect has one of that meaning.
    target: Option<u8>,
    distance: Distance,
    /// The schema forbids exactly this name.
    forbidden: bool,
}

impl StandsFor<'_> {
    /// The field that it fills: two of the same are rivals.
    fn field(&self) -> (Option<Meaning>, Option<u8>) {
        (self.rule.meaning, self.target)
    }

    /// Whether it is an instance where its parts are documented in the task itself: `instance`, beside `instance_id`.
    fn is_instance(&self) -> bool {
        self.rule.meaning == Some(Meaning::Instance) && self.target.is_none()
    }

    /// Whether a field without a documented member here has its value from elsewhere in the task:
    /// `instance_id` flat, beside an `instance` with an `id`.
    fn is_taken(&self, task: &Task<'_>) -> bool {
        let instance = task.instance.as_ref().filter(|_| self.target.is_none());
        instance.is_some_and(|instance| match self.rule.meaning {
            Some(Meaning::InstanceId) => instance.id.is_some(),
            Some(Meaning::InstanceName) => instance.name.is_some(),
            Some(Meaning::InstanceStatus) => instance.status.is_some(),
            _ => false,
        })
    }

    fn bit(&self) -> u64 {
        self.target.map_or(0, |index| 1 << index)
    }
}

impl<'a, 'd> Walk<'a, 'd> {
    /// A member that the schema doesn't document under this name.
    pub(super) fn stranger(&mut self, shape: &'d Shape, name: Text<'a>, called: &Called<'_>) -> Scan<()> {
        let stands_for = self.stands_for(shape, called);
        let meaning = stands_for.as_ref().and_then(|stands_for| stands_for.rule.meaning);
        let elsewhere = stands_for.as_ref().is_some_and(|stands_for| stands_for.target.is_none());
        self.guess.stranger(shape.place, called, meaning, elsewhere);
        let token = self.scan.value()?;
        match stands_for {
            Some(stands_for) => {
                self.scan.skip(token)?;
                // What loses is kept as a stranger besides.
                let room = size_of::<Alias<'_>>() + size_of::<MemberSpan>();
                self.take_room(room, name.start(), Expected::FewerMembers)?;
                let (name, value) = ((name.start() as u32, name.end() as u32), token.start as u32);
                self.aliases.push(Alias { name, value, stands_for });
            }
            None => {
                let end = self.raw_value(token)?;
                self.check_members(self.strangers.len(), &name)?;
                self.note(Code::UndocumentedMember, name_span(&name), ReadAs::Nothing, Detail::None);
                self.keep_raw(name, token.start, end);
            }
        }
        Ok(())
    }

    fn stands_for(&self, shape: &'d Shape, called: &Called<'_>) -> Option<StandsFor<'d>> {
        let target = |rule: &Rule| match rule.meaning? {
            // `jobs` for `job`, and the other way round: one task or a list of them.
            Meaning::Task | Meaning::Tasks => shape.meaning(Meaning::Task).or(shape.meaning(Meaning::Tasks)),
            meaning => shape.meaning(meaning),
        };
        let known = shape.members.iter().enumerate().find_map(|(index, member)| {
            let exact = &*member.name == called.name;
            let spelled = if exact { Some(Distance::OtherName) } else { called.spells(&member.name) };
            let rule = &*member.rule;
            if rule.forbidden {
                let target = target(rule).map(|index| index as u8);
                spelled.map(|_| StandsFor { rule, target, distance: Distance::OtherName, forbidden: exact })
            } else {
                let target = Some(index as u8);
                spelled.map(|distance| StandsFor { rule, target, distance, forbidden: false })
            }
        });
        known.or_else(|| {
            let other = self.names.find(shape.place, called)?;
            let target = target(other);
            let rule = target.map_or(other, |index| &shape.member(index).rule);
            let target = target.map(|index| index as u8);
            Some(StandsFor { rule, target, distance: Distance::OtherName, forbidden: false })
        })
    }

    /// Reads what waited for the end of its object; gives the bits of the members that it stands for.
    pub(super) fn other_names(&mut self, shape: &'d Shape, from: usize, seen: u64, sight: Sight) -> Scan<u64> {
        let body = self.scan.body();
        let waiting = self.aliases.get_mut(from..).unwrap_or_default();
        // The best spelling of each field first, whatever the order in the body; of equals the last.
        waiting.sort_unstable_by(|a, b| {
            let rank = |alias: &Alias<'_>| {
                (alias.stands_for.is_instance(), alias.stands_for.field(), alias.stands_for.distance)
            };
            let names = || a.text(body).decode().cmp(&b.text(body).decode());
            rank(a).cmp(&rank(b)).then_with(names).then(b.value.cmp(&a.value))
        });
        let mut named = 0u64;
        let mut winner: Option<(_, Text<'a>)> = None;
        // Objects inside of the values put theirs behind these, and take them away again.
        let mut at = from;
        while let Some(&alias) = self.aliases.get(at) {
            at += 1;
            let name = alias.text(body);
            let StandsFor { rule, forbidden, .. } = &alias.stands_for;
            let rival = winner.filter(|(field, _)| *field == alias.stands_for.field()).map(|(_, name)| name);
            self.scan.jump(alias.value as usize);
            let taken = seen & alias.stands_for.bit() != 0 || alias.stands_for.is_taken(&self.record.task);
            if taken || rival.is_some() {
                self.loses(shape, name, &alias.stands_for, rival)?;
                continue;
            }
            self.wins(shape, name, &alias.stands_for, sight);
            named |= alias.stands_for.bit();
            winner = Some((alias.stands_for.field(), name));
            let sight = if *forbidden { sight } else { Sight::Blind };
            let instance = if alias.stands_for.is_instance() { self.record.task.instance.take() } else { None };
            let (start, end) = self.value(rule, rule.meaning, sight)?;
            let conflict = instance.and_then(|instance| self.record.join(instance));
            if let Some(meaning) = conflict {
                let winner = Detail::Member(Arc::from(meaning.word()));
                let span = name_span(&name);
                self.log_as(Code::ConflictingNames, Severity::Note, span, ReadAs::Nothing, winner);
            }
            if conflict.is_some() || rule.is_kept_raw(shape.place) {
                self.keep_raw(name, start, end);
            }
        }
        self.aliases.truncate(from);
        Ok(named)
    }

    /// Reports the other name of a member that is read.
    fn wins(&mut self, shape: &Shape, name: Text<'a>, stands_for: &StandsFor<'_>, sight: Sight) {
        let code = match stands_for.distance {
            Distance::Padded => Code::PaddedKey,
            Distance::OtherCase => Code::OtherCase,
            Distance::OtherName if stands_for.target.is_none() && !stands_for.forbidden => {
                Code::UndocumentedMember
            }
            Distance::OtherName => Code::OtherName,
        };
        let required = shape.required & stands_for.bit() != 0;
        let refused = sight == Sight::Schema && (stands_for.forbidden || required);
        let severity = if refused { Severity::Tolerated } else { Severity::Note };
        let read_as = match stands_for.target {
            Some(index) => ReadAs::Name(shape.member(index.into()).name.clone()),
            None => stands_for.rule.meaning.map_or(ReadAs::Nothing, |meaning| ReadAs::Meaning(meaning.word())),
        };
        let said = name.decode();
        if code != Code::PaddedKey && said.trim().len() < said.len() {
            self.log_as(Code::PaddedKey, severity, name_span(&name), read_as.clone(), Detail::None);
        }
        self.log_as(code, severity, name_span(&name), read_as, Detail::None);
    }

    /// Keeps and reports a member whose field has a better name in the same object.
    fn loses(
        &mut self,
        shape: &Shape,
        name: Text<'a>,
        stands_for: &StandsFor<'_>,
        rival: Option<Text<'a>>,
    ) -> Scan<()> {
        self.doubt();
        let token = self.scan.value()?;
        let end = self.raw_value(token)?;
        if let Some(rival) = rival.filter(|rival| rival.decode() == name.decode()) {
            // The rival is the later one, and stands; this one is only named.
            self.duplicate(rival, name.start());
            return Ok(());
        }
        let severity = if stands_for.forbidden { Severity::Tolerated } else { Severity::Note };
        let winner = match (rival, stands_for.target) {
            (None, Some(index)) => shape.member(index.into()).name.clone(),
            (Some(rival), _) => Arc::from(&*rival.decode()),
            (None, None) => Arc::from(stands_for.rule.meaning.map_or("", Meaning::word)),
        };
        self.log_as(Code::ConflictingNames, severity, name_span(&name), ReadAs::Nothing, Detail::Member(winner));
        self.keep_raw(name, token.start, end);
        Ok(())
    }
}

impl Alias<'_> {
    fn text<'a>(&self, body: &'a str) -> Text<'a> {
        Text::in_body(body, self.name.0 as usize, self.name.1 as usize)
    }
}
