//! `taskcenter stats`: what a history comes to, in parts that add up exactly.

mod duration;
mod group;
mod partial;
mod table;

use std::io::{self, Write};

use anstream::AutoStream;
use taskcenter::Dialect;

use crate::args::{Stats, StatsFormat};
use crate::bodies;
use crate::colour::{self, Colours};
use crate::escape::reason;
use crate::inputs::Input;
use crate::outcome::{Complaint, Outcome, complain};
use crate::progress;
use crate::report::finding::findings;
use crate::report::text;
use crate::report::{Report, Run, Seen};
use group::{History, State};

/// Counts what everything holds, or adds up partial results.
pub fn stats(args: &Stats) -> Result<Outcome, Complaint> {
    let mut counting = Counting {
        history: History::new(args.each_poll),
        format: args.format,
        top: args.top,
        findings: anstream::stderr(),
        colours: Colours::of(&io::stderr()),
    };
    if args.merge {
        return merge(args, counting);
    }
    bodies::report(&args.read, &mut counting)
}

fn merge(args: &Stats, mut counting: Counting) -> Result<Outcome, Complaint> {
    if args.read.paths.is_empty() {
        return Err(Complaint::Usage(
            "nothing to merge: name files that `stats --format json` printed".to_owned(),
        ));
    }
    let mut merged: Option<History> = None;
    for path in &args.read.paths {
        let input = if path == "-" { Input::Stdin } else { Input::File(path.into()) };
        let name = input.name();
        let mut text = Vec::new();
        let opened = input.open().and_then(|mut opened| opened.read_to_end(&mut text));
        let part = match opened {
            Ok(_) => partial::parse(&text),
            Err(error) => Err(format!("can't be opened: {}", reason(&error))),
        };
        let added = part.and_then(|part| match &mut merged {
            None => {
                merged = Some(part);
                Ok(())
            }
            Some(merged) => merged.merge(part),
        });
        if let Err(why) = added {
            // A sum without one of its parts would look like the whole.
            complain(format_args!("{name} {why}; nothing was merged"));
            return Ok(Outcome::UNUSABLE);
        }
    }
    counting.history = merged.unwrap_or_else(|| History::new(false));
    counting.print()?;
    Ok(Outcome::FINE)
}

struct Counting {
    history: History,
    format: StatsFormat,
    top: usize,
    findings: AutoStream<io::Stderr>,
    colours: Colours,
}

impl Counting {
    fn print(&self) -> io::Result<()> {
        let (mut out, colours) = colour::stdout();
        match self.format {
            StatsFormat::Text => table::print(&mut out, colours, &self.history, self.top)?,
            StatsFormat::Json => partial::print(&mut out, &self.history)?,
        }
        out.flush()
    }
}

impl Report for Counting {
    fn body(&mut self, seen: Seen<'_>) -> io::Result<()> {
        for finding in findings(&seen) {
            if finding.is_told_aside() {
                // Whoever closed the standard error doesn't want to know; the numbers go on.
                let _ = progress::aside(|| {
                    text::print(&mut self.findings, self.colours, colour::columns(&io::stderr()), &seen, &finding)
                });
            }
        }
        let reading = &seen.reading;
        self.history.bodies += 1;
        self.history.rejected += u64::from(reading.error().is_some());
        self.history.api_errors += u64::from(reading.api_error().is_some());
        let dialect = reading.dialect().map_or("", Dialect::name);
        for task in reading.tasks() {
            self.history.add(dialect, task.id.as_deref(), State::of(task));
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn tells_at_the_end(&self) -> bool {
        true
    }

    fn finish(&mut self, _: &Run) -> io::Result<()> {
        self.print()
    }
}
