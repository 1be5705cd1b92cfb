//! `--dialect` and `schema`: a dialect by its name, or of one's own out of a file.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::Path;

use taskcenter::Dialect;

use crate::escape::{file_name, reason};
use crate::outcome::{Complaint, Outcome};
use crate::suggest::{did_you_mean, nearest};

/// The dialect that somebody named on the command line.
pub fn choose(name: &OsStr) -> Result<Dialect, Complaint> {
    if let Some(dialect) = name.to_str().and_then(Dialect::named) {
        return Ok(dialect.clone());
    }
    let path = Path::new(name);
    let shown = file_name(name);
    // A word without a folder or an ending is meant as a name, and answered as one.
    let is_word = path.extension().is_none() && path.components().count() == 1;
    if is_word && !path.is_file() {
        let names: Vec<_> = Dialect::all().iter().map(Dialect::name).collect();
        let near = did_you_mean(&nearest(&shown, names.iter().copied()));
        let names = names.join(", ");
        return Err(Complaint::Usage(format!(
            "no dialect is called `{shown}`, and there is no such file{near} (dialects: {names})"
        )));
    }
    let unusable = |reason: String| Complaint::Usage(format!("the dialect {shown} {reason}"));
    let text =
        fs::read_to_string(path).map_err(|error| unusable(format!("can't be opened: {}", reason(&error))))?;
    Dialect::from_schema(&stem(path), &text).map_err(|error| {
        let place =
            if error.pointer.is_empty() { "its beginning".to_owned() } else { format!("`{}`", error.pointer) };
        unusable(format!("isn't understood at {place}: {}", error.message))
    })
}

/// The name of the file without `.schema.json` and the like: what its dialect is called.
fn stem(path: &Path) -> String {
    let name = path.file_name().map(file_name).unwrap_or_default();
    let name = name.strip_suffix(".json").unwrap_or(&name);
    name.strip_suffix(".schema").unwrap_or(name).to_owned()
}

/// `taskcenter schema`: the dialect's JSON Schema with all that it refers to.
pub fn schema(name: &OsStr) -> Result<Outcome, Complaint> {
    let bundled = choose(name)?.bundled();
    let mut out = std::io::stdout().lock();
    out.write_all(bundled.as_bytes())?;
    if !bundled.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(Outcome::FINE)
}
