//! Lists, and values that stand where a list is documented, or the other way round.

use std::borrow::Cow;

use super::log::{Detail, ReadAs};
use super::walk::{Sight, Walk};
use crate::deviation::Code;
use crate::dialect::meaning::Meaning;
use crate::dialect::shape::{Rule, Value};
use crate::place::Span;
use crate::scan::{Expected, Kind, ScanError, Token};

type Scan<T> = Result<T, ScanError>;

impl<'a, 'd> Walk<'a, 'd> {
    /// Reads a list whose opening bracket was read; gives the byte after it.
    pub(super) fn list(&mut self, mut element: &'d Rule, meaning: Option<Meaning>, sight: Sight) -> Scan<usize> {
        self.listed |= meaning == Some(Meaning::Tasks);
        let ids = is_id_of_task(element, meaning);
        let meaning = element.meaning.or(meaning);
        let mut first = true;
        while self.scan.element(first)? {
            first = false;
            if meaning == Some(Meaning::ResourceIds) {
                self.take_room(size_of::<Cow<'_, str>>(), self.scan.at(), Expected::FewerElements)?;
            }
            if ids {
                let token = self.scan.value()?;
                self.an_id(element, sight, token)?;
                continue;
            }
            self.value(element, meaning, sight)?;
            if meaning == Some(Meaning::Task) {
                element = self.guess.element(element);
            }
        }
        Ok(self.scan.at())
    }

    /// `"job": [{…}]`, or a list of the one value that is documented.
    pub(super) fn list_for_scalar(
        &mut self,
        rule: &'d Rule,
        meaning: Option<Meaning>,
        open: Token,
        sight: Sight,
    ) -> Scan<usize> {
        let readable = self.elements(meaning == Some(Meaning::Task), rule)?;
        let end = self.scan.at();
        let span = Span::new(open.start, end);
        self.scan.jump(open.start);
        let open = self.scan.value()?;
        if !readable {
            self.wrong_type(rule, sight, span);
            return self.raw_value(open);
        }
        self.odd(Code::ListForScalar, sight, span, ReadAs::Parts, Detail::Expected(rule.value.noun()));
        self.listed |= meaning == Some(Meaning::Task);
        let mut first = true;
        while self.scan.element(first)? {
            first = false;
            // The schema refuses the list as a whole, and looks no further.
            self.value(rule, meaning, Sight::Blind)?;
        }
        Ok(end)
    }

    /// Passes over a list whose bracket was read; whether it can be read as what should stand there:
    /// any number of tasks, or a single value.
    fn elements(&mut self, many: bool, rule: &Rule) -> Scan<bool> {
        let (mut count, mut fitting) = (0, 0);
        while self.scan.element(count == 0)? {
            let token = self.scan.value()?;
            count += 1;
            fitting += usize::from(fits(rule, token.kind));
            self.scan.skip(token)?;
        }
        Ok(if many { count == 0 || fitting > 0 } else { count == 1 && fitting == 1 })
    }
}

/// Whether each element of a list of tasks is the id of one.
pub(super) fn is_id_of_task(element: &Rule, list: Option<Meaning>) -> bool {
    list == Some(Meaning::Tasks) && element.meaning == Some(Meaning::TaskId)
}

/// Whether such a value could be read by the rule.
pub(super) fn fits(rule: &Rule, kind: Kind) -> bool {
    match &rule.value {
        Value::Object(_) | Value::Again => kind == Kind::Object,
        Value::Text(_) | Value::Word(_) => matches!(kind, Kind::Text | Kind::Number),
        Value::Number(_) => matches!(kind, Kind::Text | Kind::Number),
        Value::Bool => matches!(kind, Kind::True | Kind::False),
        _ => false,
    }
}
