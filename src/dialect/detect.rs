//! Which dialect a body is of, by what it says itself.
//!
//! Four kinds of evidence: the envelope (`job`, `jobs`, `tasks`), the wire names of the first
//! record, the suffix of the instance id, which names the engine, and a name of a task that one service
//! alone has. Of a body that is the task itself it also matters what isn't there. Nothing is remembered
//! from one body to the next.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::collections::HashMap;

use super::meaning::{Meaning, Place};
use super::registry::{Engine, Registry};
use super::shape::{Member, Shape, Value};
use super::{Called, Dialect, suffix};
use crate::lenient::without_blanks;
use crate::scan::{Kind, Scanner, Text};

/// An envelope's name outweighs a few strange names in the record, not most of them.
pub(super) const ENVELOPE: u32 = 3;
/// The engine outweighs a single name.
pub(super) const ENGINE: u32 = 2;
/// Documents show instances of other engines; not tasks of other services.
pub(super) const TASK_NAME: u32 = 3;
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
    detect_among(registry, body, depth_limit, |_| true)
}

/// The same where it is known that it is one of these.
pub(crate) fn detect_among(
    registry: &Registry,
    body: &str,
    depth_limit: usize,
    is_possible: impl Fn(usize) -> bool,
) -> Detection {
    let scores = vec![0; registry.dialects.len()];
    let mut votes = Votes {
        registry,
        scores,
        envelope: false,
        path: Vec::new(),
        opened: vec![false; registry.dialects.len()],
    };
    // An error ends the walk; the reader will find it again, and report it.
    let _ = votes.body(&mut Scanner::new(body, depth_limit));
    if !votes.envelope {
        return Detection::NoEnvelope;
    }
    let scores = || votes.scores.iter().enumerate().filter(|(index, _)| is_possible(*index));
    let best = scores().map(|(_, score)| score).max();
    let winners: Vec<_> = scores().filter(|(_, score)| Some(*score) == best).map(|(index, _)| index).collect();
    match winners[..] {
        [] => Detection::NoEnvelope,
        [only] => Detection::One(only),
        _ => Detection::Tie(winners),
    }
}

struct Votes<'d> {
    registry: &'d Registry,
    scores: Vec<u32>,
    envelope: bool,
    /// The objects around the tasks that are open.
    path: Vec<String>,
    /// Of which dialects the list of tasks was there.
    opened: Vec<bool>,
}

/// What a member of the first record says besides its name.
#[derive(Default)]
struct Voice {
    /// The ids of the instance, under each name, and the engine that each one's suffix names.
    ids: HashMap<String, Option<Engine>>,
    /// The service that alone knows the task's name.
    service: Option<usize>,
}

/// Nobody spells the known names in more ways: each takes room. A shape has 64 members at most.
pub(crate) const MOST_VOICES: usize = 256;

type Scan<T> = Result<T, crate::scan::ScanError>;

impl Votes<'_> {
    fn body(&mut self, scan: &mut Scanner<'_>) -> Scan<()> {
        if scan.value()?.kind != Kind::Object {
            return Ok(());
        }
        let mut names = Vec::new();
        let whole = self.envelope(scan, &mut names);
        // An error ends the evidence, but what was there counts.
        self.flat(&names);
        // An object around the tasks says nothing where there are none in it.
        for (dialect, (score, opened)) in
            self.registry.dialects.iter().zip(self.scores.iter_mut().zip(&self.opened))
        {
            if !opened && task_shape(dialect).is_none() {
                *score = 0;
            }
        }
        whole
    }

    /// An object that holds the tasks, or another one that does.
    fn envelope(&mut self, scan: &mut Scanner<'_>, names: &mut Vec<(String, Kind)>) -> Scan<()> {
        let mut first = true;
        while let Some(name) = scan.member(first)? {
            first = false;
            let name = name.decode();
            let heard = self.registry.heard(&Called::new(&name)).filter(|_| self.path.is_empty());
            let known = match heard {
                Some(heard) => self.give(ENVELOPE, &heard.holds),
                None if self.path.is_empty() => false,
                None => self.vote_here(ENVELOPE, |member| member.holds_tasks() && member.is_called(&name)),
            };
            self.envelope |= known;
            if known {
                self.open(&name);
                // Where a body has two envelopes both are heard, so that their order decides nothing.
                let kind = self.record(scan, &name)?;
                note(names, name.into_owned(), kind);
                continue;
            }
            let token = scan.value()?;
            let around =
                |member: &&Member| member.rule.meaning == Some(Meaning::Wrapper) && member.is_called(&name);
            let wraps = if self.path.is_empty() {
                heard.is_some_and(|heard| heard.wraps)
            } else {
                let shapes = self.registry.dialects.iter().filter_map(|dialect| shape_at(dialect, &self.path));
                shapes.flat_map(|shape| &shape.members).any(|member| around(&member))
            };
            let wraps = wraps && token.kind == Kind::Object;
            match heard {
                Some(heard) => _ = self.give(NAME, &heard.envelope),
                None if self.path.is_empty() => {}
                None => _ = self.vote_here(NAME, |member| member.is_called(&name)),
            }
            let name = name.into_owned();
            if wraps {
                self.path.push(name.clone());
                self.envelope(scan, &mut Vec::new())?;
                self.path.pop();
            } else {
                scan.skip(token)?;
            }
            note(names, name, token.kind);
        }
        Ok(())
    }

    /// Notes whose list of tasks has this name, here.
    fn open(&mut self, name: &str) {
        if let Some(heard) = self.registry.heard(&Called::new(name)).filter(|_| self.path.is_empty()) {
            let opened = self.opened.iter_mut().enumerate();
            opened.for_each(|(index, opened)| *opened |= heard.holds.contains(&index));
            return;
        }
        for (dialect, opened) in self.registry.dialects.iter().zip(&mut self.opened) {
            let holds = |member: &Member| member.holds_tasks() && member.is_called(name);
            *opened |= shape_at(dialect, &self.path).is_some_and(|shape| shape.members.iter().any(holds));
        }
    }

    /// The body as a task itself.
    fn flat(&mut self, names: &[(String, Kind)]) {
        for (dialect, score) in self.registry.dialects.iter().zip(&mut self.scores) {
            let shape = dialect.shape();
            if !shape.is_flat() {
                continue;
            }
            // A record inside of an envelope isn't the body, whatever its names are.
            *score = 0;
            let there = |member: &Member| names.iter().find(|(name, _)| member.is_called(name));
            let says = |meaning: Meaning| {
                let member = shape.meaning(meaning).map(|index| shape.member(index));
                member.and_then(there).is_some_and(|(_, kind)| !kind.is_container())
            };
            if says(Meaning::TaskId) || says(Meaning::TaskName) && says(Meaning::Status) {
                let known = names.iter().filter(|(name, _)| has(shape, name)).count() as u32;
                // Those of other dialects' tasks: a task that lost its envelope isn't one of this kind.
                let foreign = |name: &str| {
                    !has(shape, name) && self.registry.names.find(Place::Task, &Called::new(name)).is_some()
                };
                let strange = names.iter().filter(|(name, _)| foreign(name)).count() as u32;
                let required = shape.members.iter().enumerate().filter(|(at, _)| shape.required >> at & 1 == 1);
                let missing = required.filter(|(_, member)| there(member).is_none()).count() as u32;
                if known > strange {
                    let against = NAME.saturating_mul(missing.saturating_add(strange));
                    *score = ENVELOPE.saturating_add(NAME.saturating_mul(known)).saturating_sub(against);
                    self.envelope = true;
                }
            }
        }
    }

    /// The first record, alone or in a list.
    fn record(&mut self, scan: &mut Scanner<'_>, name: &str) -> Scan<Kind> {
        let mut token = scan.value()?;
        let kind = token.kind;
        let listed = kind == Kind::Array;
        if listed {
            if !scan.element(true)? {
                return Ok(kind);
            }
            token = scan.value()?;
        }
        if token.kind == Kind::Object {
            if !self.path.is_empty() {
                self.vote_here(NAME, |member| member.is_called(name) && !member.lists_ids());
            }
            self.members(scan)?;
        } else {
            if listed && token.kind == Kind::Text {
                self.vote_here(NAME, |member| member.is_called(name) && member.lists_ids());
            }
            scan.skip(token)?;
        }
        while listed && scan.element(false)? {
            let token = scan.value()?;
            scan.skip(token)?;
        }
        Ok(kind)
    }

    /// What stands twice speaks once, with its last value, which is the one that counts.
    fn members(&mut self, scan: &mut Scanner<'_>) -> Scan<()> {
        let mut voices = HashMap::new();
        let whole = self.voices(scan, &mut voices);
        // An error ends the evidence, but what was there counts.
        voices.into_values().for_each(|voice| self.hear(&voice));
        whole
    }

    fn voices(&mut self, scan: &mut Scanner<'_>, voices: &mut HashMap<String, Voice>) -> Scan<()> {
        let mut first = true;
        while let Some(name) = scan.member(first)? {
            first = false;
            let name = name.decode();
            let called = Called::new(&name);
            let heard = self.registry.heard(&called);
            let meaning = self.registry.names.find(Place::Task, &called).and_then(|rule| rule.meaning);
            let token = scan.value()?;
            let mut voice = Voice::default();
            let mut whole = Ok(token.end);
            match (meaning, token.kind) {
                (Some(Meaning::Instance), Kind::Object) => {
                    whole = self.instance(scan, &mut voice.ids).map(|()| scan.at())
                }
                (Some(Meaning::InstanceId), Kind::Text) => {
                    voice.ids = HashMap::from([(String::new(), engine(scan.text_of(token)))])
                }
                (Some(Meaning::TaskName), Kind::Text) => {
                    voice.service = self.registry.named(&scan.text_of(token).decode())
                }
                _ => whole = scan.skip(token),
            }
            if let Some(heard) = heard
                && !voices.contains_key(&*name)
            {
                self.give(NAME, &heard.task);
            }
            if voices.len() >= MOST_VOICES {
                self.hear(&voice);
            } else if heard.is_some() || meaning.is_some() {
                voices.insert(name.into_owned(), voice);
            }
            whole?;
        }
        Ok(())
    }

    /// The instance, whose id names the engine.
    fn instance(&mut self, scan: &mut Scanner<'_>, ids: &mut HashMap<String, Option<Engine>>) -> Scan<()> {
        let mut first = true;
        while let Some(name) = scan.member(first)? {
            first = false;
            let token = scan.value()?;
            let name = name.decode();
            let rule = self.registry.names.find(Place::Instance, &Called::new(&name));
            if rule.is_some_and(|rule| rule.meaning == Some(Meaning::InstanceId)) {
                let id = if token.kind == Kind::Text { engine(scan.text_of(token)) } else { None };
                if ids.len() < MOST_VOICES {
                    ids.insert(name.into_owned(), id);
                }
            }
            scan.skip(token)?;
        }
        Ok(())
    }

    fn hear(&mut self, voice: &Voice) {
        for suffix in voice.ids.values().flatten() {
            self.vote(ENGINE, |dialect| dialect.has_suffix(*suffix));
        }
        if let Some(named) = voice.service {
            let services = self.registry.services.iter().zip(&mut self.scores);
            services.filter(|(service, _)| **service == named).for_each(|(_, score)| add(score, TASK_NAME));
        }
    }

    /// Gives points to these; whether there was one.
    #[expect(clippy::indexing_slicing, reason = "each of the registry's own dialects has its score")]
    fn give(&mut self, points: u32, to: &[usize]) -> bool {
        to.iter().for_each(|index| add(&mut self.scores[*index], points));
        !to.is_empty()
    }

    /// Gives each dialect points that has such a member in the object that is open; whether there was one.
    fn vote_here(&mut self, points: u32, fits: impl Fn(&Member) -> bool) -> bool {
        let path = std::mem::take(&mut self.path);
        let any = self.vote(points, |dialect| {
            shape_at(dialect, &path).is_some_and(|shape| !shape.is_flat() && shape.members.iter().any(&fits))
        });
        self.path = path;
        any
    }

    /// Gives each dialect that fits its points; whether there was one.
    fn vote(&mut self, points: u32, fits: impl Fn(&Dialect) -> bool) -> bool {
        let mut any = false;
        for (dialect, score) in self.registry.dialects.iter().zip(&mut self.scores) {
            if fits(dialect) {
                add(score, points);
                any = true;
            }
        }
        any
    }
}

fn engine(id: Text<'_>) -> Option<Engine> {
    suffix(&without_blanks(&id.decode()))
}

fn add(score: &mut u32, points: u32) {
    *score = score.saturating_add(points);
}

/// Notes a member of the body, as long as it can be a task itself: those have a few dozen.
fn note(names: &mut Vec<(String, Kind)>, name: String, kind: Kind) {
    const MOST: usize = 1024;
    if names.len() < MOST {
        names.push((name, kind));
    }
}

/// Whether the shape knows the name, in any case or padding.
fn has(shape: &Shape, name: &str) -> bool {
    shape.members.iter().any(|member| member.is_called(name))
}

/// The object of a dialect at which a path of objects around the tasks ends.
fn shape_at<'d>(dialect: &'d Dialect, path: &[String]) -> Option<&'d Shape> {
    path.iter().try_fold(dialect.shape(), |shape, name| {
        shape.members.iter().find_map(|member| match &member.rule.value {
            Value::Object(inner) if member.rule.meaning == Some(Meaning::Wrapper) && member.is_called(name) => {
                Some(inner)
            }
            _ => None,
        })
    })
}

/// The shape of one task, where the body or its envelope holds it.
pub(crate) fn task_shape(dialect: &Dialect) -> Option<&Shape> {
    if dialect.shape().is_flat() { Some(dialect.shape()) } else { task_shape_of(dialect.shape()) }
}

/// The shape of one task in an envelope.
pub(super) fn task_shape_of(envelope: &Shape) -> Option<&Shape> {
    envelope.members.iter().find_map(|member| match (&member.rule.meaning, &member.rule.value) {
        (Some(Meaning::Task), Value::Object(shape)) => Some(shape),
        (Some(Meaning::Tasks), Value::List(rule)) => match &rule.value {
            Value::Object(shape) => Some(shape),
            _ => None,
        },
        _ => None,
    })
}
