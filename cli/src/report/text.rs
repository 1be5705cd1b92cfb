//! The report for people: each finding with its line, and a summary at the end.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use taskcenter::Code;

use super::finding::{Finding, findings};
use super::snippet::{WIDEST, snippet};
use super::tally::Tally;
use super::{Report, Run, Seen, Split, Telling};
use crate::baseline::Standing;
use crate::colour::{self, Colours, Stdout};
use crate::escape::{Named, Visible};
use crate::grade::Grade;
use crate::told::Told;
use crate::trouble::Trouble;

const PLACE: Style = Style::new().bold();
const GUTTER: Style = AnsiColor::Blue.on_default();

/// Narrower than this, a line says nothing any more.
const NARROWEST: usize = 40;

/// Prints a finding: place, code and sentence, then the line with carets, so that it fits into so many columns.
pub fn print(
    out: &mut impl Write,
    colours: Colours,
    columns: Option<usize>,
    seen: &Seen<'_>,
    finding: &Finding<'_>,
) -> io::Result<()> {
    let style = colours.style(finding.grade.style());
    let bold = colours.style(finding.grade.style().bold());
    let (place, gutter) = (colours.style(PLACE), colours.style(GUTTER));
    // Without a word, a rejected body makes the run fail, and nothing else does.
    let word = match (finding.grade, finding.denied, finding.known) {
        (_, _, Some(true)) => ", known",
        (Grade::Rejected, ..) | (_, false, _) => "",
        (_, true, _) => ", denied",
    };
    writeln!(
        out,
        "{place}{}:{}{place:#}: {bold}{}{bold:#}: {} {style}[{}{word}]{style:#}",
        Named(seen.source),
        finding.position,
        finding.code,
        Visible(finding.message),
        finding.grade.as_str(),
    )?;
    let line = finding.position.line.to_string();
    // The gutter, and the signs that something was cut.
    let beside = line.len() + " | ……".chars().count();
    let widest = columns.map_or(WIDEST, |columns| columns.saturating_sub(beside).clamp(NARROWEST, WIDEST));
    // What lacks a member is the object as a whole; where it begins is enough to see which one.
    let lacks = finding.code == Code::MissingMember.as_str();
    let span = if lacks { finding.span.start..finding.span.start + 1 } else { finding.span.clone() };
    if let Some(snippet) = snippet(seen.bytes(), span, widest) {
        writeln!(out, "{gutter}{line} |{gutter:#} {}", snippet.text)?;
        writeln!(out, "{gutter}{:w$} |{gutter:#} {bold}{}{bold:#}", "", snippet.carets(), w = line.len())?;
    }
    Ok(())
}

/// Prints findings as they come, and counts.
pub struct Text<W: io::Write> {
    out: W,
    colours: Colours,
    /// Of the terminal, if it is one.
    columns: Option<usize>,
    quiet: bool,
    tally: Tally,
    hidden: u64,
}

impl Text<Stdout> {
    /// On the standard output.
    pub fn on_stdout(quiet: bool) -> Self {
        let (out, colours) = colour::stdout();
        Text { columns: colour::columns(&io::stdout()), ..Text::on(out, colours, quiet) }
    }
}

impl<W: io::Write> Text<W> {
    /// On anything else.
    pub fn on(out: W, colours: Colours, quiet: bool) -> Self {
        Text { out, colours, columns: None, quiet, tally: Tally::default(), hidden: 0 }
    }
}

impl<W: io::Write> Report for Text<W> {
    fn body(&mut self, seen: Seen<'_>) -> io::Result<()> {
        self.tally.add(&seen);
        for finding in findings(&seen) {
            self.tally.grade(&finding);
            if !finding.is_shown(self.quiet) {
                self.hidden += u64::from(finding.known != Some(true));
                continue;
            }
            print(&mut self.out, self.colours, self.columns, &seen, &finding)?;
            writeln!(self.out)?;
        }
        Ok(())
    }

    /// What is shown as a finding needn't be said twice.
    fn tell(&mut self, source: &str, trouble: &Trouble) -> io::Result<()> {
        self.flush()?;
        if self.quiet || !trouble.told {
            trouble.tell(source);
        }
        Ok(())
    }

    fn plain(&mut self, tasks: usize) -> bool {
        self.tally.add_plain(tasks);
        true
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn finish(&mut self, run: &Run) -> io::Result<()> {
        summary(&mut self.out, self.colours, &self.tally, self.hidden, run)
    }
}

impl<W: io::Write> Split for Text<W> {
    type Part = Text<Told>;

    fn part(&self) -> Self::Part {
        Text { columns: self.columns, ..Text::on(Told::default(), self.colours, self.quiet) }
    }

    fn take(&mut self, part: &mut Self::Part) -> io::Result<()> {
        self.tally.take(&mut part.tally);
        self.hidden += std::mem::take(&mut part.hidden);
        part.out.write_to(&mut self.out)
    }

    fn take_piece(&mut self, told: &[u8]) -> io::Result<()> {
        self.out.write_all(told)
    }
}

impl Telling for Text<Told> {
    fn told(&mut self) -> &mut Told {
        &mut self.out
    }
}

/// What the run comes to. Says nothing in the words of a body, except where a baseline has them.
pub fn summary(out: &mut impl Write, colours: Colours, tally: &Tally, hidden: u64, run: &Run) -> io::Result<()> {
    let heading = colours.style(PLACE);
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
        let style = colours.style(style);
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
        let style = colours.style(count.grade.style());
        writeln!(out, "{:>8}  {code:width$}  {style}{}{style:#}", count.total, count.grade.as_str())?;
    }
    if hidden > 0 {
        writeln!(out, "{} not shown", count(hidden, "note is", "notes are"))?;
    }
    if tally.denied > 0 {
        let style = colours.style(Grade::Rejected.style());
        writeln!(out, "{style}denied{style:#}: findings in {}", count(tally.denied, "body", "bodies"))?;
    }
    if let Some(standing) = &run.standing {
        baseline(out, standing)?;
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

/// What became of the baseline.
fn baseline(out: &mut impl Write, standing: &Standing) -> io::Result<()> {
    /// How many that are gone are named.
    const MOST: usize = 10;
    if standing.known > 0 {
        writeln!(out, "{} in the baseline", count(standing.known, "finding is", "findings are"))?;
    }
    if !standing.gone.is_empty() {
        let gone = count(standing.gone_total(), "entry", "entries");
        writeln!(out, "{gone} of the baseline didn't occur any more; --write-baseline makes it anew")?;
    }
    for (entry, times) in standing.gone.iter().take(MOST) {
        let at = if entry.at.is_empty() { "the body" } else { &entry.at };
        write!(out, "          {}: {} at {}", Named(&entry.source), Visible(&entry.code), Visible(at))?;
        if !entry.text.is_empty() {
            write!(out, ": {}", Visible(&entry.text))?;
        }
        writeln!(out, "{}", if *times > 1 { format!(" ({times} times)") } else { String::new() })?;
    }
    if standing.gone.len() > MOST {
        writeln!(out, "          and {} more", standing.gone.len() - MOST)?;
    }
    if standing.elsewhere > 0 {
        let entries = count(standing.elsewhere, "entry of the baseline is", "entries of the baseline are");
        writeln!(out, "{entries} about captures that weren't read")?;
    }
    Ok(())
}

fn count(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
