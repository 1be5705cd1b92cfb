//! `taskcenter normalize`: the tasks alone, in one spelling, one a line.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::collections::HashMap;
use std::io::{self, BufWriter, Write};
use std::mem;

use anstream::AutoStream;
use taskcenter::{Dialect, Task};

use crate::args::{Normalize, NormalizeFormat};
use crate::colour::{Colours, columns};
use crate::deny::Rules;
use crate::jobs::report_split;
use crate::judge::Judge;
use crate::outcome::{Complaint, Outcome, remark};
use crate::progress;
use crate::report::finding::findings;
use crate::report::row::{Row, Spelling};
use crate::report::tally::Tally;
use crate::report::text;
use crate::report::{Report, Run, Seen, Split, Telling};
use crate::told::Told;

/// Reads everything, and prints its tasks.
pub fn normalize(args: &Normalize) -> Result<Outcome, Complaint> {
    let spelling = match args.format {
        NormalizeFormat::Ndjson => Spelling::Ndjson,
        NormalizeFormat::Csv => Spelling::Csv,
    };
    let mut report = Printed::on_stdout(spelling, args.latest)?;
    let mut judge = Judge::new(Rules::new(&args.read.deny, &args.read.allow)?);
    // The last state of a task is known at the end, and one after the other.
    let jobs = if args.latest { 1 } else { args.jobs.count() };
    report_split(&args.read, jobs, &mut judge, &mut report)
}

/// Rows, and what is told beside them.
struct Rows<W> {
    out: W,
    spelling: Spelling,
    latest: Option<Latest>,
    /// Which bodies have no row, and what is denied.
    aside: Vec<u8>,
    colours: Colours,
    tally: Tally,
}

/// The last row of each task, in the order in which the tasks appeared.
#[derive(Default)]
struct Latest {
    rows: Vec<Box<[u8]>>,
    /// Which row a dialect's task has.
    tasks: HashMap<(String, String), usize>,
}

impl Latest {
    fn add(&mut self, dialect: Option<&str>, task: &Task<'_>, row: Vec<u8>) {
        let new = self.rows.len();
        let index = match &task.id {
            Some(id) => {
                let key = (dialect.unwrap_or_default().to_owned(), id.clone().into_owned());
                *self.tasks.entry(key).or_insert(new)
            }
            // Nobody can say whether two of these are the same.
            None => new,
        };
        match self.rows.get_mut(index) {
            Some(older) => *older = row.into_boxed_slice(),
            None => self.rows.push(row.into_boxed_slice()),
        }
    }
}

impl<W: Write> Rows<W> {
    fn new(out: W, spelling: Spelling, latest: bool, colours: Colours) -> Self {
        let latest = latest.then(Latest::default);
        Rows { out, spelling, latest, aside: Vec::new(), colours, tally: Tally::default() }
    }
}

impl<W: Write> Report for Rows<W> {
    fn body(&mut self, seen: Seen<'_>) -> io::Result<()> {
        self.tally.add(&seen);
        for finding in findings(&seen) {
            if finding.is_told_aside() {
                text::print(&mut self.aside, self.colours, columns(&io::stderr()), &seen, &finding)?;
            }
        }
        let Seen { source, body, reading, .. } = seen;
        let line = body.position().line;
        let dialect = reading.dialect().cloned();
        let dialect = dialect.as_ref().map(Dialect::name);
        for mut task in reading.into_tasks() {
            let Task { created, ended, planned_start, planned_end, .. } = &mut task;
            for time in [created, ended, planned_start, planned_end].into_iter().flatten() {
                *time = time.to_utc().fixed_offset();
            }
            let row = Row { source, line, dialect, task };
            match &mut self.latest {
                None => self.spelling.row(&mut self.out, &row)?,
                Some(latest) => {
                    let mut spelled = Vec::new();
                    self.spelling.row(&mut spelled, &row)?;
                    latest.add(dialect, &row.task, spelled);
                }
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn tells_at_the_end(&self) -> bool {
        self.latest.is_some()
    }

    fn finish(&mut self, _: &Run) -> io::Result<()> {
        for row in self.latest.iter().flat_map(|latest| &latest.rows) {
            self.out.write_all(row)?;
        }
        self.out.flush()
    }
}

/// Prints rows, and tells on the standard error which bodies have none.
struct Printed {
    rows: Rows<BufWriter<io::StdoutLock<'static>>>,
    stderr: AutoStream<io::Stderr>,
}

impl Printed {
    fn on_stdout(spelling: Spelling, latest: bool) -> io::Result<Self> {
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        spelling.head(&mut out)?;
        let rows = Rows::new(out, spelling, latest, Colours::of(&io::stderr()));
        Ok(Printed { rows, stderr: anstream::stderr() })
    }

    fn tell_aside(&mut self, aside: &mut Vec<u8>) {
        if !aside.is_empty() {
            // Whoever closed the standard error doesn't want to know; the rows go on.
            let _ = progress::aside(|| self.stderr.write_all(aside));
            aside.clear();
        }
    }
}

impl Report for Printed {
    fn body(&mut self, seen: Seen<'_>) -> io::Result<()> {
        let told = self.rows.body(seen);
        let mut aside = mem::take(&mut self.rows.aside);
        self.tell_aside(&mut aside);
        self.rows.aside = aside;
        told
    }

    fn flush(&mut self) -> io::Result<()> {
        self.rows.flush()
    }

    fn tells_at_the_end(&self) -> bool {
        self.rows.tells_at_the_end()
    }

    fn finish(&mut self, run: &Run) -> io::Result<()> {
        self.rows.finish(run)?;
        let tolerated = self.rows.tally.tolerated;
        if tolerated > 0 {
            let bodies = if tolerated == 1 { "body was" } else { "bodies were" };
            remark(format_args!("{tolerated} {bodies} read with deviations; `taskcenter check` shows them"));
        }
        Ok(())
    }
}

impl Split for Printed {
    type Part = Rows<Told>;

    fn part(&self) -> Self::Part {
        Rows::new(Told::default(), self.rows.spelling, false, self.rows.colours)
    }

    fn take(&mut self, part: &mut Self::Part) -> io::Result<()> {
        self.tell_aside(&mut part.aside);
        self.rows.tally.take(&mut part.tally);
        part.out.write_to(&mut self.rows.out)
    }

    fn take_piece(&mut self, told: &[u8]) -> io::Result<()> {
        self.rows.out.write_all(told)
    }
}

impl Telling for Rows<Told> {
    fn told(&mut self) -> &mut Told {
        &mut self.out
    }
}
