//! What a run comes to: bodies, tasks, verdicts, and findings by code.

use std::collections::BTreeMap;

use taskcenter::Verdict;

use super::Seen;
use super::finding::Finding;
use crate::grade::Grade;

/// Exact totals over every body, also where lists of deviations are cut.
#[derive(Debug, Default)]
pub struct Tally {
    pub bodies: u64,
    pub tasks: u64,
    pub conforming: u64,
    pub tolerated: u64,
    pub rejected: u64,
    /// Answers that are errors of the API.
    pub api_errors: u64,
    /// Bodies in which something is denied.
    pub denied: u64,
    codes: BTreeMap<&'static str, Count>,
}

/// One code's total.
#[derive(Debug, Clone, Copy)]
pub struct Count {
    pub total: u64,
    /// The gravest that was listed.
    pub grade: Grade,
}

impl Tally {
    /// Counts a body in.
    pub fn add(&mut self, seen: &Seen<'_>) {
        let reading = &seen.reading;
        self.bodies += 1;
        self.tasks += reading.tasks().len() as u64;
        self.api_errors += u64::from(reading.api_error().is_some());
        self.denied += u64::from(seen.judgement.denied);
        match reading.verdict() {
            Verdict::Conforming => self.conforming += 1,
            Verdict::Tolerated => self.tolerated += 1,
            _ => self.rejected += 1,
        }
        for (code, count) in reading.deviation_counts() {
            self.count(code.as_str(), *count, Grade::Note);
        }
        if let Some(error) = reading.error() {
            self.count(error.code.as_str(), 1, Grade::Rejected);
        }
    }

    /// Counts a body in that holds so many tasks, and of which there is nothing else to say.
    pub fn add_plain(&mut self, tasks: usize) {
        self.bodies += 1;
        self.tasks += tasks as u64;
        self.conforming += 1;
    }

    /// Counts in what another one has counted, which begins anew.
    pub fn take(&mut self, other: &mut Tally) {
        let Tally { bodies, tasks, conforming, tolerated, rejected, api_errors, denied, codes } =
            std::mem::take(other);
        self.bodies += bodies;
        self.tasks += tasks;
        self.conforming += conforming;
        self.tolerated += tolerated;
        self.rejected += rejected;
        self.api_errors += api_errors;
        self.denied += denied;
        for (code, Count { total, grade }) in codes {
            self.count(code, total, grade);
        }
    }

    /// Takes notice of how grave a finding is.
    pub fn grade(&mut self, finding: &Finding<'_>) {
        self.count(finding.code, 0, finding.grade);
    }

    fn count(&mut self, code: &'static str, total: u64, grade: Grade) {
        let count = self.codes.entry(code).or_insert(Count { total: 0, grade });
        count.total += total;
        count.grade = count.grade.max(grade);
    }

    /// How many findings there are in all.
    pub fn findings(&self) -> u64 {
        self.codes.values().map(|count| count.total).sum()
    }

    /// Each code's total, the gravest first, then the most frequent.
    pub fn codes(&self) -> Vec<(&'static str, Count)> {
        let mut codes: Vec<_> = self.codes.iter().map(|(code, count)| (*code, *count)).collect();
        codes.retain(|(_, count)| count.total > 0);
        codes.sort_by_key(|(code, count)| (std::cmp::Reverse((count.grade, count.total)), *code));
        codes
    }
}
