//! What people and programs get to see of a body.

pub mod finding;
pub mod github;
pub mod json;
pub mod junit;
pub mod row;
pub mod sarif;
pub mod snippet;
pub mod tally;
pub mod text;
pub mod uri;
