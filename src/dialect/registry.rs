//! The dialects that a reader knows, and what tells them apart.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Dialect;
use super::detect::{Detection, ENGINE, ENVELOPE, NAME, TASK_NAME, task_shape, task_shape_of};
use super::meaning::{Meaning, Place};
use super::names::{ByName, Called, Names};
use super::shape::{Member, Shape, Value};
use crate::lenient::trim;
use crate::scan::Spelled;

/// Dialects, in the order in which equal evidence is decided.
#[derive(Debug)]
pub(crate) struct Registry {
    pub(crate) dialects: Vec<Dialect>,
    pub(crate) names: Names,
    /// Each dialect, seen from each one.
    views: Vec<Vec<View>>,
    /// For each dialect, those whose tasks can stand under the same name of the envelope.
    rivals: Vec<Vec<usize>>,
    /// The suffixes of instance ids, and whether they speak for each dialect.
    engines: Vec<(Engine, Vec<bool>)>,
    /// For each dialect, whether the walk over a body sees all that detection weighs.
    provable: Vec<bool>,
    /// For each dialect the first one of its service.
    pub(crate) services: Vec<usize>,
    /// The names of tasks that one service alone lists or shows.
    task_names: ByName<String, usize>,
    /// Which dialects have a name, whatever its case, so that it is looked up once for all of them.
    heard: ByName<String, Heard>,
    /// The names in the body's own object, and the first dialect that has each.
    opens: Vec<(Spelled, usize)>,
}

/// The dialects that have a name, by the object in which it stands.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// Another one for each name, from 1 on.
    pub(crate) number: u16,
    /// In the envelope.
    pub(crate) envelope: Vec<usize>,
    /// In the envelope, for what holds the tasks.
    pub(crate) holds: Vec<usize>,
    /// In the envelope, for an object around the tasks.
    pub(crate) wraps: bool,
    /// In a task.
    pub(crate) task: Vec<usize>,
}

/// The suffix of an instance id, such as `in01`.
pub(crate) type Engine = [u8; 4];

/// A dialect, in terms of another one's members.
#[derive(Debug)]
struct View {
    /// The members of the envelope that hold tasks in any dialect, and those that do in this one.
    holders: u64,
    envelope: u64,
    /// The other members of the envelope that this one knows, in any spelling, and those of a task.
    beside: u64,
    task: u64,
    /// Where the members of the envelope and of a task stand in this one's shape, if it says the same of them.
    same_envelope: Vec<Option<u8>>,
    same_task: Vec<Option<u8>>,
    /// Whether the envelopes are the same, but for the task.
    interchangeable: bool,
    /// Whether its tasks stand where detection finds them in a body of this one's.
    direct: bool,
}

/// What the first record of a body showed, when it was read as some dialect.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// The documented members beside the tasks, and those of the first record.
    pub(crate) envelope: u64,
    pub(crate) task: u64,
    /// The suffix of the instance id.
    pub(crate) engine: Option<Engine>,
    /// The service that alone knows the task's name.
    pub(crate) named: Option<usize>,
    /// The numbers of the first other names of the record that some dialect has.
    pub(crate) heard: [u16; 4],
}

impl Registry {
    /// The dialects that come with the crate.
    pub(crate) fn built_in() -> &'static Registry {
        static BUILT_IN: LazyLock<Registry> = LazyLock::new(|| Registry::new(Dialect::all().to_vec()));
        &BUILT_IN
    }

    pub(crate) fn new(dialects: Vec<Dialect>) -> Self {
        let views = |own: &Dialect| {
            let holders = bits(own.shape(), |member| dialects.iter().any(|dialect| holds(dialect, &member.name)));
            dialects.iter().map(|other| View::of(own, other, holders)).collect()
        };
        let mut suffixes: Vec<Engine> = dialects.iter().flat_map(Dialect::suffixes).copied().collect();
        suffixes.sort_unstable();
        suffixes.dedup();
        let speaks = |suffix: Engine| dialects.iter().map(|dialect| dialect.has_suffix(suffix)).collect();
        let service = |dialect: &Dialect| dialect.name().split('-').next().map(str::to_owned);
        let first = |own: &Dialect| dialects.iter().position(|other| service(other) == service(own));
        let services: Vec<_> = dialects.iter().map(|own| first(own).unwrap_or_default()).collect();
        let (heard, opens) = names(&dialects);
        let views: Vec<Vec<_>> = dialects.iter().map(views).collect();
        let rivals = |(own, views): (usize, &Vec<View>)| {
            let rivals = views.iter().enumerate().filter(|(_, view)| view.direct && view.envelope != 0);
            rivals.map(|(other, _)| other).filter(|other| *other != own).collect()
        };
        Registry {
            heard,
            opens,
            provable: dialects.iter().map(|own| is_provable(own, &dialects)).collect(),
            task_names: exclusive(&dialects, &services),
            services,
            names: Names::of(&dialects),
            rivals: views.iter().enumerate().map(rivals).collect(),
            views,
            engines: suffixes.into_iter().map(|suffix| (suffix, speaks(suffix))).collect(),
            dialects,
        }
    }

    /// The dialect of that index, which is one of this registry's own.
    #[inline]
    #[expect(clippy::indexing_slicing, reason = "never an index out of a body")]
    pub(crate) fn dialect(&self, index: usize) -> &Dialect {
        &self.dialects[index]
    }

    /// The dialects that have a name, in any spelling.
    pub(crate) fn heard(&self, called: &Called<'_>) -> Option<&Heard> {
        self.heard.get(called.folded())
    }

    /// The service that alone lists or shows this name of a task.
    pub(crate) fn named(&self, task_name: &str) -> Option<usize> {
        self.task_names.get(trim(task_name)).copied()
    }

    /// A dialect that the body's opening doesn't speak against; the last one, if it is among them.
    pub(crate) fn guess(&self, body: &str, last: usize) -> Option<usize> {
        let inside = match body.strip_prefix("{") {
            Some(inside) if inside.starts_with('"') => inside.as_bytes(),
            _ => body.trim_start().strip_prefix('{')?.trim_start().as_bytes(),
        };
        let knows = |dialect: &Dialect| {
            dialect.shape().members.iter().any(|member| member.spelled.strip(inside).is_some())
        };
        if self.dialects.get(last).is_some_and(knows) {
            return Some(last);
        }
        self.opens.iter().find(|(name, _)| name.strip(inside).is_some()).map(|(_, dialect)| *dialect)
    }

    /// What [`detect`](super::detect()) would find in a body that was read as this dialect and showed that,
    /// without looking at it again; `None` where that can't be told. Heard are all other names of the record that
    /// some dialect has.
    #[expect(
        clippy::indexing_slicing,
        reason = "indices of this registry's own dialects, and never out of a body"
    )]
    pub(crate) fn decide(&self, index: usize, evidence: &Evidence, heard: &[&Heard]) -> Option<Detection> {
        let views = self.views.get(index)?;
        let own = views.get(index)?;
        if !self.provable[index] || !(evidence.envelope & own.holders).is_power_of_two() {
            return None;
        }
        let engine = evidence.engine.and_then(|engine| self.engines.iter().find(|(known, _)| *known == engine));
        let speaks = |index: usize| {
            let engine = points(ENGINE, engine.is_some_and(|(_, dialects)| dialects[index]));
            engine.saturating_add(points(TASK_NAME, evidence.named == Some(self.services[index])))
        };
        let score = |other: usize| {
            let votes = heard.iter().filter(|heard| heard.task.contains(&other)).count();
            let names = NAME.saturating_mul(votes as u32);
            views[other].score(evidence).saturating_add(names).saturating_add(speaks(other))
        };
        // Most others know less of the body, and nothing else speaks for them.
        let clear = heard.is_empty() && own.knows_all(evidence);
        let (own_score, own_points) = (score(index), speaks(index));
        // What one gets at most under whose names no tasks can stand.
        let names = (evidence.envelope & !own.holders).count_ones().saturating_add(evidence.task.count_ones());
        let most = NAME
            .saturating_mul(names.saturating_add(heard.len() as u32))
            .saturating_add(points(ENGINE, engine.is_some()))
            .saturating_add(points(TASK_NAME, evidence.named.is_some()));
        let is_rival = |other: &usize| {
            let (other, view) = (*other, &views[*other]);
            view.direct && other != index && (!clear || view.knows_all(evidence) || speaks(other) > own_points)
        };
        let best = if most < own_score {
            self.rivals[index].iter().copied().filter(is_rival).map(score).max()
        } else {
            (0..views.len()).filter(is_rival).map(score).max()
        };
        match best {
            Some(best) if best >= own_score => {
                let winners: Vec<_> =
                    (0..views.len()).filter(|other| views[*other].direct && score(*other) == best).collect();
                Some(if let [only] = winners[..] { Detection::One(only) } else { Detection::Tie(winners) })
            }
            _ => Some(Detection::One(index)),
        }
    }

    /// The dialect that knows a name which this one doesn't, and says the same of all that was seen in such
    /// an object, and around it; and what was seen, in its terms.
    pub(crate) fn instead(
        &self,
        index: usize,
        place: Place,
        seen: u64,
        called: &Called<'_>,
    ) -> Option<(usize, u64)> {
        let views = self.views.get(index)?;
        // Padded it is hardly documented; if it is, the body is walked twice.
        let heard = self.heard(called).filter(|_| !called.is_padded())?;
        let others = if place == Place::Envelope { &heard.holds } else { &heard.task };
        others.iter().find_map(|&other| {
            let (view, dialect) = (views.get(other)?, self.dialect(other));
            let (same, shape) = match place {
                Place::Envelope => (&view.same_envelope, dialect.shape()),
                Place::Task if view.interchangeable => (&view.same_task, task_shape(dialect)?),
                _ => return None,
            };
            if other == index || !view.direct {
                return None;
            }
            let known = shape.member(shape.find(called.name)?);
            if place == Place::Envelope && !known.holds_tasks() {
                return None;
            }
            let mut moved = 0;
            for (own, at) in same.iter().enumerate() {
                if seen >> own & 1 == 1 {
                    moved |= 1 << (*at)?;
                }
            }
            Some((other, moved))
        })
    }
}

impl View {
    fn of(own: &Dialect, other: &Dialect, holders: u64) -> View {
        let (own_envelope, other_envelope) = (own.shape(), other.shape());
        let enveloped = !other_envelope.is_flat();
        let (own_task, other_task) = (task_shape(own), task_shape(other));
        View {
            holders,
            envelope: bits(own_envelope, |member| holds(other, &member.name)),
            beside: bits(own_envelope, |member| enveloped && knows(other_envelope, member)) & !holders,
            task: own_task
                .map_or(0, |own| bits(own, |member| other_task.is_some_and(|other| knows(other, member)))),
            same_envelope: same(own_envelope, other_envelope),
            same_task: own_task.zip(other_task).map_or_else(Vec::new, |(own, other)| same(own, other)),
            interchangeable: interchangeable(own_envelope, other_envelope),
            direct: enveloped && task_shape(other).is_some(),
        }
    }

    /// What detection gives the dialect for the documented names.
    fn score(&self, evidence: &Evidence) -> u32 {
        let beside = (evidence.envelope & self.beside).count_ones();
        let names = beside.saturating_add((evidence.task & self.task).count_ones());
        let envelope = (evidence.envelope & self.envelope).count_ones();
        ENVELOPE.saturating_mul(envelope).saturating_add(NAME.saturating_mul(names))
    }

    #[inline]
    fn knows_all(&self, evidence: &Evidence) -> bool {
        evidence.task & !self.task == 0 && evidence.envelope & !(self.envelope | self.beside) == 0
    }
}

fn points(points: u32, given: bool) -> u32 {
    if given { points } else { 0 }
}

/// Whether the dialect's envelope holds tasks under that name, in any spelling.
fn holds(dialect: &Dialect, name: &str) -> bool {
    let shape = dialect.shape();
    !shape.is_flat() && shape.members.iter().any(|member| member.holds_tasks() && member.is_called(name))
}

/// Where each member stands in the other shape, if that says the same of it.
fn same(own: &Shape, other: &Shape) -> Vec<Option<u8>> {
    let place = |member: &Member| {
        let at = other.find(&member.name).filter(|at| other.member(*at).rule == member.rule)?;
        u8::try_from(at).ok()
    };
    own.members.iter().map(place).collect()
}

/// Whether one envelope is the other one, but for the task.
fn interchangeable(own: &Shape, other: &Shape) -> bool {
    let alike = |(own, other): (&Member, &Member)| {
        let tasks = own.holds_tasks() && other.holds_tasks();
        let objects = [own, other].map(|member| matches!(member.rule.value, Value::Object(_)));
        own.name == other.name && (tasks || own.rule == other.rule) && objects[0] == objects[1]
    };
    own.members.len() == other.members.len()
        && own.required == other.required
        && own.members.iter().zip(&other.members).all(alike)
}

/// Whether the shape knows the member's name, in any spelling.
fn knows(shape: &Shape, member: &Member) -> bool {
    shape.members.iter().any(|known| known.is_called(&member.name))
}

/// The bits of the members of which that holds.
fn bits(shape: &Shape, holds: impl Fn(&Member) -> bool) -> u64 {
    let chosen = shape.members.iter().enumerate().filter(|(_, member)| holds(member));
    chosen.fold(0, |bits, (index, _)| bits | 1 << index)
}

/// Whether the walk sees all that detection weighs: the tasks stand in the envelope, and there is no other way
/// to hold tasks, in another dialect, that this one's names would open.
fn is_provable(own: &Dialect, dialects: &[Dialect]) -> bool {
    let direct = |shape: &Shape| shape.is_flat() || task_shape_of(shape).is_some();
    task_shape_of(own.shape()).is_some()
        && !own.shape().is_flat()
        && dialects.iter().filter(|other| !direct(other.shape())).all(|other| {
            let opens = |member: &&Member| {
                matches!(member.rule.meaning, Some(Meaning::Task | Meaning::Tasks | Meaning::Wrapper))
            };
            let mut names = other.shape().members.iter().filter(opens);
            names.all(|member| !own.shape().members.iter().any(|own| own.is_called(&member.name)))
        })
}

/// Who has which name, and who is the first to have it in the body's own object.
fn names(dialects: &[Dialect]) -> (ByName<String, Heard>, Vec<(Spelled, usize)>) {
    let (mut heard, mut opens) = (ByName::<_, Heard>::default(), Vec::new());
    for (index, dialect) in dialects.iter().enumerate() {
        for member in &dialect.shape().members {
            if !opens.iter().any(|(name, _)| *name == member.spelled) {
                opens.push((member.spelled.clone(), index));
            }
            if !dialect.shape().is_flat() {
                let heard = heard_of(&mut heard, &member.name);
                heard.envelope.push(index);
                heard.wraps |= member.rule.meaning == Some(Meaning::Wrapper);
                heard.holds.extend(member.holds_tasks().then_some(index));
            }
        }
        for member in task_shape(dialect).into_iter().flat_map(|shape| &shape.members) {
            heard_of(&mut heard, &member.name).task.push(index);
        }
    }
    // Two spellings of one name count once.
    for heard in heard.values_mut() {
        [&mut heard.envelope, &mut heard.holds, &mut heard.task].into_iter().for_each(Vec::dedup);
    }
    (heard, opens)
}

fn heard_of<'h>(heard: &'h mut ByName<String, Heard>, name: &str) -> &'h mut Heard {
    let number = u16::try_from(heard.len().saturating_add(1)).unwrap_or(u16::MAX);
    heard.entry(Called::new(name).folded().to_owned()).or_insert_with(|| Heard { number, ..Heard::default() })
}

/// The names of tasks that one service alone lists or shows.
fn exclusive(dialects: &[Dialect], services: &[usize]) -> ByName<String, usize> {
    let mut owners: HashMap<&str, Option<usize>> = HashMap::new();
    for (dialect, service) in dialects.iter().zip(services) {
        for name in dialect.task_names() {
            let owner = owners.entry(name).or_insert(Some(*service));
            if *owner != Some(*service) {
                *owner = None;
            }
        }
    }
    owners.into_iter().filter_map(|(name, owner)| Some((name.to_owned(), owner?))).collect()
}
