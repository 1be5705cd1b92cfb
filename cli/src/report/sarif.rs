//! The report for code scanning: SARIF 2.1.0, one document a run.
//!
//! The rules come first, then each result as soon as its body was read: nothing of them is kept.

mod document;

use std::io::{self, BufWriter, Write};
use std::path::Path;

use self::document::{
    Artifact, Invocation, Level, Location, Message, Notification, PhysicalLocation, Place, Region, Result, Tool,
    rule_index,
};
use super::finding::{Finding, findings};
use super::uri;
use super::{Report, Run, Seen};
use crate::baseline::Entry;
use crate::escape::{Visible, json};
use crate::grade::Grade;
use crate::inputs::Input;
use crate::outcome::Outcome;
use crate::trouble::{self, Trouble};

/// How many notifications about captures are kept for the end.
const MOST_NOTIFICATIONS: usize = 1000;

/// Prints the document piece by piece.
pub struct Sarif<W: Write> {
    out: W,
    quiet: bool,
    /// Where the capture is that is being read.
    uri: String,
    results: u64,
    begun: bool,
    notifications: Vec<Notification>,
    unlisted: u64,
}

impl Sarif<BufWriter<io::StdoutLock<'static>>> {
    /// On the standard output.
    pub fn on_stdout(quiet: bool) -> Self {
        Sarif::on(BufWriter::with_capacity(1 << 16, io::stdout().lock()), quiet)
    }
}

impl<W: Write> Sarif<W> {
    /// On anything else.
    pub fn on(out: W, quiet: bool) -> Self {
        let uri = String::new();
        Sarif { out, quiet, uri, results: 0, begun: false, notifications: Vec::new(), unlisted: 0 }
    }

    fn head(&mut self) -> io::Result<()> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        self.out.write_all(
            b"{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":",
        )?;
        json(&mut self.out, &Tool::new())?;
        self.out.write_all(b",\"columnKind\":\"unicodeCodePoints\",\"results\":[")
    }

    fn result(&mut self, seen: &Seen<'_>, finding: &Finding<'_>) -> io::Result<()> {
        self.out.write_all(if self.results == 0 { b"\n" } else { b",\n" })?;
        self.results += 1;
        let (start, offset) = seen.locate(finding.span.start);
        let (end, end_offset) = seen.locate(finding.span.end);
        let deviation = finding.deviation(seen);
        let entry = match (deviation, seen.reading.error()) {
            (Some(deviation), _) => Some(Entry::of_deviation(seen.source, deviation)),
            (None, error) => error.map(|error| Entry::of_error(seen.source, error)),
        };
        let result = Result {
            rule_id: finding.code,
            rule_index: rule_index(finding.code),
            level: level(finding),
            message: Message { text: plain(finding.message) },
            locations: [Location {
                physical_location: PhysicalLocation {
                    artifact_location: Artifact { uri: &self.uri },
                    region: Some(Region {
                        start_line: start.line,
                        start_column: start.column,
                        end_line: end.line,
                        end_column: end.column,
                        byte_offset: offset,
                        byte_length: end_offset.saturating_sub(offset),
                    }),
                },
                logical_locations: deviation
                    .map(|deviation| [Place { fully_qualified_name: &deviation.pointer, kind: "member" }]),
            }],
            partial_fingerprints: entry.map(|entry| document::Fingerprints { v1: entry.fingerprint() }),
            baseline_state: finding.known.map(|known| if known { "unchanged" } else { "new" }),
            properties: document::Properties {
                severity: finding.grade.as_str(),
                denied: finding.denied,
                found: deviation.map(|deviation| super::json::beginning(&deviation.found)),
                read_as: deviation.and_then(|deviation| deviation.read_as.as_deref()),
                task: deviation.and_then(|deviation| deviation.task),
            },
        };
        json(&mut self.out, &result)
    }
}

fn level(finding: &Finding<'_>) -> Level {
    match finding.grade {
        _ if finding.denied => Level::Error,
        Grade::Rejected => Level::Error,
        Grade::Unread | Grade::Tolerated => Level::Warning,
        Grade::Note => Level::Note,
    }
}

/// A message that shows nothing but itself: a viewer makes links of `[text](target)`.
fn plain(message: &str) -> String {
    let visible = Visible(message).to_string();
    if visible.contains("](") {
        visible.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
    } else {
        visible
    }
}

impl<W: Write> Report for Sarif<W> {
    fn begin(&mut self, input: &Input, source: &str) -> io::Result<()> {
        self.uri = match input {
            Input::Stdin => "stdin".to_owned(),
            // A name that `--redact` made stands for the file.
            Input::File(_) if source != input.name() => uri::of_path(Path::new(source)),
            Input::File(path) => uri::of_path(path),
        };
        Ok(())
    }

    fn body(&mut self, seen: Seen<'_>) -> io::Result<()> {
        self.head()?;
        for finding in findings(&seen) {
            // What the baseline has stays, since a viewer tells by its state that it isn't new.
            if finding.known == Some(true) || finding.is_shown(self.quiet) {
                self.result(&seen, &finding)?;
            }
        }
        Ok(())
    }

    fn trouble(&mut self, _: &str, trouble: &Trouble) -> io::Result<()> {
        if self.notifications.len() >= MOST_NOTIFICATIONS {
            self.unlisted += 1;
            return Ok(());
        }
        let level = match trouble.level {
            trouble::Level::Note => Level::Note,
            trouble::Level::Warning => Level::Warning,
            trouble::Level::Error => Level::Error,
        };
        self.notifications.push(Notification::new(level, plain(&trouble.message), &self.uri, trouble.position));
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn finish(&mut self, run: &Run) -> io::Result<()> {
        self.head()?;
        let mut notifications = std::mem::take(&mut self.notifications);
        if self.unlisted > 0 {
            let text = format!("{} more notifications aren't listed", self.unlisted);
            notifications.push(Notification::bare(Level::Warning, text));
        }
        if let Some(standing) = run.standing.as_ref().filter(|standing| !standing.gone.is_empty()) {
            let text = format!("{} of the baseline's findings didn't occur any more", standing.gone_total());
            notifications.push(Notification::bare(Level::Note, text));
        }
        self.out.write_all(b"\n],\"invocations\":[")?;
        let execution_successful = run.outcome < Outcome::UNUSABLE;
        json(&mut self.out, &Invocation { execution_successful, exit_code: run.outcome.status(), notifications })?;
        self.out.write_all(b"]}]}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_makes_no_link() {
        assert_eq!(plain("a [list] of \\ things"), "a [list] of \\ things");
        assert_eq!(plain("[x](http://y)\u{1b}"), "\\[x\\](http://y)\\\\u{1b}");
    }
}
