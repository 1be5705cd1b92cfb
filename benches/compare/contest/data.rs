//! What is read.

use std::ops::Range;

use taskcenter_generate::{History, Layout, Mess, Order, Size};

use super::options::Options;

/// A history in memory.
pub struct Data {
    /// Its name in the table.
    pub name: &'static str,
    /// The bytes as they would stand in a file.
    pub bytes: Vec<u8>,
    /// Where the bodies stand. The opponents get them cut out beforehand; who reads
    /// [`bytes`](Data::bytes) finds them out in its own time.
    ranges: Vec<Range<usize>>,
    /// How many tasks there are.
    pub tasks: u64,
    /// Whether each body stands on a line of its own, so that it is JSON Lines.
    pub one_a_line: bool,
}

impl Data {
    /// The bodies, one after the other.
    pub fn bodies(&self) -> impl Iterator<Item = &[u8]> {
        self.ranges.iter().map(|range| &self.bytes[range.clone()])
    }
}

/// The data sets that the options ask for.
pub fn all(options: &Options) -> Vec<Data> {
    let single = History {
        messes: 0.3,
        // Nobody who builds a tree sees a member that stands twice, so nobody could agree with us.
        kinds: Mess::ALL.iter().copied().filter(|mess| *mess != Mess::DuplicateMember).collect(),
        seed: 42,
        size: Size::Bytes(options.megabytes * 1_000_000),
        ..History::default()
    };
    let sets = [
        ("single", single.clone()),
        ("page", History { page: Some(100), ..single.clone() }),
        ("clean", History { messes: 0.0, ..single.clone() }),
        ("pretty", History { layout: Layout::Pretty, ..single.clone() }),
        ("shuffled", History { order: Order::Shuffled, ..single }),
    ];
    let wanted = |name: &str| options.data.is_empty() || options.data.iter().any(|wanted| wanted == name);
    sets.into_iter().filter(|(name, _)| wanted(name)).map(|(name, history)| make(name, &history)).collect()
}

fn make(name: &'static str, history: &History) -> Data {
    let mut text = String::new();
    let mut ranges = Vec::new();
    let mut bodies = history.bodies();
    let mut start = 0;
    while bodies.write_next(&mut text) {
        ranges.push(start..text.len() - 1);
        start = text.len();
    }
    let tasks = bodies.written().tasks;
    let one_a_line = history.layout == Layout::Compact;
    Data { name, bytes: text.into_bytes(), ranges, tasks, one_a_line }
}
