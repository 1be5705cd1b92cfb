//! What is made up is what was asked for.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::HashSet;

use taskcenter::{Code, Severity, Verdict};
use taskcenter_generate::{Dialect, History, Layout, Mess, Order, Size, Written};

fn written(history: &History) -> (String, Written) {
    let mut bytes = Vec::new();
    let written = history.write(&mut bytes).unwrap();
    (String::from_utf8(bytes).unwrap(), written)
}

fn messy() -> History {
    History { messes: 0.3, seed: 4, size: Size::Tasks(2000), ..History::default() }
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let (first, _) = written(&messy());
    assert_eq!(first, written(&messy()).0);
    assert_ne!(first, written(&History { seed: 5, ..messy() }).0);
}

/// Benchmarks of two years can be compared, and fixtures stay as they are.
#[test]
fn the_bytes_are_those_of_the_first_release() {
    let history = History { size: Size::Tasks(500), ..messy() };
    let hash = |text: &str| {
        text.bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    };
    let paged = History { page: Some(50), order: Order::Shuffled, layout: Layout::Pretty, ..history.clone() };
    assert_eq!(
        [hash(&written(&history).0), hash(&written(&paged).0)],
        [17893133359198316708, 2751080982462835604]
    );
}

#[test]
fn sizes_are_honoured() {
    for page in [None, Some(1), Some(7)] {
        let history = History { page, ..messy() };
        let (text, count) = written(&history);
        assert_eq!((count.tasks, count.bytes), (2000, text.len() as u64));
        assert_eq!(count.bodies, text.lines().count() as u64);
        assert_eq!(count.bodies, if page == Some(7) { 286 } else { 2000 });
        let (text, count) = written(&History { size: Size::Bytes(50_000), ..history });
        let last = text.trim_end().lines().next_back().unwrap().len() + 1;
        assert_eq!(count.bytes, text.len() as u64);
        assert!(text.len() >= 50_000 && text.len() - last < 50_000);
    }
    assert_eq!(written(&History { size: Size::Tasks(0), ..messy() }).0, "");
}

#[test]
fn every_line_is_json_in_every_layout_and_order() {
    for order in [Order::Documented, Order::Shuffled] {
        let (text, count) = written(&History { order, ..messy() });
        let parsed = text.lines().filter(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()).count();
        assert_eq!(parsed as u64, count.bodies);
        let (pretty, count) = written(&History { order, layout: Layout::Pretty, ..messy() });
        let documents = serde_json::Deserializer::from_str(&pretty).into_iter::<serde_json::Value>();
        let values: Vec<_> = documents.map(|value| value.unwrap()).collect();
        assert_eq!(values.len() as u64, count.bodies);
        // The layout changes nothing else.
        let compact = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        assert!(values.into_iter().eq(compact));
    }
}

#[test]
fn shuffling_changes_the_order_alone() {
    let (ordered, _) = written(&History { messes: 0.0, ..messy() });
    let (shuffled, _) = written(&History { messes: 0.0, order: Order::Shuffled, ..messy() });
    let firsts = |text: &str| text.lines().map(|line| line[..14].to_owned()).collect::<HashSet<_>>().len();
    assert!(firsts(&shuffled) > 3 * firsts(&ordered), "{} {}", firsts(&shuffled), firsts(&ordered));
}

#[test]
fn clean_histories_conform() {
    for &dialect in Dialect::ALL {
        for (page, order) in [(None, Order::Documented), (Some(20), Order::Shuffled)] {
            let history = History { dialects: vec![dialect], page, order, messes: 0.0, ..messy() };
            for line in written(&history).0.lines() {
                let reading = taskcenter::read(line.as_bytes());
                assert_eq!(reading.dialect().unwrap().name(), dialect.name());
                assert!(
                    reading.conforms() && reading.violations().is_empty(),
                    "{line}\n{:#?}",
                    reading.deviations()
                );
                let noted = reading.deviations().iter().all(|deviation| deviation.code == Code::EndedWhileRunning);
                assert!(noted, "{line}\n{:#?}", reading.deviations());
            }
        }
    }
}

#[test]
fn each_mess_does_what_it_says() {
    for &mess in Mess::ALL {
        let history = History { kinds: vec![mess], messes: 1.0, size: Size::Tasks(150), ..messy() };
        let (text, count) = written(&history);
        assert!(count.messed > 2, "{mess:?}: {count:?}");
        let clean = written(&History { kinds: vec![mess], messes: 0.0, size: Size::Tasks(150), ..messy() });
        assert_eq!(clean.1.messed, 0);
        let mut forbidden = 0;
        for line in text.lines() {
            let reading = taskcenter::read(line.as_bytes());
            assert!(reading.error().is_none() && reading.tasks().len() == 1, "{mess:?}: {line}");
            let verdict = reading.verdict();
            let seen = verdict == Verdict::Conforming || mess == Mess::DuplicateMember;
            assert_eq!(seen, reading.violations().is_empty(), "{mess:?}: {line}");
            forbidden += u64::from(verdict == Verdict::Tolerated);
            assert!(
                verdict == Verdict::Conforming || mess.is_forbidden(),
                "{mess:?}: {line}\n{:?}",
                reading.deviations()
            );
            let known = reading.worst() != Some(Severity::Unread) || mess.name().starts_with("un");
            assert!(known, "{mess:?}: {line}\n{:?}", reading.deviations());
        }
        // RDS allows to leave out `ended`, so another name of it is a note there.
        if mess.is_forbidden() && mess != Mess::OtherName {
            assert_eq!(forbidden, count.messed, "{mess:?}");
        }
    }
}

/// The mixture that the benchmarks use, and what it weighs.
#[test]
fn three_messes_in_ten_make_two_invalid_bodies_in_nine() {
    let (text, count) = written(&History { size: Size::Tasks(5000), ..messy() });
    let invalid = text.lines().filter(|line| !taskcenter::read(line.as_bytes()).conforms()).count();
    let share = invalid as f64 / count.tasks as f64;
    let weight = count.bytes / count.tasks;
    assert!((0.20..0.23).contains(&share), "{share} {weight}");
    assert!((345..=365).contains(&weight), "{weight}");
}
