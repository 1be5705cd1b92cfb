//! `taskcenter completions` and `taskcenter man`: the command line, told to shells and to `man`.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Args;
use crate::outcome::{Complaint, Outcome};

/// Prints what a shell has to know.
pub fn completions(shell: Shell) -> Result<Outcome, Complaint> {
    // Into memory first: the generator panics when nobody reads.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "taskcenter", &mut script);
    print(&script)
}

/// Prints the manual, with a part for each command.
pub fn man() -> Result<Outcome, Complaint> {
    let mut command = Args::command().disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut pages)?;
    for part in command.get_subcommands().filter(|part| !part.is_hide_set()) {
        let name = format!("taskcenter {}", part.get_name());
        let man = clap_mangen::Man::new(part.clone().display_name(name.clone()));
        writeln!(pages, ".SH \"{}\"", name.to_uppercase())?;
        man.render_synopsis_section(&mut pages)?;
        man.render_description_section(&mut pages)?;
        if part.get_arguments().next().is_some() {
            man.render_options_section(&mut pages)?;
        }
        if part.get_after_long_help().or(part.get_after_help()).is_some() {
            man.render_extra_section(&mut pages)?;
        }
    }
    print(&pages)
}

fn print(text: &[u8]) -> Result<Outcome, Complaint> {
    let mut out = io::stdout().lock();
    out.write_all(text)?;
    out.flush()?;
    Ok(Outcome::FINE)
}
