//! What people and programs get to see of a body.

pub mod finding;
pub mod json;
pub mod row;
pub mod snippet;
pub mod tally;
pub mod text;
