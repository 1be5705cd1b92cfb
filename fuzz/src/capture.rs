//! Any bytes as a capture: the same bodies under every chunking, each where it says that it is.

use std::io::Read;

use taskcenter::capture::{Capture, CaptureSummary};
use taskcenter::{Limits, Position};

use crate::bulk::Chunks;
use crate::dice;

/// A body and its place.
type Lent = (Vec<u8>, Position, u64, Option<String>);

fn bodies(reader: impl Read, limits: Limits) -> (Vec<Lent>, CaptureSummary) {
    let mut capture = Capture::new(reader, limits);
    let mut bodies = Vec::new();
    while let Some(body) = capture.next_body().expect("nothing but interruptions") {
        let mut last = 0;
        for at in 0..=body.bytes().len().min(64) {
            let (_, offset) = body.locate(at);
            assert!(offset >= last, "places run backwards");
            last = offset;
        }
        let exchange = body.exchange().map(|exchange| format!("{exchange:?}"));
        bodies.push((body.bytes().to_vec(), body.position(), body.offset(), exchange));
    }
    (bodies, capture.summary().clone())
}

pub fn capture(data: &[u8]) {
    let dice = dice(data);
    let mut limits = Limits::default();
    // Limits are struck only when they are near.
    if dice % 4 == 1 {
        limits.body = 64 + (dice >> 8) as usize % 512;
        limits.line = 64 + (dice >> 20) as usize % 512;
        limits.nesting = (dice >> 32) as usize % 8;
        limits.notices = (dice >> 40) as usize % 4;
    }
    let body_limit = limits.body;
    let whole = bodies(data, limits.clone());
    assert_eq!(bodies(Chunks { data, dice }, limits), whole, "chunks make a difference");
    let (bodies, summary) = whole;
    assert_eq!(summary.bodies, bodies.len() as u64);
    assert!(summary.notice_total >= summary.notices.len() as u64);
    for (bytes, _, offset, _) in &bodies {
        assert!(bytes.len() <= body_limit.max(data.len()));
        assert!(summary.gzip || *offset <= data.len() as u64);
    }
    for notice in &summary.notices {
        assert!(summary.gzip || notice.offset <= data.len() as u64);
    }
}
