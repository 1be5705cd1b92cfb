//! Members that nobody knows: kept raw, and looked through for names that stand twice.

use super::walk::Walk;
use crate::error::ErrorCode;
use crate::raw::{Extra, MemberSpan};
use crate::scan::{Expected, Kind, ScanError, Text, Token};

/// More strangers than any service sends.
const MANY: usize = 4096;

impl<'a> Walk<'a, '_> {
    /// Notes a member without a field of its own.
    pub(super) fn keep_raw(&mut self, name: Text<'a>, start: usize, end: usize) {
        // Bodies are smaller than 4 GiB.
        let span = |start: usize, end: usize| (start as u32, end as u32);
        if self.strangers.len() == self.strangers.capacity() {
            self.make_room();
        }
        self.strangers.push(MemberSpan { name: span(name.start(), name.end()), value: span(start, end) });
    }

    /// The members of an object that are kept raw: sorted by name, the last of each name.
    pub(super) fn raw_members(&mut self, from: usize) -> Extra<'a> {
        // Many are moved rather than copied.
        let mut members = if from == 0 && self.strangers.len() > MANY {
            std::mem::take(&mut self.strangers)
        } else {
            self.strangers.split_off(from)
        };
        self.once(&mut members);
        members.shrink_to_fit();
        Extra::lent(self.scan.body(), members)
    }

    /// Room for one more: by the last of each name alone, so that a body which repeats one forever takes no room for
    /// it; by more room where this doesn't halve what there is, so that it isn't tried for each.
    #[cold]
    fn make_room(&mut self) {
        if self.strangers.len() > MANY {
            let mut members = self.strangers.split_off(self.own_strangers);
            self.once(&mut members);
            self.strangers.append(&mut members);
        }
        let free = self.strangers.capacity().saturating_sub(self.strangers.len());
        if free < self.strangers.len() {
            self.strangers.reserve(self.strangers.len().max(4));
        }
    }

    /// Sorts members by name, and keeps the last of each name; the others are reported.
    fn once(&mut self, members: &mut Vec<MemberSpan>) {
        let body = self.scan.body();
        members.sort_unstable_by(|a, b| a.name(body).cmp(&b.name(body)).then(a.name.cmp(&b.name)));
        members.dedup_by(|later, kept| {
            let same = later.name(body) == kept.name(body);
            if same {
                let name = Text::in_body(body, later.name.0 as usize, later.name.1 as usize);
                self.duplicate(name, kept.name.0 as usize);
                *kept = *later;
            }
            same
        });
    }

    /// Past a value that nobody takes apart; names that stand twice in it are reported all the same.
    pub(super) fn raw_value(&mut self, token: Token) -> Result<usize, ScanError> {
        if !token.kind.is_container() {
            return Ok(token.end);
        }
        // The names of the open objects, one after the other, and where each one's begin.
        let mut names: Vec<(u32, u32)> = Vec::new();
        let mut open = vec![(token.kind, names.len())];
        let mut first = true;
        while let Some(&(kind, from)) = open.last() {
            let more = if kind == Kind::Object {
                let member = self.scan.member(first)?;
                if let Some(name) = &member {
                    self.check_members(names.len(), name)?;
                }
                names.extend(member.map(|name| (name.start() as u32, name.end() as u32)));
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

    /// Whether there may be another member beside so many.
    pub(super) fn check_members(&self, count: usize, name: &Text<'_>) -> Result<(), ScanError> {
        if count < self.member_limit {
            return Ok(());
        }
        let expected = Expected::FewerMembers;
        Err(ScanError { code: ErrorCode::TooLarge, offset: name.start(), expected })
    }

    /// Reports the names of one object that stand twice, and forgets them all.
    pub(super) fn twice(&mut self, names: &mut Vec<(u32, u32)>, from: usize) {
        let body = self.scan.body();
        let text = |(start, end): (u32, u32)| Text::in_body(body, start as usize, end as usize);
        let of_object = names.get_mut(from..).unwrap_or_default();
        if of_object.len() > 1 {
            of_object.sort_unstable_by(|a, b| text(*a).decode().cmp(&text(*b).decode()).then(a.cmp(b)));
            for (first, second) in of_object.iter().zip(of_object.iter().skip(1)) {
                let (first, second) = (text(*first), text(*second));
                if first.decode() == second.decode() {
                    self.doubt();
                    self.duplicate(second, first.start());
                }
            }
        }
        names.truncate(from);
    }
}
