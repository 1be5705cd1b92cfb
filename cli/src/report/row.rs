//! A task on a line of its own: JSON, or CSV that no spreadsheet runs.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use chrono::{DateTime, FixedOffset, SecondsFormat};
use serde::Serialize;
use taskcenter::Task;

use crate::escape::{is_hidden, json_line};

/// A task, and where it is from.
#[derive(Serialize)]
pub struct Row<'r> {
    pub source: &'r str,
    pub line: usize,
    pub dialect: Option<&'r str>,
    #[serde(flatten)]
    pub task: Task<'r>,
}

/// How rows are spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// An object a line.
    Ndjson,
    /// A header, and a record a line.
    Csv,
}

const COLUMNS: [&str; 14] = [
    "source",
    "line",
    "dialect",
    "id",
    "name",
    "status",
    "created",
    "ended",
    "progress",
    "instance_id",
    "instance_name",
    "instance_status",
    "fail_reason",
    "entities",
];

/// Behind the others, so that these stay where they were.
const LAST: [&str; 5] = ["extra", "status_word", "planned_start", "planned_end", "parent_id"];

impl Spelling {
    /// What stands before the first row.
    pub fn head(self, out: &mut impl Write) -> io::Result<()> {
        match self {
            Spelling::Ndjson => Ok(()),
            Spelling::Csv => record(out, COLUMNS.into_iter().chain(LAST)),
        }
    }

    /// One row.
    pub fn row(self, out: &mut impl Write, row: &Row<'_>) -> io::Result<()> {
        match self {
            Spelling::Ndjson => json_line(out, row),
            Spelling::Csv => record(out, cells(row)?.iter().map(|cell| cell.as_ref())),
        }
    }
}

fn record<'c>(out: &mut impl Write, cells: impl Iterator<Item = &'c str>) -> io::Result<()> {
    let mut csv = csv::WriterBuilder::new().buffer_capacity(1 << 10).from_writer(out);
    csv.write_record(cells).map_err(io::Error::other)?;
    csv.flush()
}

fn cells<'r>(row: &'r Row<'_>) -> io::Result<[Cow<'r, str>; 19]> {
    let task = &row.task;
    let instance = task.instance.as_ref();
    let text = |text: Option<&'r str>| text.map_or(Cow::Borrowed(""), cell);
    let entities = task.entities.as_ref().map(json).transpose()?.unwrap_or_default();
    let extra = if task.extra.is_empty() { String::new() } else { json(&task.extra)? };
    Ok([
        cell(row.source),
        row.line.to_string().into(),
        text(row.dialect),
        text(task.id.as_deref()),
        text(task.name.as_deref()),
        text(task.status.as_ref().map(|status| status.as_str())),
        task.created.map(time).unwrap_or_default().into(),
        task.ended.map(time).unwrap_or_default().into(),
        task.progress.map(|progress| progress.to_string()).unwrap_or_default().into(),
        text(instance.and_then(|instance| instance.id.as_deref())),
        text(instance.and_then(|instance| instance.name.as_deref())),
        text(instance.and_then(|instance| instance.status.as_deref())),
        text(task.fail_reason()),
        entities.into(),
        extra.into(),
        text(task.status_word.as_deref()),
        task.planned_start.map(time).unwrap_or_default().into(),
        task.planned_end.map(time).unwrap_or_default().into(),
        text(task.parent_id.as_deref()),
    ])
}

/// Times of services aren't text of theirs any more; one before the year 0 begins with a sign.
fn time(time: DateTime<FixedOffset>) -> String {
    cell(&time.to_rfc3339_opts(SecondsFormat::AutoSi, true)).into_owned()
}

fn json(value: &impl Serialize) -> io::Result<String> {
    let mut line = Vec::new();
    json_line(&mut line, value)?;
    let mut line = String::from_utf8(line).map_err(io::Error::other)?;
    line.truncate(line.trim_end().len());
    Ok(line)
}

/// A text of a stranger as a cell: no formula, and nothing hidden. Both can be taken back.
pub fn cell(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    if is_run(text) { Cow::Owned(format!("'{shown}")) } else { shown }
}

/// Whether a spreadsheet may take the text for a formula, or lose its first sign.
fn is_run(text: &str) -> bool {
    if text.starts_with(['\'', '\t', '\r', '\n']) {
        return true;
    }
    // Blanks, quotes and what nobody sees are dropped by some before they look.
    let ignored = |character: char| character.is_whitespace() || is_hidden(character) || "'\"".contains(character);
    text.trim_start_matches(ignored).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Hidden characters and line ends as `\u{1b}`; what looks like one of these, with its backslash so.
fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) && !text.contains("\\u{") {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len().saturating_add(16));
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        if is_hidden(character) || (character == '\\' && rest.as_str().starts_with("u{")) {
            // Writing to a String doesn't fail.
            let _ = write!(shown, "{}", character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    fn back(cell: &str) -> String {
        let mut rest = cell.strip_prefix('\'').unwrap_or(cell);
        let mut text = String::new();
        while let Some((before, after)) = rest.split_once("\\u{") {
            let (code, after) = after.split_once('}').expect("a closed escape");
            let code = u32::from_str_radix(code, 16).expect("a number");
            text.push_str(before);
            text.push(char::from_u32(code).expect("a character"));
            rest = after;
        }
        text + rest
    }

    #[test]
    fn cells_are_no_formulas_and_can_be_taken_back() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "\tx",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            " =1",
            "\"=1",
            "'=1",
            "' =1",
            "'",
            "''",
            "'x",
            "\u{feff}=1",
            "\u{200b}=1",
            "\u{a0}=1",
            " \"' =1",
        ] {
            assert!(cell(text).starts_with('\''), "{text:?}");
            assert_eq!(back(&cell(text)), text);
        }
        for text in ["", "x", "1", "a=1", "漢字", "\"x\"", "\u{1b}[31m", "\\u{1b}", "\\u{", "a\nb", "\\\\u{41}"]
        {
            assert!(!cell(text).starts_with('\''), "{text:?}");
            assert_eq!(back(&cell(text)), text);
            assert!(!cell(text).contains(is_hidden));
        }
    }
}
