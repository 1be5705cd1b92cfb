//! Where a JSON document ends, in bytes that come bit by bit and needn't be whole.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

/// A document that is being followed, by the grammar of RFC 8259.
///
/// It can be fed again when more bytes came, and looks at each of them once. It holds two bits a
/// level. What numbers and words say is the reader's business.
#[derive(Debug, Clone)]
pub(super) struct Tracker {
    at: usize,
    state: State,
    /// Whether the open brackets are objects', the innermost last.
    open: Vec<bool>,
    depth_limit: usize,
    /// Where the grammar was broken first.
    damage: Option<usize>,
}

/// How far a document could be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// It goes on behind these bytes.
    Open,
    /// It ends before this byte.
    Closed(usize),
    /// It breaks the grammar at this byte.
    Broken(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Value,
    /// After `[`: a value or `]`.
    FirstElement,
    /// After `{`: a name or `}`.
    FirstName,
    Name,
    Colon,
    /// After a value.
    More,
    Text {
        escape: bool,
        name: bool,
    },
    Word,
    /// Broken: brackets are counted, and texts end with their line.
    Loose {
        text: bool,
        escape: bool,
    },
}

impl Tracker {
    pub(super) fn new(depth_limit: usize) -> Self {
        Tracker { at: 0, state: State::Value, open: Vec::new(), depth_limit, damage: None }
    }

    /// Follows the document, whose first byte is that of `bytes`, by the grammar.
    pub(super) fn strict(&mut self, bytes: &[u8]) -> Extent {
        if let Some(at) = self.damage {
            return Extent::Broken(at);
        }
        while let Some(&byte) = bytes.get(self.at) {
            match self.step(bytes, byte) {
                Ok(false) => {}
                Ok(true) => return Extent::Closed(self.at),
                Err(()) => {
                    self.damage = Some(self.at);
                    return Extent::Broken(self.at);
                }
            }
        }
        Extent::Open
    }

    /// Follows the document, and goes on behind damage by counting brackets.
    pub(super) fn loose(&mut self, bytes: &[u8]) -> Extent {
        match self.strict(bytes) {
            Extent::Broken(_) => {}
            extent => return extent,
        }
        let (mut text, mut escape) = match self.state {
            State::Loose { text, escape } => (text, escape),
            State::Text { .. } => (true, false),
            _ => (false, false),
        };
        while let Some(&byte) = bytes.get(self.at) {
            self.pass(1);
            match byte {
                b'\n' | b'\r' => (text, escape) = (false, false),
                _ if escape => escape = false,
                b'\\' => escape = text,
                b'"' => text = !text,
                b'{' | b'[' if !text => self.open.push(byte == b'{'),
                b'}' | b']' if !text => {
                    self.open.pop();
                    if self.open.is_empty() {
                        self.state = State::Loose { text, escape };
                        return Extent::Closed(self.at);
                    }
                }
                _ => {}
            }
        }
        self.state = State::Loose { text, escape };
        Extent::Open
    }

    /// Where the grammar was broken first.
    pub(super) fn damage(&self) -> Option<usize> {
        self.damage
    }

    /// How far it came.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The bytes were moved to the front by so many.
    pub(super) fn forget(&mut self, bytes: usize) {
        self.at = self.at.saturating_sub(bytes);
        self.damage = self.damage.map(|at| at.saturating_sub(bytes));
    }

    /// Past one byte, or a run of plain text; `true` at the document's end.
    #[inline]
    fn step(&mut self, bytes: &[u8], byte: u8) -> Result<bool, ()> {
        match self.state {
            State::Text { escape: true, name } => {
                self.pass(1);
                self.state = State::Text { escape: false, name };
                return Ok(false);
            }
            State::Text { escape: false, name } => {
                let rest = bytes.get(self.at..).unwrap_or_default();
                let plain = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F));
                self.pass(plain.unwrap_or(rest.len()));
                match bytes.get(self.at) {
                    None => {}
                    Some(b'"') => {
                        self.pass(1);
                        self.state = if name { State::Colon } else { State::More };
                        return Ok(!name && self.open.is_empty());
                    }
                    Some(b'\\') => {
                        self.pass(1);
                        self.state = State::Text { escape: true, name };
                    }
                    Some(_) => return Err(()),
                }
                return Ok(false);
            }
            State::Word => {
                let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
                if part(&byte) {
                    self.pass(1);
                    return Ok(false);
                }
                self.state = State::More;
                return Ok(self.open.is_empty());
            }
            _ => {}
        }
        if matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
            self.pass(1);
            return Ok(false);
        }
        let opens = matches!(byte, b'{' | b'[');
        match (self.state, byte) {
            (State::Value | State::FirstElement, _) if opens => {
                if self.open.len() >= self.depth_limit {
                    return Err(());
                }
                self.open.push(byte == b'{');
                self.state = if byte == b'{' { State::FirstName } else { State::FirstElement };
            }
            (State::Value | State::FirstElement, b'"') => self.state = State::Text { escape: false, name: false },
            (State::Value | State::FirstElement, b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => {
                self.state = State::Word
            }
            (State::FirstName | State::Name, b'"') => self.state = State::Text { escape: false, name: true },
            (State::Colon, b':') => self.state = State::Value,
            (State::More, b',') => {
                self.state = if self.open.last() == Some(&true) { State::Name } else { State::Value };
            }
            (State::FirstElement, b']') | (State::FirstName, b'}') => return Ok(self.close()),
            (State::More, b']') if self.open.last() == Some(&false) => return Ok(self.close()),
            (State::More, b'}') if self.open.last() == Some(&true) => return Ok(self.close()),
            _ => return Err(()),
        }
        self.pass(1);
        Ok(false)
    }

    #[inline]
    fn pass(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
    }

    fn close(&mut self) -> bool {
        self.pass(1);
        self.open.pop();
        self.state = State::More;
        self.open.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strict(text: &str) -> Extent {
        let whole = Tracker::new(128).strict(text.as_bytes());
        let mut piecemeal = Tracker::new(128);
        let mut extent = Extent::Open;
        for end in 0..=text.len() {
            extent = piecemeal.strict(text.as_bytes().get(..end).unwrap_or_default());
            if extent != Extent::Open {
                break;
            }
        }
        assert_eq!(whole, extent, "{text}");
        whole
    }

    #[test]
    fn documents_end_where_they_end() {
        assert_eq!(strict(r#"{"a": [1, {"b": "}\""}], "c": null} rest"#), Extent::Closed(35));
        assert_eq!(strict(r#"[]]"#), Extent::Closed(2));
        assert_eq!(strict(r#"{"a": 1"#), Extent::Open);
        assert_eq!(strict(r#"{"a": {"#), Extent::Open);
        assert_eq!(strict(r#""text" rest"#), Extent::Closed(6));
        assert_eq!(strict("12 "), Extent::Closed(2));
        assert_eq!(strict("{{"), Extent::Broken(1));
        assert_eq!(strict("{\"a\": \"b\nc\"}"), Extent::Broken(8));
        assert_eq!(strict("{\"a\": 1,}"), Extent::Broken(8));
        assert_eq!(strict("[1}"), Extent::Broken(2));
        assert_eq!(strict(&"[".repeat(129)), Extent::Broken(128));
    }

    #[test]
    fn damage_is_passed_by_counting_brackets() {
        let mut tracker = Tracker::new(128);
        assert_eq!(tracker.loose(br#"{"a": 1 "b": {"c": "}"}} rest"#), Extent::Closed(24));
        assert_eq!(tracker.damage(), Some(8));
        assert_eq!(Tracker::new(128).loose(b"{\"a\": \"open\n}{"), Extent::Closed(13));
        assert_eq!(Tracker::new(128).loose(b"{\"a\": [1, }"), Extent::Open);
    }
}
