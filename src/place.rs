//! Where something stands: byte spans, lines and columns, JSON pointers.
//!
//! The reader notes offsets alone, which costs nothing. Only what is reported is turned into
//! lines, columns and pointers: [`resolve`] does that in one sweep over the body, with the path
//! on a stack, however many places there are.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::fmt;

use crate::bytes::{between, count};
use crate::scan::{Kind, Scanner, Text};

/// A range of bytes in the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte, counted from 0.
    pub offset: usize,
    /// How many bytes.
    pub length: usize,
}

impl Span {
    /// The span from the first byte up to, and without, the last one.
    pub(crate) fn new(start: usize, end: usize) -> Self {
        Span { offset: start, length: end.saturating_sub(start) }
    }

    /// The byte after the last one.
    pub fn end(self) -> usize {
        self.offset.saturating_add(self.length)
    }
}

/// A place in a text, for people: line and column, both counted from 1.
///
/// The column counts characters, not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, counted from 1.
    pub line: usize,
    /// The character in its line, counted from 1.
    pub column: usize,
}

impl Position {
    /// The first character.
    pub const START: Position = Position { line: 1, column: 1 };

    /// The place of a byte in a text.
    ///
    /// Bytes that aren't UTF-8 count by their leading bytes, as an editor shows them.
    pub fn of(bytes: &[u8], offset: usize) -> Self {
        Position::START.advance(bytes.get(..offset).unwrap_or(bytes))
    }

    /// The place after some more bytes.
    pub(crate) fn advance(self, bytes: &[u8]) -> Self {
        // All bytes but those that go on with a character.
        let characters =
            |bytes: &[u8]| bytes.len().saturating_sub(count(bytes, |bytes| between(bytes, 0x80, 0xbf)));
        match memchr::memrchr(b'\n', bytes).and_then(|last| bytes.split_at_checked(last)) {
            None => Position { line: self.line, column: self.column.saturating_add(characters(bytes)) },
            // The line end itself counts as the character before the first one.
            Some((_, last)) => Position {
                line: self.line.saturating_add(memchr::memchr_iter(b'\n', bytes).count()),
                column: characters(last),
            },
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Position and JSON pointer of each offset. The offsets must come sorted, and be those of
/// members' names or of values; others get the pointer of the whole body.
pub(crate) fn resolve(body: &str, depth_limit: usize, offsets: &[usize]) -> Vec<(Position, String)> {
    let mut position = Position::START;
    let mut from = 0;
    let mut places: Vec<_> = offsets
        .iter()
        .map(|&offset| {
            position = position.advance(body.as_bytes().get(from..offset).unwrap_or_default());
            from = offset;
            (position, String::new())
        })
        .collect();
    let mut sweep = Sweep { offsets, places: &mut places, next: 0, path: Vec::new() };
    // Damage ends the sweep early; nothing behind it was read, so nothing there is asked for.
    let _ = sweep.run(Scanner::new(body, depth_limit));
    places
}

struct Sweep<'a, 's> {
    offsets: &'s [usize],
    places: &'s mut [(Position, String)],
    next: usize,
    path: Vec<Step<'a>>,
}

enum Step<'a> {
    Member(Text<'a>),
    Element(usize),
}

impl<'a> Sweep<'a, '_> {
    fn run(&mut self, mut scan: Scanner<'a>) -> Result<(), crate::scan::ScanError> {
        // Each open object or list has a step: the member or element that is being read.
        let mut open: Vec<Kind> = Vec::new();
        let mut token = scan.value()?;
        loop {
            self.visit(token.start);
            let mut fresh = token.kind.is_container();
            if fresh {
                open.push(token.kind);
            }
            // On to the next value, out of everything that ends here.
            loop {
                let Some(container) = open.last() else { return Ok(()) };
                if self.next == self.offsets.len() {
                    return Ok(());
                }
                let more = if *container == Kind::Object {
                    let member = scan.member(fresh)?;
                    if !fresh {
                        self.path.pop();
                    }
                    member.map(Step::Member)
                } else {
                    let index = if fresh { None } else { self.path.pop() };
                    scan.element(fresh)?.then_some(match index {
                        Some(Step::Element(index)) => Step::Element(index.saturating_add(1)),
                        _ => Step::Element(0),
                    })
                };
                if let Some(step) = more {
                    let name = if let Step::Member(name) = &step { Some(name.start()) } else { None };
                    self.path.push(step);
                    if let Some(start) = name {
                        self.visit(start);
                    }
                    break;
                }
                open.pop();
                fresh = false;
            }
            token = scan.value()?;
        }
    }

    /// Notes the pointer of the path, if that offset is asked for.
    fn visit(&mut self, offset: usize) {
        while self.offsets.get(self.next).is_some_and(|asked| *asked < offset) {
            self.next = self.next.saturating_add(1);
        }
        while self.offsets.get(self.next) == Some(&offset) {
            if let Some(place) = self.places.get_mut(self.next) {
                place.1 = pointer(&self.path);
            }
            self.next = self.next.saturating_add(1);
        }
    }
}

fn pointer(path: &[Step<'_>]) -> String {
    let length = |step: &Step<'_>| match step {
        Step::Element(_) => 4,
        Step::Member(name) => name.raw().len().saturating_add(1),
    };
    let mut pointer = String::with_capacity(path.iter().map(length).sum());
    for step in path {
        pointer.push('/');
        match step {
            Step::Element(index) => pointer.push_str(&index.to_string()),
            Step::Member(name) => pointer.push_str(&escape_step(&name.decode())),
        }
    }
    pointer
}

/// A member's name as one step of a JSON pointer: `~` and `/` are spelled `~0` and `~1`.
pub(crate) fn escape_step(name: &str) -> std::borrow::Cow<'_, str> {
    if name.contains(['~', '/']) { name.replace('~', "~0").replace('/', "~1").into() } else { name.into() }
}
