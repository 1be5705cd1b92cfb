//! A body that a schema is held against, without a tree of it.
//!
//! A tree of values takes up to sixty times the room of the text, and a body of strangers decides how much that is.
//! So the text is walked once, which tells whether it is JSON and which members are overruled by later ones of
//! their name, and whatever a schema asks for after that is read where it stands.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use crate::scan::{Kind, Scanner, Text, Token};

/// Values that are longer than that are passed over in one step the second time: those around them ask again.
const LONG: usize = 4 << 10;

/// A body that is JSON.
pub(super) struct Document<'a> {
    text: &'a str,
    /// How deeply it is nested.
    depth: usize,
    /// Where the names of members stand that don't count, in their order.
    overruled: Vec<u32>,
    /// Where long values end, by where they begin.
    ends: RefCell<HashMap<usize, usize>>,
    /// How many violations were told of it.
    told: Cell<usize>,
}

/// The name of a member of an object that is open: its hash, and where it stands.
type Name = (u32, u32);

impl<'a> Document<'a> {
    /// The document, if the body is one; `None` if it isn't JSON.
    pub(super) fn of(body: &'a [u8]) -> Option<Self> {
        let text = simdutf8::basic::from_utf8(body).ok().filter(|text| u32::try_from(text.len()).is_ok())?;
        let mut walk = Walk { text, hasher: RandomState::new(), names: Vec::new(), overruled: Vec::new() };
        let depth = walk.walk()?;
        let mut overruled = walk.overruled;
        overruled.sort_unstable();
        Some(Document { text, depth, overruled, ends: RefCell::default(), told: Cell::new(0) })
    }

    /// How many objects and lists are open at once.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// One more violation was told.
    pub(super) fn tell(&self) {
        self.told.set(self.told.get().saturating_add(1));
    }

    /// How many violations were told so far, those that others are made of counted too.
    pub(super) fn told(&self) -> usize {
        self.told.get()
    }

    /// The value that begins there, and whoever goes on behind its first token.
    pub(super) fn value(&self, at: usize) -> Option<(Scanner<'a>, Token)> {
        let mut scan = Scanner::new(self.text, usize::MAX);
        scan.jump(at);
        let token = scan.value().ok()?;
        Some((scan, token))
    }

    /// Where the document's value begins.
    pub(super) fn root(&self) -> usize {
        Scanner::new(self.text, usize::MAX).value().map_or(0, |token| token.start)
    }

    /// Past the rest of a value.
    pub(super) fn pass(&self, scan: &mut Scanner<'a>, token: Token) -> Option<()> {
        if !token.kind.is_container() {
            return Some(());
        }
        if let Some(end) = self.ends.borrow().get(&token.start) {
            scan.jump(*end);
            return Some(());
        }
        let end = scan.skip(token).ok()?;
        if end.saturating_sub(token.start) >= LONG {
            self.ends.borrow_mut().insert(token.start, end);
        }
        Some(())
    }

    /// Whether a later member of the same object has this name.
    pub(super) fn is_overruled(&self, name: &Text<'_>) -> bool {
        !self.overruled.is_empty()
            && u32::try_from(name.start()).is_ok_and(|start| self.overruled.binary_search(&start).is_ok())
    }
}

/// The one walk through all of it.
struct Walk<'a> {
    text: &'a str,
    hasher: RandomState,
    /// Those of all objects that are open, the innermost one's last.
    names: Vec<Name>,
    overruled: Vec<u32>,
}

impl<'a> Walk<'a> {
    /// To the end; how deeply the document is nested, if it is one.
    fn walk(&mut self) -> Option<usize> {
        let mut scan = Scanner::new(self.text, usize::MAX);
        // Whether it is an object's, and where its names begin.
        let mut open: Vec<(bool, usize)> = Vec::new();
        let mut deepest = 0;
        let mut token = scan.value().ok()?;
        loop {
            let mut first = token.kind.is_container();
            if first {
                open.push((token.kind == Kind::Object, self.names.len()));
                deepest = deepest.max(open.len());
            }
            // Out of everything that ends here.
            loop {
                let Some(&(object, names)) = open.last() else { return scan.finish().ok().map(|()| deepest) };
                if object {
                    if let Some(name) = scan.member(first).ok()? {
                        self.names.push(self.name(&name)?);
                        break;
                    }
                    self.close(names);
                } else if scan.element(first).ok()? {
                    break;
                }
                open.pop();
                first = false;
            }
            token = scan.value().ok()?;
        }
    }

    fn name(&self, name: &Text<'_>) -> Option<Name> {
        let hash = self.hasher.hash_one(&*name.decode());
        Some(((hash >> 32) as u32, u32::try_from(name.start()).ok()?))
    }

    /// The innermost object ends, whose names are those from there on.
    fn close(&mut self, from: usize) {
        let Some(names) = self.names.get_mut(from..) else { return };
        names.sort_unstable();
        let said = |(_, start): &Name| {
            let mut scan = Scanner::new(self.text, usize::MAX);
            scan.jump(*start as usize);
            scan.value().map(|token| scan.text_of(token).decode()).unwrap_or_default()
        };
        for alike in names.chunk_by(|one, other| one.0 == other.0).filter(|alike| alike.len() > 1) {
            // The last of each name stands; nearly always there is but one name.
            let mut standing = Vec::new();
            for name in alike.iter().rev() {
                let text = said(name);
                if standing.contains(&text) {
                    self.overruled.push(name.1);
                } else {
                    standing.push(text);
                }
            }
        }
        self.names.truncate(from);
    }
}
