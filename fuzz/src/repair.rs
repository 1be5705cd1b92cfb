//! Any bytes as a damaged body.

use taskcenter::{ReadOptions, Verdict};

use crate::support::invariants::{check_canonical_form, check_spans};

/// Repair touches nothing that is whole, never makes a body conform, and says each place.
pub fn repair(data: &[u8]) {
    let plain = taskcenter::read(data);
    let mended = ReadOptions::new().repair(true).read(data);
    check_spans(&mended);
    assert_eq!(mended.body(), data);
    let damaged = plain.error().is_some_and(|error| {
        use taskcenter::ErrorCode::{NotJson, Truncated};
        matches!(error.code, NotJson | Truncated)
    });
    if damaged {
        assert_ne!(mended.verdict(), Verdict::Conforming);
        if mended.error().is_none() {
            assert!(!mended.deviations().is_empty(), "damage was read over in silence");
        }
        // What was read before the damage is still there, if no envelope behind it stands for it.
        let code = mended.error().map(|error| error.code);
        let is_there = mended.tasks().len() >= plain.tasks().len();
        assert!(is_there || matches!(code, None | Some(taskcenter::ErrorCode::NotAResponse)));
    } else {
        assert_eq!(mended.tasks(), plain.tasks());
        assert_eq!(mended.deviations(), plain.deviations());
        assert_eq!((mended.verdict(), mended.error()), (plain.verdict(), plain.error()));
    }
    mended.tasks().iter().for_each(check_canonical_form);
}
