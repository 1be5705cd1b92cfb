//! JSON inside of a text, such as `"{\"backupId\":\"83c7…\"}"`: read by the schema of its content.
//!
//! No validator looks into such a text, so whatever is odd in there is a note, at the text's place.

use super::log::{Detail, ReadAs};
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
        match self.entities_in(&text, shape, meaning) {
            Ok(Some(entities)) => self.record.task.entities = Some(entities),
            _ => {
                let span = Span::new(token.start, token.end);
                let expected = Detail::Expected(rule.value.noun());
                self.odd(Code::WrongType, Sight::Blind, span, ReadAs::Nothing, expected);
            }
        }
    }

    /// What the text says; nothing if it is no object, or says something twice.
    fn entities_in(
        &self,
        text: &str,
        shape: &Shape,
        meaning: Option<Meaning>,
    ) -> Result<Option<Box<Entities<'static>>>, ScanError> {
        let limits = Limits { deviations: 0, members: self.member_limit, ..Limits::default() };
        let mut inner = Walk::new(Scanner::new(text, DEPTH_LIMIT), self.guess.registry, &limits);
        let open = inner.scan.value()?;
        if open.kind != Kind::Object {
            return Ok(None);
        }
        inner.container(shape, meaning, open, Sight::Blind)?;
        inner.scan.finish()?;
        let twice = inner.log.counts().any(|(code, _)| code == Code::DuplicateKey);
        let entities = inner.record.task.entities.filter(|_| !twice);
        Ok(entities.map(|entities| Box::new(entities.into_owned())))
    }
}
