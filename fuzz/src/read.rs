//! Any bytes as one body.

use taskcenter::{Dialect, ErrorCode, ReadOptions};

use crate::dice;
use crate::support::invariants::{check_invariants, check_spans};

/// Reads it twice, under its own dialect and under a named one; now and then with every invariant, the
/// schema validator's opinion among them.
pub fn read(data: &[u8]) {
    let reading = taskcenter::read(data);
    check_spans(&reading);
    assert_eq!(reading.body(), data);
    if let Some(error) = reading.error() {
        assert!(error.offset <= data.len(), "{error:?} of {}", data.len());
        assert!(!error.message.is_empty());
    }
    let dice = dice(data);
    if dice % 16 == 0 {
        let again = taskcenter::read(data);
        assert_eq!(
            (reading.tasks(), reading.deviations(), reading.total(), reading.error()),
            (again.tasks(), again.deviations(), again.total(), again.error())
        );
        check_invariants(&reading);
    }
    // Under another limit it is the same, or refused.
    if dice % 8 == 1 {
        let levels = (dice >> 8) as usize % 6;
        let shallow = ReadOptions::new().depth_limit(levels).read(data);
        check_spans(&shallow);
        match shallow.error() {
            Some(error) if error.code == ErrorCode::TooDeep => {}
            _ => assert_eq!(shallow.tasks(), reading.tasks()),
        }
    }
    if dice % 8 == 2 {
        let few = ReadOptions::new().deviation_limit((dice >> 8) as usize % 4).read(data);
        assert_eq!(few.tasks(), reading.tasks());
        assert_eq!(few.deviation_counts(), reading.deviation_counts());
        assert_eq!(few.verdict(), reading.verdict());
        check_spans(&few);
    }
    if dice % 4 == 3 {
        let dialects = Dialect::all();
        let dialect = &dialects[(dice >> 8) as usize % dialects.len()];
        let named = taskcenter::read_as(dialect, data);
        check_spans(&named);
        if dice % 64 == 3 {
            check_invariants(&named);
        }
    }
}
