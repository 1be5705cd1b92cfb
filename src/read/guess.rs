//! A guess at the dialect, so that a body is walked once; proved afterwards, or thrown away.
//!
//! What the first record shows under documented names is exactly what detection weighs, as long as
//! there is no other name in it. So the walk itself proves most guesses. Where it can't, detection
//! looks at the body, and the body is walked again if the guess was wrong: what a body reads as never
//! depends on the guess, and so not on the bodies before it.

use super::walk::Walk;
use crate::dialect::meaning::{Meaning, Place};
use crate::dialect::shape::{Rule, Shape};
use crate::dialect::{Called, Detection, Evidence, Heard, MOST_VOICES, Registry, suffix, task_shape};
use crate::task::Task;

pub(super) struct Guess<'d> {
    pub(super) registry: &'d Registry,
    /// The dialect as which the body is being read; `None` if that is no guess.
    pub(super) index: Option<usize>,
    /// Whether something was seen that detection may weigh in another way.
    doubtful: bool,
    evidence: Evidence,
    /// The other names of the first record, and of its envelope, that some dialect has.
    heard: Vec<&'d Heard>,
    /// Whether another name says something in some dialect, which may be another thing in the next one.
    strange: bool,
    /// Whether the first record is over.
    recorded: bool,
    /// Whether another dialect came to mind within the body.
    changed: bool,
}

/// What came to mind with the bodies before, which resemble the next ones. It makes the next ones quicker and
/// nothing else.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// The dialect of the last body with such [ends](ends). No rows for a body alone, and in the next one.
    last: Vec<u16>,
    /// What was decided, in rows.
    decided: Vec<[Option<Decided>; 2]>,
}

/// The dialect that a guess and the evidence came to.
type Decided = (usize, Evidence, usize);

/// A power of two; more were rarely asked for.
const ROWS: usize = 128;
const ENDS: usize = 128;

/// Spreads the bits of a number over the highest ones.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

impl Memory {
    /// For a history.
    pub(crate) fn of_many() -> Self {
        Memory { last: vec![0; ENDS], decided: vec![[None; 2]; ROWS] }
    }

    /// One that takes every body for one of that dialect.
    #[cfg(test)]
    pub(super) fn of_one(dialect: u16) -> Self {
        Memory { last: vec![dialect; ENDS], ..Memory::of_many() }
    }

    /// The dialect that comes to mind.
    #[inline]
    pub(super) fn last(&self, body: &str) -> usize {
        self.last.get(ends(body)).copied().unwrap_or_default().into()
    }

    /// Keeps the dialect that it was.
    #[inline]
    pub(super) fn keep(&mut self, body: &str, dialect: usize) {
        if let (Some(last), Ok(dialect)) = (self.last.get_mut(ends(body)), u16::try_from(dialect)) {
            *last = dialect;
        }
    }
}

/// How a body begins and ends: two APIs that open alike seldom close alike, too.
#[inline]
fn ends(body: &str) -> usize {
    let first = body.as_bytes().first_chunk().copied().map_or(0, u64::from_le_bytes);
    let last = body.as_bytes().last_chunk().copied().map_or(0, u32::from_le_bytes);
    // The last three bytes: what stands before them is somebody's text.
    let mixed = first.wrapping_add(u64::from(last >> 8).rotate_left(40));
    (mixed.wrapping_mul(MIX) >> (u64::BITS - ENDS.ilog2())) as usize
}

impl<'d> Guess<'d> {
    pub(super) fn none(registry: &'d Registry) -> Self {
        let evidence = Evidence::default();
        Guess {
            registry,
            index: None,
            doubtful: false,
            evidence,
            heard: Vec::new(),
            strange: false,
            recorded: false,
            changed: false,
        }
    }

    /// Begins another body.
    pub(super) fn restart(&mut self) {
        self.index = None;
        self.doubtful = false;
        self.recorded = false;
        self.changed = false;
        self.evidence = Evidence::default();
        self.heard.clear();
        self.strange = false;
    }

    pub(super) fn doubt(&mut self) {
        self.doubtful = true;
    }

    /// Notes which documented members an object had, if detection looks at it.
    #[inline]
    pub(super) fn seen(&mut self, place: Place, seen: u64, tasks: &[Task<'_>]) {
        match place {
            Place::Envelope => self.evidence.envelope = seen,
            Place::Task if tasks.is_empty() => {
                self.evidence.task = seen;
                self.recorded = true;
            }
            _ => {}
        }
    }

    /// Notes a member under another name, what that means somewhere, and whether no member here is documented to mean
    /// it.
    pub(super) fn stranger(
        &mut self,
        place: Place,
        called: &Called<'_>,
        meaning: Option<Meaning>,
        elsewhere: bool,
    ) {
        let looks = place == Place::Envelope || (place == Place::Task && !self.recorded);
        if !looks || self.doubtful {
            return;
        }
        if place == Place::Envelope {
            // A body may be the task itself.
            self.doubt();
            return;
        }
        // Detection looks into these, too, and finds what the walk finds, if it takes them for the same.
        let weighed = self.registry.names.find(Place::Task, called).and_then(|rule| rule.meaning);
        let is_looked_into = |meaning: Option<Meaning>| {
            use Meaning as M;
            matches!(meaning, Some(M::Instance | M::InstanceId | M::TaskName))
        };
        // An instance that is said elsewhere may be said twice, and each time counts.
        let differs = meaning != weighed && (is_looked_into(meaning) || is_looked_into(weighed));
        if differs || elsewhere && is_looked_into(meaning) {
            self.doubt();
            return;
        }
        // What no dialect knows is unknown in all of them.
        self.strange |= meaning.is_some() || weighed.is_some();
        if let Some(heard) = self.registry.heard(called).filter(|heard| !heard.task.is_empty()) {
            self.strange = true;
            if self.heard.iter().any(|known| known.number == heard.number) {
                // It may stand there twice, and speaks once then.
                self.doubt();
            }
            if let Some(place) = self.evidence.heard.get_mut(self.heard.len()) {
                *place = heard.number;
            }
            self.heard.push(heard);
        }
    }

    /// Whether there may be more names than detection keeps apart.
    pub(super) fn is_loud(&self, waiting: usize) -> bool {
        self.heard.len() + waiting >= MOST_VOICES / 2
    }

    /// Notes the engine that the first task's instance has.
    #[inline]
    pub(super) fn engine(&mut self, tasks: &[Task<'_>], task: &Task<'_>) {
        if tasks.is_empty() {
            let id = task.instance.as_ref().and_then(|instance| instance.id.as_deref());
            self.evidence.engine = id.and_then(suffix);
            self.evidence.named = task.name.as_deref().and_then(|name| self.registry.named(name));
        }
    }

    /// What detection finds, if the walk has seen everything that it would look at.
    pub(super) fn decide(&self, memory: &mut Memory) -> Option<Detection> {
        let index = self.index.filter(|_| !self.doubtful)?;
        if self.heard.len() > self.evidence.heard.len() {
            return self.registry.decide(index, &self.evidence, &self.heard);
        }
        let Some([first, second]) = memory.decided.get_mut(row(index, &self.evidence)) else {
            return self.registry.decide(index, &self.evidence, &self.heard);
        };
        let known = |kept: &Option<Decided>| {
            kept.filter(|kept| (kept.0, kept.1) == (index, self.evidence)).map(|kept| Detection::One(kept.2))
        };
        if let Some(detection) = known(first).or_else(|| known(second)) {
            return Some(detection);
        }
        let detection = self.registry.decide(index, &self.evidence, &self.heard)?;
        if let Detection::One(decided) = detection {
            *second = first.replace((index, self.evidence, decided));
        }
        Some(detection)
    }

    /// What a list of tasks holds, which is another dialect's if the guess changed in the first of them.
    #[inline]
    pub(super) fn element(&self, element: &'d Rule) -> &'d Rule {
        let changed = self.index.filter(|_| self.changed);
        changed.and_then(|index| self.registry.dialect(index).listed()).unwrap_or(element)
    }

    /// The envelope's shape, which is another one if the guess changed inside of it.
    #[inline]
    pub(super) fn envelope(&self, shape: &'d Shape) -> &'d Shape {
        self.index.filter(|_| self.changed).map_or(shape, |index| self.registry.dialect(index).shape())
    }
}

/// Where such a decision is kept.
fn row(index: usize, evidence: &Evidence) -> usize {
    let engine = u64::from(u32::from_le_bytes(evidence.engine.unwrap_or_default()));
    let named = evidence.named.unwrap_or(index) as u64;
    let heard = evidence.heard.iter().fold(0, |mixed, number| mixed << 8 ^ u64::from(*number));
    let mixed = heard.rotate_left(40)
        ^ evidence.task
        ^ evidence.envelope.rotate_left(16)
        ^ engine.rotate_left(32)
        ^ named.rotate_left(8);
    (mixed.wrapping_mul(MIX) >> (u64::BITS - ROWS.ilog2())) as usize
}

impl<'d> Walk<'_, 'd> {
    /// Something was seen that detection may weigh in another way, if it looks at it: it doesn't look into the tasks
    /// behind the first one.
    pub(super) fn doubt(&mut self) {
        if !(self.in_task && self.guess.recorded) {
            self.guess.doubt();
        }
    }

    /// The shape of another dialect, which knows a name of the first record that this one doesn't and
    /// says the same of everything before it; the member of that name, and what was seen in its terms.
    pub(super) fn instead(
        &mut self,
        shape: &Shape,
        seen: u64,
        called: &Called<'_>,
    ) -> Option<(&'d Shape, usize, u64)> {
        let guess = &self.guess;
        let index = guess.index?;
        let fresh = !guess.doubtful && !guess.recorded && !guess.strange;
        if !fresh || !self.aliases.is_empty() || !matches!(shape.place, Place::Envelope | Place::Task) {
            return None;
        }
        let registry = guess.registry;
        let (rival, moved) = registry.instead(index, shape.place, seen, called)?;
        let dialect = registry.dialect(rival);
        let other = if shape.place == Place::Task { task_shape(dialect)? } else { dialect.shape() };
        let at = other.documented(called.name)?;
        self.guess.index = Some(rival);
        self.guess.changed = true;
        Some((other, at, moved))
    }
}
