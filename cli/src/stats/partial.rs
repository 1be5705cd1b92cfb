//! Statistics as JSON, complete enough to be added up with others. This is a contract:
//!
//! `version` 1 has `each` (`task` or `poll`), the counts of bodies, `kinds` (sorted by dialect and name;
//! `durations` as `[milliseconds, count]`, `fail_reasons` as `[reason, count]`, both sorted by what
//! stands first), and with `each: task` the `tasks` (sorted by dialect and id) as
//! `[dialect, id, name, status, milliseconds, reason]`, each of which is counted in its kind.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use super::group::{Doing, Group, History, Kind, State};
use crate::escape::json_line;

const FORMAT: &str = "taskcenter-stats";
const VERSION: u64 = 1;

/// The whole record. Its texts are borrowed where it is printed, and its own where it is read.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record<T, L> {
    format: T,
    version: u64,
    each: T,
    bodies: u64,
    rejected: u64,
    api_errors: u64,
    kinds: Vec<KindRecord<T>>,
    tasks: L,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KindRecord<T> {
    dialect: T,
    name: Option<T>,
    count: u64,
    running: u64,
    completed: u64,
    failed: u64,
    other: u64,
    median_ms: Option<u64>,
    p95_ms: Option<u64>,
    durations: Vec<(u64, u64)>,
    fail_reasons: Vec<(T, u64)>,
}

type TaskRecord<T> = (T, T, Option<T>, T, Option<u64>, Option<T>);

impl<'p> KindRecord<&'p str> {
    fn of((dialect, name): &'p Kind, group: &'p Group) -> Self {
        let [running, completed, failed, other] = group.doing;
        KindRecord {
            dialect,
            name: name.as_deref(),
            count: group.count(),
            running,
            completed,
            failed,
            other,
            median_ms: group.percentile(50),
            p95_ms: group.percentile(95),
            durations: group.durations.iter().map(|(duration, count)| (*duration, *count)).collect(),
            fail_reasons: group.reasons.iter().map(|(reason, count)| (&**reason, *count)).collect(),
        }
    }
}

/// The tasks of a history, which are printed one by one, since there can be many.
struct Tasks<'p>(&'p History);

impl Serialize for Tasks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.tasks.iter().map(|((dialect, id), state)| {
            let State { name, doing, duration, reason } = state;
            let record: TaskRecord<&str> =
                (dialect, id, name.as_deref(), doing.as_str(), *duration, reason.as_deref());
            record
        }))
    }
}

/// Prints everything on a line.
pub fn print(out: &mut impl Write, history: &History) -> std::io::Result<()> {
    let record = Record {
        format: FORMAT,
        version: VERSION,
        each: if history.each_poll { "poll" } else { "task" },
        bodies: history.bodies,
        rejected: history.rejected,
        api_errors: history.api_errors,
        kinds: history.groups.iter().map(|(kind, group)| KindRecord::of(kind, group)).collect(),
        tasks: Tasks(history),
    };
    json_line(out, &record)
}

#[derive(Deserialize)]
struct Head {
    format: String,
    version: u64,
}

/// Reads what [`print()`] printed, and says what is wrong with anything else.
pub fn parse(text: &[u8]) -> Result<History, String> {
    let no_partial = |_| "isn't a partial result of `stats --format json`".to_owned();
    let head: Head = serde_json::from_slice(text).map_err(no_partial)?;
    if head.format != FORMAT {
        return Err("isn't a partial result of `stats --format json`".to_owned());
    }
    if head.version != VERSION {
        return Err(format!("has version {}, and only version {VERSION} is known", head.version));
    }
    let record: Record<String, Vec<TaskRecord<String>>> = serde_json::from_slice(text)
        .map_err(|error| format!("isn't whole at line {}, column {}", error.line(), error.column()))?;
    history(record).ok_or_else(|| "doesn't add up: it was changed or damaged".to_owned())
}

/// `None` if some numbers contradict others.
fn history(record: Record<String, Vec<TaskRecord<String>>>) -> Option<History> {
    let each_poll = match record.each.as_str() {
        "poll" => true,
        "task" => false,
        _ => return None,
    };
    let mut history = History::new(each_poll);
    (history.bodies, history.rejected, history.api_errors) = (record.bodies, record.rejected, record.api_errors);
    for kind in record.kinds {
        let group = Group {
            doing: [kind.running, kind.completed, kind.failed, kind.other],
            durations: counts(kind.durations)?,
            reasons: counts(kind.fail_reasons.into_iter().map(|(reason, count)| (Arc::from(reason), count)))?,
        };
        let over = u128::from(kind.completed) + u128::from(kind.failed);
        let sum = |counts: &mut dyn Iterator<Item = &u64>| counts.map(|count| u128::from(*count)).sum::<u128>();
        let adds_up = group.doing.iter().try_fold(0u64, |sum, count| sum.checked_add(*count)) == Some(kind.count)
            && kind.count > 0
            && sum(&mut group.durations.values()) <= over
            && sum(&mut group.reasons.values()) <= u128::from(kind.failed)
            && (kind.median_ms, kind.p95_ms) == (group.percentile(50), group.percentile(95));
        let key = (Arc::from(kind.dialect), kind.name.map(Arc::from));
        if !adds_up || history.groups.insert(key, group).is_some() {
            return None;
        }
    }
    for (dialect, id, name, doing, duration, reason) in record.tasks {
        let doing = Doing::ALL.into_iter().find(|known| known.as_str() == doing)?;
        let state = State { name: name.map(Arc::from), doing, duration, reason: reason.map(Arc::from) };
        // Tasks that were seen later replace these, and have to find them in their groups.
        if each_poll || history.tasks.insert((Arc::from(dialect), id.into()), state).is_some() {
            return None;
        }
    }
    let mut left = History { groups: history.groups.clone(), ..History::new(each_poll) };
    for ((dialect, _), state) in &history.tasks {
        left.take(dialect, state)?;
    }
    Some(history)
}

fn counts<K: Ord>(list: impl IntoIterator<Item = (K, u64)>) -> Option<BTreeMap<K, u64>> {
    let mut counts = BTreeMap::new();
    for (key, count) in list {
        if count == 0 || counts.insert(key, count).is_some() {
            return None;
        }
    }
    Some(counts)
}
