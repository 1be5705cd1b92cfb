//! The way that every command goes: inputs, the bodies in them, what each says, and a report of it.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;

use taskcenter::capture::{Body, Capture, Lines, Notice, NoticeKind};
use taskcenter::{Dialect, Limits, ReadOptions, Reading};

use crate::args;
use crate::deny::Rules;
use crate::dialect;
use crate::inputs::{self, Input};
use crate::judge::Judge;
use crate::outcome::{Complaint, Outcome, remark};
use crate::progress::{self, Counted};
use crate::redact::{Opinion, Redactor};
use crate::report::{Report, Run, Seen};
use crate::trouble::{Trouble, bodies, troubles};

/// Reads everything that was asked for, and reports it body by body.
pub fn report(args: &args::Read, report: &mut impl Report) -> Result<Outcome, Complaint> {
    let mut judge = Judge::new(Rules::new(&args.deny, &args.allow)?);
    report_judged(args, &mut judge, report)
}

/// The same, with somebody who judges the findings.
pub fn report_judged(
    args: &args::Read,
    judge: &mut Judge,
    report: &mut impl Report,
) -> Result<Outcome, Complaint> {
    run(args, judge, report, |reader, inputs, report, outcome| reader.sources(inputs, report, outcome))
}

/// Finds the inputs, has them read by somebody who gives the number of those that could be opened, and sums up.
pub fn run<R: Report>(
    args: &args::Read,
    judge: &mut Judge,
    report: &mut R,
    read: impl FnOnce(&mut Reader<'_>, &Arc<Vec<Input>>, &mut R, &mut Outcome) -> io::Result<usize>,
) -> Result<Outcome, Complaint> {
    let named = args.dialect.as_deref().map(dialect::choose).transpose()?;
    let inputs::Inputs { list, passed_over, mut outcome } = inputs::find(&args.paths)?;
    let list = Arc::new(list);
    let redactor = args.redact.then(|| Redactor::new(args.salt.as_deref()));
    let mut reader = Reader { options: ReadOptions::new().repair(args.repair), named, judge, redactor };
    let bar = progress::show(list.iter().map(Input::size), report.tells_at_the_end());
    let reported = || {
        let sources = read(&mut reader, &list, report, &mut outcome)?;
        drop(bar);
        let standing = reader.judge.standing();
        report.finish(&Run { sources, passed_over, outcome, standing })?;
        report.flush()?;
        if let Some(count) = reader.redactor.as_ref().map(Redactor::judged_otherwise).filter(|count| *count > 0) {
            let bodies = bodies(count);
            remark(format_args!("{bodies} judged otherwise than without --redact, which hid what was odd there"));
        }
        Ok(())
    };
    match reported() {
        Ok(()) => Ok(outcome),
        Err(error) => Err(Complaint::Output { error, so_far: outcome }),
    }
}

/// Reads a capture that is in memory already, as a run with nothing but it would.
#[cfg(fuzzing)]
pub fn report_bytes(input: &Input, bytes: &[u8], redact: bool, report: &mut impl Report) -> io::Result<Outcome> {
    let mut judge = Judge::new(Rules::new(&[], &[]).map_err(|_| io::ErrorKind::Other)?);
    let redactor = redact.then(|| Redactor::new(Some("salt")));
    let mut reader =
        Reader { options: ReadOptions::new().repair(redact), named: None, judge: &mut judge, redactor };
    let mut outcome = Outcome::FINE;
    let source = reader.shown(input.name());
    report.begin(input, &source)?;
    reader.capture(input, &source, bytes, report, &mut outcome)?;
    report.end()?;
    report.finish(&Run { sources: 1, passed_over: 0, outcome, standing: None })?;
    report.flush()?;
    Ok(outcome)
}

/// Whoever reads captures.
pub struct Reader<'a> {
    pub options: ReadOptions,
    pub named: Option<taskcenter::Dialect>,
    pub judge: &'a mut Judge,
    pub redactor: Option<Redactor>,
}

impl Reader<'_> {
    /// Reads all captures, one after the other; how many could be opened. An error is one of the output.
    pub fn sources(
        &mut self,
        inputs: &[Input],
        report: &mut impl Report,
        outcome: &mut Outcome,
    ) -> io::Result<usize> {
        let mut sources = 0usize;
        for input in inputs {
            sources = sources.saturating_add(usize::from(self.source(input, report, outcome)?));
        }
        Ok(sources)
    }

    /// Reads one capture; whether it could be opened. An error is one of the output.
    pub fn source(&mut self, input: &Input, report: &mut impl Report, outcome: &mut Outcome) -> io::Result<bool> {
        let source = self.shown(input.name());
        report.begin(input, &source)?;
        let opened = match input.open() {
            Ok(opened) => opened,
            Err(error) => {
                outcome.worsen(Outcome::UNUSABLE);
                report.tell(&source, &Trouble::unusable("can't be opened", &error))?;
                report.end()?;
                return Ok(false);
            }
        };
        self.capture(input, &source, opened, report, outcome)?;
        report.end()?;
        Ok(true)
    }

    /// Reads what a capture holds. An error is one of the output.
    fn capture(
        &mut self,
        input: &Input,
        source: &str,
        opened: impl io::Read,
        report: &mut impl Report,
        outcome: &mut Outcome,
    ) -> io::Result<()> {
        self.judge.begin(source);
        let mut capture = Capture::new(Counted(opened), Limits::default()).named(&input.name());
        if let Some(named) = &self.named {
            capture = capture.dialect(named);
        }
        let mut lines = Lines::new();
        loop {
            match self.next(&mut capture, &mut lines, source, report, outcome)? {
                Next::Told if input.is_live() => report.flush()?,
                Next::Told => {}
                Next::End => break,
                Next::Unusable(error) => {
                    outcome.worsen(Outcome::UNUSABLE);
                    report.tell(source, &Trouble::unusable("can't be read", &error))?;
                    break;
                }
            }
        }
        let summary = capture.summary();
        // A capture of which a part couldn't be had is as bad as a body that can't be read. What is told with a body
        // is judged with it.
        let is_whole = |notice: &Notice| notice.body.is_some() || notice.kind == NoticeKind::Odd;
        if summary.lost > 0 || !summary.notices.iter().all(is_whole) {
            outcome.worsen(Outcome::DENIED);
        }
        if summary.notice_total > 0 || summary.skipped > 0 || summary.lost > 0 || summary.bodies == 0 {
            for mut trouble in troubles(summary) {
                trouble.message = self.shown(trouble.message);
                report.tell(source, &trouble)?;
            }
        }
        Ok(())
    }

    /// Tells about what comes next in a capture: a body, or many lines of one each.
    fn next(
        &mut self,
        capture: &mut Capture<impl io::Read>,
        lines: &mut Lines,
        source: &str,
        report: &mut impl Report,
        outcome: &mut Outcome,
    ) -> io::Result<Next> {
        match capture.take_lines(lines) {
            Ok(true) => {
                if !report.lines(lines)? {
                    self.lines(source, lines, report, outcome)?;
                }
                return Ok(Next::Told);
            }
            Ok(false) => {}
            Err(error) => return Ok(Next::Unusable(error)),
        }
        match capture.next_body() {
            Ok(Some(body)) => {
                // Whoever names a dialect knows better than the URL.
                let dialect = self.named.as_ref().or(body.dialect());
                let reading = read(&self.options, dialect, body.bytes());
                self.tell(source, body, reading, report, outcome)?;
                Ok(Next::Told)
            }
            Ok(None) => Ok(Next::End),
            Err(error) => Ok(Next::Unusable(error)),
        }
    }

    /// Tells about lines that are a body each.
    pub fn lines(
        &mut self,
        source: &str,
        lines: &mut Lines,
        report: &mut impl Report,
        outcome: &mut Outcome,
    ) -> io::Result<()> {
        let (options, named) = (self.options.clone(), self.named.clone());
        // What is replaced can be judged otherwise.
        let shown_as_it_is = self.redactor.is_none();
        let broken = lines.for_each(&options, named.as_ref(), |body, lent| {
            let plain = shown_as_it_is && lent.error().is_none() && lent.worst().is_none();
            if plain && lent.api_error().is_none() && report.plain(lent.tasks().len()) {
                return ControlFlow::Continue(());
            }
            match self.tell(source, body, lent.reading(), report, outcome) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => ControlFlow::Break(error),
            }
        });
        broken.map_or(Ok(()), Err)
    }

    /// Tells about one body.
    fn tell(
        &mut self,
        source: &str,
        body: Body<'_>,
        original: Reading<'_>,
        report: &mut impl Report,
        outcome: &mut Outcome,
    ) -> io::Result<()> {
        let mut original = original;
        body.annotate(&mut original);
        let redacted = self.redactor.as_ref().map(|redactor| redactor.body(body.bytes()));
        let reading = match (&redacted, &self.redactor) {
            (Some(redacted), Some(redactor)) => {
                // The exit status is that of the original, whatever pseudonyms do to it.
                if self.judge.fails(&original) {
                    outcome.worsen(Outcome::DENIED);
                }
                let opinion = Opinion::of(&original);
                drop(original);
                let grown = redacted.bytes.len().saturating_sub(body.bytes().len());
                let options = as_if_not_grown(&self.options, grown);
                let mut reading = read(&options, self.named.as_ref().or(body.dialect()), &redacted.bytes);
                body.annotate(&mut reading);
                redactor.compare(&opinion, &Opinion::of(&reading));
                reading
            }
            _ => original,
        };
        let judgement = self.judge.judge(source, &reading);
        if judgement.fails && (self.redactor.is_none() || self.judge.remembers()) {
            outcome.worsen(Outcome::DENIED);
        }
        report.body(Seen { source, body, reading, judgement, redacted: redacted.as_ref() })
    }

    /// A text about a capture, as it may be shown.
    fn shown(&self, text: String) -> String {
        self.redactor.as_ref().map_or_else(|| text.clone(), |redactor| redactor.text(&text))
    }
}

fn read<'b>(options: &ReadOptions, dialect: Option<&Dialect>, body: &'b [u8]) -> Reading<'b> {
    match dialect {
        Some(dialect) => options.read_as(dialect, body),
        None => options.read(body),
    }
}

/// The room that tasks may take goes by the length of a body. Pseudonyms that are longer than what they stand for make
/// no more of it, so that the judgement is that of the original.
fn as_if_not_grown(options: &ReadOptions, grown: usize) -> ReadOptions {
    let mut limits = Limits::default();
    limits.records = limits.records.saturating_sub(grown.saturating_mul(2).saturating_add(grown / 2));
    options.clone().limits(limits)
}

/// What became of the next piece of a capture.
enum Next {
    /// It was told.
    Told,
    /// There is none.
    End,
    /// It can't be read.
    Unusable(io::Error),
}
