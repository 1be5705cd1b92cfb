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

/// How wide the output is at most.
const WIDTH: usize = 100;

const HEADING: Style = Style::new().bold();
const WORD: Style = AnsiColor::Cyan.on_default().bold();

/// Shows the table of all dialects.
pub fn dialects() -> Result<Outcome, Complaint> {
    let dialects = Dialect::all();
    let mut out = BufWriter::new(anstream::stdout().lock());
    let longest = dialects.iter().map(|dialect| dialect.name().len()).max().unwrap_or(0);
    for dialect in dialects {
        let mut lines = folded(dialect.title().unwrap_or_default(), WIDTH - longest - 2);
        lines.extend(dialect.request().map(|request| folded(request, WIDTH - longest - 2)).unwrap_or_default());
        for (index, line) in lines.iter().enumerate() {
            let name = if index == 0 { dialect.name() } else { "" };
            writeln!(out, "{WORD}{name:longest$}{WORD:#}  {line}")?;
        }
    }
    // So many beside each other as there is room for.
    let rows = rows(dialects);
    let first = rows.iter().map(|row| row.meaning.len()).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row.cells[column].len());
        cells.chain([dialects[column].name().len()]).max().unwrap_or(0)
    };
    let mut from = 0;
    while from < dialects.len() {
        let (mut to, mut used) = (from, first);
        while to < dialects.len() && (to == from || used + 2 + width(to) <= WIDTH) {
            used += 2 + width(to);
            to += 1;
        }
        let columns: Vec<_> = (from..to).map(|column| (column, width(column))).collect();
        table(&mut out, dialects, &rows, &columns, first)?;
        from = to;
    }
    writeln!(out, "\n? need not be there   [] a list of them")?;
    out.flush()?;
    Ok(Outcome::FINE)
}

/// The table of some dialects, which are as wide as that.
fn table(
    out: &mut impl Write,
    dialects: &[Dialect],
    rows: &[Row],
    columns: &[(usize, usize)],
    first: usize,
) -> std::io::Result<()> {
    let mut heading = format!("{:first$}", "");
    for (column, width) in columns {
        heading.push_str(&format!("  {:width$}", dialects[*column].name()));
    }
    writeln!(out, "\n{HEADING}{}{HEADING:#}", heading.trim_end())?;
    for row in rows.iter().filter(|row| columns.iter().any(|(column, _)| !row.cells[*column].is_empty())) {
        let mut cells = String::new();
        for (column, width) in columns {
            cells.push_str(&format!("  {:width$}", row.cells[*column]));
        }
        writeln!(out, "{WORD}{:first$}{WORD:#}{}", row.meaning, cells.trim_end())?;
    }
    Ok(())
}

/// A text in lines of at most that width.
fn folded(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
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
            if !rows[at].cells[column].is_empty() {
                // What also stands beside the list of tasks is shown where it stands in a task.
                continue;
            }
            rows[at].cells[column] = format!("{:indent$}{name}{list}{optional}", "", indent = 2 * depth);
        }
    }
    rows
}
