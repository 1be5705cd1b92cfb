//! A second opinion on where things stand in a body: a small JSON parser of its own, with spans.
//!
//! It shares nothing with the library. Damage ends it, and what was parsed before stays.

use std::ops::Range;

#[derive(Debug)]
pub enum Node {
    Object(Vec<Member>),
    List(Vec<Tree>),
    Scalar,
}

#[derive(Debug)]
pub struct Member {
    pub name: String,
    pub name_span: Range<usize>,
    pub value: Tree,
}

#[derive(Debug)]
pub struct Tree {
    pub span: Range<usize>,
    pub node: Node,
}

/// The tree, and whether the body was whole.
pub fn parse(text: &str) -> (Option<Tree>, bool) {
    let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut parser = Parser { text, at, broken: false, depth: 0 };
    let tree = parser.value();
    parser.blanks();
    let whole = tree.is_some() && !parser.broken && parser.at == text.len();
    (tree, whole)
}

impl Tree {
    /// Every value and every member's name at which a pointer can aim: with duplicates there are several.
    pub fn at<'t>(&'t self, pointer: &str) -> Vec<Place<'t>> {
        let mut places = vec![Place::Value(self)];
        if pointer.is_empty() {
            return places;
        }
        assert!(pointer.starts_with('/'), "no JSON pointer: {pointer:?}");
        for step in pointer[1..].split('/') {
            let step = step.replace("~1", "/").replace("~0", "~");
            let mut next = Vec::new();
            for place in places {
                match place {
                    Place::Value(Tree { node: Node::Object(members), .. }) => {
                        for member in members.iter().filter(|member| member.name == step) {
                            next.push(Place::Name(member));
                            next.push(Place::Value(&member.value));
                        }
                    }
                    Place::Value(Tree { node: Node::List(list), .. }) => {
                        let index = step.parse::<usize>().ok().filter(|index| index.to_string() == step);
                        next.extend(index.and_then(|index| list.get(index)).map(Place::Value));
                    }
                    _ => {}
                }
            }
            places = next;
        }
        places
    }

    /// How many members have the name of an earlier one of the same object.
    pub fn duplicates(&self) -> u64 {
        match &self.node {
            Node::Object(members) => {
                let mut names: Vec<_> = members.iter().map(|member| &member.name).collect();
                names.sort();
                names.dedup();
                let twins = members.len() - names.len();
                twins as u64 + members.iter().map(|member| member.value.duplicates()).sum::<u64>()
            }
            Node::List(list) => list.iter().map(Tree::duplicates).sum(),
            Node::Scalar => 0,
        }
    }
}

#[derive(Debug)]
pub enum Place<'t> {
    Name(&'t Member),
    Value(&'t Tree),
}

impl Place<'_> {
    pub fn span(&self) -> Range<usize> {
        match self {
            Place::Name(member) => member.name_span.clone(),
            Place::Value(tree) => tree.span.clone(),
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    broken: bool,
    depth: usize,
}

impl Parser<'_> {
    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        self.blanks();
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn value(&mut self) -> Option<Tree> {
        self.blanks();
        let start = self.at;
        self.depth += 1;
        let node = match self.peek()? {
            // The library's limit is 128; what is deeper is damage.
            _ if self.depth > 200 => None,
            b'{' => self.object(),
            b'[' => self.list(),
            b'"' => self.text().map(|_| Node::Scalar),
            _ => self.word(),
        };
        self.depth -= 1;
        match node {
            Some(node) => Some(Tree { span: start..self.at, node }),
            None => {
                self.broken = true;
                None
            }
        }
    }

    fn object(&mut self) -> Option<Node> {
        self.at += 1;
        let mut members = Vec::new();
        if self.eat(b'}') {
            return Some(Node::Object(members));
        }
        loop {
            self.blanks();
            let start = self.at;
            let Some(name) = self.text() else { break };
            let name_span = start..self.at;
            let value = if self.eat(b':') { self.value() } else { None };
            // A name without a whole value can have been reported all the same.
            let whole = value.is_some();
            let value = value.unwrap_or(Tree { span: self.at..self.at, node: Node::Scalar });
            members.push(Member { name, name_span, value });
            if !whole || self.broken {
                break;
            }
            if self.eat(b'}') {
                return Some(Node::Object(members));
            }
            if !self.eat(b',') {
                break;
            }
        }
        self.broken = true;
        Some(Node::Object(members))
    }

    fn list(&mut self) -> Option<Node> {
        self.at += 1;
        let mut list = Vec::new();
        if self.eat(b']') {
            return Some(Node::List(list));
        }
        while let Some(value) = self.value() {
            list.push(value);
            if self.broken {
                break;
            }
            if self.eat(b']') {
                return Some(Node::List(list));
            }
            if !self.eat(b',') {
                break;
            }
        }
        self.broken = true;
        Some(Node::List(list))
    }

    fn text(&mut self) -> Option<String> {
        if self.peek() != Some(b'"') {
            return None;
        }
        let mut units: Vec<u16> = Vec::new();
        let mut characters = self.text[self.at + 1..].char_indices();
        let from = self.at + 1;
        loop {
            match characters.next()? {
                (at, '"') => {
                    self.at = from + at + 1;
                    let text = char::decode_utf16(units);
                    return Some(text.map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect());
                }
                (_, '\0'..='\u{1f}') => return None,
                (_, '\\') => {
                    let plain = match characters.next()?.1 {
                        'b' => 8,
                        'f' => 12,
                        'n' => 10,
                        'r' => 13,
                        't' => 9,
                        'u' => {
                            let mut unit = 0;
                            for _ in 0..4 {
                                unit = unit * 16 + characters.next()?.1.to_digit(16)?;
                            }
                            unit
                        }
                        itself @ ('"' | '\\' | '/') => itself.into(),
                        _ => return None,
                    };
                    units.push(u16::try_from(plain).ok()?);
                }
                (_, character) => units.extend(character.encode_utf16(&mut [0; 2]).iter()),
            }
        }
    }

    /// A number or a word. What follows it without a comma is damage that comes later.
    fn word(&mut self) -> Option<Node> {
        let rest = &self.text[self.at..];
        let word = ["true", "false", "null"].into_iter().find(|word| rest.starts_with(word));
        self.at += word.map(str::len).or_else(|| number(rest.as_bytes()))?;
        Some(Node::Scalar)
    }
}

/// The length of the number that a text begins with, if nothing goes on with it.
fn number(text: &[u8]) -> Option<usize> {
    let digits = |from: usize| {
        let count = text.get(from..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
        (count > 0).then_some(from + count)
    };
    let first = usize::from(text.first() == Some(&b'-'));
    let mut end = if text.get(first) == Some(&b'0') { first + 1 } else { digits(first)? };
    if text.get(end) == Some(&b'.') {
        end = digits(end + 1)?;
    }
    if let Some(b'e' | b'E') = text.get(end) {
        let signed = matches!(text.get(end + 1), Some(b'+' | b'-'));
        end = digits(end + 1 + usize::from(signed))?;
    }
    let goes_on = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    (!text.get(end).is_some_and(goes_on)).then_some(end)
}
