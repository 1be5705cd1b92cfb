//! `taskcenter check`: the judgement on captured responses.

use crate::args::{Check, CheckFormat};
use crate::baseline::Baseline;
use crate::bodies::{Report, report_judged};
use crate::deny::Rules;
use crate::judge::Judge;
use crate::outcome::{Complaint, Outcome, remark};
use crate::report::github::Github;
use crate::report::json::Json;
use crate::report::junit::Junit;
use crate::report::sarif::Sarif;
use crate::report::text::Text;

/// Reads everything, and reports it in the format that was asked for.
pub fn check(args: &Check) -> Result<Outcome, Complaint> {
    match args.format {
        CheckFormat::Text => check_for(args, &mut Text::on_stdout(args.quiet)),
        CheckFormat::Json => check_for(args, &mut Json::on_stdout()),
        CheckFormat::Sarif => check_for(args, &mut Sarif::on_stdout(args.quiet)),
        CheckFormat::Github => check_for(args, &mut Github::on_stdout(args.quiet)),
        CheckFormat::Junit => check_for(args, &mut Junit::on_stdout(args.quiet)),
    }
}

fn check_for(args: &Check, report: &mut impl Report) -> Result<Outcome, Complaint> {
    let rules = Rules::new(&args.read.deny, &args.read.allow)?;
    let baseline = args.baseline.as_deref().map(Baseline::read).transpose()?;
    let mut judge = Judge::new(rules).against(baseline).noting(args.write_baseline.is_some());
    let outcome = report_judged(&args.read, &mut judge, report)?;
    if let (Some(path), Some(ledger)) = (&args.write_baseline, judge.into_ledger()) {
        let total = ledger.total();
        ledger.write(path)?;
        let findings = if total == 1 { "finding is" } else { "findings are" };
        remark(format_args!("{total} {findings} in the new baseline"));
    }
    Ok(outcome)
}
