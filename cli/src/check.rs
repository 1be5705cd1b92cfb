//! `taskcenter check`: the judgement on captured responses.

use crate::args::{Check, CheckFormat};
use crate::bodies;
use crate::outcome::{Complaint, Outcome};
use crate::report::json::Json;
use crate::report::text::Text;

/// Reads everything, and reports it in the format that was asked for.
pub fn check(args: &Check) -> Result<Outcome, Complaint> {
    match args.format {
        CheckFormat::Text => bodies::report(&args.read, &mut Text::on_stdout(args.quiet)),
        CheckFormat::Json => bodies::report(&args.read, &mut Json::on_stdout()),
    }
}
