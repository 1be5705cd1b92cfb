//! Members that stand twice: the last one counts, and the first isn't lost without a word.

use super::lane::Members;
use super::log::{Detail, ReadAs};
use super::walk::{Walk, name_span};
use crate::deviation::{Code, Severity};
use crate::dialect::meaning::{Meaning, Place};
use crate::dialect::shape::{Member, Shape};
use crate::place::Span;
use crate::scan::{ScanError, Scanner, Text, Token};

type Scan<T> = Result<T, ScanError>;

impl<'a, 'd> Walk<'a, 'd> {
    /// The documented member of that name stands there for a second time.
    #[cold]
    pub(super) fn repeated(&mut self, shape: &Shape, members: &mut Members, name: (usize, usize)) {
        if members.begins.is_empty() {
            members.begins = self.begins(shape, members.open, name.0);
        }
        // An envelope may hold two tasks, of two dialects; in the first of them what stands twice speaks once.
        if shape.place == Place::Envelope || self.guess.is_loud(self.aliases.len()) {
            self.doubt();
        }
        let Member { rule, raw, .. } = shape.member(members.next);
        // One that is kept raw is reported where that is done.
        if !raw {
            let earlier = members.begins.get(members.next).copied().unwrap_or_default();
            self.duplicate(self.scan.name(name), earlier);
        }
        self.forget(rule.meaning);
    }

    /// Where each documented member begins last before that byte, for an object with a duplicate.
    #[cold]
    fn begins(&self, shape: &Shape, open: Token, until: usize) -> Vec<usize> {
        let mut begins = vec![0; shape.members.len()];
        let mut scan = Scanner::new(self.scan.body(), usize::MAX);
        scan.jump(open.start);
        let mut first = true;
        let mut members = || {
            scan.value()?;
            while let Some(name) = scan.member(first)?.filter(|name| name.start() < until) {
                first = false;
                if let Some(begin) = shape.documented(&name.decode()).and_then(|index| begins.get_mut(index)) {
                    *begin = name.start();
                }
                let token = scan.value()?;
                scan.skip(token)?;
            }
            Ok(())
        };
        let walked: Scan<()> = members();
        debug_assert!(walked.is_ok(), "what was read once can be read again");
        begins
    }

    /// Reports the name of a member that stands there for a second time.
    pub(super) fn duplicate(&mut self, name: Text<'a>, earlier: usize) {
        // How long the earlier one is isn't said, and it needn't be as long as this one.
        let twin = Detail::Twin(Span { offset: earlier, length: 0 });
        self.log_as(Code::DuplicateKey, Severity::Tolerated, name_span(&name), ReadAs::Nothing, twin);
    }

    /// Undoes what an earlier member of the same name said.
    fn forget(&mut self, meaning: Option<Meaning>) {
        self.forget_later(meaning);
        match meaning {
            Some(Meaning::Task | Meaning::Tasks | Meaning::Wrapper) if !self.tasks.is_empty() => {
                self.tasks.clear();
                // What was said about those stays, but their numbers are now other tasks'.
                let said = self.log.list.iter_mut().skip(self.renumbered);
                said.for_each(|oddity| oddity.task = None);
                self.renumbered = self.log.list.len();
            }
            Some(Meaning::Task | Meaning::Tasks | Meaning::Wrapper) => {}
            Some(Meaning::Total) => self.total = None,
            Some(meaning) => self.record.forget(meaning),
            None => {}
        }
    }
}
