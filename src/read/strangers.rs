//! Members that nobody knows: kept raw, and looked through for names that stand twice.

use std::borrow::Cow;

use super::log::{Detail, ReadAs};
use super::walk::{Walk, name_span};
use crate::deviation::Code;
use crate::place::Span;
use crate::raw::Raw;
use crate::scan::{Kind, ScanError, Text, Token};

/// A member without a field of its own.
#[derive(Clone, Copy)]
pub(super) struct Stranger<'a> {
    name: Text<'a>,
    value: Span,
    /// Whether it has to be reported.
    unknown: bool,
}

impl<'a> Stranger<'a> {
    pub(super) fn unknown(name: Text<'a>, start: usize, end: usize) -> Self {
        Stranger { name, value: Span::new(start, end), unknown: true }
    }

    /// One that the dialect documents, or that was reported already.
    pub(super) fn documented(name: Text<'a>, start: usize, end: usize) -> Self {
        Stranger { name, value: Span::new(start, end), unknown: false }
    }

    pub(super) fn name(&self) -> Cow<'a, str> {
        self.name.decode()
    }

    pub(super) fn raw(&self, body: &'a str) -> Raw<'a> {
        Raw::new(&body[self.value.offset..self.value.end()])
    }
}

impl<'a> Walk<'a, '_> {
    /// Takes the strangers of an object, sorted by name, the last of each name; reports them.
    pub(super) fn sorted_strangers(&mut self, from: usize) -> Vec<Stranger<'a>> {
        let mut strangers = self.strangers.split_off(from);
        for stranger in strangers.iter().filter(|stranger| stranger.unknown) {
            self.note(Code::UndocumentedMember, name_span(&stranger.name), ReadAs::Nothing, Detail::None);
        }
        strangers.sort_by(|a, b| a.name().cmp(&b.name()).then(a.name.start().cmp(&b.name.start())));
        let mut kept: Vec<Stranger<'a>> = Vec::with_capacity(strangers.len());
        for stranger in strangers {
            match kept.last_mut().filter(|last| last.name() == stranger.name()) {
                Some(last) => {
                    self.duplicate(stranger.name, last.name.start());
                    *last = stranger;
                }
                None => kept.push(stranger),
            }
        }
        kept
    }

    /// Past a value that nobody takes apart; names that stand twice in it are reported all the same.
    pub(super) fn raw_value(&mut self, token: Token) -> Result<usize, ScanError> {
        if !token.kind.is_container() {
            return Ok(token.end);
        }
        // The names of the open objects, one after the other, and where each one's begin.
        let mut names: Vec<Text<'a>> = Vec::new();
        let mut open = vec![(token.kind, names.len())];
        let mut first = true;
        while let Some(&(kind, from)) = open.last() {
            let more = if kind == Kind::Object {
                let member = self.scan.member(first)?;
                names.extend(member);
                member.is_some()
            } else {
                self.scan.element(first)?
            };
            first = false;
            if more {
                let token = self.scan.value()?;
                if token.kind.is_container() {
                    open.push((token.kind, names.len()));
                    first = true;
                }
            } else {
                self.twice(&mut names, from);
                open.pop();
            }
        }
        Ok(self.scan.at())
    }

    fn twice(&mut self, names: &mut Vec<Text<'a>>, from: usize) {
        let of_object = &mut names[from..];
        if of_object.len() > 1 {
            of_object.sort_by(|a, b| a.decode().cmp(&b.decode()).then(a.start().cmp(&b.start())));
            for pair in of_object.windows(2) {
                if pair[0].decode() == pair[1].decode() {
                    self.duplicate(pair[1], pair[0].start());
                }
            }
        }
        names.truncate(from);
    }
}
