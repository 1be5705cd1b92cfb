//! What the keywords of a schema say, gathered before it is built.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::sync::Arc;

use crate::dialect::meaning::{Form, Meaning, State};
use crate::dialect::node::Node;
use crate::dialect::shape::{Number, Value};

/// What the keywords of one schema object say, its references included.
#[derive(Default)]
pub(super) struct Draft<'s> {
    pub(super) meaning: Option<Meaning>,
    pub(super) kind: Option<&'s str>,
    pub(super) form: Option<Form>,
    pub(super) words: Option<Vec<Arc<str>>>,
    pub(super) number: Number,
    pub(super) required: Vec<&'s str>,
    pub(super) properties: Vec<(&'s str, &'s Node, String)>,
    pub(super) items: Option<(&'s Node, String)>,
    pub(super) nullable: bool,
    pub(super) forbidden: bool,
    /// Whether an `anyOf` says some of this.
    pub(super) either: bool,
    /// Other forms of the same value.
    pub(super) also: Vec<Value>,
    /// What the words say, as far as they were settled.
    pub(super) states: Vec<Option<State>>,
    /// The state to which the schema refers, before its words are settled.
    pub(super) state: Option<State>,
    pub(super) json: bool,
    pub(super) content: Option<(&'s Node, String)>,
    pub(super) again: bool,
}

impl Draft<'_> {
    /// Gives the words of a status what they say.
    pub(super) fn settle(&mut self) -> std::result::Result<(), &'static str> {
        match (self.state.take(), &self.words) {
            (Some(_), None) => return Err("a state needs `enum` or `const` beside it: the words that say so"),
            (Some(state), Some(words)) => {
                self.states = vec![Some(state); words.len()];
                self.meaning = Some(Meaning::Status);
            }
            (None, Some(words)) if self.meaning == Some(Meaning::Status) && self.states.is_empty() => {
                self.states = words.iter().map(|word| State::spelled(word)).collect();
            }
            _ => {}
        }
        Ok(())
    }

    /// Of several lists of words the value has to be in each.
    pub(super) fn only(&mut self, words: Vec<Arc<str>>) {
        let known = self.words.take();
        let both = |known: Vec<Arc<str>>| known.into_iter().filter(|word| words.contains(word)).collect();
        self.words = Some(known.map_or_else(|| words.clone(), both));
    }

    /// Takes the form, unless there is another one already.
    pub(super) fn in_form(&mut self, form: Form) -> Option<()> {
        (*self.form.get_or_insert(form) == form).then_some(())
    }

    /// Each keyword judges values of one type alone; beside another type, or none, it would let others pass.
    pub(super) fn fits_together(&self) -> std::result::Result<(), &'static str> {
        let is = |kinds: &[&str]| self.kind.is_some_and(|kind| kinds.contains(&kind));
        let bounded = self.number.minimum.is_some() || self.number.maximum.is_some();
        let members = !self.required.is_empty() || !self.properties.is_empty();
        if self.form.is_some() && !is(&["string"]) {
            Err("a pattern needs `type` \"string\" beside it")
        } else if self.words.is_some() && self.kind.is_some() && !is(&["string"]) {
            Err("texts in `enum` or `const` contradict the type")
        } else if bounded && !is(&["integer", "number"]) {
            Err("`minimum` and `maximum` need `type` \"integer\" or \"number\" beside them")
        } else if members && !is(&["object"]) {
            Err("`required` and `properties` need `type` \"object\" beside them")
        } else if self.items.is_some() && !is(&["array"]) {
            Err("`items` needs `type` \"array\" beside it")
        } else if (self.json || self.content.is_some()) && !(is(&["string"]) && self.json) {
            Err("`contentSchema` needs `type` \"string\" and `contentMediaType` beside it")
        } else {
            Ok(())
        }
    }
}
