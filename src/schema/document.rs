//! A body that a schema is held against, without a tree of it.
//!
//! A tree of values takes up to sixty times the room of the text, and a body of strangers decides how much that is.
//! So the text is walked once, which tells whether it is JSON and which members are overruled by later ones of
//! their name, and whatever a schema asks for after that is read where it stands. Where the members of objects stand
//! is kept: a schema asks for each name that it knows, and looking for each of them from the beginning makes the time
//! a multiple of the schema's length.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use crate::scan::{Kind, Scanner, Text, Token};

/// Values that are longer than that are passed over in one step the second time: those around them ask again.
const LONG: usize = 4 << 10;

/// An object with fewer members is read from its beginning rather than looked up; most are as small, and each that is
/// kept takes room.
const FEW: usize = 4;

/// A body that is JSON.
pub(super) struct Document<'a> {
    text: &'a str,
    /// How deeply it is nested.
    depth: usize,
    /// Where the names of members stand that don't count, in their order.
    overruled: Vec<u32>,
    /// The names of the larger objects that do count: each object's together, in the order of their hashes.
    names: Vec<Name>,
    /// Where the larger objects stand, in their order, and which of the names are theirs.
    objects: Vec<Object>,
    hasher: RandomState,
    /// Where long values end, by where they begin.
    ends: RefCell<HashMap<usize, usize>>,
    /// How many violations were told of it.
    told: Cell<usize>,
}

/// The name of a member of an object that is open: its hash, and where it stands.
type Name = (u32, u32);

/// Where an object begins, the first of its names, and the first that isn't.
type Object = (u32, u32, u32);

impl<'a> Document<'a> {
    /// The document, if the body is one; `None` if it isn't JSON.
    pub(super) fn of(body: &'a [u8]) -> Option<Self> {
        let text = simdutf8::basic::from_utf8(body).ok().filter(|text| u32::try_from(text.len()).is_ok())?;
        let mut walk = Walk {
            text,
            hasher: RandomState::new(),
            open: Vec::new(),
            names: Vec::new(),
            objects: Vec::new(),
            overruled: Vec::new(),
        };
        let depth = walk.walk()?;
        let Walk { hasher, names, mut objects, mut overruled, .. } = walk;
        overruled.sort_unstable();
        objects.sort_unstable();
        let (ends, told) = Default::default();
        Some(Document { text, depth, overruled, names, objects, hasher, ends, told })
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

    /// The names of the object that begins there, if it is one of the larger ones.
    fn names_of(&self, object: usize) -> Option<&[Name]> {
        let place = self.objects.binary_search_by_key(&object, |(start, ..)| *start as usize).ok()?;
        let (_, from, to) = self.objects.get(place)?;
        self.names.get(*from as usize..*to as usize)
    }

    /// How many members the object that begins there has, if it is one of the larger ones.
    pub(super) fn members_of(&self, object: usize) -> Option<usize> {
        self.names_of(object).map(<[Name]>::len)
    }

    /// Where the value of a member begins; the outer `None` says that the object is to be read for it.
    pub(super) fn member_of(&self, object: usize, wanted: &str) -> Option<Option<usize>> {
        let names = self.names_of(object)?;
        let hash = hash(&self.hasher, wanted);
        let alike = names.get(names.partition_point(|(other, _)| *other < hash)..)?;
        Some(alike.iter().take_while(|(other, _)| *other == hash).find_map(|(_, start)| {
            let mut scan = Scanner::new(self.text, usize::MAX);
            scan.jump(*start as usize);
            let name = scan.member(true).ok()??;
            if name.decode() == wanted { Some(scan.value().ok()?.start) } else { None }
        }))
    }

    /// How many of the members that don't count stand before that place.
    pub(super) fn overruled_before(&self, at: usize) -> usize {
        self.overruled.partition_point(|start| (*start as usize) < at)
    }

    /// Whether a later member of the same object has this name. Whoever reads on through an object keeps how many of
    /// the members that don't count it has passed, so that they needn't be searched for each name.
    pub(super) fn is_overruled(&self, name: &Text<'_>, passed: &mut usize) -> bool {
        match self.overruled.get(*passed) {
            None => return false,
            Some(start) if (*start as usize) < name.start() => *passed = self.overruled_before(name.start()),
            Some(_) => {}
        }
        let overruled = self.overruled.get(*passed).is_some_and(|start| *start as usize == name.start());
        *passed = passed.saturating_add(usize::from(overruled));
        overruled
    }
}

/// Half of a hash is enough: what is alike is compared.
fn hash(hasher: &RandomState, name: &str) -> u32 {
    (hasher.hash_one(name) >> 32) as u32
}

/// The one walk through all of it.
struct Walk<'a> {
    text: &'a str,
    hasher: RandomState,
    /// Those of all objects that are open, the innermost one's last.
    open: Vec<Name>,
    /// As in the document.
    names: Vec<Name>,
    objects: Vec<Object>,
    overruled: Vec<u32>,
}

/// A bracket that is open.
#[derive(Clone, Copy)]
enum Open {
    List,
    /// Where it stands, and how many names were open there.
    Object(usize, usize),
}

impl Walk<'_> {
    /// To the end; how deeply the document is nested, if it is one.
    fn walk(&mut self) -> Option<usize> {
        let mut scan = Scanner::new(self.text, usize::MAX);
        let mut around = Vec::new();
        let mut deepest = 0;
        let mut token = scan.value().ok()?;
        loop {
            let mut first = token.kind.is_container();
            if first {
                let object = token.kind == Kind::Object;
                around.push(if object { Open::Object(token.start, self.open.len()) } else { Open::List });
                deepest = deepest.max(around.len());
            }
            // Out of everything that ends here.
            loop {
                match around.last() {
                    None => return scan.finish().ok().map(|()| deepest),
                    Some(&Open::Object(start, names)) => {
                        if let Some(name) = scan.member(first).ok()? {
                            self.open.push((hash(&self.hasher, &name.decode()), place(name.start())?));
                            break;
                        }
                        self.close(start, names)?;
                    }
                    Some(Open::List) => {
                        if scan.element(first).ok()? {
                            break;
                        }
                    }
                }
                around.pop();
                first = false;
            }
            token = scan.value().ok()?;
        }
    }

    /// The innermost object ends, whose names are those from there on.
    fn close(&mut self, start: usize, from: usize) -> Option<()> {
        let own = self.open.get_mut(from..)?;
        own.sort_unstable();
        let large = own.len() >= FEW;
        let first = self.names.len();
        let mut keep = |name: Name| {
            if large {
                self.names.push(name);
            }
        };
        let said = |(_, start): &Name| {
            let mut scan = Scanner::new(self.text, usize::MAX);
            scan.jump(*start as usize);
            scan.value().map(|token| scan.text_of(token).decode()).unwrap_or_default()
        };
        for alike in own.chunk_by(|one, other| one.0 == other.0) {
            if let [name] = alike {
                keep(*name);
                continue;
            }
            // The last of each name stands; nearly always there is but one name.
            let mut standing = Vec::new();
            for name in alike.iter().rev() {
                let text = said(name);
                if standing.contains(&text) {
                    self.overruled.push(name.1);
                } else {
                    standing.push(text);
                    keep(*name);
                }
            }
        }
        if large {
            self.objects.push((place(start)?, place(first)?, place(self.names.len())?));
        }
        self.open.truncate(from);
        Some(())
    }
}

/// A place takes half of the room: bodies are shorter than 4 GiB.
fn place(at: usize) -> Option<u32> {
    u32::try_from(at).ok()
}
