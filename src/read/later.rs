//! What waits for the end of the body: the tasks inside of tasks, and what stands beside the list and
//! belongs to the tasks in it. And bodies that are the task themselves.
//!
//! A task inside of another one becomes a task of its own, behind those of the level above, and names
//! its parent. So nothing is nested in a task, and nothing recurses.

use std::borrow::Cow;

use super::log::{Detail, ReadAs};
use super::walk::{Sight, Walk};
use crate::deviation::{Code, Severity};
use crate::dialect::meaning::Meaning;
use crate::dialect::shape::{Rule, Shape, Value};
use crate::place::Span;
use crate::scan::{Kind, ScanError, Token};
use crate::task::{Status, Task};

type Scan<T> = Result<T, ScanError>;

#[derive(Default)]
pub(super) struct Later<'a, 'd> {
    /// The dialect's own task, where the whole body is one.
    root: Option<&'d Shape>,
    sub_tasks: Vec<SubTasks<'d>>,
    /// How many tasks there are that have a parent.
    inner: usize,
    /// The reason for failing that stands beside the list.
    pub(super) reason: Option<(Cow<'a, str>, Span)>,
    /// Failed tasks that don't say why, where the reason can stand beside them.
    unexplained: Vec<(usize, Span)>,
    /// Whether a reason can stand beside the list.
    has_reasons: bool,
}

/// A list of tasks inside of a task.
struct SubTasks<'d> {
    rule: &'d Rule,
    sight: Sight,
    start: usize,
    parent: usize,
}

impl<'a, 'd> Walk<'a, 'd> {
    /// Reads the body's own object, whose bracket was read, and what waited for its end.
    pub(super) fn whole(&mut self, shape: &'d Shape, open: Token) -> Scan<()> {
        let walked = if shape.is_flat() {
            self.later.root = Some(shape);
            self.task(shape, open, Sight::Schema)
        } else {
            self.later.has_reasons = shape.meaning(Meaning::FailReason).is_some();
            self.object(shape, open, Sight::Schema)
        };
        if shape.is_flat() && !self.tasks.last().is_some_and(is_one) {
            self.tasks.clear();
            self.later.sub_tasks.clear();
        }
        let end = self.scan.at();
        self.share_the_reason();
        self.sub_tasks();
        self.scan.jump(end);
        walked.map(drop)
    }

    /// How many tasks the envelope holds itself.
    pub(super) fn own_tasks(&self) -> usize {
        self.tasks.len() - self.later.inner
    }

    /// The dialect's own task inside of itself.
    pub(super) fn again(&mut self, open: Token, sight: Sight) -> Scan<usize> {
        match self.later.root {
            Some(shape) => self.task(shape, open, sight),
            None => self.raw_value(open),
        }
    }

    /// Passes over tasks inside of the task that is being read.
    pub(super) fn wait(&mut self, rule: &'d Rule, token: Token, sight: Sight) -> Scan<usize> {
        let parent = self.tasks.len();
        self.later.sub_tasks.push(SubTasks { rule, sight, start: token.start, parent });
        self.scan.skip(token)
    }

    /// Forgets what waits of a member that stands twice.
    pub(super) fn forget_later(&mut self, meaning: Option<Meaning>) {
        let current = self.tasks.len();
        match meaning {
            Some(Meaning::Task | Meaning::Tasks | Meaning::Wrapper) => {
                while let Some(waiting) = self.later.sub_tasks.pop() {
                    self.look_over(&waiting);
                }
                self.later.unexplained.clear();
            }
            Some(Meaning::SubTasks | Meaning::Entities) => {
                // They wait in the order of their parents, and this one is the last.
                while let Some(waiting) = self.later.sub_tasks.pop_if(|waiting| waiting.parent == current) {
                    self.look_over(&waiting);
                }
            }
            Some(Meaning::FailReason) if !self.in_task => self.later.reason = None,
            _ => {}
        }
    }

    /// Reports which names stand twice in tasks that nobody will read.
    #[cold]
    fn look_over(&mut self, waiting: &SubTasks<'d>) {
        let at = self.scan.at();
        self.scan.jump(waiting.start);
        // They were passed over before, so their grammar is known to be right.
        let _ = self.scan.value().and_then(|token| self.raw_value(token));
        self.scan.jump(at);
    }

    /// Reads the tasks inside of tasks, level by level.
    fn sub_tasks(&mut self) {
        let own = self.tasks.len();
        let mut next = 0;
        while let Some(&SubTasks { rule, sight, start, parent }) = self.later.sub_tasks.get(next) {
            next += 1;
            // A parent that damage left incomplete isn't there.
            let parent_id = self.tasks.get(parent).and_then(|task| task.id.clone());
            let from = self.tasks.len();
            self.scan.jump(start);
            // They were passed over before, so their grammar is known to be right.
            let _ = self.scan.value().and_then(|token| self.list_of_tasks(rule, token, sight));
            for task in self.tasks.iter_mut().skip(from) {
                task.parent_id.clone_from(&parent_id);
            }
        }
        self.later.inner = self.tasks.len() - own;
    }

    fn list_of_tasks(&mut self, rule: &'d Rule, token: Token, sight: Sight) -> Scan<()> {
        let Value::List(element) = &rule.value else { return Ok(()) };
        if token.kind == Kind::Array {
            self.list(element, None, sight)?;
        } else {
            let end = self.value_of(element, element.meaning, Sight::Blind, token)?;
            self.odd(Code::ScalarForList, sight, Span::new(token.start, end), ReadAs::Parts, Detail::None);
        }
        Ok(())
    }

    /// A task of which the body says the id alone.
    pub(super) fn an_id(&mut self, rule: &'d Rule, sight: Sight, token: Token) -> Scan<usize> {
        self.record.task = Task::default();
        self.in_task = true;
        let end = self.value_of(rule, rule.meaning, sight, token)?;
        self.in_task = false;
        self.done(token.start)?;
        Ok(end)
    }

    /// A failed task doesn't say why; its envelope may.
    pub(super) fn unexplained(&mut self, status: Span) -> bool {
        if self.later.has_reasons {
            self.later.unexplained.push((self.tasks.len(), status));
        }
        self.later.has_reasons
    }

    /// The reason beside the list is that of the failed tasks which don't give one themselves. One that nobody takes
    /// is told.
    fn share_the_reason(&mut self) {
        let unexplained = std::mem::take(&mut self.later.unexplained);
        let Some((reason, span)) = self.later.reason.clone() else {
            unexplained.into_iter().for_each(|(index, status)| {
                self.note_of(index, Code::FailedWithoutReason, status);
            });
            return;
        };
        let failed = self.tasks.iter_mut().filter(|task| task.status == Some(Status::Failed));
        let (mut failures, mut taken) = (0usize, false);
        failed.for_each(|task| {
            failures += 1;
            taken |= *task.fail_reason.get_or_insert_with(|| reason.clone()) == reason;
        });
        if failures == 0 {
            self.note(Code::CompletedWithReason, span, ReadAs::Nothing, Detail::None);
        } else if !taken {
            self.note(Code::ConflictingNames, span, ReadAs::Nothing, Detail::None);
        }
    }

    fn note_of(&mut self, task: usize, code: Code, span: Span) {
        let task = (task < self.tasks.len()).then_some(task);
        self.log.push(super::log::Oddity {
            code,
            severity: Severity::Note,
            task,
            span,
            read_as: ReadAs::Nothing,
            detail: Detail::None,
        });
    }
}

impl<'d> Later<'_, 'd> {
    pub(super) fn restart(&mut self) {
        self.root = None;
        self.sub_tasks.clear();
        self.inner = 0;
        self.reason = None;
        self.unexplained.clear();
        self.has_reasons = false;
    }
}

/// Whether an object says enough to be a task: errors of an API have some of the names too.
fn is_one(task: &Task<'_>) -> bool {
    task.id.is_some() || task.name.is_some() && task.status.is_some()
}
