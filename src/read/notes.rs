//! What a schema cannot say: members of one task that don't go together.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use super::log::{Detail, ReadAs};
use super::walk::Walk;
use crate::deviation::Code;
use crate::task::Status;

impl Walk<'_, '_> {
    /// Compares the fields of the task that ends here.
    pub(super) fn what_no_schema_sees(&mut self) {
        let record = &self.record;
        let task = &record.task;
        let (created, ended, progress) = (record.created, record.ended, record.progress);
        let (status, reason) = (record.status, record.fail_reason);
        let mut notes = [None; 6];
        if let Some(end) = task.ended {
            if task.status == Some(Status::Running) {
                notes[0] = Some((Code::EndedWhileRunning, ended));
            }
            if let Some(start) = task.created {
                if end < start {
                    notes[1] = Some((Code::EndedBeforeCreated, ended));
                }
                if end.offset() != start.offset() {
                    notes[2] = Some((Code::MixedOffsets, ended));
                }
            }
        }
        match (&task.status, &task.fail_reason) {
            (Some(Status::Failed), None) => notes[3] = Some((Code::FailedWithoutReason, status)),
            (Some(Status::Completed | Status::Running), Some(_)) => {
                notes[3] = Some((Code::CompletedWithReason, reason));
            }
            _ => {}
        }
        if task.is_terminal() && task.progress.is_some() {
            notes[4] = Some((Code::ProgressOnFinishedTask, progress));
        }
        for (code, span) in notes.into_iter().flatten() {
            let detail = match code {
                Code::EndedBeforeCreated | Code::MixedOffsets => Detail::Twin(created),
                _ => Detail::None,
            };
            self.note(code, span, ReadAs::Nothing, detail);
        }
    }

    /// Compares the total with the tasks that are there.
    pub(super) fn compare_total(&mut self) {
        if let Some((total, span)) = self.total
            && total != self.tasks.len() as u64
        {
            self.note(Code::TotalMismatch, span, ReadAs::Nothing, Detail::Tasks(self.tasks.len()));
        }
    }
}
