//! `anyOf`: something with a meaning, other forms of it or further words of a status, and null.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use super::draft::Draft;
use super::{At, Compiler, Result};
use crate::dialect::meaning::{Form, Meaning, State};
use crate::dialect::node::Node;
use crate::dialect::shape::{Number, Value};

impl<'s> Compiler<'s> {
    /// Adds what the alternatives say: the first one, and the others as far as they are of its kind.
    pub(super) fn either(&mut self, value: &'s Node, draft: &mut Draft<'s>, at: &At) -> Result<()> {
        let is_null =
            |node: &Node| node.members().len() == 1 && node.get("type").and_then(Node::text) == Some("null");
        let unknown = || {
            at.error("`anyOf` is understood only as something with a meaning, other forms of it, and {\"type\": \"null\"}")
        };
        let list = value.list().ok_or_else(unknown)?;
        let (nulls, others): (Vec<_>, Vec<_>) = list.iter().enumerate().partition(|(_, node)| is_null(node));
        // What is referred to may have said so already.
        draft.nullable |= !nulls.is_empty();
        let Some(((index, first), rest)) = others.split_first().filter(|_| nulls.len() < 2 && list.len() > 1)
        else {
            return Err(unknown());
        };
        self.collect(first, draft, &at.member(&index.to_string()))?;
        draft.either = true;
        if rest.is_empty() {
            return Ok(());
        }
        draft.settle().map_err(|message| at.error(message))?;
        if draft.meaning.is_none() || draft.again {
            return Err(unknown());
        }
        for (index, node) in rest {
            let here = at.member(&index.to_string());
            let mut other = Draft::default();
            self.collect(node, &mut other, &here)?;
            other.settle().map_err(|message| here.error(message))?;
            if other.nullable || other.forbidden || other.again || other.json || !other.also.is_empty() {
                return Err(unknown());
            }
            other.fits_together().map_err(|message| here.error(message))?;
            draft.join(other).ok_or_else(unknown)?;
        }
        Ok(())
    }
}

impl Draft<'_> {
    /// Takes another form of the same value, or further words of a status.
    fn join(&mut self, other: Draft<'_>) -> Option<()> {
        let Draft { meaning, kind, form, words, number, states, .. } = other;
        match (meaning, words, form, kind) {
            (Some(Meaning::Status), Some(words), None, _) if self.meaning == Some(Meaning::Status) => {
                self.words.get_or_insert_default().extend(words);
                self.states.extend(states);
            }
            (None, Some(words), None, Some("string") | None) if self.words.is_some() => {
                // What they say stands in the order of all words.
                if self.meaning == Some(Meaning::Status) {
                    self.states.extend(words.iter().map(|word| State::spelled(word)));
                }
                self.words.get_or_insert_default().extend(words);
            }
            (None, Some(words), None, Some("string") | None) => self.also.push(Value::Word(words.into())),
            (None, None, Some(form), Some("string")) => self.also.push(Value::Text(form)),
            (None, None, None, Some("string")) => self.also.push(Value::Text(Form::Text)),
            (None, None, None, Some("integer")) => {
                self.also.push(Value::Number(Number { whole: true, ..number }));
            }
            (None, None, None, Some("number")) => self.also.push(Value::Number(number)),
            _ => return None,
        }
        Some(())
    }
}
