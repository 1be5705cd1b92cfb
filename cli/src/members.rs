//! `taskcenter dialects`: how each dialect spells what a task says.

use std::io::{BufWriter, Write};

use anstyle::{AnsiColor, Style};
use taskcenter::Dialect;

use crate::outcome::{Complaint, Outcome};

/// One line of the table: a meaning, and how each dialect spells it.
struct Row {
    meaning: &'static str,
    cells: Vec<String>,
}

/// Shows the table of all dialects.
pub fn dialects() -> Result<Outcome, Complaint> {
    const HEADING: Style = Style::new().bold();
    const WORD: Style = AnsiColor::Cyan.on_default().bold();
    let dialects = Dialect::all();
    let mut out = BufWriter::new(anstream::stdout().lock());

    let longest = dialects.iter().map(|dialect| dialect.name().len()).max().unwrap_or(0);
    for dialect in dialects {
        writeln!(out, "{WORD}{:longest$}{WORD:#}  {}", dialect.name(), dialect.title().unwrap_or_default())?;
        if let Some(request) = dialect.request() {
            writeln!(out, "{:longest$}  {request}", "")?;
        }
    }
    writeln!(out)?;

    let rows = rows(dialects);
    let mut widths: Vec<usize> = dialects.iter().map(|dialect| dialect.name().len()).collect();
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(&row.cells) {
            *width = cell.len().max(*width);
        }
    }
    let first = rows.iter().map(|row| row.meaning.len()).max().unwrap_or(0);
    let mut heading = format!("{:first$}", "");
    for (dialect, width) in dialects.iter().zip(&widths) {
        heading.push_str(&format!("  {:width$}", dialect.name()));
    }
    writeln!(out, "{HEADING}{}{HEADING:#}", heading.trim_end())?;
    for row in &rows {
        let mut cells = String::new();
        for (cell, width) in row.cells.iter().zip(&widths) {
            cells.push_str(&format!("  {cell:width$}"));
        }
        writeln!(out, "{WORD}{:first$}{WORD:#}{}", row.meaning, cells.trim_end())?;
    }
    writeln!(out, "\n? need not be there   [] a list of them")?;
    out.flush()?;
    Ok(Outcome::FINE)
}

fn rows(dialects: &[Dialect]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (column, dialect) in dialects.iter().enumerate() {
        // A meaning that is new goes behind the one that stands before it in its own dialect.
        let mut behind = 0;
        for member in dialect.members().iter().filter(|member| !member.misspelt) {
            // One task or a list of them: the same line of the table.
            let meaning = if member.meaning == "tasks" { "task" } else { member.meaning };
            let at = rows.iter().position(|row| row.meaning == meaning).unwrap_or_else(|| {
                rows.insert(behind, Row { meaning, cells: vec![String::new(); dialects.len()] });
                behind
            });
            behind = at + 1;
            let mut names = member.path.split('/').filter(|step| !step.is_empty() && *step != "*");
            let name = names.next_back().unwrap_or_default();
            let depth = names.count();
            let list = if member.meaning == "tasks" { "[]" } else { "" };
            let optional = if member.required { "" } else { "?" };
            rows[at].cells[column] = format!("{:indent$}{name}{list}{optional}", "", indent = 2 * depth);
        }
    }
    rows
}
