//! `--jobs`: lines of histories read on several threads, and told in their order.
//!
//! One thread finds the bodies. Lines that are a body each go to workers in one piece; whatever else there is it
//! tells by itself. Everything that is told stands in parts, which come to the main thread in the order of the
//! inputs. There is a fixed number of parts, so a slow reader of the output, or nobody at all, holds the
//! threads up, and nothing grows.

use std::io;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use taskcenter::ReadOptions;
use taskcenter::capture::Lines;

use crate::args;
use crate::bodies::{self, Reader};
use crate::inputs::Input;
use crate::judge::Judge;
use crate::outcome::{Complaint, Outcome};
use crate::report::{Report, Run, Seen, Split, Telling};
use crate::trouble::Trouble;

/// Reads everything that was asked for, and reports it body by body; on several threads, where what is told of a body
/// doesn't depend on those before it.
pub fn report_split(
    args: &args::Read,
    jobs: usize,
    judge: &mut Judge,
    report: &mut impl Split,
) -> Result<Outcome, Complaint> {
    bodies::run(args, judge, report, |reader, inputs, report, outcome| match reader.judge.twin() {
        Some(judge) if jobs > 1 && reader.redactor.is_none() => {
            let (inputs, options, named) = (Arc::clone(inputs), reader.options.clone(), reader.named.clone());
            read(Work { inputs, options, named, judge, jobs }, report, outcome)
        }
        _ => reader.sources(inputs, report, outcome),
    })
}

/// What the threads work with.
struct Work {
    inputs: Arc<Vec<Input>>,
    options: ReadOptions,
    named: Option<taskcenter::Dialect>,
    /// Whoever judges by rules alone.
    judge: Judge,
    jobs: usize,
}

/// Reads all inputs, and reports them; how many could be opened. An error is one of the output.
fn read<R: Split>(work: Work, report: &mut R, outcome: &mut Outcome) -> io::Result<usize> {
    // A few more than workers: one is being filled, and others wait for their turn to be told.
    let count = work.jobs + work.jobs.div_ceil(2) + 2;
    let (spare, spares) = mpsc::sync_channel(count);
    for _ in 0..count {
        // There is room for all of them.
        let _ = spare.send(Box::new(Part::new(report.part())));
    }
    let (messages, told) = mpsc::sync_channel(64);
    let inputs = Arc::clone(&work.inputs);
    // Nobody waits for these threads: where the output ends early, they go with the process, even if an
    // input never ends.
    thread::spawn(move || Parts::read_all(work, spares, messages));
    let mut take = |mut part: Box<Part<R::Part>>, report: &mut R| {
        outcome.worsen(part.outcome);
        report.take(&mut part.report)?;
        part.outcome = Outcome::FINE;
        // Without anybody to fill it again, all is read.
        let _ = spare.send(part);
        Ok::<(), io::Error>(())
    };
    loop {
        match told.recv() {
            Ok(Message::Begin(index, source)) => report.begin(&inputs[index], &source)?,
            Ok(Message::Part(part)) => take(part, report)?,
            Ok(Message::Pieces(told)) => told.iter().try_for_each(|piece| report.take_piece(&piece))?,
            Ok(Message::Working(done)) => take(done.recv().unwrap_or_else(|_| panicked()), report)?,
            Ok(Message::Trouble(source, trouble)) => report.tell(&source, &trouble)?,
            Ok(Message::Flush) => report.flush()?,
            Ok(Message::End) => report.end()?,
            Ok(Message::Finished(sources, last)) => {
                outcome.worsen(last);
                return Ok(sources);
            }
            Err(_) => panicked(),
        }
    }
}

/// What one thread does wrong is wrong for all. It has said why.
fn panicked() -> ! {
    std::panic::resume_unwind(Box::new("a thread that reads has panicked"))
}

/// What comes to the main thread.
enum Message<P> {
    /// An input is about to be read, which is called so.
    Begin(usize, Arc<str>),
    /// Some bodies were told about.
    Part(Box<Part<P>>),
    /// What is being told of a long body, which the next part goes on with.
    Pieces(Receiver<Vec<u8>>),
    /// A worker will say so of some more.
    Working(Receiver<Box<Part<P>>>),
    Trouble(Arc<str>, Trouble),
    Flush,
    End,
    /// So many inputs could be opened, and this came of it.
    Finished(usize, Outcome),
}

/// A part of the report, and the lines that it is about. Both keep their room for what comes next.
struct Part<P> {
    report: P,
    outcome: Outcome,
    lines: Lines,
}

impl<P> Part<P> {
    fn new(report: P) -> Self {
        Part { report, outcome: Outcome::FINE, lines: Lines::new() }
    }
}

/// A report that is told in parts, from another thread.
struct Parts<P> {
    work: Work,
    spares: Receiver<Box<Part<P>>>,
    messages: SyncSender<Message<P>>,
    workers: Option<Sender<Job<P>>>,
    /// The part that is being filled.
    filling: Option<Box<Part<P>>>,
    told: usize,
    input: usize,
    source: Arc<str>,
}

/// Lines to be read.
struct Job<P> {
    source: Arc<str>,
    part: Box<Part<P>>,
    done: SyncSender<Box<Part<P>>>,
}

/// Nobody takes what is told any more.
fn gone<T>(_: T) -> io::Error {
    io::ErrorKind::BrokenPipe.into()
}

impl<P: Report + Telling + Send + 'static> Parts<P> {
    /// Reads all inputs, one after the other.
    fn read_all(work: Work, spares: Receiver<Box<Part<P>>>, messages: SyncSender<Message<P>>) {
        let Some(mut judge) = work.judge.twin() else { return };
        let mut reader =
            Reader { options: work.options.clone(), named: work.named.clone(), judge: &mut judge, redactor: None };
        let inputs = Arc::clone(&work.inputs);
        let source = Arc::from("");
        let mut parts = Parts { work, spares, messages, workers: None, filling: None, told: 0, input: 0, source };
        let (mut sources, mut outcome) = (0, Outcome::FINE);
        for (index, input) in inputs.iter().enumerate() {
            parts.input = index;
            match reader.source(input, &mut parts, &mut outcome) {
                Ok(opened) => sources += usize::from(opened),
                Err(_) => return,
            }
        }
        let _ = parts.send(Message::Finished(sources, outcome));
    }

    fn send(&mut self, message: Message<P>) -> io::Result<()> {
        if let Some(part) = self.filling.take() {
            self.told = 0;
            self.messages.send(Message::Part(part)).map_err(gone)?;
        }
        self.messages.send(message).map_err(gone)
    }

    fn spare(&mut self) -> io::Result<Box<Part<P>>> {
        self.filling.take().map_or_else(|| self.spares.recv().map_err(gone), Ok)
    }

    /// Those who read lines; they start with the first ones.
    fn workers(&mut self) -> &Sender<Job<P>> {
        let Work { options, named, judge, jobs, .. } = &self.work;
        self.workers.get_or_insert_with(|| {
            let (sender, jobs_to_do) = mpsc::channel();
            let jobs_to_do = Arc::new(Mutex::new(jobs_to_do));
            for _ in 0..*jobs {
                let (jobs, options, named) = (Arc::clone(&jobs_to_do), options.clone(), named.clone());
                let Some(mut judge) = judge.twin() else { continue };
                thread::spawn(move || {
                    let mut reader = Reader { options, named, judge: &mut judge, redactor: None };
                    loop {
                        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
                        let Ok(Job { source, mut part, done }) = job else { return };
                        let Part { report, outcome, lines } = &mut *part;
                        // A part is told into memory, which doesn't fail.
                        let _ = reader.lines(&source, lines, report, outcome);
                        let _ = done.send(part);
                    }
                });
            }
            sender
        })
    }
}

impl<P: Report + Telling + Send + 'static> Report for Parts<P> {
    fn begin(&mut self, _: &Input, source: &str) -> io::Result<()> {
        self.source = Arc::from(source);
        self.send(Message::Begin(self.input, Arc::clone(&self.source)))
    }

    fn tell(&mut self, source: &str, trouble: &Trouble) -> io::Result<()> {
        self.send(Message::Trouble(Arc::from(source), trouble.clone()))
    }

    fn end(&mut self) -> io::Result<()> {
        self.send(Message::End)
    }

    fn lines(&mut self, lines: &mut Lines) -> io::Result<bool> {
        if self.told > 0 {
            let told = self.filling.take();
            self.told = 0;
            told.map_or(Ok(()), |part| self.messages.send(Message::Part(part))).map_err(gone)?;
        }
        let mut part = self.spare()?;
        std::mem::swap(&mut part.lines, lines);
        let (done, working) = mpsc::sync_channel(1);
        let source = Arc::clone(&self.source);
        self.workers().send(Job { source, part, done }).map_err(gone)?;
        self.messages.send(Message::Working(working)).map_err(gone)?;
        Ok(true)
    }

    fn body(&mut self, seen: Seen<'_>) -> io::Result<()> {
        /// A part isn't told before so many bodies are in it, since that takes its time.
        const MANY: usize = 64;
        /// What is told of a longer body doesn't wait until all of it is.
        const LONG: usize = 1 << 16;
        let long = seen.bytes().len() > LONG;
        let (taker, pieces) = mpsc::sync_channel(4);
        if long {
            self.send(Message::Pieces(pieces))?;
        }
        let mut part = self.spare()?;
        if long {
            part.report.told().hand_on(taker);
        }
        if seen.judgement.fails {
            part.outcome.worsen(Outcome::DENIED);
        }
        // Bodies by themselves can be long, and so is what is told of them.
        self.told += 1 + seen.bytes().len() / 1024;
        part.report.body(seen)?;
        part.report.told().keep();
        if self.told < MANY {
            self.filling = Some(part);
            return Ok(());
        }
        self.told = 0;
        self.messages.send(Message::Part(part)).map_err(gone)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send(Message::Flush)
    }

    fn finish(&mut self, _: &Run) -> io::Result<()> {
        Ok(())
    }
}
