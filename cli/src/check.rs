//! `taskcenter check`: the judgement on captured responses.

use crate::args::{Check, CheckFormat};
use crate::baseline::Baseline;
use crate::bodies::report_judged;
use crate::deny::Rules;
use crate::jobs::report_split;
use crate::judge::Judge;
use crate::outcome::{Complaint, Outcome, remark};
use crate::report::github::Github;
use crate::report::json::Json;
use crate::report::junit::Junit;
use crate::report::sarif::Sarif;
use crate::report::text::Text;
use crate::report::{Report, Split};

/// Reads everything, and reports it in the format that was asked for.
pub fn check(args: &Check) -> Result<Outcome, Complaint> {
    match args.format {
        CheckFormat::Text => check_split(args, &mut Text::on_stdout(args.quiet)),
        CheckFormat::Json => check_split(args, &mut Json::on_stdout()),
        CheckFormat::Sarif => check_whole(args, &mut Sarif::on_stdout(args.quiet)),
        CheckFormat::Github => check_whole(args, &mut Github::on_stdout(args.quiet)),
        CheckFormat::Junit => check_whole(args, &mut Junit::on_stdout(args.quiet)),
    }
}

fn check_whole(args: &Check, report: &mut impl Report) -> Result<Outcome, Complaint> {
    check_by(args, |judge| report_judged(&args.read, judge, report))
}

fn check_split(args: &Check, report: &mut impl Split) -> Result<Outcome, Complaint> {
    check_by(args, |judge| report_split(&args.read, args.jobs.count(), judge, report))
}

fn check_by(
    args: &Check,
    report: impl FnOnce(&mut Judge) -> Result<Outcome, Complaint>,
) -> Result<Outcome, Complaint> {
    let rules = Rules::new(&args.read.deny, &args.read.allow)?;
    let baseline = args.baseline.as_deref().map(Baseline::read).transpose()?;
    let mut judge = Judge::new(rules).against(baseline).noting(args.write_baseline.is_some());
    let outcome = report(&mut judge)?;
    if let (Some(path), Some(ledger)) = (&args.write_baseline, judge.into_ledger()) {
        let total = ledger.total();
        ledger.write(path)?;
        let findings = if total == 1 { "finding is" } else { "findings are" };
        remark(format_args!("{total} {findings} in the new baseline"));
    }
    Ok(outcome)
}
