//! What a schema cannot say: members of one task that don't go together.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use super::log::{Detail, ReadAs};
use super::walk::Walk;
use crate::deviation::Code;
use crate::task::Status;

impl Walk<'_, '_> {
    /// Compares the fields of the task that ends here.
    pub(super) fn what_no_schema_sees(&mut self) {
        let unexplained = self.record.task.status == Some(Status::Failed)
            && self.record.task.fail_reason.is_none()
            && self.unexplained(self.record.status);
        let task = &self.record.task;
        let (status, created, ended) = (self.record.status, self.record.created, self.record.ended);
        let (progress, reason) = (self.record.progress, self.record.fail_reason);
        let notes = match task.status {
            Some(Status::Running) => [
                task.ended.is_some().then_some((Code::EndedWhileRunning, ended)),
                task.fail_reason.is_some().then_some((Code::CompletedWithReason, reason)),
            ],
            Some(Status::Completed) => [
                task.fail_reason.is_some().then_some((Code::CompletedWithReason, reason)),
                task.progress.is_some().then_some((Code::ProgressOnFinishedTask, progress)),
            ],
            Some(Status::Failed) => [
                (task.fail_reason.is_none() && !unexplained).then_some((Code::FailedWithoutReason, status)),
                task.progress.is_some().then_some((Code::ProgressOnFinishedTask, progress)),
            ],
            Some(Status::Canceled) => {
                [None, task.progress.is_some().then_some((Code::ProgressOnFinishedTask, progress))]
            }
            _ => [None, None],
        };
        let times = match (task.created, task.ended) {
            (Some(start), Some(end)) => [
                (end < start).then_some((Code::EndedBeforeStarted, ended)),
                (end.offset() != start.offset()).then_some((Code::MixedOffsets, ended)),
            ],
            _ => [None, None],
        };
        for (code, span) in notes.into_iter().flatten() {
            self.note(code, span, ReadAs::Nothing, Detail::None);
        }
        for (code, span) in times.into_iter().flatten() {
            self.note(code, span, ReadAs::Nothing, Detail::Twin(created));
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
