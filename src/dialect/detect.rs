//! Which dialect a body is of, by what it says itself.
//!
//! Three kinds of evidence: the envelope (`job`, `jobs`, `tasks`), the wire names of the first
//! record, and the suffix of the instance id, which names the engine. Nothing is remembered from
//! one body to the next.

use super::Dialect;
use super::meaning::{Meaning, Place};
use super::registry::{Registry, suffix};
use super::shape::{Shape, Value};
use crate::lenient::without_blanks;
use crate::scan::{Kind, Scanner, Text};

/// An envelope's name outweighs a few strange names in the record, not most of them.
pub(super) const ENVELOPE: u32 = 3;
/// The engine outweighs a single name.
pub(super) const ENGINE: u32 = 2;
pub(super) const NAME: u32 = 1;

/// What a body says of itself.
#[derive(Debug, PartialEq)]
pub(crate) enum Detection {
    /// One dialect has the best evidence.
    One(usize),
    /// These have equal evidence.
    Tie(Vec<usize>),
    /// There is no envelope that any of the dialects knows.
    NoEnvelope,
}

/// Weighs the evidence. Damaged bodies are judged by what comes before the damage.
pub(crate) fn detect(registry: &Registry, body: &str, depth_limit: usize) -> Detection {
    let scores = vec![0; registry.dialects.len()];
    let mut votes = Votes { registry, scores, envelope: false };
    // An error ends the walk; the reader will find it again, and report it.
    let _ = votes.body(&mut Scanner::new(body, depth_limit));
    if !votes.envelope {
        return Detection::NoEnvelope;
    }
    let best = votes.scores.iter().copied().max();
    let winners: Vec<_> = (0..votes.scores.len()).filter(|index| Some(votes.scores[*index]) == best).collect();
    match winners[..] {
        [only] => Detection::One(only),
        _ => Detection::Tie(winners),
    }
}

struct Votes<'d> {
    registry: &'d Registry,
    scores: Vec<u32>,
    envelope: bool,
}

type Scan<T> = Result<T, crate::scan::ScanError>;

impl Votes<'_> {
    fn body(&mut self, scan: &mut Scanner<'_>) -> Scan<()> {
        if scan.value()?.kind != Kind::Object {
            return Ok(());
        }
        let mut first = true;
        while let Some(name) = scan.member(first)? {
            first = false;
            let name = name.decode();
            let known = self.vote(ENVELOPE, |dialect| {
                dialect.shape().members.iter().any(|member| member.holds_tasks() && member.is_called(&name))
            });
            self.envelope |= known;
            if known {
                // Where a body has two envelopes both are heard, so that their order decides nothing.
                self.record(scan)?;
            } else {
                let token = scan.value()?;
                scan.skip(token)?;
                self.vote(NAME, |dialect| has(dialect.shape(), &name));
            }
        }
        Ok(())
    }

    /// The first record, alone or in a list.
    fn record(&mut self, scan: &mut Scanner<'_>) -> Scan<()> {
        let mut token = scan.value()?;
        let listed = token.kind == Kind::Array;
        if listed {
            if !scan.element(true)? {
                return Ok(());
            }
            token = scan.value()?;
        }
        if token.kind == Kind::Object {
            self.members(scan)?;
        } else {
            scan.skip(token)?;
        }
        while listed && scan.element(false)? {
            let token = scan.value()?;
            scan.skip(token)?;
        }
        Ok(())
    }

    fn members(&mut self, scan: &mut Scanner<'_>) -> Scan<()> {
        let mut first = true;
        while let Some(name) = scan.member(first)? {
            first = false;
            let name = name.decode();
            self.vote(NAME, |dialect| task_shape(dialect).is_some_and(|shape| has(shape, &name)));
            let token = scan.value()?;
            let meaning = self.registry.names.find(Place::Task, &name).and_then(|rule| rule.meaning);
            match (meaning, token.kind) {
                (Some(Meaning::Instance), Kind::Object) => self.instance(scan)?,
                (Some(Meaning::InstanceId), Kind::Text) => self.engine(scan.text_of(token)),
                _ => {
                    scan.skip(token)?;
                }
            }
        }
        Ok(())
    }

    /// The instance, whose id names the engine.
    fn instance(&mut self, scan: &mut Scanner<'_>) -> Scan<()> {
        let mut first = true;
        while let Some(name) = scan.member(first)? {
            first = false;
            let token = scan.value()?;
            let rule = self.registry.names.find(Place::Instance, &name.decode());
            if token.kind == Kind::Text && rule.is_some_and(|rule| rule.meaning == Some(Meaning::InstanceId)) {
                self.engine(scan.text_of(token));
            }
            scan.skip(token)?;
        }
        Ok(())
    }

    fn engine(&mut self, id: Text<'_>) {
        if let Some(suffix) = suffix(&without_blanks(&id.decode())) {
            self.vote(ENGINE, |dialect| {
                std::str::from_utf8(&suffix).is_ok_and(|suffix| dialect.has_suffix(suffix))
            });
        }
    }

    /// Gives each dialect that fits its points; whether there was one.
    fn vote(&mut self, points: u32, fits: impl Fn(&Dialect) -> bool) -> bool {
        let mut any = false;
        for (dialect, score) in self.registry.dialects.iter().zip(&mut self.scores) {
            if fits(dialect) {
                *score += points;
                any = true;
            }
        }
        any
    }
}

/// Whether the shape knows the name, in any case or padding.
fn has(shape: &Shape, name: &str) -> bool {
    shape.members.iter().any(|member| member.is_called(name))
}

/// The shape of one task.
pub(crate) fn task_shape(dialect: &Dialect) -> Option<&Shape> {
    dialect.shape().members.iter().find_map(|member| match (&member.rule.meaning, &member.rule.value) {
        (Some(Meaning::Task), Value::Object(shape)) => Some(shape),
        (Some(Meaning::Tasks), Value::List(rule)) => match &rule.value {
            Value::Object(shape) => Some(shape),
            _ => None,
        },
        _ => None,
    })
}
