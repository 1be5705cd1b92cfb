//! The report for people: each finding with its line, and a summary at the end.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::finding::{Finding, Grade, findings};
use super::snippet::snippet;
use super::tally::Tally;
use crate::bodies::{Report, Run, Seen};
use crate::colour::{self, Colours, Stdout};
use crate::escape::Visible;

const PLACE: Style = Style::new().bold();
const GUTTER: Style = AnsiColor::Blue.on_default();

/// Prints a finding: place, code and sentence, then the line with carets.
pub fn print(out: &mut impl Write, colours: Colours, seen: &Seen<'_>, finding: &Finding<'_>) -> io::Result<()> {
    let style = colours.style(finding.grade.style());
    let bold = colours.style(finding.grade.style().bold());
    let (place, gutter) = (colours.style(PLACE), colours.style(GUTTER));
    let denied = if finding.denied { ", denied" } else { "" };
    writeln!(
        out,
        "{place}{}:{}{place:#}: {bold}{}{bold:#}: {} {style}[{}{denied}]{style:#}",
        Visible(seen.source),
        finding.position,
        finding.code,
        Visible(finding.message),
        finding.grade.as_str(),
    )?;
    if let Some(snippet) = snippet(seen.bytes(), finding.span.clone()) {
        let line = finding.position.line.to_string();
        writeln!(out, "{gutter}{line} |{gutter:#} {}", snippet.text)?;
        writeln!(out, "{gutter}{:w$} |{gutter:#} {bold}{}{bold:#}", "", snippet.carets(), w = line.len())?;
    }
    Ok(())
}

/// Prints findings as they come, and counts.
pub struct Text<W: io::Write> {
    out: W,
    colours: Colours,
    quiet: bool,
    tally: Tally,
    hidden: u64,
}

impl Text<Stdout> {
    /// On the standard output.
    pub fn on_stdout(quiet: bool) -> Self {
        let (out, colours) = colour::stdout();
        Text { out, colours, quiet, tally: Tally::default(), hidden: 0 }
    }
}

impl<W: io::Write> Report for Text<W> {
    fn body(&mut self, seen: Seen<'_>) -> io::Result<()> {
        self.tally.add(&seen);
        for finding in findings(&seen) {
            self.tally.grade(&finding);
            if self.quiet && finding.grade == Grade::Note && !finding.denied {
                self.hidden += 1;
                continue;
            }
            print(&mut self.out, self.colours, &seen, &finding)?;
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn finish(&mut self, run: &Run) -> io::Result<()> {
        let (tally, out) = (&self.tally, &mut self.out);
        let heading = self.colours.style(PLACE);
        let count = |count: u64, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
        write!(out, "{heading}{}", count(tally.bodies, "body", "bodies"))?;
        if run.sources != 1 {
            write!(out, " in {}", count(run.sources as u64, "file", "files"))?;
        }
        writeln!(out, ", {}{heading:#}", count(tally.tasks, "task", "tasks"))?;
        let verdicts = [
            (tally.conforming, "conforming", AnsiColor::Green.on_default()),
            (tally.tolerated, "tolerated", Grade::Tolerated.style()),
            (tally.rejected, "rejected", Grade::Rejected.style()),
        ];
        for (total, word, style) in verdicts.into_iter().filter(|(total, ..)| *total > 0) {
            let style = self.colours.style(style);
            writeln!(out, "{total:>8}  {style}{word}{style:#}")?;
        }
        if tally.api_errors > 0 {
            writeln!(out, "{}", count(tally.api_errors, "answer is an error", "answers are errors"))?;
        }
        if tally.findings() > 0 {
            writeln!(out, "{heading}{}{heading:#}", count(tally.findings(), "finding", "findings"))?;
        }
        let codes = tally.codes();
        let width = codes.iter().map(|(code, _)| code.len()).max().unwrap_or(0);
        for (code, count) in &codes {
            let style = self.colours.style(count.grade.style());
            writeln!(out, "{:>8}  {code:width$}  {style}{}{style:#}", count.total, count.grade.as_str())?;
        }
        if self.hidden > 0 {
            writeln!(out, "{} not shown", count(self.hidden, "note is", "notes are"))?;
        }
        if tally.denied > 0 {
            let style = self.colours.style(Grade::Rejected.style());
            writeln!(out, "{style}denied{style:#}: findings in {}", count(tally.denied, "body", "bodies"))?;
        }
        if run.passed_over > 0 {
            let files = count(run.passed_over as u64, "other file was", "other files were");
            writeln!(out, "{files} left alone in folders")?;
        }
        if !codes.is_empty() {
            writeln!(out, "`taskcenter explain CODE` says more about a finding.")?;
        }
        Ok(())
    }
}
