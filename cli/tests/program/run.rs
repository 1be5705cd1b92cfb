//! Running the program, and folders to run it in.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

/// What came of a run.
#[derive(Debug)]
pub struct Run {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// The lines of the standard output, each as JSON.
    pub fn json(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }

    /// The same, with null for lines that are nested more deeply than serde_json takes apart.
    pub fn json_if_flat(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap_or_default()).collect()
    }
}

/// The program, not yet started, as it runs in a pipe.
pub fn command(arguments: &[impl AsRef<OsStr>]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_taskcenter"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for variable in ["CLICOLOR", "CLICOLOR_FORCE", "NO_COLOR"] {
        command.env_remove(variable);
    }
    command
}

/// Runs the program in a folder.
pub fn run_in(folder: &Path, arguments: &[impl AsRef<OsStr>]) -> Run {
    finished(command(arguments).current_dir(folder), b"")
}

/// Runs the program with this on its standard input.
pub fn run_with(input: &[u8], arguments: &[impl AsRef<OsStr>]) -> Run {
    finished(&mut command(arguments), input)
}

pub fn finished(command: &mut Command, input: &[u8]) -> Run {
    let mut child = command.stdin(Stdio::piped()).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let output = std::thread::scope(|threads| {
        // While its output is read; and it may end without having read everything.
        threads.spawn(move || stdin.write_all(input));
        child.wait_with_output().expect("the program ends")
    });
    Run {
        status: output.status.code().unwrap_or_else(|| panic!("no signal ends it, and this is {}", output.status)),
        stdout: String::from_utf8(output.stdout).expect("the output is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("the messages are UTF-8"),
    }
}

/// A folder that goes away again.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("run-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).expect("a new folder");
        Folder(path)
    }

    /// A folder with these files.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let folder = Folder::new();
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    pub fn write(&self, name: impl AsRef<Path>, text: impl AsRef<[u8]>) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("files stand in folders")).expect("a new folder");
        fs::write(path, text).expect("a new file");
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn run(&self, arguments: &[impl AsRef<OsStr>]) -> Run {
        run_in(&self.0, arguments)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The repository's corpus.
pub fn corpus() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../corpus"))
}

/// Conforming, on one line.
pub const FINE: &str = r#"{"job":{"id":"31b8ae23-c687-4d80-b7b4-42a66c9bb886","name":"CreateMysqlSingleHAInstance","status":"Running","created":"2018-08-06T10:41:14+0000","process":"60%","instance":{"id":"a48e43ff268f4c0e879652d65e63d0fbin01","name":"mgr2-mysql-single"},"entities":{}}}"#;

/// Tolerated: ` status` and `60 % `, on one line.
pub const ODD: &str = r#"{"job":{"id":"31b8ae23-c687-4d80-b7b4-42a66c9bb886","name":"CreateMysqlSingleHAInstance"," status":"Running","created":"2018-08-06T10:41:14+0000","process":"60 % ","instance":{"id":"a48e43ff268f4c0e879652d65e63d0fbin01","name":"mgr2-mysql-single"},"entities":{}}}"#;

/// Rejected: cut off.
pub const CUT: &str = r#"{"job":{"process":"60%","id":"31b8ae23-c687-4d80-b7b4-42a66c9bb886","name":"Crea"#;
