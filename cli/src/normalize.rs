//! `taskcenter normalize`: the tasks alone, in one spelling, one a line.

use std::io::{self, BufWriter};

use anstream::AutoStream;
use serde::Serialize;
use taskcenter::{Code, Task};

use crate::args::{Normalize, NormalizeFormat};
use crate::bodies::{self, Report, Run, Seen};
use crate::colour::Colours;
use crate::escape::json_line;
use crate::outcome::{Complaint, Outcome, remark};
use crate::report::finding::{Grade, findings};
use crate::report::tally::Tally;
use crate::report::text;

/// Reads everything, and prints its tasks.
pub fn normalize(args: &Normalize) -> Result<Outcome, Complaint> {
    match args.format {
        NormalizeFormat::Ndjson => bodies::report(&args.read, &mut Rows::on_stdout()),
    }
}

/// A task, and where it is from.
#[derive(Serialize)]
struct Row<'r> {
    source: &'r str,
    line: usize,
    dialect: Option<&'r str>,
    #[serde(flatten)]
    task: Task<'r>,
}

/// Prints rows, and tells on the standard error which bodies have none.
struct Rows<W: io::Write> {
    out: W,
    findings: AutoStream<io::StderrLock<'static>>,
    colours: Colours,
    tally: Tally,
}

impl Rows<BufWriter<io::StdoutLock<'static>>> {
    fn on_stdout() -> Self {
        let out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        let colours = Colours::of(&io::stderr());
        Rows { out, findings: anstream::stderr().lock(), colours, tally: Tally::default() }
    }
}

impl<W: io::Write> Report for Rows<W> {
    fn body(&mut self, seen: Seen<'_>) -> io::Result<()> {
        self.tally.add(&seen);
        for finding in findings(&seen) {
            let has_no_task = finding.grade == Grade::Rejected || finding.code == Code::ApiError.as_str();
            if has_no_task || finding.denied {
                // Whoever closed the standard error doesn't want to know; the rows go on.
                let _ = text::print(&mut self.findings, self.colours, &seen, &finding);
            }
        }
        let Seen { source, body, reading, .. } = seen;
        let line = body.position().line;
        let dialect = reading.dialect().cloned();
        let dialect = dialect.as_ref().map(taskcenter::Dialect::name);
        for mut task in reading.into_tasks() {
            task.created = task.created.map(|time| time.to_utc().fixed_offset());
            task.ended = task.ended.map(|time| time.to_utc().fixed_offset());
            json_line(&mut self.out, &Row { source, line, dialect, task })?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn finish(&mut self, _: &Run) -> io::Result<()> {
        self.out.flush()?;
        if self.tally.tolerated > 0 {
            let bodies = if self.tally.tolerated == 1 { "body was" } else { "bodies were" };
            remark(format_args!(
                "{} {bodies} read with deviations; `taskcenter check` shows them",
                self.tally.tolerated
            ));
        }
        Ok(())
    }
}
