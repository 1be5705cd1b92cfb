//! What somebody read, in numbers that only agree if the contents do.

use std::fmt;

use super::Entrant;
use super::data::Data;

/// What came of reading a data set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Bodies.
    pub bodies: u64,
    /// Tasks.
    pub tasks: u64,
    /// Tasks that are running, that completed, that failed, and that have another status.
    pub statuses: [u64; 4],
    /// The sum of the seconds since 1970 at which tasks were created.
    pub created: i64,
    /// And ended.
    pub ended: i64,
    /// The sum of the percents.
    pub progress: u64,
    /// Bodies that the schema doesn't accept; for a strict struct: that it doesn't.
    pub invalid: u64,
}

impl Outcome {
    /// Counts a status by its canonical word.
    pub fn status(&mut self, word: Option<&str>) {
        if let Some(word) = word {
            let place = ["Running", "Completed", "Failed"].iter().position(|known| *known == word);
            self.statuses[place.unwrap_or(3)] += 1;
        }
    }
}

/// What an entrant does, and so what it can be asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Looks at the bytes: the floor.
    Bytes,
    /// Knows that it is JSON.
    Syntax,
    /// Typed tasks of the bodies that are as documented, nothing of the others.
    Strict,
    /// Typed tasks with times and percents, no verdict.
    Typed,
    /// The verdict alone.
    Verdict,
    /// Typed tasks, the verdict, and where it goes wrong.
    Full,
}

impl Work {
    /// The part of an outcome that this work can know.
    fn known(self, outcome: Outcome) -> Outcome {
        let Outcome { bodies, invalid, .. } = outcome;
        match self {
            Work::Bytes => Outcome::default(),
            Work::Syntax => Outcome { bodies, ..Outcome::default() },
            Work::Verdict => Outcome { bodies, invalid, ..Outcome::default() },
            Work::Typed => Outcome { invalid: 0, ..outcome },
            Work::Strict | Work::Full => outcome,
        }
    }

    /// Whether both claim the same of what both know.
    fn comparable(self, other: Work) -> bool {
        (self == Work::Strict) == (other == Work::Strict)
    }
}

impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Work::Bytes => "floor",
            Work::Syntax => "syntax",
            Work::Strict => "strict",
            Work::Typed => "typed",
            Work::Verdict => "verdict",
            Work::Full => "FULL",
        })
    }
}

/// Lets everybody read once, and holds the outcomes against each other; gives that of the full work.
pub fn agree(data: &Data, entrants: &[Entrant]) -> Result<Outcome, String> {
    let outcomes: Vec<_> = entrants.iter().map(|entrant| (entrant, (entrant.read)(data))).collect();
    for (left, left_outcome) in &outcomes {
        if matches!(left.work, Work::Typed | Work::Full) && left_outcome.tasks != data.tasks {
            return Err(format!("{}: {} read {left_outcome:?} of {}", data.name, left.name, data.tasks));
        }
        for (right, right_outcome) in &outcomes {
            let [known, same] =
                [left_outcome, right_outcome].map(|outcome| left.work.known(right.work.known(*outcome)));
            if left.work.comparable(right.work) && known != same {
                return Err(format!(
                    "{}: {} and {} disagree:\n{known:?}\n{same:?}",
                    data.name, left.name, right.name
                ));
            }
        }
    }
    let full = outcomes.iter().find(|(entrant, _)| entrant.work == Work::Full);
    Ok(full.map_or_else(Outcome::default, |(_, outcome)| *outcome))
}
