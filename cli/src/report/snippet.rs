//! The line in which something stands, with carets under it.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::fmt::Write;

use unicode_width::UnicodeWidthChar;

use crate::escape::{is_command, is_hidden};

/// How many columns of a line are shown at most.
pub const WIDEST: usize = 100;

/// How many columns of a cut line stand before the place.
const BEFORE: usize = 30;

/// How far from the place bytes are looked at. A line can be as long as the capture, and there can be
/// a thousand findings in it.
const REACH: usize = 2 * WIDEST;

const TAB: &str = "    ";

/// A part of a body as people see it: harmless, on one line, with the place marked.
#[derive(Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The text.
    pub text: String,
    /// How many columns stand before the place.
    pub column: usize,
    /// How many columns the place takes in this line; at least one.
    pub width: usize,
}

impl Snippet {
    /// The carets, under the text.
    pub fn carets(&self) -> String {
        format!("{:column$}{}", "", "^".repeat(self.width), column = self.column)
    }
}

/// Shows so many columns of the line in which a span begins; `None` if there is nothing on it.
pub fn snippet(body: &[u8], span: std::ops::Range<usize>, widest: usize) -> Option<Snippet> {
    let start = span.start.min(body.len());
    let end = span.end.clamp(start, body.len());

    let (before, behind) = body.split_at_checked(start)?;
    let from = start.saturating_sub(REACH);
    let near = before.get(from..).unwrap_or_default();
    let line = near.iter().rposition(|byte| *byte == b'\n').map(|at| from.saturating_add(at).saturating_add(1));
    let first = line.unwrap_or_else(|| whole_character(body, from).min(start));
    let near = behind.get(..REACH).unwrap_or(behind);
    let line_end = near.iter().position(|byte| *byte == b'\n').map(|at| start.saturating_add(at));
    let to = start.saturating_add(near.len());
    let last = line_end.unwrap_or_else(|| whole_character(body, to).max(start));
    let mut shown = body.get(first..last).unwrap_or_default();
    // Of a line's end CR LF nothing is shown, unless the place is there.
    if line_end.is_some() && last > start {
        shown = shown.strip_suffix(b"\r").unwrap_or(shown);
    }
    let column = start.saturating_sub(first);
    let place = column..end.saturating_sub(first).min(shown.len()).max(column);
    let cut_before = line.is_none() && first > 0;
    let cut_after = line_end.is_none() && last < body.len();
    if let Some(text) = plain(shown) {
        return Some(plain_window(text, place, cut_before, cut_after, widest));
    }
    let (cells, column, width) = cells(shown, place.start, place.end);
    if cells.iter().all(Cell::is_blank) {
        return None;
    }
    Some(window(&cells, column, width, cut_before, cut_after, widest))
}

/// The line as text, if each byte of it is a character of one column, and not all are blanks.
fn plain(line: &[u8]) -> Option<&str> {
    let is_plain = line.iter().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'));
    let text = std::str::from_utf8(line).ok().filter(|_| is_plain)?;
    // What could be a command is looked at more closely.
    (!text.contains("##") && text.contains(|character| character != ' ')).then_some(text)
}

/// The same as [`window`] where columns are bytes, as they are in most lines.
fn plain_window(
    line: &str,
    place: std::ops::Range<usize>,
    cut_before: bool,
    cut_after: bool,
    widest: usize,
) -> Snippet {
    let from = place.start.saturating_sub(BEFORE).min(line.len().saturating_sub(widest));
    let to = from.saturating_add(widest).min(line.len());
    let before = if from > 0 || cut_before { "…" } else { "" };
    let after = if to < line.len() || cut_after { "…" } else { "" };
    let column = place.start.saturating_sub(from);
    let width = place.len().min(to.saturating_sub(from.saturating_add(column))).max(1);
    let text = [before, line.get(from..to).unwrap_or_default(), after].concat();
    Snippet { text, column: column.saturating_add(before.chars().count()), width }
}

/// The next place at which no character is in its middle.
fn whole_character(body: &[u8], at: usize) -> usize {
    let behind = body.iter().skip(at).take(3);
    at.saturating_add(behind.take_while(|byte| **byte & 0xC0 == 0x80).count())
}

/// What one column, or more, of a line holds.
enum Cell {
    Plain(char),
    Tab,
    /// A character that isn't shown itself.
    Hidden(char),
    /// A byte that is no part of any character.
    Broken(u8),
}

impl Cell {
    fn of(character: char) -> Self {
        match character {
            ' '..='~' => Cell::Plain(character),
            '\t' => Cell::Tab,
            _ if is_hidden(character) => Cell::Hidden(character),
            _ => Cell::Plain(character),
        }
    }

    /// How many columns it takes: combining characters none, and what is spelled out its letters.
    fn width(&self) -> usize {
        match self {
            Cell::Plain(' '..='~') => 1,
            Cell::Plain(character) => character.width().unwrap_or(0),
            Cell::Tab => TAB.len(),
            Cell::Hidden(character) => character.escape_unicode().len(),
            Cell::Broken(_) => 4,
        }
    }

    fn is_blank(&self) -> bool {
        match self {
            Cell::Plain(character) => character.is_whitespace(),
            Cell::Tab => true,
            Cell::Hidden(_) | Cell::Broken(_) => false,
        }
    }

    fn show(&self, text: &mut String) {
        match self {
            Cell::Plain(character) => text.push(*character),
            Cell::Tab => text.push_str(TAB),
            Cell::Hidden(character) => text.extend(character.escape_unicode()),
            // Writing to a String doesn't fail.
            Cell::Broken(byte) => drop(write!(text, "\\x{byte:02x}")),
        }
    }
}

/// The characters of a line, and where in it the place begins and how wide it is.
fn cells(line: &[u8], start: usize, end: usize) -> (Vec<Cell>, usize, usize) {
    let mut cells = Vec::with_capacity(line.len());
    let (mut at, mut before, mut within) = (0usize, 0usize, 0usize);
    let mut take = |cell: Cell, bytes: usize| {
        if at < start {
            before = before.saturating_add(cell.width());
        } else if at < end {
            within = within.saturating_add(cell.width());
        }
        at = at.saturating_add(bytes);
        cells.push(cell);
    };
    for chunk in line.utf8_chunks() {
        let valid = chunk.valid();
        for (place, character) in valid.char_indices() {
            let command = character == '#' && is_command(valid, place);
            take(if command { Cell::Hidden(character) } else { Cell::of(character) }, character.len_utf8());
        }
        chunk.invalid().iter().for_each(|byte| take(Cell::Broken(*byte), 1));
    }
    (cells, before, within)
}

/// As much of a line as fits, around the place.
fn window(
    cells: &[Cell],
    column: usize,
    width: usize,
    cut_before: bool,
    mut cut_after: bool,
    widest: usize,
) -> Snippet {
    let all: usize = cells.iter().map(Cell::width).sum();
    // Towards the line's end there is room for more of what stands before.
    let from = column.saturating_sub(BEFORE).min(all.saturating_sub(widest));
    let mut text = String::new();
    let to = from.saturating_add(widest);
    let (mut at, mut shown_from, mut shown_to) = (0usize, None, 0);
    for cell in cells {
        let end = at.saturating_add(cell.width());
        if at >= from {
            if end > to {
                cut_after = true;
                break;
            }
            shown_from.get_or_insert(at);
            cell.show(&mut text);
            shown_to = end;
        }
        at = end;
    }
    let shown_from = shown_from.unwrap_or(column);
    let mut column = column.saturating_sub(shown_from);
    let width = width.min(shown_to.saturating_sub(shown_from.saturating_add(column))).max(1);
    if shown_from > 0 || cut_before {
        text.insert(0, '…');
        column = column.saturating_add(1);
    }
    if cut_after {
        text.push('…');
    }
    Snippet { text, column, width }
}

#[cfg(test)]
#[allow(clippy::expect_used, clippy::string_slice, clippy::arithmetic_side_effects)]
mod tests {
    use super::*;

    fn shown(body: &str, span: &str) -> String {
        let start = body.find(span).expect("the span is in the body");
        let snippet = snippet(body.as_bytes(), start..start + span.len(), WIDEST).expect("a line");
        format!("{}\n{}", snippet.text, snippet.carets())
    }

    #[test]
    fn carets_stand_under_the_place() {
        assert_eq!(shown("{\n \"a\": 1,\r\n \"b\": 2}", "\"a\""), " \"a\": 1,\n ^^^");
        assert_eq!(shown("\t\"a\": 1", "\"a\""), "    \"a\": 1\n    ^^^");
    }

    #[test]
    fn plain_lines_are_shown_as_any_other() {
        let line = "abcdefghi jklmnopqrstuvwxyz".repeat(9);
        for length in [1usize, 27, 99, 100, 101, 130, 243] {
            for start in [0, 1, 29, 30, 31, 70, 100, 142, length.saturating_sub(1), length] {
                for (width, cut) in [(0, false), (1, true), (8, false), (200, true)] {
                    let line = &line[..length];
                    let place = start.min(length)..(start + width).min(length).max(start.min(length));
                    let (all, column, width) = cells(line.as_bytes(), place.start, place.end);
                    for widest in [WIDEST, 40] {
                        let expected = window(&all, column, width, cut, !cut, widest);
                        let plain = plain_window(line, place.clone(), cut, !cut, widest);
                        assert_eq!(plain, expected, "{place:?} in {length}");
                        assert!(
                            plain.text.chars().count() <= widest + 2 && plain.column + plain.width <= widest + 2
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn wide_and_combining_characters_take_their_columns() {
        assert_eq!(shown("\"漢字\": 1, \"e\u{301}\": 2", "2"), "\"漢字\": 1, \"e\u{301}\": 2\n                ^");
        assert_eq!(shown("\"\u{1b}\": 1", "1"), "\"\\u{1b}\": 1\n          ^");
    }

    #[test]
    fn a_place_of_many_lines_ends_with_its_first() {
        assert_eq!(shown("{\"job\": {\n}}", "{\n}"), "{\"job\": {\n        ^");
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let body = format!("{}HERE{}", "é".repeat(3000), "b".repeat(3000));
        let shown = shown(&body, "HERE");
        let expected = format!("…{}HERE{}…\n{}^^^^", "é".repeat(30), "b".repeat(66), " ".repeat(31));
        assert_eq!(shown, expected);
    }

    #[test]
    fn the_end_and_what_is_no_text_have_places_too() {
        assert_eq!(snippet(b"{\"a\"", 4..4, WIDEST), Some(Snippet { text: "{\"a\"".into(), column: 4, width: 1 }));
        assert_eq!(snippet(b"{}\n", 3..3, WIDEST), None);
        assert!(snippet(b"\x80\x80\x80", 0..1, WIDEST).is_some());
        assert_eq!(snippet(b"", 0..0, WIDEST), None);
        assert_eq!(
            snippet(b"a\xffb", 1..2, WIDEST),
            Some(Snippet { text: "a\\xffb".into(), column: 1, width: 4 })
        );
    }
}
