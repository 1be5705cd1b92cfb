//! The four dialects that histories are made up of.

use std::fmt;
use std::str::FromStr;

use crate::json::{Json, Member};

/// One documented response shape: what the service calls things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// RDS, obtaining information about a task: one task a body.
    RdsJob,
    /// DDS, obtaining information about a task: one task a body.
    DdsJob,
    /// GeminiDB, querying tasks and details: a list.
    GeminidbJobs,
    /// GaussDB, querying tasks: a list.
    GaussdbTasks,
}

/// The name is none of the four.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownDialect(pub String);

impl fmt::Display for UnknownDialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no history can be made up for `{}`", self.0)
    }
}

impl std::error::Error for UnknownDialect {}

impl Dialect {
    /// All of them.
    pub const ALL: &'static [Dialect] =
        &[Dialect::RdsJob, Dialect::DdsJob, Dialect::GeminidbJobs, Dialect::GaussdbTasks];

    /// The name, `<service>-<what>`, as everywhere else.
    pub const fn name(self) -> &'static str {
        match self {
            Dialect::RdsJob => "rds-job",
            Dialect::DdsJob => "dds-job",
            Dialect::GeminidbJobs => "geminidb-jobs",
            Dialect::GaussdbTasks => "gaussdb-tasks",
        }
    }

    /// Whether one body can hold several tasks.
    pub const fn has_pages(self) -> bool {
        matches!(self, Dialect::GeminidbJobs | Dialect::GaussdbTasks)
    }

    pub(crate) const fn words(self) -> &'static Words {
        match self {
            Dialect::RdsJob => &RDS_JOB,
            Dialect::DdsJob => &DDS_JOB,
            Dialect::GeminidbJobs => &GEMINIDB_JOBS,
            Dialect::GaussdbTasks => &GAUSSDB_TASKS,
        }
    }

    /// The body around the tasks, with the members of the envelope in the documented order.
    pub(crate) fn envelope(self, tasks: Vec<Json>) -> Vec<Member> {
        let total = Json::Number(tasks.len() as i64);
        match self {
            Dialect::RdsJob | Dialect::DdsJob => tasks.into_iter().map(|task| ("job".into(), task)).collect(),
            Dialect::GeminidbJobs => vec![("total_count".into(), total), ("jobs".into(), Json::List(tasks))],
            Dialect::GaussdbTasks => vec![("tasks".into(), Json::List(tasks)), ("total_count".into(), total)],
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Dialect {
    type Err = UnknownDialect;

    fn from_str(name: &str) -> Result<Self, UnknownDialect> {
        let known = Dialect::ALL.iter().copied().find(|dialect| dialect.name() == name);
        known.ok_or_else(|| UnknownDialect(name.to_owned()))
    }
}

/// What a dialect calls the members that all of them have.
pub(crate) struct Words {
    pub(crate) id: &'static str,
    pub(crate) created: &'static str,
    pub(crate) ended: &'static str,
    pub(crate) progress: &'static str,
    pub(crate) instance: &'static str,
    pub(crate) instance_id: &'static str,
    pub(crate) instance_name: &'static str,
    /// The ends of instance ids, which name the engine.
    pub(crate) suffixes: &'static [&'static str],
}

const RDS_JOB: Words = Words {
    id: "id",
    created: "created",
    ended: "ended",
    progress: "process",
    instance: "instance",
    instance_id: "id",
    instance_name: "name",
    suffixes: &["in01", "in03", "in04"],
};

const DDS_JOB: Words = Words { progress: "progress", suffixes: &["in02"], ..RDS_JOB };

const GEMINIDB_JOBS: Words =
    Words { created: "start_time", ended: "end_time", progress: "progress", suffixes: &["in06"], ..RDS_JOB };

const GAUSSDB_TASKS: Words = Words {
    id: "job_id",
    created: "created_at",
    ended: "ended_at",
    progress: "process",
    instance: "instance_info",
    instance_id: "instance_id",
    instance_name: "instance_name",
    suffixes: &["in14"],
};
