//! Which dialect a body is of, by what it says itself.
//!
//! Three kinds of evidence: the envelope (`job`, `jobs`, `tasks`), the wire names of the first
//! record, and the suffix of the instance id, which names the engine. Nothing is remembered from
//! one body to the next.

use super::meaning::Meaning;
use super::names::spelling;
use super::shape::{Shape, Value};
use super::{Dialect, engine};
use crate::lenient::without_blanks;
use crate::scan::{Kind, Scanner, Text, Token};

/// An envelope's name outweighs a few strange names in the record, not most of them.
const ENVELOPE: u32 = 3;
/// The engine outweighs a single name.
const ENGINE: u32 = 2;
const NAME: u32 = 1;

/// What a body says of itself.
pub(crate) enum Detection<'d> {
    /// One dialect has the best evidence.
    One(&'d Dialect),
    /// These have equal evidence.
    Tie(Vec<&'d Dialect>),
    /// There is no envelope that any of the dialects knows.
    NoEnvelope,
}

/// Weighs the evidence. Damaged bodies are judged by what comes before the damage.
pub(crate) fn detect<'d>(dialects: &[&'d Dialect], body: &str, depth_limit: usize) -> Detection<'d> {
    let mut votes = Votes { dialects, scores: vec![0; dialects.len()], envelope: false };
    // An error ends the walk; the reader will find it again, and report it.
    let _ = votes.body(&mut Scanner::new(body, depth_limit));
    let best = votes.scores.iter().copied().max().unwrap_or_default();
    if !votes.envelope {
        return Detection::NoEnvelope;
    }
    let mut winners: Vec<_> = dialects
        .iter()
        .zip(&votes.scores)
        .filter(|(_, score)| **score == best)
        .map(|(dialect, _)| *dialect)
        .collect();
    match winners.pop() {
        Some(only) if winners.is_empty() => Detection::One(only),
        Some(last) => {
            winners.push(last);
            Detection::Tie(winners)
        }
        None => Detection::NoEnvelope,
    }
}

struct Votes<'v, 'd> {
    dialects: &'v [&'d Dialect],
    scores: Vec<u32>,
    envelope: bool,
}

type Scan<T> = Result<T, crate::scan::ScanError>;

impl Votes<'_, '_> {
    fn body(&mut self, scan: &mut Scanner<'_>) -> Scan<()> {
        if scan.value()?.kind != Kind::Object {
            return Ok(());
        }
        let mut first = true;
        while let Some(name) = scan.member(first)? {
            first = false;
            let name = name.decode();
            let known = self.vote(ENVELOPE, |dialect| {
                let holds_tasks = |meaning| matches!(meaning, Some(Meaning::Task | Meaning::Tasks));
                has(dialect.shape(), &name, holds_tasks)
            });
            self.envelope |= known;
            if known {
                // Where a body has two envelopes both are heard, so that their order decides nothing.
                self.record(scan)?;
            } else {
                let token = scan.value()?;
                scan.skip(token)?;
                self.vote(NAME, |dialect| has(dialect.shape(), &name, |_| true));
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
            let decoded = name.decode();
            self.vote(NAME, |dialect| task_shape(dialect).is_some_and(|shape| has(shape, &decoded, |_| true)));
            let token = scan.value()?;
            self.engine(scan, name, token);
            if token.kind == Kind::Object {
                self.instance(scan)?;
            } else {
                scan.skip(token)?;
            }
        }
        Ok(())
    }

    /// An object in the record: perhaps the instance, whose id names the engine.
    fn instance(&mut self, scan: &mut Scanner<'_>) -> Scan<()> {
        let mut first = true;
        while let Some(name) = scan.member(first)? {
            first = false;
            let token = scan.value()?;
            self.engine(scan, name, token);
            scan.skip(token)?;
        }
        Ok(())
    }

    fn engine(&mut self, scan: &Scanner<'_>, name: Text<'_>, token: Token) {
        if token.kind == Kind::Text && is_id(&name) {
            let text = scan.text_of(token).decode();
            if let Some(suffix) = engine(&without_blanks(&text)) {
                self.vote(ENGINE, |dialect| dialect.has_suffix(suffix));
            }
        }
    }

    /// Gives each dialect that fits its points; whether there was one.
    fn vote(&mut self, points: u32, fits: impl Fn(&Dialect) -> bool) -> bool {
        let mut any = false;
        for (dialect, score) in self.dialects.iter().zip(&mut self.scores) {
            if fits(dialect) {
                *score += points;
                any = true;
            }
        }
        any
    }
}

/// Whether the shape knows the name, in any case or padding, and it means the right thing.
fn has(shape: &Shape, name: &str, wanted: impl Fn(Option<Meaning>) -> bool) -> bool {
    shape.members.iter().any(|member| {
        (&*member.name == name || spelling(name, &member.name).is_some()) && wanted(member.rule.meaning)
    })
}

fn is_id(name: &Text<'_>) -> bool {
    // The name of the instance's id ends so in every dialect; an engine's suffix is proof enough.
    name.raw().trim_end().to_ascii_lowercase().ends_with("id")
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
