//! What the fuzz target of the output needs: reports in memory, of captures in memory.

use std::ffi::OsStr;
use std::io;

use taskcenter::Reading;

use crate::bodies::report_bytes;
use crate::colour::Colours;
use crate::inputs::Input;
use crate::report::github::Github;
use crate::report::json::Json;
use crate::report::junit::Junit;
use crate::report::row::{Row, Spelling};
use crate::report::sarif::Sarif;
use crate::report::text::Text;
use crate::report::{Report, Run, Seen};

/// Every way to print what a capture holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are called what they are called on the command line")]
pub enum Format {
    Text,
    Json,
    Sarif,
    Github,
    Junit,
    Ndjson,
    Csv,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 7] =
        [Format::Text, Format::Json, Format::Sarif, Format::Github, Format::Junit, Format::Ndjson, Format::Csv];
}

/// What the program prints of a capture in a file of that name.
///
/// # Errors
///
/// None that a fuzzer should see: a `Vec` takes everything.
pub fn printed(format: Format, name: &OsStr, capture: &[u8], redact: bool) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let input = Input::File(name.into());
    match format {
        Format::Text => report_bytes(&input, capture, redact, &mut Text::on(&mut out, Colours::NONE, false)),
        Format::Json => report_bytes(&input, capture, redact, &mut Json::on(&mut out)),
        Format::Sarif => report_bytes(&input, capture, redact, &mut Sarif::on(&mut out, false)),
        Format::Github => report_bytes(&input, capture, redact, &mut Github::on(&mut out, false)),
        Format::Junit => report_bytes(&input, capture, redact, &mut Junit::on(&mut out, false)),
        Format::Ndjson => {
            report_bytes(&input, capture, redact, &mut Rows { out: &mut out, spelling: Spelling::Ndjson })
        }
        Format::Csv => report_bytes(&input, capture, redact, &mut Rows { out: &mut out, spelling: Spelling::Csv }),
    }?;
    Ok(out)
}

/// The rows of `normalize`, without what it tells on the standard error.
struct Rows<'o> {
    out: &'o mut Vec<u8>,
    spelling: Spelling,
}

impl Report for Rows<'_> {
    fn body(&mut self, seen: Seen<'_>) -> io::Result<()> {
        let Seen { source, body, reading, .. } = seen;
        let line = body.position().line;
        let dialect = reading.dialect().map(|dialect| dialect.name().to_owned());
        for task in Reading::into_tasks(reading) {
            self.spelling.row(self.out, &Row { source, line, dialect: dialect.as_deref(), task })?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self, _: &Run) -> io::Result<()> {
        Ok(())
    }
}
