//! The dialects that a reader knows, and what tells those with the same envelope apart.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use super::detect::{ENGINE, TASK_NAME, task_shape, task_shape_of};
use super::meaning::Meaning;
use super::names::{Names, folded, spelling};
use super::shape::Shape;
use super::{Dialect, engine};
use crate::lenient::trim;

/// Dialects, in the order in which equal evidence is decided.
#[derive(Debug)]
pub(crate) struct Registry {
    pub(crate) dialects: Vec<Dialect>,
    pub(crate) names: Names,
    /// For each dialect, those that share its envelope.
    rivals: Vec<Vec<Rival>>,
    /// For each dialect, whether the walk over a body sees all that detection weighs.
    provable: Vec<bool>,
    /// For each dialect the first one of its service.
    pub(crate) services: Vec<usize>,
    /// The names of tasks that one service alone lists or shows.
    task_names: HashMap<String, usize>,
    /// Which dialects have a name, whatever its case, so that it is looked up once for all of them.
    heard: HashMap<String, Heard>,
    /// The first dialect that has a name in the body's own object.
    opens: HashMap<Arc<str>, usize>,
}

/// The dialects that have a name, by the object in which it stands.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// In the envelope.
    pub(crate) envelope: Vec<usize>,
    /// In the envelope, for what holds the tasks.
    pub(crate) holds: Vec<usize>,
    /// In the envelope, for an object around the tasks.
    pub(crate) wraps: bool,
    /// In a task.
    pub(crate) task: Vec<usize>,
}

/// A dialect with the same envelope, seen from another one.
#[derive(Debug)]
pub(crate) struct Rival {
    pub(crate) index: usize,
    /// The members of a task that the rival doesn't know, in any spelling.
    task_only: u64,
    /// The members of the envelope that the rival doesn't know.
    envelope_only: u64,
    /// Where the members of a task stand in the rival's shape, if it says the same of them.
    same: Vec<Option<u8>>,
    /// Whether the envelopes are the same, but for the task.
    interchangeable: bool,
}

/// What the first record of a body showed, under its documented names.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Evidence {
    pub(crate) envelope: u64,
    pub(crate) task: u64,
    /// The suffix of the instance id.
    pub(crate) engine: Option<[u8; 4]>,
    /// The service that alone knows the task's name.
    pub(crate) named: Option<usize>,
}

impl Registry {
    /// The dialects that come with the crate.
    pub(crate) fn built_in() -> &'static Registry {
        static BUILT_IN: LazyLock<Registry> = LazyLock::new(|| Registry::new(Dialect::all().to_vec()));
        &BUILT_IN
    }

    pub(crate) fn new(dialects: Vec<Dialect>) -> Self {
        let rivals = dialects
            .iter()
            .map(|own| {
                let others = dialects.iter().enumerate().filter(|(_, other)| !other.same(own));
                others.filter_map(|(index, other)| Rival::of(own, index, other)).collect()
            })
            .collect();
        let provable = dialects.iter().map(|own| is_provable(own, &dialects)).collect();
        let service = |dialect: &Dialect| dialect.name().split('-').next().map(str::to_owned);
        let first = |own: &Dialect| dialects.iter().position(|other| service(other) == service(own));
        let services: Vec<_> = dialects.iter().map(|own| first(own).unwrap_or_default()).collect();
        let task_names = exclusive(&dialects, &services);
        let (mut heard, mut opens) = (HashMap::<_, Heard>::new(), HashMap::new());
        for (index, dialect) in dialects.iter().enumerate() {
            for member in &dialect.shape().members {
                opens.entry(member.name.clone()).or_insert(index);
                if !dialect.shape().is_flat() {
                    let heard = heard.entry(folded(&member.name).into_owned()).or_default();
                    heard.envelope.push(index);
                    heard.wraps |= member.rule.meaning == Some(Meaning::Wrapper);
                    heard.holds.extend(member.holds_tasks().then_some(index));
                }
            }
            for member in task_shape(dialect).into_iter().flat_map(|shape| &shape.members) {
                heard.entry(folded(&member.name).into_owned()).or_default().task.push(index);
            }
        }
        // Two spellings of one name count once.
        for heard in heard.values_mut() {
            [&mut heard.envelope, &mut heard.holds, &mut heard.task].into_iter().for_each(Vec::dedup);
        }
        Registry { names: Names::of(&dialects), dialects, rivals, provable, services, task_names, heard, opens }
    }

    /// The dialects that have a name, in any spelling.
    pub(crate) fn heard(&self, name: &str) -> Option<&Heard> {
        self.heard.get(&*folded(name))
    }

    /// The service that alone lists or shows this name of a task.
    pub(crate) fn named(&self, task_name: &str) -> Option<usize> {
        self.task_names.get(trim(task_name)).copied()
    }

    /// A dialect that the body's opening doesn't speak against; the last one, if it is among them.
    pub(crate) fn guess(&self, body: &str, last: usize) -> Option<usize> {
        let opening = body.trim_start().strip_prefix('{')?.trim_start().strip_prefix('"')?;
        let (name, _) = opening.split_once('"').filter(|(name, _)| name.len() < 32)?;
        let knows = |dialect: &Dialect| dialect.shape().find(name).is_some();
        if self.dialects.get(last).is_some_and(knows) { Some(last) } else { self.opens.get(name).copied() }
    }

    /// Whether a body that was read as this dialect, and has no name that this dialect doesn't
    /// document, can't be of any other one.
    pub(crate) fn is_certain(&self, index: usize, evidence: &Evidence) -> bool {
        // Of a body that is the task itself detection also weighs what isn't there.
        let shape = self.dialects[index].shape();
        if !self.provable[index] || shape.is_flat() && shape.required & !evidence.task != 0 {
            return false;
        }
        let points = |index: usize| {
            let engine = evidence.engine.is_some_and(|suffix| self.dialects[index].has_suffix(suffix));
            ENGINE * u32::from(engine) + TASK_NAME * u32::from(evidence.named == Some(self.services[index]))
        };
        // Of a body that is the task itself neither counts.
        let points = |index: usize| if shape.is_flat() { 0 } else { points(index) };
        let own = points(index);
        self.rivals[index].iter().all(|rival| {
            let names = (evidence.task & rival.task_only).count_ones()
                + (evidence.envelope & rival.envelope_only).count_ones();
            names + own > points(rival.index)
        })
    }

    /// The rival that knows a name which this dialect doesn't, and says the same of all that was seen;
    /// and what was seen, in its terms.
    pub(crate) fn instead(&self, index: usize, seen: u64, name: &str) -> Option<(&Rival, u64)> {
        self.rivals[index].iter().find_map(|rival| {
            let knows = task_shape(&self.dialects[rival.index])?.find(name).is_some();
            let mut moved = 0;
            for (own, other) in rival.same.iter().enumerate() {
                if seen >> own & 1 == 1 {
                    moved |= 1 << (*other)?;
                }
            }
            (knows && rival.interchangeable).then_some((rival, moved))
        })
    }
}

impl Rival {
    /// Where the members of a task stand in the rival's shape, if it says the same of them.
    pub(crate) fn same(&self) -> &[Option<u8>] {
        &self.same
    }

    fn of(own: &Dialect, index: usize, other: &Dialect) -> Option<Rival> {
        let (own_envelope, other_envelope) = (own.shape(), other.shape());
        if own_envelope.is_flat() || other_envelope.is_flat() {
            return Rival::of_flat(index, own_envelope, other_envelope);
        }
        let shared = own_envelope.members.iter().any(|member| {
            member.holds_tasks()
                && other_envelope.members.iter().any(|other| other.holds_tasks() && other.is_called(&member.name))
        });
        let (own_task, other_task) = (task_shape(own)?, task_shape(other)?);
        let same = own_task.members.iter().map(|member| {
            let at = other_task.find(&member.name)?;
            (other_task.members[at].rule == member.rule).then_some(at as u8)
        });
        let alike = |(own, other): (&super::shape::Member, &super::shape::Member)| {
            own.name == other.name && (own.holds_tasks() && other.holds_tasks() || own.rule == other.rule)
        };
        let interchangeable = own_envelope.members.len() == other_envelope.members.len()
            && own_envelope.required == other_envelope.required
            && own_envelope.members.iter().zip(&other_envelope.members).all(alike)
            && own_envelope.members.iter().zip(&other_envelope.members).all(|(own, other)| {
                matches!(own.rule.value, super::shape::Value::Object(_))
                    == matches!(other.rule.value, super::shape::Value::Object(_))
            });
        shared.then(|| Rival {
            index,
            task_only: unknown(own_task, other_task),
            envelope_only: unknown(own_envelope, other_envelope),
            same: same.collect(),
            interchangeable,
        })
    }

    /// Two bodies that are tasks themselves.
    fn of_flat(index: usize, own: &Shape, other: &Shape) -> Option<Rival> {
        (own.is_flat() && other.is_flat()).then(|| Rival {
            index,
            task_only: unknown(own, other),
            envelope_only: 0,
            same: Vec::new(),
            interchangeable: false,
        })
    }
}

/// Whether the walk sees all that detection weighs: there is no other way in this dialect to hold tasks,
/// nor in another one that its own names would open.
fn is_provable(own: &Dialect, dialects: &[Dialect]) -> bool {
    let direct = |shape: &Shape| shape.is_flat() || task_shape_of(shape).is_some();
    direct(own.shape())
        && dialects.iter().filter(|other| !direct(other.shape())).all(|other| {
            let opens = |member: &&super::shape::Member| {
                matches!(member.rule.meaning, Some(Meaning::Task | Meaning::Tasks | Meaning::Wrapper))
            };
            let mut names = other.shape().members.iter().filter(opens);
            names.all(|member| !own.shape().members.iter().any(|own| own.is_called(&member.name)))
        })
}

/// The names of tasks that one service alone lists or shows.
fn exclusive(dialects: &[Dialect], services: &[usize]) -> HashMap<String, usize> {
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

/// The bits of the members that the other shape doesn't know, in any spelling.
fn unknown(own: &Shape, other: &Shape) -> u64 {
    let unknown = own
        .members
        .iter()
        .enumerate()
        .filter(|(_, member)| !other.members.iter().any(|o| o.is_called(&member.name)));
    unknown.fold(0, |bits, (index, _)| bits | 1 << index)
}

impl super::shape::Member {
    pub(crate) fn holds_tasks(&self) -> bool {
        matches!(self.rule.meaning, Some(Meaning::Task | Meaning::Tasks)) && !self.rule.forbidden
    }

    /// Whether it is a list of tasks of which each is its id.
    pub(crate) fn lists_ids(&self) -> bool {
        matches!(&self.rule.value, super::shape::Value::List(element) if element.meaning == Some(Meaning::TaskId))
    }

    /// Whether a name is a spelling of this one.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        &*self.name == name || spelling(name, &self.name).is_some()
    }
}

/// The suffix of an instance id, as evidence keeps it.
pub(crate) fn suffix(id: &str) -> Option<[u8; 4]> {
    engine(id)?.as_bytes().try_into().ok()
}
