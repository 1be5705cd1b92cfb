//! The catalogue of everything that a body can do and its dialect doesn't document.
//!
//! A new colleague opens this room first. Each [`Code`] has a sentence, a real witness and what
//! the reader does with it; the [`Severity`] of one [`Deviation`] is decided by the schema.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::borrow::Cow;
use std::fmt;

use crate::place::{Position, Span};
use crate::raw::{Keep, owned};

/// How much a deviation matters. The schema decides, not the code: the same other name is a
/// [`Note`](Severity::Note) on an optional member and [`Tolerated`](Severity::Tolerated) on a
/// required one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// The schema allows it, or cannot say it; people want to know.
    Note,
    /// The schema forbids it, and the reader knows what it means.
    Tolerated,
    /// The schema forbids it, and nobody knows what it means.
    Unread,
}

impl Severity {
    /// The word that stands in reports: `note`, `tolerated` or `unread`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Tolerated => "tolerated",
            Severity::Unread => "unread",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One thing that a body does and its dialect doesn't document, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deviation<'a> {
    /// Which entry of the catalogue this is.
    pub code: Code,
    /// What the schema says to it.
    pub severity: Severity,
    /// Index of the task in which it stands, counted from 0; `None` outside of tasks.
    pub task: Option<usize>,
    /// JSON pointer (RFC 6901) to the member or element, in wire names.
    /// A missing member's names the object that lacks it.
    pub pointer: String,
    /// The bytes in question: a member's name, a value, or the object that lacks a member.
    pub span: Span,
    /// Where the span begins, for people.
    pub position: Position,
    /// The text that stands in the span.
    pub found: Cow<'a, str>,
    /// What it was read as: a value, or the documented name of a member. `None`: as nothing.
    pub read_as: Option<Cow<'a, str>>,
    /// What happened here, in one sentence.
    pub message: String,
}

impl<'a> Deviation<'a> {
    /// The same deviation, with a copy of every text that it borrowed.
    pub fn into_owned(self) -> Deviation<'static> {
        self.with_texts(&owned)
    }

    pub(crate) fn with_texts<'b>(self, keep: Keep<'_, 'a, 'b>) -> Deviation<'b> {
        Deviation {
            code: self.code,
            severity: self.severity,
            task: self.task,
            pointer: self.pointer,
            span: self.span,
            position: self.position,
            found: keep(self.found),
            read_as: self.read_as.map(keep),
            message: self.message,
        }
    }
}

impl fmt::Display for Deviation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.position, self.code, self.message)
    }
}

/// What a body does and its dialect doesn't document, and where: a [`Deviation`] before anybody asked for its
/// pointer and its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding<'a> {
    /// Which entry of the catalogue this is.
    pub code: Code,
    /// What the schema says to it.
    pub severity: Severity,
    /// Index of the task in which it stands, counted from 0; `None` outside of tasks.
    pub task: Option<usize>,
    /// The bytes in question, counted from the body's first.
    pub span: Span,
    /// The text that stands there.
    pub found: &'a str,
}

macro_rules! catalogue {
    ($($variant:ident $word:literal $sentence:literal $reading:literal $witness:literal $origin:literal)+) => {
        /// What a body can do that its dialect doesn't document: a stable word each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $sentence] #[doc = ""] #[doc = $reading] $variant,)+
        }

        impl Code {
            /// Every code, in the order of the catalogue.
            pub const ALL: &'static [Code] = &[$(Code::$variant),+];

            /// The stable kebab-case word, as it stands in reports and on the command line.
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $word),+ }
            }

            /// What it is, in one sentence.
            pub const fn sentence(self) -> &'static str {
                match self { $(Code::$variant => $sentence),+ }
            }

            /// What the reader does with it.
            pub const fn reading(self) -> &'static str {
                match self { $(Code::$variant => $reading),+ }
            }

            /// The shortest real text that showed it.
            pub const fn witness(self) -> &'static str {
                match self { $(Code::$variant => $witness),+ }
            }

            /// Where the witness was seen.
            pub const fn origin(self) -> &'static str {
                match self { $(Code::$variant => $origin),+ }
            }
        }
    };
}

catalogue! {
    // The names of members.

    PaddedKey "padded-key"
        "A member's name has blanks around it."
        "The blanks are dropped and the member is read under its documented name."
        r#"" status": "Running""#
        "RDS, Obtaining Information About a Task, example of a task being executed"
    OtherCase "other-case"
        "A name or a word is spelled in another case than documented."
        "It is read as the documented one."
        r#""type": "replica""#
        "RDS, Obtaining Information About a Task, example of a read replica"
    OtherName "other-name"
        "A member stands under the name that another API, or only an example, uses for it."
        "It is read under its documented name."
        r#""resource_id": ["a48e43ff268f4c0e879652d65e63d0fbin01.vm"]"#
        "RDS, Obtaining Information About a Task, example of a new instance; the table says resource_ids"
    UndocumentedMember "undocumented-member"
        "A member that the dialect doesn't know."
        "It is kept raw in `extra`, unless another dialect says what it means."
        r#""order_id": """#
        "TaurusDB, Querying Instant Tasks"
    MissingMember "missing-member"
        "A required member isn't there."
        "The field stays empty."
        r#"{"status": "Failed", "process": "50"}"#
        "RDS, Querying Tasks of SQL Server, Swiss edition: the fail_reason stands outside the task"
    DuplicateKey "duplicate-key"
        "One object has two members of the same name."
        "The last value stands, as for any validator; both places are named."
        r#""availability_zone": "eu-de-01", "availability_zone": "eu-de-02""#
        "GaussDB, Creating a DB Instance"
    ConflictingNames "conflicting-names"
        "Two members mean the same field: one under its documented name, one under another."
        "The documented name wins; the other one is kept raw in `extra`."
        r#""status": "Completed", "Status": "Failed""#
        "no document; the class of parser differences that hides a failed task"

    // Values that mean something.

    PaddedValue "padded-value"
        "A value has blanks around it."
        "The blanks are dropped."
        r#"" CreateMysqlReplicaInstance""#
        "RDS, Obtaining Information About a Task, example of a read replica"
    BlanksInside "blanks-inside"
        "An id, an address or a word has blanks inside: a document's damage rather than the wire's."
        "The blanks are dropped."
        r#""31 b8ae23 - c687 - 4 d80 - b7b4 - 42 a66c9bb886""#
        "RDS, Obtaining Information About a Task, example of a task being executed"
    BlankText "blank-text"
        "A text with nothing in it stands where something is documented."
        "It is read as nothing."
        r#""end_time": """#
        "ECS, Querying the Status of a Job"
    NullForText "null-for-text"
        "null stands where a text is documented."
        "It is read as nothing."
        r#""process": null"#
        "GaussDB, Querying Tasks, before its examples were taken for the contract"
    NullForValue "null-for-value"
        "null stands where an object, a list or a number is documented."
        "It is read as nothing; a list as one without elements."
        r#""details": null"#
        "DCS, Querying Background Tasks"
    NumberForText "number-for-text"
        "A number stands where a text is documented."
        "Its digits are read as if they stood in quotes."
        r#""job_id": 104"#
        "DLI, Querying Jobs"
    TextForNumber "text-for-number"
        "A text stands where a number is documented."
        "The digits in it are read."
        r#""task_count": "4""#
        "DMS, Querying Background Tasks"
    ScalarForList "scalar-for-list"
        "One value stands where a list is documented."
        "It is read as a list of one."
        r#""resource_ids": "a48e43ff268f4c0e879652d65e63d0fbin01.vm""#
        "RDS documents `jobs` of SQL Server's tasks as an Object and shows a list"
    ListForScalar "list-for-scalar"
        "A list stands where one value is documented."
        "Each element that is a task is read; a list of one value is read as that value."
        r#""jobId": ["d4dd5ac4-5d9c-4a1e-8a3b-1c5b9a2f7e11"]"#
        "RDS v1, the answer to a restart"
    TimestampSpelling "timestamp-spelling"
        "A time is spelled in another way than documented."
        "It is read where there is only one way to; without an offset, as UTC."
        r#""2018-08-06 10:41:14""#
        "DRS, Querying Tasks; others have +08:00, a fraction, or milliseconds since 1970"
    PercentSpelling "percent-spelling"
        "A progress is spelled in another way than documented."
        "The whole number in it is read."
        r#""process": "60 % ""#
        "RDS, Obtaining Information About a Task, example of a task being executed"
    OddCharacters "odd-characters"
        "An id or an address has characters that no documented one has."
        "It is kept as it stands."
        r#""1eb697c0-...-f562d038****""#
        "ids masked by hand in several documents"
    ApiError "api-error"
        "The service answered with an error, instead of a task or beside what it has of tasks."
        "The error's code and message are read, and so are the tasks beside it, if there are any."
        r#"{"error_code": "DBS.200001", "error_msg": "Parameter error"}"#
        "RDS, Abnormal Request Results"

    // Values that nobody understands.

    UnknownStatus "unknown-status"
        "A status that the dialect doesn't document."
        "The words of other dialects, such as `Pending` and `FAILED`, mean what they do there; any other is kept as text, neither terminal nor a success."
        r#""status": "Complete""#
        "RDS, Querying Tasks of SQL Server"
    UnknownWord "unknown-word"
        "A word that isn't among the documented ones."
        "It is kept as text."
        r#""type": "Cluster""#
        "TaurusDB, Obtaining Task Information"
    UnreadTimestamp "unread-timestamp"
        "A time that nobody can read for certain."
        "The field stays empty; the text is in the report."
        r#""Mon Jul 27 17:24:03 CST 2020""#
        "DLI, Querying Jobs"
    UnreadProgress "unread-progress"
        "A progress that is no whole number from 0 to 100."
        "The field stays empty; the text is in the report."
        r#""progress": "first progress""#
        "MRS, Querying the Execution of a Command"
    UnreadNumber "unread-number"
        "A number that is no whole number from 0 up, or too large to count with."
        "The field stays empty; the text is in the report."
        r#""total_count": 1.5"#
        "no document; the edges of JSON's numbers"
    WrongType "wrong-type"
        "A value of another kind than documented, which can't be read as that kind."
        "The field stays empty; the text is in the report."
        r#""error_code": {}"#
        "DCS, Querying Backup Records"

    // What a schema cannot say.

    EndedWhileRunning "ended-while-running"
        "A running task has an end time: it is the last update, not the end."
        "Both are kept; `elapsed()` doesn't believe it."
        r#""status": "Running", "ended": "2021-07-13T07:28:53+0000""#
        "DDS, Obtaining Information About a Task, example of a task being executed"
    EndedBeforeStarted "ended-before-started"
        "A task ended before it was created."
        "Both times are kept; `elapsed()` is nothing."
        r#""created": "2018-08-06T16:41:14+0000", "ended": "2018-08-06T10:41:14+0000""#
        "no document; clocks that differ"
    MixedOffsets "mixed-offsets"
        "The times of one task have different offsets from UTC."
        "Each is read with its own; comparing the texts would be hours off."
        r#""created": "2018-08-06T10:41:14+0800", "ended": "2018-08-06T16:41:14+0000""#
        "RDS, ListJobInfo, example of the API definition"
    FailedWithoutReason "failed-without-reason"
        "A failed task doesn't say why."
        "The task is kept as it is."
        r#""status": "Failed", "fail_reason": null"#
        "RDS, where fail_reason is optional"
    CompletedWithReason "completed-with-reason"
        "A task that isn't failed gives a reason for failing."
        "Both are kept."
        r#""status": "Completed", "fail_reason": "Single task exception.""#
        "TaurusDB, Querying Instant Tasks"
    ProgressOnFinishedTask "progress-on-finished-task"
        "A finished task has a progress, which is documented for running ones only."
        "It is kept."
        r#""status": "Completed", "progress": "100%""#
        "DDS, ShowJobDetail, example of the API definition"
    TotalMismatch "total-mismatch"
        "The total isn't the number of tasks in the body: one page of several, or a wrong count."
        "Both are kept."
        r#""task_count": "4" above two tasks"#
        "DMS, Querying Background Tasks"
    AmbiguousDialect "ambiguous-dialect"
        "The body could be of more than one dialect."
        "The first of them is taken; name the dialect to be certain."
        r#"{"job": {"id": "31b8ae23-c687-4d80-b7b4-42a66c9bb886"}}"#
        "RDS and DDS share the envelope `job`"
    LoneSurrogate "lone-surrogate"
        "A text holds half of a surrogate pair, which is no character."
        "It is shown as U+FFFD; the span has the text as it came."
        r#""fail_reason": "disk \ud83d""#
        "no document; texts cut in the middle of a character"
    ByteOrderMark "byte-order-mark"
        "The body begins with a byte order mark."
        "It is passed over."
        "EF BB BF"
        "captures saved by editors and shells of Windows"

    // What the capture says beside the body.

    HttpStatus "http-status"
        "The status of the response says that it is no success, and its body is no error."
        "The body is read as it is."
        "HTTP/1.1 500 Internal Server Error above a task"
        "no document; a proxy that answers with what it remembers"
    OddCapture "odd-capture"
        "Something in the capture is odd, on the way to the body."
        "It was passed over; the body is read as it stands."
        "this is no header"
        "dumps that were pasted together by hand"
    DamagedCapture "damaged-capture"
        "The capture is damaged on the way to the body."
        "What is damaged was passed over; the body is read as it stands."
        "Content-Length: 900 above 242 bytes"
        "captures of broken connections"
    PassedOver "passed-over"
        "Something in the capture is no answer of these services."
        "It was passed over."
        "a picture among the entries of a HAR"
        "captures of whole sessions"

    // Damage of pasted documents, which is read over with `repair` alone.

    TrailingComma "trailing-comma"
        "A comma stands after the last member or element."
        "With repair it is passed over; without, the body is rejected."
        r#""job_id": "3ae783f3-844e-4051-abd5-b9cc65899785", }"#
        "DDM, Creating a DDM Instance"
    MissingComma "missing-comma"
        "There is no comma between two members or elements."
        "With repair it is thought there; without, the body is rejected."
        "\"error_msg\": \"The DB engine or version is not supported.\"\n\"error_code\": \"DBS.280238\""
        "TaurusDB, ListHtapStorageType, example of the API definition"
    MissingBracket "missing-bracket"
        "An object or a list ends without its bracket, because the one around it ends."
        "With repair it is thought there; without, the body is rejected."
        r#""jobs": [ {"instance": {"name": "rds-8d43-0004"} ], "count": 1"#
        "RDS, Querying Tasks of SQL Server, Swiss edition"
    SmartQuotes "smart-quotes"
        "A name or a text stands in the quotes of a word processor."
        "With repair they are taken for straight ones; without, the body is rejected."
        "“total_count”:1"
        "DDS, ListTasks, example of the API definition"
    Comment "comment"
        "There is a comment, which JSON doesn't have."
        "With repair it is passed over, unless it could hide a member; without, the body is rejected."
        r#""error_code": "xxxx" //Error code"#
        "DRS, error responses"
    BareWord "bare-word"
        "A text has no quotes."
        "With repair it is read as the text; without, the body is rejected."
        r#""error_msg": Hive jobs cannot be submitted."#
        "MRS, Submitting a Job"
    StrayWord "stray-word"
        "A word stands before a member's name."
        "With repair it is passed over; without, the body is rejected."
        r#"ta  "message": """#
        "DataArts, error responses"
    LabelLine "label-line"
        "A line of prose stands before the body, or a fence after it."
        "With repair it is passed over; without, the body is rejected."
        "Creating a DB instance of the enterprise edition:"
        "GaussDB, Creating a DB Instance"
    CutOff "cut-off"
        "The body ends before its brackets are closed."
        "With repair it is read up to its last complete member; without, the body is rejected."
        r#"{"job": {"id": "31b8ae23-c687-4d80-b7b4-42a66c9bb886", "sta"#
        "captures of broken connections"
    DeviationsCapped "deviations-capped"
        "The body has more deviations than are listed."
        "The totals of each code are exact; the list is cut."
        "1,000 unknown members"
        "no document; a flood"
}

impl Code {
    /// Whether it says that a value can't be read for certain, rather than how it is spelled.
    pub(crate) fn is_unread(self) -> bool {
        use Code as C;
        matches!(
            self,
            C::UnknownStatus
                | C::UnknownWord
                | C::UnreadTimestamp
                | C::UnreadProgress
                | C::UnreadNumber
                | C::WrongType
        )
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The word is no [`Code`] of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no deviation is called `{0}`")]
pub struct UnknownCode(pub String);

impl std::str::FromStr for Code {
    type Err = UnknownCode;

    /// Finds the code by its word.
    fn from_str(word: &str) -> Result<Self, UnknownCode> {
        Code::ALL.iter().copied().find(|code| code.as_str() == word).ok_or_else(|| UnknownCode(word.to_owned()))
    }
}
