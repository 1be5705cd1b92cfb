//! Any bytes as a capture with a strange name, and everything that is printed of it.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use taskcenter_cli::fuzzing::{Format, printed};

use crate::dice;

/// Nothing drives a terminal, ends a command or breaks out of a cell; and each format still is one.
pub fn output(data: &[u8]) {
    let name: Vec<u8> = data.iter().copied().filter(|byte| *byte != 0).take(24).collect();
    let dice = dice(data);
    let format = Format::ALL[dice as usize % Format::ALL.len()];
    let out = printed(format, OsStr::from_bytes(&name), data, dice >> 8 & 7 == 0).expect("a Vec takes everything");
    let text = String::from_utf8(out).expect("the output is UTF-8");
    for character in text.chars() {
        assert!(!drives(character), "{character:?} in {format:?}: {text:?}");
    }
    match format {
        Format::Text => {}
        Format::Json | Format::Ndjson => {
            for line in text.lines() {
                let line: Result<&serde_json::value::RawValue, _> = serde_json::from_str(line);
                assert!(line.is_ok(), "no JSON: {line:?}");
            }
        }
        Format::Sarif => {
            let document: Result<&serde_json::value::RawValue, _> = serde_json::from_str(&text);
            assert!(document.is_ok(), "no JSON: {document:?}");
        }
        Format::Junit => {
            roxmltree::Document::parse(&text).expect("XML");
        }
        Format::Github => text.lines().for_each(command),
        Format::Csv => table(&text),
    }
}

/// Whether it does something to a terminal, or to the order of what is read.
fn drives(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n'))
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A line of a workflow's log is one of our commands, with our properties, or none.
fn command(line: &str) {
    if let Some(rest) = line.trim_start().strip_prefix("::") {
        let (head, _) = rest.split_once("::").expect("a command ends");
        let (word, properties) = head.split_once(' ').expect("a command has a title");
        assert!(matches!(word, "error" | "warning" | "notice"), "{line:?}");
        for property in properties.split(',') {
            let (name, _) = property.split_once('=').expect("a property has a value");
            assert!(matches!(name, "file" | "line" | "col" | "endColumn" | "title"), "{line:?}");
        }
    }
    assert!(!line.contains("##["), "{line:?}");
}

/// Every record has the columns of the head, and no cell is a formula.
fn table(text: &str) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    for record in reader.records() {
        let record = record.expect("as many cells as in the first row");
        for cell in &record {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell:?}");
        }
    }
}
