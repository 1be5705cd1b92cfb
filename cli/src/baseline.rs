//! `--baseline`: findings that are known already, so that only new ones count.
//!
//! A finding is known again by its source, code, JSON pointer and text. None of these moves when
//! other lines do. Findings that are alike in all four are counted.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use taskcenter::{Code, Deviation, Error};

use crate::escape::{file_name, json_line, reason};
use crate::outcome::Complaint;

/// How many characters of a text stand in a baseline, which people read.
const LONGEST: usize = 120;

const FORMAT: &str = "taskcenter-baseline";

/// By what a finding is known again. Sorted as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// The path, as it was given.
    pub source: String,
    /// The code.
    pub code: String,
    /// The JSON pointer.
    pub at: String,
    /// What was found; of a member that isn't there, its name.
    pub text: String,
}

impl Entry {
    /// Of a deviation.
    pub fn of_deviation(source: &str, deviation: &Deviation<'_>) -> Self {
        let text = match deviation.code {
            // What was found is all of the object that lacks it, and any change would be a new finding.
            Code::MissingMember => deviation.message.split('`').nth(1).unwrap_or_default(),
            // Where the list was cut is no part of the body.
            Code::DeviationsCapped => "",
            _ => &deviation.found,
        };
        Entry::new(source, deviation.code.as_str(), &deviation.pointer, text)
    }

    /// Of an error, which has a place and no text.
    pub fn of_error(source: &str, error: &Error) -> Self {
        Entry::new(source, error.code.as_str(), "", "")
    }

    fn new(source: &str, code: &str, at: &str, text: &str) -> Self {
        let longer = text.char_indices().nth(LONGEST).and_then(|(end, _)| text.split_at_checked(end));
        let text = match longer {
            Some((start, _)) => format!("{start}… ({} bytes)", text.len()),
            None => text.to_owned(),
        };
        Entry { source: source.to_owned(), code: code.to_owned(), at: at.to_owned(), text }
    }

    /// The entry in 32 hexadecimal digits (FNV-1a), the same ones in each run and each release.
    pub fn fingerprint(&self) -> String {
        let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
        for part in [&self.source, &self.code, &self.at, &self.text] {
            // 0xFF is in no text, so it tells where a part ends.
            for byte in part.bytes().chain([0xFF]) {
                hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
            }
        }
        format!("{hash:032x}")
    }
}

/// One line of the file.
#[derive(Serialize, Deserialize)]
struct Line {
    #[serde(flatten)]
    entry: Entry,
    #[serde(default = "once", skip_serializing_if = "is_once")]
    times: u64,
}

const fn once() -> u64 {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde wants it
const fn is_once(times: &u64) -> bool {
    *times == 1
}

#[derive(Deserialize)]
struct File {
    format: String,
    version: u32,
    findings: Vec<Line>,
}

/// How often each finding is known, and how often it still has to come.
#[derive(Debug)]
pub struct Baseline {
    left: BTreeMap<Entry, u64>,
    known: u64,
    sources: BTreeSet<String>,
}

/// What became of a baseline.
#[derive(Debug, Default)]
pub struct Standing {
    /// Findings that were in it.
    pub known: u64,
    /// What it has of the sources that were read, and didn't occur, with how often it didn't.
    pub gone: Vec<(Entry, u64)>,
    /// Findings that it has of other sources.
    pub elsewhere: u64,
}

impl Baseline {
    /// Reads a baseline.
    pub fn read(path: &Path) -> Result<Self, Complaint> {
        let shown = file_name(path.as_os_str());
        let unusable = |what: String| Complaint::Usage(format!("the baseline {shown} {what}"));
        let text = fs::read(path).map_err(|error| {
            let hint = match error.kind() {
                std::io::ErrorKind::NotFound => "; --write-baseline makes one",
                _ => "",
            };
            unusable(format!("can't be opened: {}{hint}", reason(&error)))
        })?;
        let file: File =
            serde_json::from_slice(&text).map_err(|error| unusable(format!("isn't understood: {error}")))?;
        if file.format != FORMAT || file.version != 1 {
            return Err(unusable(format!("isn't understood: it is no {FORMAT} of version 1")));
        }
        let mut left = BTreeMap::new();
        for Line { entry, times } in file.findings {
            let count: &mut u64 = left.entry(entry).or_default();
            *count = count.saturating_add(times);
        }
        Ok(Baseline { left, known: 0, sources: BTreeSet::new() })
    }

    /// Takes notice that a source is read.
    pub fn begin(&mut self, source: &str) {
        self.sources.insert(source.to_owned());
    }

    /// Whether it has a finding; each as often as it stands there.
    pub fn takes(&mut self, entry: &Entry) -> bool {
        match self.left.get_mut(entry) {
            Some(left) if *left > 0 => {
                *left = left.saturating_sub(1);
                self.known = self.known.saturating_add(1);
                true
            }
            _ => false,
        }
    }

    /// What became of it.
    pub fn standing(&self) -> Standing {
        let mut standing = Standing { known: self.known, ..Standing::default() };
        for (entry, left) in self.left.iter().filter(|(_, left)| **left > 0) {
            if self.sources.contains(&entry.source) {
                standing.gone.push((entry.clone(), *left));
            } else {
                standing.elsewhere = standing.elsewhere.saturating_add(*left);
            }
        }
        standing
    }
}

impl Standing {
    /// How many findings are gone.
    pub fn gone_total(&self) -> u64 {
        self.gone.iter().fold(0, |total, (_, times)| total.saturating_add(*times))
    }
}

/// All findings of a run, for a new baseline. It grows with the findings that differ.
#[derive(Debug, Default)]
pub struct Ledger(BTreeMap<Entry, u64>);

impl Ledger {
    /// Writes down one more.
    pub fn note(&mut self, entry: Entry) {
        let times = self.0.entry(entry).or_default();
        *times = times.saturating_add(1);
    }

    /// How many there are.
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// Writes the baseline: sorted, an entry a line, so that a diff shows which findings came and went.
    pub fn write(self, path: &Path) -> Result<(), Complaint> {
        let mut text = format!("{{\"format\":\"{FORMAT}\",\"version\":1,\"findings\":[").into_bytes();
        for (index, (entry, times)) in self.0.into_iter().enumerate() {
            // The line before ends with its own line feed.
            text.extend_from_slice(if index == 0 { b"\n " } else { b"," });
            json_line(&mut text, &Line { entry, times })?;
        }
        text.extend_from_slice(b"]}\n");
        fs::write(path, text).map_err(|error| {
            let path = file_name(path.as_os_str());
            Complaint::Usage(format!("the baseline {path} can't be written: {}", reason(&error)))
        })
    }
}
