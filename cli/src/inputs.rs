//! What is read: the paths of the command line, and the captures in the folders among them.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use crate::escape::{file_name, reason};
use crate::outcome::{Complaint, Outcome, complain, remark};

/// One capture that will be read.
pub enum Input {
    /// The standard input.
    Stdin,
    /// A file, by the path under which it was named or found.
    File(PathBuf),
}

impl Input {
    /// What it is called in reports.
    pub fn name(&self) -> String {
        match self {
            Input::Stdin => "-".to_owned(),
            Input::File(path) => file_name(path.as_os_str()),
        }
    }

    /// Opens it.
    pub fn open(&self) -> io::Result<Box<dyn Read>> {
        match self {
            Input::Stdin => Ok(Box::new(io::stdin().lock())),
            Input::File(path) => Ok(Box::new(File::open(path)?)),
        }
    }

    /// How many bytes there are to read; `None` for a pipe, of which nobody knows.
    pub fn size(&self) -> Option<u64> {
        match self {
            Input::Stdin => None,
            // What isn't there any more is said when it is read.
            Input::File(path) => Some(fs::metadata(path).map_or(0, |metadata| metadata.len())),
        }
    }

    /// Whether somebody may be waiting at the other end for the answer to a part of it.
    pub fn is_live(&self) -> bool {
        matches!(self, Input::Stdin)
    }
}

/// Everything that the command line names, and how much of it there isn't.
pub struct Inputs {
    /// In the order of the command line, folders in the order of their paths.
    pub list: Vec<Input>,
    /// Files in folders that aren't captures by their names.
    pub passed_over: usize,
    /// Whether each path could be found.
    pub outcome: Outcome,
}

/// Finds all that the command line names. What isn't there is told, and costs nothing else.
pub fn find(paths: &[OsString]) -> Result<Inputs, Complaint> {
    let mut inputs = Inputs { list: Vec::new(), passed_over: 0, outcome: Outcome::FINE };
    if paths.is_empty() {
        if io::stdin().is_terminal() {
            return Err(Complaint::Usage(
                "nothing to read: name files or folders, or pipe a capture into the standard input; \
                 --help shows examples"
                    .to_owned(),
            ));
        }
        inputs.list.push(Input::Stdin);
    }
    for path in paths {
        if path == "-" {
            inputs.list.push(Input::Stdin);
        } else if Path::new(path).is_dir() {
            inputs.folder(Path::new(path));
        } else {
            inputs.list.push(Input::File(PathBuf::from(path)));
        }
    }
    Ok(inputs)
}

impl Inputs {
    /// Adds the captures of a folder and of those in it.
    fn folder(&mut self, root: &Path) {
        let mut found = Vec::new();
        // Our own stack, since folders can be nested deeper than a call stack.
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            let entries = match fs::read_dir(&folder).and_then(|entries| entries.collect::<io::Result<Vec<_>>>()) {
                Ok(entries) => entries,
                Err(error) => {
                    self.missing(&folder, &error);
                    continue;
                }
            };
            for entry in entries {
                let path = entry.path();
                if entry.file_name().as_encoded_bytes().starts_with(b".") {
                    continue;
                }
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => folders.push(path),
                    // A link to a folder can lead into a circle, or out of what was named.
                    Ok(kind) if kind.is_symlink() && path.is_dir() => {
                        remark(format_args!(
                            "{}: a link to a folder is not followed",
                            file_name(path.as_os_str())
                        ));
                    }
                    // Pipes and devices in a folder would be waited for forever.
                    Ok(_) if path.is_file() && is_capture(&path) => found.push(path),
                    Ok(kind) if kind.is_symlink() && !path.exists() && is_capture(&path) => found.push(path),
                    Ok(_) => self.passed_over = self.passed_over.saturating_add(1),
                    Err(error) => self.missing(&path, &error),
                }
            }
        }
        if found.is_empty() {
            remark(format_args!("{}: no capture in this folder", file_name(root.as_os_str())));
        }
        found.sort();
        self.list.extend(found.into_iter().map(Input::File));
    }

    fn missing(&mut self, path: &Path, error: &io::Error) {
        complain(format_args!("{} can't be opened: {}", file_name(path.as_os_str()), reason(error)));
        self.outcome.worsen(Outcome::UNUSABLE);
    }
}

/// Whether a file in a folder is a capture, by its ending: what stands beside captures in
/// repositories is notes, tables and programs.
fn is_capture(path: &Path) -> bool {
    const ENDINGS: [&str; 7] = ["json", "jsonl", "ndjson", "har", "txt", "log", "gz"];
    let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_known_of_files_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        fs::write(&path, "twelve bytes").expect("a file");
        assert_eq!(Input::File(path).size(), Some(12));
        assert_eq!(Input::File(folder.path().join("gone")).size(), Some(0));
        assert_eq!(Input::Stdin.size(), None);
    }
}
