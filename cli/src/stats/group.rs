//! Tasks of a kind added up, so that they can be taken away again.

use std::collections::BTreeMap;
use std::sync::Arc;

use taskcenter::{Status, Task};

/// How a task is doing, as far as it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doing {
    Running,
    Completed,
    Failed,
    Other,
}

impl Doing {
    pub const ALL: [Doing; 4] = [Doing::Running, Doing::Completed, Doing::Failed, Doing::Other];

    pub fn as_str(self) -> &'static str {
        match self {
            Doing::Running => "running",
            Doing::Completed => "completed",
            Doing::Failed => "failed",
            Doing::Other => "other",
        }
    }
}

/// What counts of one task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    pub name: Option<Arc<str>>,
    pub doing: Doing,
    /// In milliseconds.
    pub duration: Option<u64>,
    /// Why it failed.
    pub reason: Option<Arc<str>>,
}

impl State {
    pub fn of(task: &Task<'_>) -> Self {
        let doing = match &task.status {
            Some(Status::Running) => Doing::Running,
            Some(Status::Completed) => Doing::Completed,
            Some(Status::Failed) => Doing::Failed,
            _ => Doing::Other,
        };
        State {
            name: task.name.as_deref().map(Arc::from),
            doing,
            duration: task.elapsed().and_then(|elapsed| u64::try_from(elapsed.num_milliseconds()).ok()),
            reason: task.fail_reason().filter(|_| doing == Doing::Failed).map(Arc::from),
        }
    }
}

/// All tasks of a kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// In the order of [`Doing::ALL`].
    pub doing: [u64; 4],
    /// How often each duration occurred.
    pub durations: BTreeMap<u64, u64>,
    /// How often each reason was given.
    pub reasons: BTreeMap<Arc<str>, u64>,
}

impl Group {
    pub fn count(&self) -> u64 {
        self.doing.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    pub fn is_empty(&self) -> bool {
        self.doing == [0; 4] && self.durations.is_empty() && self.reasons.is_empty()
    }

    fn add(&mut self, state: &State) {
        // What one run reads never comes near the end; a merged file can say that it did.
        let one_more = |count: &mut u64| *count = count.saturating_add(1);
        one_more(&mut self.doing[state.doing as usize]);
        if let Some(duration) = state.duration {
            one_more(self.durations.entry(duration).or_default());
        }
        if let Some(reason) = &state.reason {
            one_more(self.reasons.entry(reason.clone()).or_default());
        }
    }

    /// Takes a task away; `None` if it isn't in it.
    fn remove(&mut self, state: &State) -> Option<()> {
        fn one_less<K: Ord + Clone>(counts: &mut BTreeMap<K, u64>, key: &K) -> Option<()> {
            let count = counts.get_mut(key)?;
            *count = count.checked_sub(1)?;
            if *count == 0 {
                counts.remove(key);
            }
            Some(())
        }
        let count = &mut self.doing[state.doing as usize];
        *count = count.checked_sub(1)?;
        if let Some(duration) = &state.duration {
            one_less(&mut self.durations, duration)?;
        }
        if let Some(reason) = &state.reason {
            one_less(&mut self.reasons, reason)?;
        }
        Some(())
    }

    fn merge(&mut self, other: Group) -> Option<()> {
        for (count, more) in self.doing.iter_mut().zip(other.doing) {
            *count = count.checked_add(more)?;
        }
        for (duration, more) in other.durations {
            let count = self.durations.entry(duration).or_default();
            *count = count.checked_add(more)?;
        }
        for (reason, more) in other.reasons {
            let count = self.reasons.entry(reason).or_default();
            *count = count.checked_add(more)?;
        }
        Some(())
    }

    /// The duration that this many percent don't exceed, by nearest rank.
    pub fn percentile(&self, percent: u64) -> Option<u64> {
        let total: u128 = self.durations.values().map(|count| u128::from(*count)).sum();
        let rank = (total * u128::from(percent)).div_ceil(100).max(1);
        let mut seen = 0;
        self.durations.iter().find_map(|(duration, count)| {
            seen += u128::from(*count);
            (seen >= rank).then_some(*duration)
        })
    }

    /// The reasons, the most frequent first.
    pub fn by_frequency(&self) -> Vec<(&str, u64)> {
        let mut reasons: Vec<_> = self.reasons.iter().map(|(reason, count)| (&**reason, *count)).collect();
        reasons.sort_by_key(|(reason, count)| (std::cmp::Reverse(*count), *reason));
        reasons
    }
}

/// Dialect and name.
pub type Kind = (Arc<str>, Option<Arc<str>>);

/// Everything that was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Each time that a task was seen counts, and nothing is known of the single ones.
    pub each_poll: bool,
    pub bodies: u64,
    pub rejected: u64,
    pub api_errors: u64,
    pub groups: BTreeMap<Kind, Group>,
    /// The last state of each task, by dialect and id. They are counted in their groups.
    pub tasks: BTreeMap<(Arc<str>, Box<str>), State>,
    /// One text for each dialect, however many tasks it has.
    pub dialects: Vec<Arc<str>>,
}

/// Why two parts don't add up.
const TOO_MANY: &str = "counts more than can be counted";

impl History {
    pub fn new(each_poll: bool) -> Self {
        History {
            each_poll,
            bodies: 0,
            rejected: 0,
            api_errors: 0,
            groups: BTreeMap::new(),
            tasks: BTreeMap::new(),
            dialects: Vec::new(),
        }
    }

    fn dialect(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.dialects.iter().find(|known| &***known == name) {
            return known.clone();
        }
        let new: Arc<str> = name.into();
        self.dialects.push(new.clone());
        new
    }

    /// Counts a task; if it was counted before, its new state stands in for the old one.
    pub fn add(&mut self, dialect: &str, id: Option<&str>, mut state: State) {
        let dialect = self.dialect(dialect);
        let kind = (dialect.clone(), state.name.clone());
        // The text of the name is shared by all tasks of a kind.
        if let Some(((_, name), _)) = self.groups.get_key_value(&kind) {
            state.name = name.clone();
        }
        self.groups.entry(kind).or_default().add(&state);
        let Some(id) = id.filter(|_| !self.each_poll) else { return };
        if let Some(before) = self.tasks.insert((dialect.clone(), id.into()), state) {
            self.take(&dialect, &before);
        }
    }

    /// Takes a task out of its group; `None` if it isn't in it.
    pub fn take(&mut self, dialect: &Arc<str>, state: &State) -> Option<()> {
        let kind = (dialect.clone(), state.name.clone());
        let group = self.groups.get_mut(&kind)?;
        group.remove(state)?;
        if group.is_empty() {
            self.groups.remove(&kind);
        }
        Some(())
    }

    /// Adds what was read after this.
    pub fn merge(&mut self, mut later: History) -> Result<(), String> {
        if self.each_poll != later.each_poll {
            return Err("counts tasks once and another file each poll (--each-poll)".to_owned());
        }
        let add = |sum: &mut u64, more: u64| {
            *sum = sum.checked_add(more).ok_or(TOO_MANY)?;
            Ok::<(), &str>(())
        };
        add(&mut self.bodies, later.bodies)?;
        add(&mut self.rejected, later.rejected)?;
        add(&mut self.api_errors, later.api_errors)?;
        // What is left of the groups are tasks without an id.
        let tasks = std::mem::take(&mut later.tasks);
        for ((dialect, _), state) in &tasks {
            later.take(dialect, state).ok_or("doesn't add up")?;
        }
        for (kind, group) in later.groups {
            self.groups.entry(kind).or_default().merge(group).ok_or(TOO_MANY)?;
        }
        for ((dialect, id), state) in tasks {
            self.add(&dialect, Some(&id), state);
        }
        Ok(())
    }
}
