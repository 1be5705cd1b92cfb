//! The report for workflows of GitHub: commands in a log that become annotations.

use std::fmt::{self, Display};
use std::io::{self, BufWriter, Write};

use super::finding::{Finding, findings};
use super::tally::Tally;
use super::text;
use super::{Report, Run, Seen};
use crate::colour::Colours;
use crate::escape::Visible;
use crate::grade::Grade;
use crate::inputs::Input;
use crate::trouble::{Level, Trouble};

/// Text in a command: first made harmless to people, then to the runner, which takes `%`, line ends
/// and, in properties, `:` and `,` apart.
struct Escaped<'t> {
    text: &'t str,
    property: bool,
}

fn message(text: &str) -> Escaped<'_> {
    Escaped { text, property: false }
}

fn property(text: &str) -> Escaped<'_> {
    Escaped { text, property: true }
}

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in Visible(self.text).to_string().chars() {
            match character {
                '%' => f.write_str("%25")?,
                '\r' => f.write_str("%0D")?,
                '\n' => f.write_str("%0A")?,
                ':' if self.property => f.write_str("%3A")?,
                ',' if self.property => f.write_str("%2C")?,
                _ => write!(f, "{character}")?,
            }
        }
        Ok(())
    }
}

/// Prints a command per finding, and the summary, which is no command.
pub struct Github<W: Write> {
    out: W,
    quiet: bool,
    tally: Tally,
    hidden: u64,
    file: Option<String>,
}

impl Github<BufWriter<io::StdoutLock<'static>>> {
    /// On the standard output.
    pub fn on_stdout(quiet: bool) -> Self {
        Github::on(BufWriter::with_capacity(1 << 16, io::stdout().lock()), quiet)
    }
}

impl<W: Write> Github<W> {
    /// On anything else.
    pub fn on(out: W, quiet: bool) -> Self {
        Github { out, quiet, tally: Tally::default(), hidden: 0, file: None }
    }

    fn finding(&mut self, seen: &Seen<'_>, finding: &Finding<'_>) -> io::Result<()> {
        let command = match finding.grade {
            _ if finding.denied => "error",
            Grade::Rejected => "error",
            Grade::Unread | Grade::Tolerated => "warning",
            Grade::Note => "notice",
        };
        write!(self.out, "::{command} ")?;
        if let Some(file) = &self.file {
            let position = finding.position;
            write!(self.out, "file={},line={},", property(file), position.line)?;
            write!(self.out, "col={},", position.column)?;
            // Columns of an annotation are told of one line alone.
            let end = seen.locate(finding.span.end).0;
            if end.line == position.line && end.column > position.column {
                write!(self.out, "endColumn={},", end.column)?;
            }
        }
        writeln!(
            self.out,
            "title={}::{}",
            property(&format!("{} ({})", finding.code, finding.grade.as_str())),
            message(finding.message),
        )
    }
}

impl<W: Write> Report for Github<W> {
    fn begin(&mut self, input: &Input, source: &str) -> io::Result<()> {
        // The standard input is no file that could be annotated.
        self.file = match input {
            Input::Stdin => None,
            Input::File(_) => Some(source.to_owned()),
        };
        Ok(())
    }

    fn body(&mut self, seen: Seen<'_>) -> io::Result<()> {
        self.tally.add(&seen);
        for finding in findings(&seen) {
            self.tally.grade(&finding);
            if finding.is_shown(self.quiet) {
                self.finding(&seen, &finding)?;
            } else {
                self.hidden += u64::from(finding.known != Some(true));
            }
        }
        Ok(())
    }

    fn trouble(&mut self, _: &str, trouble: &Trouble) -> io::Result<()> {
        let command = match trouble.level {
            Level::Note if self.quiet => return Ok(()),
            Level::Note => "notice",
            Level::Warning => "warning",
            Level::Error => "error",
        };
        write!(self.out, "::{command} ")?;
        if let Some(file) = &self.file {
            write!(self.out, "file={},", property(file))?;
            if let Some(position) = trouble.position {
                write!(self.out, "line={},col={},", position.line, position.column)?;
            }
        }
        writeln!(self.out, "title=capture::{}", message(&trouble.message))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn finish(&mut self, run: &Run) -> io::Result<()> {
        text::summary(&mut self.out, Colours::NONE, &self.tally, self.hidden, run)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_command_or_a_property() {
        let text = "50%0A, a: b\r\n::error::x\u{1b}[0m\u{202e}";
        assert_eq!(message(text).to_string(), "50%250A, a: b\\u{d}\\u{a}::error::x\\u{1b}[0m\\u{202e}");
        assert_eq!(
            property(text).to_string(),
            "50%250A%2C a%3A b\\u{d}\\u{a}%3A%3Aerror%3A%3Ax\\u{1b}[0m\\u{202e}"
        );
    }
}
