//! From options to bytes, one body after the other.

use std::io::{self, Write};

use crate::dialect::Dialect;
use crate::json::{Json, Member};
use crate::mess::Mess;
use crate::random::Random;
use crate::task;

/// What history to make up.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// Each body is of one of them, drawn at random; of all four where there is none.
    pub dialects: Vec<Dialect>,
    /// How many tasks stand in a body; `None`: one task a body.
    ///
    /// Only lists have pages. The dialects with one task a body are left out of paged histories,
    /// unless there is no other.
    pub page: Option<usize>,
    /// The share of records that do something undocumented, 0 to 1; half of these do two such things.
    pub messes: f64,
    /// What these do; anything of [`Mess::ALL`] where there is nothing.
    pub kinds: Vec<Mess>,
    /// Another seed, another history.
    pub seed: u64,
    /// Where it ends.
    pub size: Size,
    /// In which order members stand.
    pub order: Order,
    /// With blanks or without.
    pub layout: Layout,
}

impl Default for History {
    /// A thousand clean tasks of all dialects, one body a line.
    fn default() -> Self {
        History {
            dialects: Vec::new(),
            page: None,
            messes: 0.0,
            kinds: Vec::new(),
            seed: 0,
            size: Size::Tasks(1000),
            order: Order::Documented,
            layout: Layout::Compact,
        }
    }
}

/// Where a history ends. Bodies are never cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// With the body that reaches so many bytes.
    Bytes(u64),
    /// After so many bodies.
    Bodies(u64),
    /// After so many tasks; the last page is shorter where it has to be.
    Tasks(u64),
}

/// The order of members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// As in the documents.
    #[default]
    Documented,
    /// Another one in every object.
    Shuffled,
}

/// The white space between tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// None, and one body a line.
    #[default]
    Compact,
    /// Indented by two; bodies follow each other.
    Pretty,
}

/// How much was made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Bytes, with the line ends.
    pub bytes: u64,
    /// Bodies.
    pub bodies: u64,
    /// Tasks in all bodies.
    pub tasks: u64,
    /// Tasks that do something undocumented.
    pub messed: u64,
}

impl History {
    /// Writes the history, in memory for one body.
    ///
    /// # Errors
    ///
    /// What the writer says.
    pub fn write(&self, mut out: impl Write) -> io::Result<Written> {
        /// Many bodies a call: the writer may be a pipe.
        const BLOCK: usize = 64 * 1024;
        let mut bodies = self.bodies();
        let mut block = String::with_capacity(2 * BLOCK);
        while bodies.write_next(&mut block) {
            if block.len() >= BLOCK {
                out.write_all(block.as_bytes())?;
                block.clear();
            }
        }
        out.write_all(block.as_bytes())?;
        out.flush()?;
        Ok(bodies.written)
    }

    /// The bodies, one after the other.
    pub fn bodies(&self) -> Bodies<'_> {
        let all = if self.dialects.is_empty() { Dialect::ALL } else { &self.dialects };
        let mut dialects = all.to_vec();
        if self.page.is_some() && all.iter().any(|dialect| dialect.has_pages()) {
            dialects.retain(|dialect| dialect.has_pages());
        }
        let kinds = if self.kinds.is_empty() { Mess::ALL } else { &self.kinds };
        let (forbidden, noted) = kinds.iter().copied().partition(|kind| kind.is_forbidden());
        Bodies {
            history: self,
            dialects,
            forbidden,
            noted,
            random: Random::new(self.seed),
            written: Written::default(),
        }
    }
}

/// A history in the making.
#[derive(Debug, Clone)]
pub struct Bodies<'h> {
    history: &'h History,
    dialects: Vec<Dialect>,
    forbidden: Vec<Mess>,
    noted: Vec<Mess>,
    random: Random,
    written: Written,
}

impl Bodies<'_> {
    /// Appends the next body and a line end; `false` at the end of the history.
    pub fn write_next(&mut self, out: &mut String) -> bool {
        let most = match self.history.size {
            Size::Bytes(bytes) if self.written.bytes >= bytes => return false,
            Size::Bytes(_) => u64::MAX,
            Size::Bodies(bodies) if self.written.bodies >= bodies => return false,
            Size::Bodies(_) => u64::MAX,
            Size::Tasks(tasks) if self.written.tasks >= tasks => return false,
            Size::Tasks(tasks) => tasks - self.written.tasks,
        };
        let before = out.len();
        let dialect = self.dialects[self.random.below(self.dialects.len())];
        let page = self.history.page.filter(|_| dialect.has_pages()).unwrap_or(1).max(1);
        let count = most.min(page as u64);
        let tasks = (0..count).map(|_| self.task(dialect)).collect();
        let mut body = dialect.envelope(tasks);
        if self.history.order == Order::Shuffled {
            self.random.shuffle(&mut body);
        }
        Json::Object(body).write(self.history.layout, out);
        out.push('\n');
        self.written.bytes += (out.len() - before) as u64;
        self.written.bodies += 1;
        self.written.tasks += count;
        true
    }

    /// How much there is so far.
    pub fn written(&self) -> Written {
        self.written
    }

    fn task(&mut self, dialect: Dialect) -> Json {
        let mut task = task::task(dialect, &mut self.random);
        if self.random.chance(self.history.messes) {
            let count = self.random.between(1, 2);
            let made = (0..count).filter(|_| self.mess_up(dialect, &mut task)).count();
            self.written.messed += u64::from(made > 0);
        }
        if self.history.order == Order::Shuffled {
            shuffle(&mut task, &mut self.random);
        }
        Json::Object(task)
    }

    fn mess_up(&mut self, dialect: Dialect, task: &mut Vec<Member>) -> bool {
        /// Where so many messes found nothing to do, the record stays as it is.
        const TRIES: usize = 40;
        // In the captures that we know, about 70 in 100 odd records are ones that the schema forbids.
        const FORBIDDEN: f64 = 0.64;
        (0..TRIES).any(|_| {
            let forbidden = self.random.chance(FORBIDDEN);
            let kinds = match (forbidden && !self.forbidden.is_empty()) || self.noted.is_empty() {
                true => &self.forbidden,
                false => &self.noted,
            };
            let kind = kinds[self.random.below(kinds.len())];
            kind.apply(dialect, task, &mut self.random)
        })
    }
}

/// Another order, in the objects inside too. Of two members of the same name the last one stays the last.
fn shuffle(members: &mut [Member], random: &mut Random) {
    let last = twice(members).map(|(_, last)| members[last].1.clone());
    random.shuffle(members);
    if let (Some(last), Some((first, second))) = (last, twice(members))
        && members[second].1 != last
    {
        members.swap(first, second);
    }
    for (_, value) in members {
        if let Json::Object(inside) = value {
            shuffle(inside, random);
        }
    }
}

/// The places of two members of the same name.
fn twice(members: &[Member]) -> Option<(usize, usize)> {
    members.iter().enumerate().find_map(|(first, (name, _))| {
        let rest = &members[first + 1..];
        rest.iter().position(|(other, _)| other == name).map(|distance| (first, first + 1 + distance))
    })
}
