//! Reads the *task center* responses of Huawei-style cloud databases: RDS, DDS, GeminiDB, GaussDB.
//!
//! Every one of these APIs answers "how is my task doing?" with the same record and another spelling, and
//! their documents, SDKs and wires disagree with each other. This crate reads all of it, **and reports
//! everything that it forgave**: each [`Deviation`] with its place, what stands there, and what it was
//! read as. It holds each body against its [`Dialect`], which is a JSON Schema file. It never opens a
//! connection.
//!
//! ```
//! let body = br#"{"job": {"id": "31 b8ae23 - c687 - 4 d80 - b7b4 - 42 a66c9bb886",
//!     "name": "CreateMysqlSingleHAInstance", " status": "Running", "process": "60 % ",
//!     "created": "2018-08-06T10:41:14+0000", "entities": {},
//!     "instance": {"id": "a48e43ff268f4c0e879652d65e63d0fbin01", "name": "single"}}}"#;
//!
//! let reading = taskcenter::read(body);
//! let task = &reading.tasks()[0];
//! assert_eq!(task.id.as_deref(), Some("31b8ae23-c687-4d80-b7b4-42a66c9bb886"));
//! assert_eq!(task.progress, Some(60));
//! assert!(!task.is_terminal());
//!
//! let found: Vec<_> = reading.deviations().iter().map(|found| (found.code.as_str(), &*found.pointer)).collect();
//! assert_eq!(
//!     found,
//!     [("blanks-inside", "/job/id"), ("padded-key", "/job/ status"), ("percent-spelling", "/job/process")]
//! );
//! assert!(!reading.conforms());
//! ```
//!
//! - [`read`] and [`read_as`] read one body; [`ReadOptions`] takes limits, and dialects of your own.
//! - A [`Reading`] can stand as a field in your serde struct, in place of a client's response type.
//! - [`lenient`] has the forms of values one by one, for `#[serde(with = "…")]` in your own struct.
//! - [`bulk`] reads whole histories, JSON Lines, in constant memory.
//! - [`capture`] finds bodies in files and streams.
//! - [`Schema`] holds a body against any JSON Schema. (feature `schema`, on by default)
//!
//! What it is not for: it sends no request and polls nothing, and it reads no other record than tasks.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod bulk;
mod bytes;
pub mod capture;
mod deviation;
mod dialect;
mod error;
pub mod lenient;
mod limits;
mod place;
mod raw;
mod read;
pub mod redact;
mod repair;
mod scan;
#[cfg(feature = "schema")]
mod schema;
mod task;

pub use deviation::{Code, Deviation, Severity, UnknownCode};
pub use dialect::{Dialect, DialectError, DialectMember};
pub use error::{Error, ErrorCode};
pub use limits::Limits;
pub use place::{Position, Span};
pub use raw::{Extra, Raw};
pub use read::{ApiError, ReadOptions, Reading, Verdict, read, read_as};
#[cfg(feature = "schema")]
pub use schema::{Schema, SchemaError, Violation};
pub use task::{Datastore, Entities, EntityInstance, Instance, Status, Task, Volume};

/// The example of the README, which is compiled and run with those of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
