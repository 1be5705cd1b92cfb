//! The kinds of damage, one function each: where it is seen, and what is put in its place.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use super::Edit;
use crate::deviation::Code;
use crate::error::ErrorCode;
use crate::lenient::is_blank;
use crate::scan::{Expected, Kind, ScanError, Scanner};

/// A label before the body is a line or two, not a log.
const LONGEST_LABEL: usize = 300;

/// The rule that fits the place at which a scan stopped, and its edits in the order of the text.
pub(super) fn mend(text: &str, error: &ScanError) -> Option<(Code, Vec<Edit>)> {
    let at = error.offset;
    let rest = text.get(at..)?;
    let before = text.get(..at)?.trim_end_matches(is_blank);
    if error.code == ErrorCode::Truncated {
        return cut_off(text).map(|edits| (Code::CutOff, edits));
    }
    if rest.starts_with('/') {
        return comment(rest).map(|length| (Code::Comment, vec![blanked(text, at, at.saturating_add(length))]));
    }
    let wants_value = matches!(error.expected, Expected::Value | Expected::ValueOrEnd);
    let wants_name = matches!(error.expected, Expected::Name | Expected::NameOrEnd);
    if before.is_empty() && wants_value {
        return label(text, at).map(|end| (Code::LabelLine, vec![blanked(text, at, end)]));
    }
    let closes = rest.starts_with(['}', ']']);
    if closes && before.ends_with(',') && matches!(error.expected, Expected::Name | Expected::Value) {
        return trailing_comma(before)
            .map(|comma| (Code::TrailingComma, vec![blanked(text, comma, comma.saturating_add(1))]));
    }
    if let Some(edits) = smart_quotes(rest, at).filter(|_| wants_value || wants_name) {
        return Some((Code::SmartQuotes, edits));
    }
    if wants_name {
        return stray_word(rest)
            .map(|length| (Code::StrayWord, vec![blanked(text, at, at.saturating_add(length))]));
    }
    if wants_value {
        return bare_word(rest).map(|length| (Code::BareWord, quoted(at, at.saturating_add(length))));
    }
    match error.expected {
        // `8abf6e1e`: an id without its quotes begins like a number.
        Expected::Inside(_) => {
            // Characters, and not bytes: some of the bytes of U+FEFE are letters when they stand alone.
            let word = before_word(text.get(..at)?);
            let start = word.len();
            let length = bare_id(text.get(start..)?)?;
            Some((Code::BareWord, quoted(start, start.saturating_add(length))))
        }
        Expected::CommaOrBrace if rest.starts_with(']') => {
            Some((Code::MissingBracket, vec![inserted(before.len(), "}")]))
        }
        Expected::CommaOrBracket if rest.starts_with('}') => {
            Some((Code::MissingBracket, vec![inserted(before.len(), "]")]))
        }
        Expected::CommaOrBrace | Expected::CommaOrBracket => {
            let in_object = error.expected == Expected::CommaOrBrace;
            // `44123456-c687-…` begins with a number.
            let word = before_word(text.get(..at)?).len();
            if let Some(length) = text.get(word..).filter(|_| rest.starts_with('-')).and_then(bare_id) {
                return Some((Code::BareWord, quoted(word, word.saturating_add(length))));
            }
            let apart = before.len() < at;
            // `["a.vm" "b.vm"]`: two texts follow each other in no other way.
            if apart && !in_object && before.ends_with('"') && rest.starts_with('"') {
                return Some((Code::MissingComma, vec![inserted(before.len(), ",")]));
            }
            (apart && follows(rest, in_object)).then(|| (Code::MissingComma, vec![inserted(before.len(), ",")]))
        }
        Expected::NothingMore if rest.trim() == "```" => {
            Some((Code::LabelLine, vec![blanked(text, at, text.len())]))
        }
        _ => None,
    }
}

/// `// …` to the end of the line, unless it could hide a member.
fn comment(rest: &str) -> Option<usize> {
    let length = match rest.as_bytes().get(1)? {
        b'/' => rest.find(['\n', '\r']).unwrap_or(rest.len()),
        b'*' => rest.find("*/")?.saturating_add(2),
        _ => return None,
    };
    (!rest.get(..length)?.contains(['"', '{', '}', '[', ']'])).then_some(length)
}

/// `Creating a DB instance of the enterprise edition:` before the body.
fn label(text: &str, at: usize) -> Option<usize> {
    let (label, _) = text.get(at..)?.split_once('{')?;
    let on_its_own_line = label.trim_end_matches([' ', '\t']).ends_with('\n');
    let is_prose = label.len() <= LONGEST_LABEL && !label.contains(['"', '}', '[', ']', '<', '/']);
    (on_its_own_line && is_prose).then(|| at.saturating_add(label.trim_end().len()))
}

/// The comma before a closing bracket, if there is one and not two.
fn trailing_comma(before: &str) -> Option<usize> {
    let rest = before.strip_suffix(',')?;
    let lonely = !rest.trim_end_matches(is_blank).ends_with([',', '{', '[', ':']);
    lonely.then_some(rest.len())
}

/// `“total_count”`, with quotes that a word processor made of straight ones.
fn smart_quotes(rest: &str, at: usize) -> Option<Vec<Edit>> {
    const QUOTES: [char; 5] = ['“', '”', '„', '‟', '＂'];
    let open = rest.chars().next().filter(|first| QUOTES.contains(first))?;
    let inside = rest.strip_prefix(open)?;
    let end = inside.find(|character| QUOTES.contains(&character) || matches!(character, '"' | '\\' | '\n'))?;
    let close = inside.get(end..)?.chars().next().filter(|last| QUOTES.contains(last))?;
    let opened = at.saturating_add(open.len_utf8());
    let start = opened.saturating_add(end);
    Some(vec![
        Edit { start: at, end: opened, with: "\"".to_owned() },
        Edit { start, end: start.saturating_add(close.len_utf8()), with: "\"".to_owned() },
    ])
}

/// `ta  "message": …`: a word between a comma and a name.
fn stray_word(rest: &str) -> Option<usize> {
    let word = rest.find(|character| !is_word(character))?;
    let behind = rest.get(word..)?;
    (word > 0 && behind.starts_with(is_blank) && is_member(behind.trim_start_matches(is_blank))).then_some(word)
}

/// `XXX`, or `Hive jobs cannot be submitted.` up to the line's end: a value without its quotes.
fn bare_word(rest: &str) -> Option<usize> {
    let line = rest.split(['\n', '\r']).next()?;
    let (word, after) = line.split_at_checked(line.find([',', '}', ']']).unwrap_or(line.len()))?;
    let word = word.trim_end_matches(is_blank);
    // What another notation means by these is no text.
    const MEANT: [&str; 9] = ["nan", "infinity", "true", "false", "null", "none", "nil", "undefined", "inf"];
    let meant = MEANT.iter().any(|meant| word.to_ascii_lowercase().starts_with(meant));
    let is_text = word.starts_with(|first: char| first.is_alphabetic())
        && word.chars().all(|character| is_word(character) || matches!(character, ' ' | '.' | '*'));
    // After several words only the end of the line is an end.
    let ends = !word.contains(' ') || after.trim_start_matches(',').trim().is_empty();
    let follows = rest.strip_prefix(word)?.trim_start_matches(is_blank);
    (is_text && !meant && ends && follows.starts_with([',', '}', ']', '"'])).then_some(word.len())
}

/// `8abf6e1e…`: at least eight hexadecimal digits, some of them letters.
fn bare_id(rest: &str) -> Option<usize> {
    let length = rest.find(|character: char| !character.is_ascii_hexdigit() && character != '-')?;
    let (id, follows) = rest.split_at_checked(length)?;
    let is_number = id.bytes().filter(u8::is_ascii_alphabetic).all(|byte| matches!(byte, b'e' | b'E'));
    let follows = follows.trim_start_matches(is_blank);
    let is_id = length >= 8 && !is_number && !id.starts_with('-');
    (is_id && follows.starts_with([',', '}', ']', '"'])).then_some(length)
}

/// Whether a member, or an element, begins here.
fn follows(rest: &str, in_object: bool) -> bool {
    if in_object { is_member(rest) } else { rest.starts_with('{') }
}

/// `"name":`, with quotes of either kind.
fn is_member(rest: &str) -> bool {
    let Some(inside) = rest.strip_prefix(['"', '“', '”']) else { return false };
    let end = inside.find(['"', '“', '”', '\n']).and_then(|end| inside.get(end..));
    let Some(after) = end else { return false };
    let after = after.trim_start_matches(['"', '“', '”']).trim_start_matches(is_blank);
    after.starts_with(':')
}

/// A body cut off: everything after its last complete member goes, and the brackets are closed.
fn cut_off(text: &str) -> Option<Vec<Edit>> {
    let mut scan = Scanner::new(text, usize::MAX);
    // The closing brackets that are due, and how many of them were when the last value was complete.
    let mut due: Vec<char> = Vec::new();
    let mut safe = None;
    let _ = walk(&mut scan, &mut due, &mut safe, text.len());
    let (end, levels) = safe?;
    let closing: String = due.get(..levels)?.iter().rev().collect();
    (!closing.is_empty()).then(|| vec![Edit { start: end, end: text.len(), with: closing }])
}

fn walk(
    scan: &mut Scanner<'_>,
    due: &mut Vec<char>,
    safe: &mut Option<(usize, usize)>,
    end: usize,
) -> Result<(), ScanError> {
    let mut first = false;
    loop {
        let token = scan.value()?;
        let mut complete = !token.kind.is_container();
        if complete {
            // A number at the very end may have lost digits.
            if token.kind != Kind::Number || token.end < end {
                *safe = Some((token.end, due.len()));
            }
        } else {
            due.push(if token.kind == Kind::Object { '}' } else { ']' });
            *safe = Some((token.end, due.len()));
            first = true;
        }
        loop {
            let more = match due.last() {
                None => return Ok(()),
                Some('}') => scan.member(first && !complete)?.is_some(),
                Some(_) => scan.element(first && !complete)?,
            };
            if more {
                break;
            }
            due.pop();
            *safe = Some((scan.at(), due.len()));
            complete = true;
        }
        first = false;
    }
}

fn blanked(text: &str, start: usize, end: usize) -> Edit {
    // A blank a byte, so that nothing after it moves; line ends stay.
    let with = text
        .get(start..end)
        .unwrap_or_default()
        .bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect();
    Edit { start, end, with }
}

fn inserted(at: usize, what: &str) -> Edit {
    Edit { start: at, end: at, with: what.to_owned() }
}

fn quoted(start: usize, end: usize) -> Vec<Edit> {
    vec![inserted(start, "\""), inserted(end, "\"")]
}

/// A text without the word at its end.
fn before_word(text: &str) -> &str {
    text.trim_end_matches(is_word)
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-')
}
