//! Any bytes as a schema of somebody's own, and a body behind it.

use taskcenter::{Dialect, ReadOptions, Schema};

use crate::dice;
use crate::support::invariants::{check_law_2, check_spans};

/// What parts the schema from the body: no byte of UTF-8.
const SEAM: u8 = 0xFF;

/// Refused with a sentence, or compiled and then held against a body within its budget.
pub fn schema(data: &[u8]) {
    let (text, body) = match data.iter().position(|byte| *byte == SEAM) {
        Some(at) => (&data[..at], &data[at + 1..]),
        None => (data, &b"{\"job\":{\"id\":\"a\"}}"[..]),
    };
    let Ok(text) = std::str::from_utf8(text) else { return };
    match Schema::new(text) {
        Ok(schema) => {
            if let (Ok(accepts), Ok(violations)) = (schema.accepts(body), schema.violations(body)) {
                assert_eq!(accepts, violations.is_empty(), "{violations:?}");
            }
        }
        Err(error) => assert!(!error.message.is_empty()),
    }
    match Dialect::from_schema("own", text) {
        Ok(dialect) => {
            let reading = taskcenter::read_as(&dialect, body);
            check_spans(&reading);
            check_law_2(&reading);
            // With those of the crate now and then: to weigh them all anew takes longer than everything else here.
            let options = ReadOptions::new();
            let options = if dice(data) % 32 == 0 { options.dialect(dialect) } else { options.dialects([dialect]) };
            check_spans(&options.read(body));
        }
        Err(error) => assert!(!error.message.is_empty()),
    }
}
