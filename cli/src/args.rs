//! The command line: what can be asked for, and the help that says so.

mod generate;
mod help;

use std::ffi::OsString;
use std::num::NonZero;
use std::path::PathBuf;
use std::thread;

use clap::{Parser, Subcommand, ValueEnum};

use help::{CHECK, EXPLAIN, GENERATE, NORMALIZE, SCHEMA, START, STATS, STATUS};

use crate::deny::Subject;

/// Reads captured task center responses of Huawei-style cloud databases (RDS, DDS, GeminiDB,
/// GaussDB), and reports everything about them that their documents don't say.
///
/// It is tolerant and never silent: "60 % " is read as 60, " status" as status, and each such
/// thing is a finding with its place. It never opens a connection.
#[derive(Parser)]
#[command(name = "taskcenter", version, max_term_width = 100, after_help = START)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Judge captured responses, and say what is odd about each and where
    #[command(after_help = STATUS, after_long_help = CHECK)]
    Check(Check),
    /// Print the tasks in captured responses in one canonical spelling, one a line
    #[command(after_help = STATUS, after_long_help = NORMALIZE)]
    Normalize(Normalize),
    /// Count tasks by kind: how many failed, how long they took, and why they failed
    #[command(after_help = STATUS, after_long_help = STATS)]
    Stats(Stats),
    /// Say what a finding means, with a real text that showed it
    #[command(after_help = EXPLAIN)]
    Explain(Explain),
    /// Show how each dialect spells what a task says
    Dialects,
    /// Print a dialect's JSON Schema, complete in one document
    #[command(after_help = SCHEMA)]
    Schema(Schema),
    /// Make up a history, for load and for fixtures: the same one for the same seed
    #[command(after_help = GENERATE)]
    Generate(Generate),
    /// Print a script that completes commands and options in a shell
    Completions {
        /// The shell
        #[arg(value_name = "SHELL", value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(clap::Args)]
pub struct Check {
    #[command(flatten)]
    pub read: Read,

    #[command(flatten)]
    pub jobs: Jobs,

    /// How to report
    ///
    /// `text` is for people: each finding with its line and a caret, and a summary. `json` is for
    /// programs: an object per body, a line each. `sarif`, `github` and `junit` are for those who
    /// show findings: code scanning, the log of a GitHub workflow, and reports of tests.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,

    /// Leave out the notes, and show what the dialect's schema forbids
    ///
    /// Notes that are denied are shown all the same, and the summary counts every finding.
    #[arg(short, long)]
    pub quiet: bool,

    /// Only findings that aren't in this file count, and are shown as new
    ///
    /// A finding is known again by the path of its capture, its code, its JSON pointer and its text,
    /// and as often as the file has it. Lines that move don't matter. The summary says what no
    /// longer occurs.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,

    /// Write all findings of this run into a file for --baseline
    ///
    /// Since all of them are known from then on, the exit status is 0 if every input was read. The
    /// file is sorted and has an entry a line, with texts of the captures: look at it before you
    /// share it.
    #[arg(long, value_name = "FILE")]
    pub write_baseline: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// Findings with their lines, and a summary
    Text,
    /// One object per body, a line each
    Json,
    /// SARIF 2.1.0, one document
    Sarif,
    /// Annotations of a GitHub workflow, and a summary
    Github,
    /// JUnit XML: a test suite per capture, a test case per body
    Junit,
}

#[derive(clap::Args)]
pub struct Normalize {
    #[command(flatten)]
    pub read: Read,

    #[command(flatten)]
    pub jobs: Jobs,

    /// How to print the tasks
    ///
    /// `csv` has a header and a task a line. Cells that a spreadsheet would run as a formula, and those
    /// that begin with `'`, have a `'` in front; hidden characters and line ends are spelled as
    /// `\u{1b}`, and so is the backslash of what looks like that already. So the original is had by
    /// taking one leading `'` away and then putting each `\u{…}` back.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = NormalizeFormat::Ndjson)]
    pub format: NormalizeFormat,

    /// Print the last state of each task alone
    ///
    /// A history polls the same task many times. Of all rows with the same dialect and id, in whatever
    /// file, the last one that was read is kept; it stands where the task first appeared. Tasks without
    /// an id all stay. Rows are printed at the end, and one row a task is held in memory.
    #[arg(long)]
    pub latest: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NormalizeFormat {
    /// One object per task, a line each
    Ndjson,
    /// A table for spreadsheets
    Csv,
}

#[derive(clap::Args)]
pub struct Stats {
    #[command(flatten)]
    pub read: Read,

    /// How to print the statistics
    ///
    /// `json` is complete: it holds each duration and each reason with its count, and every task's
    /// last state, so that partial results can be merged.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = StatsFormat::Text)]
    pub format: StatsFormat,

    /// Take the paths as partial results, printed with --format json, and add them up
    ///
    /// Gives what one run over all their captures would have given, byte for byte, with the files in
    /// the same order.
    #[arg(long, conflicts_with_all = ["dialect", "repair", "redact", "deny", "each_poll"])]
    pub merge: bool,

    /// Count each time that a task was seen, instead of each task once
    ///
    /// A history polls the same task many times. Otherwise a task counts once, by the last of its
    /// states that was read; tasks are the same when dialect and id are. Tasks without an id count each
    /// time. With this, no ids are held in memory or printed.
    #[arg(long)]
    pub each_poll: bool,

    /// How many reasons of failure to show for each kind of task, as text
    #[arg(long, value_name = "COUNT", default_value_t = 5)]
    pub top: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StatsFormat {
    /// A table, and the most frequent reasons
    Text,
    /// One object with everything, for --merge
    Json,
}

/// What is common to everything that reads captures.
#[derive(clap::Args)]
pub struct Read {
    /// Captures: files, folders, or `-` for the standard input
    ///
    /// Folders are walked, in the order of their paths; in them, files that end in .json, .jsonl,
    /// .ndjson, .har, .txt, .log or .gz are read, and hidden ones are left out. A file named here
    /// is read whatever it is called. What a capture is, a single document or one a line, is told by
    /// its content. Without any path, the standard input is read.
    #[arg(value_name = "PATH")]
    pub paths: Vec<OsString>,

    /// Read every body as this dialect, instead of finding out
    ///
    /// One of those that `taskcenter dialects` shows, or a file with the JSON Schema of a dialect
    /// of your own.
    #[arg(long, value_name = "NAME|FILE")]
    pub dialect: Option<OsString>,

    /// Read over the damage of pasted documents
    ///
    /// Trailing and missing commas, smart quotes, comments, a label before the body, a cut end and the
    /// like are read over where there is one way to do so; each place is a finding, and such a body
    /// never conforms. Without this, damage is an error.
    #[arg(long)]
    pub repair: bool,

    /// Replace ids, names and addresses by pseudonyms, so that the report can be shared
    ///
    /// The same is replaced by the same throughout a run. What kind of task it is, its status, times
    /// and progress stay; of members that nobody knows, every text is replaced. Sentences, such as the
    /// reason of a failure, are searched for what looks like an id or an address and for the names
    /// that were read so far. Lines, columns and offsets are those of the capture as it is. Names of
    /// files are searched in the same way; choose harmless ones.
    #[arg(long)]
    pub redact: bool,

    /// Make the pseudonyms out of this text, and the same ones in each run
    ///
    /// Without it they are of this run alone. Whoever knows the text can test guesses.
    #[arg(long, value_name = "TEXT", requires = "redact")]
    pub salt: Option<String>,

    /// End with status 1 on findings of this code or severity; repeatable
    ///
    /// A code, such as `padded-key`, means just that. A severity means itself and what is worse:
    /// `note` (the schema allows it), `tolerated` (the schema forbids it, and what it means is
    /// known), `unread` (nobody knows what it means). Rejected bodies are denied anyway.
    #[arg(long, value_name = "CODE|SEVERITY", value_parser = Subject::parse, value_delimiter = ',')]
    pub deny: Vec<Subject>,

    /// Take findings of this code or severity out of what is denied; repeatable
    ///
    /// A code, also one of an error such as `truncated`, means just that; a severity means just
    /// itself, and `rejected` is one. The more specific wins: a code beats a severity, and an allowed
    /// severity beats a denied one below it. `--deny note --allow tolerated --deny padded-key` denies
    /// notes, what is unread, and of what is tolerated only padded keys. A code can't be both.
    #[arg(long, value_name = "CODE|SEVERITY", value_parser = Subject::parse, value_delimiter = ',')]
    pub allow: Vec<Subject>,
}

#[derive(clap::Args)]
pub struct Jobs {
    /// On how many threads to read; as many as the machine has cores, if not given
    ///
    /// Histories with a body a line are read in pieces, which are told in their order: the output is the same
    /// for any number. What depends on the bodies before it is read on one thread all the same: --redact,
    /// baselines, --latest, and reports other than text, json and rows.
    #[arg(short, long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

impl Jobs {
    /// How many threads.
    pub fn count(&self) -> usize {
        self.jobs.map_or_else(|| thread::available_parallelism().map_or(1, NonZero::get), usize::from)
    }
}

#[derive(clap::Args)]
pub struct Generate {
    /// Bodies of this dialect; repeatable, and then one of them at random each time
    ///
    /// `rds-job`, `dds-job`, `geminidb-jobs` or `gaussdb-tasks`; all four if not given.
    #[arg(long, value_name = "NAME", value_parser = generate::dialect)]
    pub dialect: Vec<taskcenter_generate::Dialect>,

    /// How large: a count of bodies, or bytes with a unit such as 64MB or 1GiB
    ///
    /// Bodies are never cut: the last one is the one that reaches so many bytes.
    #[arg(long, value_name = "SIZE", value_parser = generate::size, default_value = "1000")]
    pub size: taskcenter_generate::Size,

    /// How many tasks a body holds, in the dialects that are lists; one if not given
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub page: Option<u32>,

    /// The share of tasks that do something undocumented, 0 to 1 or in percent; half of them two such things
    #[arg(long, value_name = "SHARE", value_parser = generate::share, default_value = "0")]
    pub messes: f64,

    /// What those tasks do, such as `padded-key`; repeatable, and anything if not given
    ///
    /// A word that is none of them is answered with all of them.
    #[arg(long, value_name = "KIND", value_parser = generate::mess, requires = "messes")]
    pub mess: Vec<taskcenter_generate::Mess>,

    /// Another seed, another history
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub seed: u64,

    /// The members of each object in an order of its own, instead of the documented one
    #[arg(long)]
    pub shuffled: bool,

    /// Indented, instead of a body a line
    #[arg(long)]
    pub pretty: bool,

    /// Write into this file, instead of the standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<OsString>,
}

#[derive(clap::Args)]
pub struct Explain {
    /// A code, as it stands in reports, such as `padded-key`; without one, all are listed
    #[arg(value_name = "CODE")]
    pub codes: Vec<String>,
}

#[derive(clap::Args)]
pub struct Schema {
    /// A dialect, such as `rds-job`, or a file with the schema of one of your own
    #[arg(value_name = "NAME|FILE")]
    pub dialect: OsString,
}
