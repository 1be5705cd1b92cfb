//! Reads the task center responses of Huawei-style cloud databases (RDS, DDS, GeminiDB, GaussDB).

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod capture;
mod deviation;
mod dialect;
mod error;
pub mod lenient;
mod place;
mod raw;
mod read;
pub mod redact;
mod scan;
#[cfg(feature = "schema")]
mod schema;
mod task;

pub use deviation::{Code, Deviation, Severity, UnknownCode};
pub use dialect::{Dialect, DialectError, DialectMember};
pub use error::{Error, ErrorCode};
pub use place::{Position, Span};
pub use raw::{Extra, Raw};
pub use read::{ApiError, ReadOptions, Reading, Verdict, read, read_as};
#[cfg(feature = "schema")]
pub use schema::{Schema, SchemaError, Violation};
pub use task::{Datastore, Entities, EntityInstance, Instance, Status, Task, Volume};
