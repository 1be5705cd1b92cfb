//! `taskcenter generate`: histories that nobody's service answered, for load and for fixtures.

use std::fs::File;
use std::io;

use taskcenter_generate::{History, Layout, Order};

use crate::args::Generate;
use crate::escape::{file_name, reason};
use crate::outcome::{Complaint, Outcome};

/// Makes up a history, and writes it body by body.
pub fn generate(args: &Generate) -> Result<Outcome, Complaint> {
    let history = History {
        dialects: args.dialect.clone(),
        page: args.page.map(|tasks| tasks as usize),
        messes: args.messes,
        kinds: args.mess.clone(),
        seed: args.seed,
        size: args.size,
        order: if args.shuffled { Order::Shuffled } else { Order::Documented },
        layout: if args.pretty { Layout::Pretty } else { Layout::Compact },
    };
    match args.output.as_deref().filter(|path| *path != "-") {
        None => {
            history.write(io::stdout().lock())?;
        }
        Some(path) => {
            let written = File::create(path).and_then(|file| history.write(file));
            written.map_err(|error| {
                Complaint::Usage(format!("{} can't be written: {}", file_name(path), reason(&error)))
            })?;
        }
    }
    Ok(Outcome::FINE)
}
