//! taskcenter.

use std::hint::black_box;
use std::ops::ControlFlow;

use taskcenter::bulk::{Bulk, Lent, Series};
use taskcenter::{ReadOptions, Reading, Status, Task};

use super::data::Data;
use super::outcome::Outcome;

/// Typed tasks that borrow, deviations with the bytes in question, verdict: lent by the bulk reader, or by a series
/// where a body has more than a line.
pub fn full(data: &Data) -> Outcome {
    lent(data, |body| {
        body.findings().for_each(|finding| {
            black_box(finding);
        })
    })
}

/// The same, with a pointer and a sentence for each deviation.
pub fn reports(data: &Data) -> Outcome {
    lent(data, |body| drop(black_box(body.deviations())))
}

fn lent(data: &Data, mut odd: impl FnMut(&Lent<'_, '_>)) -> Outcome {
    let (options, mut outcome) = (ReadOptions::new(), Outcome::default());
    let mut take = |body: &Lent<'_, '_>| {
        add(&mut outcome, body.tasks(), body.conforms());
        if body.worst().is_some() {
            odd(body);
        }
    };
    if data.one_a_line {
        let broken = Bulk::new(&data.bytes[..], &options).for_each(|body| {
            take(body);
            ControlFlow::<()>::Continue(())
        });
        debug_assert!(broken.is_ok(), "memory can be read");
    } else {
        let mut series = Series::new(&options);
        data.bodies().for_each(|body| take(&series.read(body)));
    }
    outcome
}

/// The same, a body at a time, with a copy of everything.
pub fn owned(data: &Data) -> Outcome {
    each(data, |reading| drop(black_box(reading.into_owned())))
}

/// The same, a body at a time, and what the validator says about those that don't conform.
pub fn violations(data: &Data) -> Outcome {
    each(data, |reading| {
        if !reading.conforms() {
            black_box(reading.violations());
        }
    })
}

fn each(data: &Data, mut take: impl FnMut(Reading<'_>)) -> Outcome {
    let mut outcome = Outcome::default();
    for body in data.bodies() {
        let reading = black_box(taskcenter::read(body));
        add(&mut outcome, reading.tasks(), reading.conforms());
        take(reading);
    }
    outcome
}

fn add(outcome: &mut Outcome, tasks: &[Task<'_>], conforms: bool) {
    outcome.bodies += 1;
    outcome.invalid += u64::from(!conforms);
    for task in tasks {
        outcome.tasks += 1;
        outcome.status(task.status.as_ref().map(Status::as_str));
        outcome.created += task.created.map_or(0, |time| time.timestamp());
        outcome.ended += task.ended.map_or(0, |time| time.timestamp());
        outcome.progress += task.progress.map_or(0, u64::from);
    }
}
