//! What one body makes of itself in memory: a small multiple of its length, whatever it is made of.
//!
//! Each of these is a body of few bytes a thing, and things that are kept. The promise for the program is four times the
//! input and 16 MiB, of what it really touches.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::hint::black_box;

use allocation_counter::measure;
use taskcenter::{Limits, ReadOptions};

/// What stands before, what is repeated, and what stands behind.
const BODIES: [(&str, &str, &str); 16] = [
    ("{\"tasks\":[", "{},", "{}]}"),
    ("{\"job\":[", "{},", "{}]}"),
    ("{\"tasks\":[", "{\"a\":1},", "{}]}"),
    ("{\"jobs\":[", "{\"instance\":{}},", "{}]}"),
    ("{\"jobs\":[", "\"\",", "\"\"]}"),
    // One name again and again: unknown, without a letter, around the tasks, in an object that is kept as it is.
    ("{\"job\":{\"id\":\"a\"", ", \"x\": 1", "}}"),
    ("{\"job\":{\"id\":\"a\"", ",\"\":1", "}}"),
    ("{\"tasks\":[],\"total_count\":0", ",\"\":1", "}"),
    ("{\"job\":{\"id\":\"a\",\"instance\":{\"id\":\"\"", ",\"\":1", "}}}"),
    ("{\"job\":{\"id\":\"a\",\"x\":{\"a\":1", ",\"\":1", "}}}"),
    // Documented ones, and other spellings of them.
    ("{\"job\":{\"id\":\"a\"", ",\"id\":1", "}}"),
    ("{\"job\":{\"id\":\"a\"", ",\" id\":1", "}}"),
    ("{\"job\":{}", ",\"job\":{}", "}"),
    ("{\"tasks\":[]", ",\"tasks\":[]", "}"),
    ("{\"job\":{\"id\":\"a\",\"entities\":{\"resource_ids\":[", "\"\",", "\"\"]}}}"),
    // No task at all.
    ("{\"error_code\":\"X\",\"error_msg\":\"m\"", ",\"a\":1", "}"),
];

fn taken(options: &ReadOptions, body: &str) -> u64 {
    let info = measure(|| drop(black_box(options.read(body.as_bytes()))));
    info.bytes_max
}

#[test]
fn a_body_takes_a_small_multiple_of_its_length() {
    let mut limits = Limits::default();
    limits.records = 0;
    let options = ReadOptions::new().limits(limits);
    // The dialects are compiled once.
    black_box(options.read(b"{\"job\":{\"id\":\"a\"}}"));
    let mut over = Vec::new();
    for (open, unit, close) in BODIES {
        let body = format!("{open}{}{close}", unit.repeat((1 << 20) / unit.len()));
        let taken = taken(&options, &body);
        // Room that a list was given ahead is counted, and so are its old and its new place while it moves. Tasks may
        // take two and a half times the body's length, in a list that grows by half.
        let times = if open.ends_with('[') { 6 } else { 4 };
        let most = times * body.len() as u64 + (128 << 10);
        println!("{unit:20} {:.2} times its length", taken as f64 / body.len() as f64);
        if taken > most {
            over.push(format!("{open}{unit}: {taken} of {most} bytes"));
        }
    }
    assert!(over.is_empty(), "{over:#?}");
}

#[test]
fn names_that_are_all_different_do_too() {
    let options = ReadOptions::new();
    black_box(options.read(b"{\"job\":{\"id\":\"a\"}}"));
    let members: String = (0..100_000).map(|index| format!(", \"k{index}\": 1")).collect();
    let body = format!("{{\"job\":{{\"id\":\"a\"{members}}}}}");
    let taken = taken(&options, &body);
    assert!(taken <= 3 * body.len() as u64 + (512 << 10), "{taken} bytes for {}", body.len());
}

/// Each object that lacks a member was copied out of the mended body, which is most of the body for some of them.
#[test]
fn a_mended_body_is_there_twice_and_no_more() {
    let options = ReadOptions::new().repair(true);
    black_box(options.read(b"{\"job\":{\"id\":\"a\",}}"));
    let body = format!("{{\"job\":{{\"id\":\"a\",\"x\":\"{}\",}}}}", "x".repeat(1 << 20));
    assert!(options.read(body.as_bytes()).deviations().len() > 4);
    let taken = taken(&options, &body);
    assert!(taken <= 2 * body.len() as u64 + (64 << 10), "{taken} bytes for {}", body.len());
}
