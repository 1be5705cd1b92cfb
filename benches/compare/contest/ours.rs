//! taskcenter.

use std::hint::black_box;

use taskcenter::{Reading, Status};

use super::data::Data;
use super::outcome::Outcome;

/// Typed tasks that borrow, deviations with places, verdict.
pub fn full(data: &Data) -> Outcome {
    let mut outcome = Outcome::default();
    for body in data.bodies() {
        let reading = taskcenter::read(body);
        add(&mut outcome, &reading);
        black_box(reading);
    }
    outcome
}

/// The same, with a copy of everything.
pub fn owned(data: &Data) -> Outcome {
    let mut outcome = Outcome::default();
    for body in data.bodies() {
        let reading = taskcenter::read(body).into_owned();
        add(&mut outcome, &reading);
        black_box(reading);
    }
    outcome
}

/// The same, and what the validator says about the bodies that don't conform.
pub fn violations(data: &Data) -> Outcome {
    let mut outcome = Outcome::default();
    for body in data.bodies() {
        let reading = taskcenter::read(body);
        add(&mut outcome, &reading);
        if !reading.conforms() {
            black_box(reading.violations());
        }
        black_box(reading);
    }
    outcome
}

fn add(outcome: &mut Outcome, reading: &Reading<'_>) {
    outcome.bodies += 1;
    outcome.invalid += u64::from(!reading.conforms());
    for task in reading.tasks() {
        outcome.tasks += 1;
        outcome.status(task.status.as_ref().map(Status::as_str));
        outcome.created += task.created.map_or(0, |time| time.timestamp());
        outcome.ended += task.ended.map_or(0, |time| time.timestamp());
        outcome.progress += task.progress.map_or(0, u64::from);
    }
}
