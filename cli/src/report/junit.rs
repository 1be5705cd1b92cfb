//! The report for those who show tests: a suite per capture, a case per body.

use std::fmt::{self, Display};
use std::io::{self, BufWriter, Seek, Write};
use std::time::{Duration, Instant};

use tempfile::SpooledTempFile;

use super::finding::{Finding, findings};
use super::text;
use super::{Report, Run, Seen};
use crate::colour::Colours;
use crate::escape::is_hidden;
use crate::grade::Grade;
use crate::inputs::Input;
use crate::trouble::{Level, Trouble};

/// How much of a suite is kept in memory. Its counts stand before its cases, so the cases have to wait.
const IN_MEMORY: usize = 1 << 20;

/// Text in XML 1.0, in an attribute or between tags.
///
/// XML has no way at all to say most control characters, nor U+FFFE and U+FFFF: they are shown as
/// `\u{1b}`, like everything that is hidden. Line ends stay only where they are ours.
struct Xml<'t> {
    text: &'t str,
    lines: bool,
}

fn xml(text: &str) -> Xml<'_> {
    Xml { text, lines: false }
}

/// Text that was made harmless already, in lines.
fn xml_lines(text: &str) -> Xml<'_> {
    Xml { text, lines: true }
}

impl Display for Xml<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.text.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&apos;")?,
                '\n' if self.lines => f.write_str("\n")?,
                '\u{fffe}' | '\u{ffff}' => write!(f, "{}", character.escape_unicode())?,
                _ if is_hidden(character) => write!(f, "{}", character.escape_unicode())?,
                _ => write!(f, "{character}")?,
            }
        }
        Ok(())
    }
}

/// The cases of one capture.
struct Suite {
    name: String,
    bodies: u64,
    tests: u64,
    failures: u64,
    errors: u64,
    time: Duration,
    cases: SpooledTempFile,
    /// What happened to the capture, for people.
    notes: String,
}

/// Prints a suite when its capture has been read.
pub struct Junit<W: Write> {
    out: W,
    quiet: bool,
    suite: Option<Suite>,
    since: Instant,
    begun: bool,
}

impl Junit<BufWriter<io::StdoutLock<'static>>> {
    /// On the standard output.
    pub fn on_stdout(quiet: bool) -> Self {
        Junit::on(BufWriter::with_capacity(1 << 16, io::stdout().lock()), quiet)
    }
}

impl<W: Write> Junit<W> {
    /// On anything else.
    pub fn on(out: W, quiet: bool) -> Self {
        Junit { out, quiet, suite: None, since: Instant::now(), begun: false }
    }

    fn head(&mut self) -> io::Result<()> {
        if !self.begun {
            self.begun = true;
            self.out
                .write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"taskcenter\">\n")?;
        }
        Ok(())
    }

    /// The time since the last one was told.
    fn lap(&mut self) -> Duration {
        let now = Instant::now();
        let time = now.duration_since(self.since);
        self.since = now;
        time
    }
}

/// What a case says of a finding: as the report for people does, with the line and carets.
fn told(seen: &Seen<'_>, finding: &Finding<'_>) -> io::Result<String> {
    let mut text = Vec::new();
    text::print(&mut text, Colours::NONE, None, seen, finding)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

impl<W: Write> Report for Junit<W> {
    fn begin(&mut self, _: &Input, source: &str) -> io::Result<()> {
        self.since = Instant::now();
        self.suite = Some(Suite {
            name: source.to_owned(),
            bodies: 0,
            tests: 0,
            failures: 0,
            errors: 0,
            time: Duration::ZERO,
            cases: SpooledTempFile::new(IN_MEMORY),
            notes: String::new(),
        });
        Ok(())
    }

    fn body(&mut self, seen: Seen<'_>) -> io::Result<()> {
        let time = self.lap();
        let Some(suite) = &mut self.suite else { return Ok(()) };
        suite.bodies += 1;
        suite.tests += 1;
        suite.time += time;
        let dialect = seen.reading.dialect().map_or("no dialect", taskcenter::Dialect::name);
        let name = format!("body {} in line {}: {dialect}", suite.bodies, seen.body.position().line);
        // One element says why the case went wrong, as consumers expect; the graver finding names it.
        let (mut wrong, mut beside) = (String::new(), String::new());
        let mut worst: Option<Finding<'_>> = None;
        for finding in findings(&seen) {
            if finding.denied {
                wrong.push_str(&told(&seen, &finding)?);
                if worst.as_ref().is_none_or(|worst| worst.grade < finding.grade) {
                    worst = Some(finding);
                }
            } else if finding.is_shown(self.quiet) {
                beside.push_str(&told(&seen, &finding)?);
            }
        }
        let out = &mut suite.cases;
        let seconds = time.as_secs_f64();
        write!(
            out,
            "    <testcase classname=\"{}\" name=\"{}\" time=\"{seconds:.6}\"",
            xml(&suite.name),
            xml(&name)
        )?;
        if wrong.is_empty() && beside.is_empty() {
            return out.write_all(b"/>\n");
        }
        out.write_all(b">\n")?;
        if let Some(finding) = worst {
            let element = if finding.grade == Grade::Rejected { "error" } else { "failure" };
            match finding.grade {
                Grade::Rejected => suite.errors += 1,
                _ => suite.failures += 1,
            }
            let (message, code) = (xml(finding.message), finding.code);
            writeln!(
                out,
                "      <{element} message=\"{message}\" type=\"{code}\">{}</{element}>",
                xml_lines(&wrong)
            )?;
        }
        if !beside.is_empty() {
            writeln!(out, "      <system-out>{}</system-out>", xml_lines(&beside))?;
        }
        out.write_all(b"    </testcase>\n")
    }

    fn trouble(&mut self, _: &str, trouble: &Trouble) -> io::Result<()> {
        let Some(suite) = &mut self.suite else { return Ok(()) };
        let place = trouble.position.map(|position| format!("{position}: ")).unwrap_or_default();
        if trouble.level == Level::Error {
            suite.tests += 1;
            suite.errors += 1;
            let (name, message) = (xml(&suite.name), xml(&trouble.message));
            return write!(
                suite.cases,
                "    <testcase classname=\"{name}\" name=\"the capture\" time=\"0.000000\">\n      \
                 <error message=\"{place}{message}\" type=\"capture\"/>\n    </testcase>\n"
            );
        }
        suite.notes.push_str(&format!("{place}{}\n", trouble.message));
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.head()?;
        let time = self.lap();
        let Some(mut suite) = self.suite.take() else { return Ok(()) };
        suite.time += time;
        writeln!(
            self.out,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"0\" time=\"{:.6}\">",
            xml(&suite.name),
            suite.tests,
            suite.failures,
            suite.errors,
            suite.time.as_secs_f64()
        )?;
        suite.cases.rewind()?;
        io::copy(&mut suite.cases, &mut self.out)?;
        if !suite.notes.is_empty() {
            writeln!(self.out, "    <system-out>{}</system-out>", xml_lines(&suite.notes))?;
        }
        self.out.write_all(b"  </testsuite>\n")
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn finish(&mut self, _: &Run) -> io::Result<()> {
        self.head()?;
        self.out.write_all(b"</testsuites>\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let text = "]]><a b='c' d=\"&amp;\">\u{0}\u{1b}\u{85}\u{fffe}\u{202e}\r\n\té漢\u{10ffff}";
        assert_eq!(
            xml(text).to_string(),
            "]]&gt;&lt;a b=&apos;c&apos; d=&quot;&amp;amp;&quot;&gt;\\u{0}\\u{1b}\\u{85}\\u{fffe}\\u{202e}\\u{d}\\u{a}\\u{9}é漢\u{10ffff}"
        );
    }
}
