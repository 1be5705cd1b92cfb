//! The way that every command goes: inputs, the bodies in them, what each says, and a report of it.

use std::io;

use taskcenter::capture::{Body, Capture, CaptureOptions, CaptureSummary, Notice, NoticeKind};
use taskcenter::{Position, ReadOptions, Reading, Verdict};

use crate::args;
use crate::deny::Denied;
use crate::dialect;
use crate::escape::reason;
use crate::inputs::{self, Input};
use crate::outcome::{Complaint, Outcome, complain, remark, warn};
use crate::progress::{self, Counted};
use crate::redact::{Redacted, Redactor};

/// A body that was read.
pub struct Seen<'s> {
    /// What its capture is called.
    pub source: &'s str,
    /// The body, which knows its place in the source.
    pub body: Body<'s>,
    /// What it says.
    pub reading: Reading<'s>,
    /// What `--deny` names.
    pub denied: &'s Denied<'s>,
    /// What `--redact` put in the place of ids, names and addresses, if it was asked to.
    pub redacted: Option<&'s Redacted>,
}

impl<'s> Seen<'s> {
    /// The body as it may be shown.
    pub fn bytes(&self) -> &'s [u8] {
        self.redacted.map_or(self.body.bytes(), |redacted| &redacted.bytes)
    }

    /// Where a byte of what may be shown stands in the capture: the capture as it is, not redacted.
    pub fn locate(&self, offset: usize) -> (Position, u64) {
        self.body.locate(self.redacted.map_or(offset, |redacted| redacted.original(offset)))
    }
}

/// What a whole run went through, for summaries.
#[derive(Debug, Default)]
pub struct Run {
    /// Captures that were opened.
    pub sources: usize,
    /// Files in folders that aren't captures by their names.
    pub passed_over: usize,
}

/// Somebody who tells about bodies as they come.
pub trait Report {
    /// Tells about one body.
    fn body(&mut self, seen: Seen<'_>) -> io::Result<()>;

    /// Lets go of what was told so far: something else is about to be said, or somebody waits.
    fn flush(&mut self) -> io::Result<()>;

    /// Whether bodies are kept quiet about until the end.
    fn tells_at_the_end(&self) -> bool {
        false
    }

    /// Tells about the whole.
    fn finish(&mut self, run: &Run) -> io::Result<()>;
}

/// Reads everything that was asked for, and reports it body by body.
pub fn report(args: &args::Read, report: &mut impl Report) -> Result<Outcome, Complaint> {
    let named = args.dialect.as_deref().map(dialect::choose).transpose()?;
    let denied = Denied::new(&args.deny);
    let inputs = inputs::find(&args.paths)?;
    let mut outcome = inputs.outcome;
    let mut run = Run { sources: 0, passed_over: inputs.passed_over };
    let redactor = args.redact.then(|| Redactor::new(args.salt.as_deref()));
    let reader = Reader { options: ReadOptions::new().repair(args.repair), named, denied, redactor };
    let bar = progress::show(&inputs.list, report.tells_at_the_end());
    let told = || {
        for input in &inputs.list {
            if reader.source(input, report, &mut outcome)? {
                run.sources += 1;
            }
        }
        drop(bar);
        report.finish(&run)?;
        report.flush()?;
        if let Some(count) = reader.redactor.as_ref().map(Redactor::judged_otherwise).filter(|count| *count > 0) {
            let bodies = bodies(count);
            remark(format_args!("{bodies} judged otherwise than without --redact, which hid what was odd there"));
        }
        Ok(())
    };
    match told() {
        Ok(()) => Ok(outcome),
        Err(error) => Err(Complaint::Output { error, so_far: outcome }),
    }
}

struct Reader<'a> {
    options: ReadOptions,
    named: Option<taskcenter::Dialect>,
    denied: Denied<'a>,
    redactor: Option<Redactor>,
}

impl Reader<'_> {
    /// Reads one capture; whether it could be opened. An error is one of the output.
    fn source(&self, input: &Input, report: &mut impl Report, outcome: &mut Outcome) -> io::Result<bool> {
        let source = self.shown(input.name());
        let opened = match input.open() {
            Ok(opened) => opened,
            Err(error) => {
                report.flush()?;
                complain(format_args!("{source} can't be opened: {}", reason(&error)));
                outcome.worsen(Outcome::UNUSABLE);
                return Ok(false);
            }
        };
        let mut capture = Capture::new(Counted(opened), CaptureOptions::default());
        loop {
            let body = match capture.next_body() {
                Ok(Some(body)) => body,
                Ok(None) => break,
                Err(error) => {
                    report.flush()?;
                    complain(format_args!("{source} can't be read: {}", reason(&error)));
                    outcome.worsen(Outcome::UNUSABLE);
                    break;
                }
            };
            // Whoever names a dialect knows better than the URL.
            let dialect = self.named.as_ref().or(body.dialect());
            let original = self.read(dialect, body.bytes());
            // The exit status is that of the original, whatever pseudonyms do to it.
            if original.verdict() == Verdict::Rejected || self.denied.strikes(&original) {
                outcome.worsen(Outcome::DENIED);
            }
            let redacted = self.redactor.as_ref().map(|redactor| redactor.body(body.bytes()));
            let reading = match (&redacted, &self.redactor) {
                (Some(redacted), Some(redactor)) => {
                    let reading = self.read(dialect, &redacted.bytes);
                    redactor.compare(&original, &reading);
                    reading
                }
                _ => original,
            };
            report.body(Seen {
                source: &source,
                body,
                reading,
                denied: &self.denied,
                redacted: redacted.as_ref(),
            })?;
            if input.is_live() {
                report.flush()?;
            }
        }
        let summary = capture.summary();
        if summary.lost > 0 {
            outcome.worsen(Outcome::DENIED);
        }
        if summary.notice_total > 0 || summary.skipped > 0 || summary.lost > 0 || summary.bodies == 0 {
            report.flush()?;
            self.tell(&source, summary);
        }
        Ok(true)
    }

    fn read<'b>(&self, dialect: Option<&taskcenter::Dialect>, body: &'b [u8]) -> Reading<'b> {
        match dialect {
            Some(dialect) => self.options.read_as(dialect, body),
            None => self.options.read(body),
        }
    }

    /// A text about a capture, as it may be shown.
    fn shown(&self, text: String) -> String {
        self.redactor.as_ref().map_or_else(|| text.clone(), |redactor| redactor.text(&text))
    }

    /// Tells what happened to the capture itself, beside its bodies.
    fn tell(&self, source: &str, summary: &CaptureSummary) {
        for Notice { kind, position, message, .. } in &summary.notices {
            let sentence = format!("{source}:{position}: {}", self.shown(message.to_string()));
            if *kind == NoticeKind::Odd { remark(sentence) } else { warn(sentence) }
        }
        let unlisted = summary.notice_total.saturating_sub(summary.notices.len() as u64);
        if unlisted > 0 {
            warn(format_args!("{source}: {unlisted} more notices of this kind aren't listed"));
        }
        if summary.lost > 0 {
            warn(format_args!("{source}: {} could not be had", bodies(summary.lost)));
        }
        if summary.skipped > 0 {
            remark(format_args!("{source}: {} passed over, not of these services", bodies(summary.skipped)));
        }
        if summary.bodies == 0 && summary.lost == 0 && summary.notice_total == 0 {
            remark(format_args!("{source}: no answer of a task center in it"));
        }
    }
}

fn bodies(count: u64) -> String {
    if count == 1 { "1 body".to_owned() } else { format!("{count} bodies") }
}
