//! Reading a history allocates nothing per record in the steady state, and holds no more of it however long it is.
//!
//! What is promised: in a block, once a few bodies gave the vectors their room, a body as documented costs no
//! allocation; a text with escapes costs one, which is what it says. A quirk costs what is made of it, such as
//! an id without its blanks, and a second look where it hides the dialect: a few, whatever the length. A block costs
//! a few more.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::hint::black_box;
use std::io::{self, Read};
use std::ops::ControlFlow;

use allocation_counter::{AllocationInfo, measure};
use taskcenter::ReadOptions;
use taskcenter::bulk::{Bulk, Series};
use taskcenter_generate::{Dialect, History, Layout, Mess, Order, Size};

/// How many bodies of a block may make room for those after them.
const FIRST: usize = 100;

fn history(history: &History) -> Vec<u8> {
    let mut bytes = Vec::new();
    history.write(&mut bytes).expect("memory takes everything");
    bytes
}

fn single() -> History {
    History { seed: 42, size: Size::Bytes(1 << 20), ..History::default() }
}

/// How many allocations bodies without escapes cost after the first ones of their block, and how many bodies those were.
fn steady(history: &[u8]) -> (u64, u64) {
    let options = ReadOptions::new();
    let mut bulk = Bulk::new(history, &options);
    let (mut allocations, mut bodies) = (0, 0);
    while let Some(mut block) = bulk.next_block().expect("memory is read") {
        for place in 0.. {
            let (mut more, mut escaped) = (false, false);
            let info = measure(|| {
                if let Some(body) = block.next_body() {
                    more = true;
                    escaped = body.bytes().contains(&b'\\');
                    // What is looked at without a copy is free as well.
                    black_box((body.tasks(), body.verdict(), body.deviation_counts().count()));
                }
            });
            if !more {
                break;
            }
            if place >= FIRST && !escaped {
                allocations += info.count_total;
                bodies += 1;
            }
        }
    }
    (allocations, bodies)
}

#[test]
fn clean_records_cost_none() {
    for dialect in Dialect::ALL {
        let single = History { dialects: vec![*dialect], ..single() };
        for (name, made) in [
            ("single", single.clone()),
            ("shuffled", History { order: Order::Shuffled, ..single.clone() }),
            ("page", History { page: Some(3), ..single }),
        ] {
            let (allocations, bodies) = steady(&history(&made));
            assert!(bodies > 100, "{dialect} {name}: {bodies}");
            println!("{dialect:13} {name:24} {:.3} a body", allocations as f64 / bodies as f64);
            assert_eq!(allocations, 0, "{dialect} {name}: in {bodies} bodies");
        }
    }
}

#[test]
fn a_series_costs_none_either() {
    let made = history(&History { layout: Layout::Pretty, ..single() });
    let bodies: Vec<&[u8]> = made.split_inclusive(|byte| *byte == b'\n').collect();
    let bodies: Vec<Vec<u8>> = bodies.chunk_by(|line, _| **line != *b"}\n").map(<[&[u8]]>::concat).collect();
    let options = ReadOptions::new();
    let mut series = Series::new(&options);
    let mut counts = bodies.iter().filter(|body| !body.contains(&b'\\')).map(|body| {
        let mut read = 0;
        let info = measure(|| read = black_box(series.read(body).tasks().len()));
        assert_eq!(read, 1, "{}", String::from_utf8_lossy(body));
        info.count_total
    });
    counts.by_ref().take(FIRST).for_each(drop);
    let counts: Vec<u64> = counts.collect();
    assert!(counts.len() > 100, "{} bodies", counts.len());
    assert_eq!(counts.iter().sum::<u64>(), 0, "in {} bodies", counts.len());
}

#[test]
fn dialects_at_random_cost_a_second_look_at_most() {
    let (allocations, bodies) = steady(&history(&single()));
    assert!(allocations <= bodies / 2, "{allocations} in {bodies} bodies");
}

#[test]
fn messes_cost_what_is_made_of_them() {
    for mess in Mess::ALL {
        let made = History { dialects: vec![Dialect::DdsJob], messes: 1.0, kinds: vec![*mess], ..single() };
        let (allocations, bodies) = steady(&history(&made));
        let each = allocations as f64 / bodies as f64;
        println!("{:24} {each:.3} a body", mess.name());
        assert!(each <= 12.0, "{}: {each} a body", mess.name());
    }
}

/// A history that never stands in memory as a whole.
struct Endless<'l> {
    line: &'l [u8],
    at: usize,
    left: usize,
}

impl Read for Endless<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let (mut count, most) = (0, into.len().min(self.left));
        while count < most {
            let part = &self.line[self.at..];
            let part = &part[..part.len().min(most - count)];
            into[count..count + part.len()].copy_from_slice(part);
            count += part.len();
            self.at = (self.at + part.len()) % self.line.len();
        }
        self.left -= count;
        Ok(count)
    }
}

/// What reading so many bytes takes.
fn taken(bytes: usize) -> AllocationInfo {
    let made = History { dialects: vec![Dialect::DdsJob], size: Size::Bodies(1), ..History::default() };
    let line = &history(&made);
    let options = ReadOptions::new();
    let mut bodies = 0;
    let info = measure(|| {
        let reader = Endless { line, at: 0, left: bytes };
        let broken = Bulk::new(reader, &options).for_each(|_| {
            bodies += 1;
            ControlFlow::<()>::Continue(())
        });
        assert_eq!(broken.expect("it is read"), None);
    });
    assert_eq!(bodies, bytes.div_ceil(line.len()));
    info
}

#[test]
fn memory_is_constant_whatever_the_length() {
    // The dialects are compiled once.
    taken(1 << 20);
    let (short, long) = (taken(1 << 20), taken(16 << 20));
    assert!(long.bytes_max <= short.bytes_max + 4096, "{} bytes at once, and {}", short.bytes_max, long.bytes_max);
    assert!(short.bytes_max < 1 << 20, "{} bytes at once", short.bytes_max);
    let blocks = (15 << 20) / (100 << 10);
    assert!(long.count_total - short.count_total < 64 * blocks, "{} allocations", long.count_total);
}
