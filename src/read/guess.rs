//! A guess at the dialect, so that a body is walked once; proved afterwards, or thrown away.
//!
//! What the first record shows under documented names is exactly what detection weighs, as long as
//! there is no other name in it. So the walk itself proves most guesses. Where it can't, detection
//! looks at the body, and the body is walked again if the guess was wrong: what a body reads as never
//! depends on the guess, and so not on the bodies before it.

use super::walk::Walk;
use crate::dialect::meaning::Place;
use crate::dialect::shape::{Rule, Shape};
use crate::dialect::{Evidence, Registry, suffix};
use crate::scan::Text;
use crate::task::Task;

pub(super) struct Guess<'d> {
    pub(super) registry: &'d Registry,
    /// The dialect as which the body is being read; `None` if that is no guess.
    pub(super) index: Option<usize>,
    /// Whether something was seen that detection may weigh in another way.
    doubtful: bool,
    evidence: Evidence,
    /// Whether the first record is over.
    pub(super) recorded: bool,
}

impl<'d> Guess<'d> {
    pub(super) fn none(registry: &'d Registry) -> Self {
        Guess { registry, index: None, doubtful: false, evidence: Evidence::default(), recorded: false }
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

    /// Notes the engine that the first task's instance has.
    #[inline]
    pub(super) fn engine(&mut self, tasks: &[Task<'_>], task: &Task<'_>) {
        if tasks.is_empty() {
            let id = task.instance.as_ref().and_then(|instance| instance.id.as_deref());
            self.evidence.engine = id.and_then(suffix);
            self.evidence.named = task.name.as_deref().and_then(|name| self.registry.named(name));
        }
    }

    /// Whether the guess is proved.
    pub(super) fn is_certain(&self) -> bool {
        let certain = |index| self.registry.is_certain(index, &self.evidence);
        !self.doubtful && self.index.is_some_and(certain)
    }

    /// What a list of tasks holds, which is another dialect's if the guess changed in the first of them.
    #[inline]
    pub(super) fn element(&self, element: &'d Rule) -> &'d Rule {
        self.index.and_then(|index| self.registry.dialects[index].listed()).unwrap_or(element)
    }

    /// The envelope's shape, which is another one if the guess changed inside of it.
    #[inline]
    pub(super) fn envelope(&self, shape: &'d Shape) -> &'d Shape {
        self.index.map_or(shape, |index| self.registry.dialects[index].shape())
    }
}

impl<'a, 'd> Walk<'a, 'd> {
    /// The shape of another dialect, which knows a name of the first record that this one doesn't and
    /// says the same of everything before it; and the member of that name.
    pub(super) fn instead(
        &mut self,
        shape: &Shape,
        seen: &mut u64,
        begins: usize,
        name: Text<'a>,
    ) -> Option<(&'d Shape, usize)> {
        let index = self.guess.index?;
        if shape.place != Place::Task || self.guess.doubtful || self.guess.recorded || self.log.total() > 0 {
            return None;
        }
        let registry = self.guess.registry;
        let (rival, moved) = registry.instead(index, *seen, &name.decode())?;
        let other = crate::dialect::task_shape(&registry.dialects[rival.index])?;
        let at = other.find(&name.decode()).filter(|at| !other.members[*at].rule.forbidden)?;
        let mut places = vec![0; other.members.len()];
        for (own, target) in rival.same().iter().enumerate() {
            if let Some(target) = target {
                places[usize::from(*target)] = self.begins[begins + own];
            }
        }
        self.begins.truncate(begins);
        self.begins.extend(places);
        *seen = moved;
        self.guess.index = Some(rival.index);
        Some((other, at))
    }
}
