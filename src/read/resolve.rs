//! Lines, columns and JSON pointers out of offsets.
//!
//! The walk notes offsets alone, which costs nothing. Only what is reported is turned into
//! lines, columns and pointers, in one sweep over the body, with the path on a stack, however
//! many places there are.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use crate::place::{Position, escape_step};
use crate::scan::{Kind, ScanError, Scanner, Text};

/// Position and JSON pointer of each offset. The offsets must come sorted, and be those of
/// members' names or of values; others get the pointer of the whole body.
pub(super) fn resolve(body: &str, depth_limit: usize, offsets: &[usize]) -> Vec<(Position, String)> {
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
    fn run(&mut self, mut scan: Scanner<'a>) -> Result<(), ScanError> {
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
