//! JSON inside of a text, such as `"{\"backupId\":\"83c7…\"}"`: read by the schema of its content.
//!
//! No validator looks into such a text, so whatever is odd in there is a note, at the text's place.

use super::log::{Detail, Log, ReadAs};
use super::report;
use super::walk::{Sight, Walk};
use crate::deviation::Code;
use crate::dialect::meaning::Meaning;
use crate::dialect::shape::{Rule, Shape};
use crate::lenient::trim;
use crate::limits::Limits;
use crate::place::Span;
use crate::scan::{Kind, ScanError, Scanner, Token};
use crate::task::Entities;

/// Levels of nesting inside of a text.
const DEPTH_LIMIT: usize = 32;

impl Walk<'_, '_> {
    /// Reads a text that holds an object, if it does.
    pub(super) fn content(&mut self, rule: &Rule, shape: &Shape, meaning: Option<Meaning>, token: Token) {
        let text = self.whole_text(token);
        if trim(&text).is_empty() {
            return;
        }
        let span = Span::new(token.start, token.end);
        match self.entities_in(&text, shape, meaning, span) {
            Ok(Some(entities)) => self.record.task.entities = Some(entities),
            _ => {
                let expected = Detail::Expected(rule.value.noun());
                self.odd(Code::WrongType, Sight::Blind, span, ReadAs::Nothing, expected);
            }
        }
    }

    /// What the text says, which stands there; nothing if it is no object.
    fn entities_in(
        &mut self,
        text: &str,
        shape: &Shape,
        meaning: Option<Meaning>,
        span: Span,
    ) -> Result<Option<Box<Entities<'static>>>, ScanError> {
        let limits = Limits { deviations: self.log.limit(), members: self.member_limit, ..Limits::default() };
        let mut inner = Walk::new(Scanner::new(text, DEPTH_LIMIT), self.guess.registry, &limits);
        let open = inner.scan.value()?;
        if open.kind != Kind::Object {
            return Ok(None);
        }
        inner.container(shape, meaning, open, Sight::Blind)?;
        inner.scan.finish()?;
        self.tell_of(text, &mut inner.log, span);
        Ok(inner.record.task.entities.map(|entities| Box::new(entities.into_owned())))
    }

    /// Reports what was odd inside of a text, in the words and with the pointers of what it holds.
    fn tell_of(&mut self, text: &str, log: &mut Log<'_>, span: Span) {
        self.log.count_unlisted(log);
        for found in report::deviations(text, DEPTH_LIMIT, std::mem::take(&mut log.list)) {
            let detail = Detail::Inside(match &*found.pointer {
                "" => found.message,
                pointer => format!("at {pointer}, {}", found.message),
            });
            let read_as = found.read_as.map_or(ReadAs::Nothing, |text| ReadAs::Text(text.into_owned().into()));
            self.note(found.code, span, read_as, detail);
        }
    }
}
