//! What a schema cannot say: members of one task that don't go together.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use super::log::{Detail, ReadAs};
use super::walk::Walk;
use crate::deviation::Code;
use crate::place::Span;
use crate::task::Status;

/// Whether a time is a count of seconds or milliseconds.
pub(super) fn is_count(time: &str) -> bool {
    !time.is_empty() && time.bytes().all(|byte| byte.is_ascii_digit())
}

impl Walk<'_, '_> {
    /// Compares the fields of the task that ends here.
    pub(super) fn what_no_schema_sees(&mut self) {
        let task = &self.record.task;
        let (reason, progress) = (task.fail_reason.is_some(), task.progress.is_some());
        match task.status {
            Some(Status::Running) => {
                self.note_if(task.ended.is_some(), Code::EndedWhileRunning, self.record.ended);
                self.note_if(reason, Code::CompletedWithReason, self.record.fail_reason);
            }
            Some(Status::Completed) => {
                self.note_if(reason, Code::CompletedWithReason, self.record.fail_reason);
                self.note_if(progress, Code::ProgressOnFinishedTask, self.record.progress);
            }
            Some(Status::Failed) => {
                let is_bare = !reason && !self.unexplained(self.record.status);
                self.note_if(is_bare, Code::FailedWithoutReason, self.record.status);
                self.note_if(progress, Code::ProgressOnFinishedTask, self.record.progress);
            }
            Some(Status::Canceled) => {
                self.note_if(progress, Code::ProgressOnFinishedTask, self.record.progress);
            }
            _ => {}
        }
        if let (Some(start), Some(end)) = (self.record.task.created, self.record.task.ended) {
            self.note_of_times(end < start, Code::EndedBeforeStarted);
            // A count of milliseconds has no offset.
            let is_counted = |span: Span| is_count(self.scan.source(span.offset, span.end()).trim_matches('"'));
            let differ = end.offset() != start.offset();
            let differ = differ && !is_counted(self.record.created) && !is_counted(self.record.ended);
            self.note_of_times(differ, Code::MixedOffsets);
        }
    }

    #[inline]
    fn note_if(&mut self, holds: bool, code: Code, span: Span) {
        if holds {
            self.note(code, span, ReadAs::Nothing, Detail::None);
        }
    }

    #[inline]
    fn note_of_times(&mut self, holds: bool, code: Code) {
        if holds {
            let (created, ended) = (self.record.created, self.record.ended);
            self.note(code, ended, ReadAs::Nothing, Detail::Twin(created));
        }
    }

    /// Compares the total with the tasks that are there.
    pub(super) fn compare_total(&mut self) {
        if let Some((total, span)) = self.total
            && total != self.own_tasks() as u64
        {
            self.note(Code::TotalMismatch, span, ReadAs::Nothing, Detail::Tasks(self.own_tasks()));
        }
    }
}
