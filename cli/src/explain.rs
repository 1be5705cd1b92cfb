//! `taskcenter explain`: the catalogue for people.

use std::io::{self, BufWriter, Write};

use anstyle::{AnsiColor, Style};
use taskcenter::{Code, ErrorCode};

use crate::outcome::{Complaint, Outcome, complain};
use crate::suggest::{did_you_mean, nearest};

const HEADING: Style = Style::new().bold();
const WORD: Style = AnsiColor::Cyan.on_default().bold();

/// Explains these codes, or lists all of them.
pub fn explain(words: &[String]) -> Result<Outcome, Complaint> {
    let mut out = BufWriter::new(anstream::stdout().lock());
    let mut outcome = Outcome::FINE;
    if words.is_empty() {
        list(&mut out)?;
    }
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        if let Ok(code) = word.parse::<Code>() {
            deviation(&mut out, code)?;
        } else if let Some(code) = ErrorCode::ALL.iter().find(|code| code.as_str() == word) {
            error(&mut out, *code)?;
        } else {
            out.flush()?;
            let near = did_you_mean(&nearest(word, every_word()));
            let list = if near.is_empty() { "; `taskcenter explain` lists all of them" } else { "" };
            complain(format_args!("no finding is called `{word}`{near}{list}"));
            outcome.worsen(Outcome::UNUSABLE);
        }
    }
    out.flush()?;
    Ok(outcome)
}

fn every_word() -> impl Iterator<Item = &'static str> {
    let errors = ErrorCode::ALL.iter().map(|code| code.as_str());
    Code::ALL.iter().map(|code| code.as_str()).chain(errors)
}

fn list(out: &mut impl Write) -> io::Result<()> {
    let width = every_word().map(str::len).max().unwrap_or(0);
    writeln!(out, "{HEADING}What a body can do that its dialect doesn't document{HEADING:#}\n")?;
    for code in Code::ALL {
        writeln!(out, "  {WORD}{:width$}{WORD:#}  {}", code.as_str(), code.sentence())?;
    }
    writeln!(out, "\n{HEADING}Why a body is rejected{HEADING:#}\n")?;
    for code in ErrorCode::ALL {
        writeln!(out, "  {WORD}{:width$}{WORD:#}  {}", code.as_str(), code.sentence())?;
    }
    Ok(())
}

fn deviation(out: &mut impl Write, code: Code) -> io::Result<()> {
    writeln!(out, "{WORD}{code}{WORD:#}\n")?;
    writeln!(out, "{}\n{}\n", code.sentence(), code.reading())?;
    writeln!(out, "{HEADING}Witness{HEADING:#}    {}", code.witness())?;
    writeln!(out, "{HEADING}Seen in{HEADING:#}    {}", code.origin())?;
    writeln!(out, "{HEADING}Severity{HEADING:#}   decided by the dialect's schema, finding by finding:")?;
    writeln!(out, "           note       the schema allows it, or cannot say it")?;
    writeln!(out, "           tolerated  the schema forbids it, and what it means is known")?;
    writeln!(out, "           unread     the schema forbids it, and nobody knows what it means")
}

fn error(out: &mut impl Write, code: ErrorCode) -> io::Result<()> {
    writeln!(out, "{WORD}{code}{WORD:#}\n")?;
    writeln!(out, "{}", code.sentence())?;
    writeln!(out, "The body is rejected; tasks that were complete before the place are kept.")
}
