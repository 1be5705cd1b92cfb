//! The judgement on a body's findings: what is denied, and what a baseline knows already.

use taskcenter::Reading;

use crate::baseline::{Baseline, Entry, Ledger, Standing};
use crate::deny::Rules;
use crate::grade::Grade;

/// What stands about one finding.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mark {
    /// Whether it makes the run fail.
    pub denied: bool,
    /// Whether the baseline has it; `None` without a baseline.
    pub known: Option<bool>,
}

/// What stands about the findings of one body.
#[derive(Debug, Default)]
pub struct Judgement {
    /// In the order of the deviations; the error comes last. Empty where there is nothing to say.
    marks: Vec<Mark>,
    /// Whether a deviation is denied, be it listed or not.
    pub denied: bool,
    /// Whether the run fails over this body.
    pub fails: bool,
}

impl Judgement {
    /// What stands about the finding with this number.
    pub fn mark(&self, index: usize) -> Mark {
        self.marks.get(index).copied().unwrap_or_default()
    }
}

/// Judges each body as it comes.
#[derive(Debug)]
pub struct Judge {
    rules: Rules,
    baseline: Option<Baseline>,
    ledger: Option<Ledger>,
}

impl Judge {
    /// By rules alone.
    pub fn new(rules: Rules) -> Self {
        Judge { rules, baseline: None, ledger: None }
    }

    /// Another one by the same rules, who judges alike; `None` where it matters what was judged before.
    pub fn twin(&self) -> Option<Judge> {
        (!self.remembers()).then(|| Judge::new(self.rules.clone()))
    }

    /// Findings in this baseline don't count.
    pub fn against(mut self, baseline: Option<Baseline>) -> Self {
        self.baseline = baseline;
        self
    }

    /// All findings are written down for a new baseline, and so none of them counts.
    pub fn noting(mut self, note: bool) -> Self {
        self.ledger = note.then(Ledger::default);
        self
    }

    /// Takes notice that a source is read: what the baseline has of it can turn out to be gone.
    pub fn begin(&mut self, source: &str) {
        if let Some(baseline) = &mut self.baseline {
            baseline.begin(source);
        }
    }

    /// Whether a baseline is read or made.
    pub fn remembers(&self) -> bool {
        self.baseline.is_some() || self.ledger.is_some()
    }

    /// Whether the run fails over a body by the rules alone. A baseline knows what is shown, and this
    /// isn't: it has no say here, and leaves it to what is shown.
    pub fn fails(&self, reading: &Reading<'_>) -> bool {
        let denied = |deviation: &taskcenter::Deviation<'_>| {
            self.rules.deny(deviation.code.as_str(), deviation.severity.into())
        };
        !self.remembers()
            && (reading.deviations().iter().any(denied)
                || self.rules.may_deny_unlisted(reading)
                || reading.error().is_some_and(|error| self.rules.deny(error.code.as_str(), Grade::Rejected)))
    }

    /// Judges one body.
    pub fn judge(&mut self, source: &str, reading: &Reading<'_>) -> Judgement {
        let idle = self.rules.deny_no_deviation() && self.baseline.is_none() && self.ledger.is_none();
        if idle && reading.error().is_none() {
            return Judgement::default();
        }
        let mut judgement = Judgement::default();
        let mut flooded = None;
        for deviation in reading.deviations() {
            if deviation.code == taskcenter::Code::DeviationsCapped {
                flooded = Some(judgement.marks.len());
            }
            let entry = |source: &str| Entry::of_deviation(source, deviation);
            let mark = self.mark(source, deviation.code.as_str(), deviation.severity.into(), entry);
            judgement.denied |= mark.denied;
            judgement.marks.push(mark);
        }
        // The entry that says that there are more stands for all of those, also in a baseline.
        if let Some(flooded) = flooded
            && let Some(mark) = judgement.marks.get_mut(flooded)
            && self.ledger.is_none()
            && mark.known != Some(true)
            && self.rules.may_deny_unlisted(reading)
        {
            mark.denied = true;
            judgement.denied = true;
        }
        judgement.fails = judgement.denied;
        if let Some(error) = reading.error() {
            let entry = |source: &str| Entry::of_error(source, error);
            let mark = self.mark(source, error.code.as_str(), Grade::Rejected, entry);
            judgement.fails |= mark.denied;
            judgement.marks.push(mark);
        }
        judgement
    }

    fn mark(&mut self, source: &str, code: &str, grade: Grade, entry: impl Fn(&str) -> Entry) -> Mark {
        let known = self.baseline.as_mut().map(|baseline| baseline.takes(&entry(source)));
        if let Some(ledger) = &mut self.ledger {
            ledger.note(entry(source));
        }
        let counts = known != Some(true) && self.ledger.is_none();
        Mark { denied: counts && self.rules.deny(code, grade), known }
    }

    /// What became of the baseline.
    pub fn standing(&self) -> Option<Standing> {
        self.baseline.as_ref().map(Baseline::standing)
    }

    /// What was written down.
    pub fn into_ledger(self) -> Option<Ledger> {
        self.ledger
    }
}
