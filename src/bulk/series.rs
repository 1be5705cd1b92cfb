//! Bodies that are at hand already: rows of a table, entries of a capture, documents over several lines.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use super::Lent;
use crate::dialect::Dialect;
use crate::read::{Memory, ReadOptions, Walked};

/// Reads one body after the other in the same room, for those who have them cut out already.
///
/// The bodies have to be there as long as the series is. As in a [`Bulk`](super::Bulk), nothing is allocated for a
/// body in the steady state, and what a body reads as never depends on those before it.
///
/// ```
/// use taskcenter::{ReadOptions, bulk::Series};
///
/// let rows = ["{\"job\":{\n  \"id\": \"a\",\n  \"status\": \"Failed\"\n}}", "{\"jobs\":[],\"total_count\":0}"];
/// let options = ReadOptions::new();
/// let mut series = Series::new(&options);
/// let mut failed = 0;
/// for row in &rows {
///     failed += series.read(row.as_bytes()).tasks().iter().filter(|task| !task.is_success()).count();
/// }
/// assert_eq!(failed, 1);
/// ```
#[derive(Debug)]
pub struct Series<'a, 'o> {
    walked: Walked<'a, 'o>,
    dialect: Option<&'o Dialect>,
    memory: Memory,
}

impl<'a, 'o> Series<'a, 'o> {
    /// No body yet.
    pub fn new(options: &'o ReadOptions) -> Self {
        Series { walked: Walked::new(options), dialect: None, memory: Memory::of_many() }
    }

    /// Reads every body as one of this dialect.
    pub fn dialect(mut self, dialect: &'o Dialect) -> Self {
        self.dialect = Some(dialect);
        self
    }

    /// Reads one body, and lends it until the next one comes. Its [line](Lent::line) is 1 and its
    /// [offset](Lent::offset) 0: it is not known where it came from.
    pub fn read(&mut self, body: &'a [u8]) -> Lent<'_, 'a> {
        self.walked.read(body, None, self.dialect, &mut self.memory);
        Lent::new(&self.walked, body, 1, 0)
    }
}
