//! Text from strangers made harmless: bodies and names of files never speak to a terminal.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fmt::{self, Display, Write};
use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// Whether a character does something to a terminal, or to the order or look of the text around
/// it, instead of showing itself.
///
/// C0, DEL and C1 drive terminals (U+009B is CSI in one character); bidi controls reorder what is
/// read; zero-width ones and tags make two different names look the same.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

/// Whether a command of a CI system begins with the `#` that stands there, which is the second of two: Azure Pipelines,
/// TeamCity and GitHub's older runners look for theirs in the middle of lines too, in whatever a program prints.
pub fn is_command(text: &str, at: usize) -> bool {
    const COMMANDS: [&str; 3] = ["[", "vso[", "teamcity["];
    let begins = |rest: &str, word: &str| rest.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word));
    let after = |(before, rest): (&str, &str)| {
        let rest = rest.strip_prefix('#').filter(|_| before.ends_with('#'))?;
        COMMANDS.iter().find(|command| begins(rest, command))
    };
    text.split_at_checked(at).and_then(after).is_some()
}

/// Shows a text with every hidden character as `\u{1b}`, and commands of CI systems so that they are none.
pub struct Visible<'a>(pub &'a str);

impl Display for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut from = 0;
        for (at, character) in self.0.char_indices() {
            if is_hidden(character) || character == '#' && is_command(self.0, at) {
                f.write_str(self.0.get(from..at).unwrap_or_default())?;
                write!(f, "{}", character.escape_unicode())?;
                from = at.saturating_add(character.len_utf8());
            }
        }
        f.write_str(self.0.get(from..).unwrap_or_default())
    }
}

/// Shows the name of a file that a line begins with: one such as `::error::x` would be a command of GitHub's runners.
pub struct Named<'a>(pub &'a str);

impl Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let here = if self.0.trim_start().starts_with("::") { "./" } else { "" };
        write!(f, "{here}{}", Visible(self.0))
    }
}

/// A file's name as text. Bytes that aren't UTF-8 become `\xff`: visible, and told apart.
pub fn file_name(name: &OsStr) -> String {
    let mut text = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            // Writing to a String doesn't fail.
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

/// What the system says of a failure, without the number that helps nobody.
pub fn reason(error: &io::Error) -> String {
    let mut reason = error.to_string();
    if let Some(at) = reason.find(" (os error ") {
        reason.truncate(at);
    }
    reason
}

/// Writes one line of JSON that is harmless on a terminal too, and still means the same.
pub fn json_line<W: io::Write>(mut out: W, value: &impl Serialize) -> io::Result<()> {
    json(&mut out, value)?;
    out.write_all(b"\n")
}

/// The same without an end of line, for a part of a document.
pub fn json<W: io::Write>(mut out: W, value: &impl Serialize) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(&mut out, Harmless);
    Ok(value.serialize(&mut serializer)?)
}

/// JSON on one line. serde_json escapes C0 by itself; the other hidden characters become `\uXXXX`, and so does what
/// would make a command of it in the log of a CI system.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, text: &str) -> io::Result<()> {
        writer.write_all(spelled_out(text).as_bytes())
    }

    // Members without a meaning are printed as they came. Valid JSON has these characters in its
    // texts alone, and never behind a backslash, so they can be spelled out without taking it apart.
    fn write_raw_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, json: &str) -> io::Result<()> {
        writer.write_all(spelled_out(json).as_bytes())
    }
}

fn spelled_out(text: &str) -> Cow<'_, str> {
    // C0 stands in raw JSON as white space alone. Most texts are ASCII and have nothing to spell out.
    let is_harmful = |character: char| character >= '\u{7f}' && is_hidden(character);
    let harmless = text.is_ascii() && !text.contains('\u{7f}') || !text.contains(is_harmful);
    if harmless && !(text.contains('#') && text.contains("##")) {
        return Cow::Borrowed(text);
    }
    let mut spelled = String::with_capacity(text.len().saturating_add(16));
    for (at, character) in text.char_indices() {
        if is_harmful(character) || character == '#' && is_command(text, at) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a String doesn't fail.
                let _ = write!(spelled, "\\u{unit:04x}");
            }
        } else {
            spelled.push(character);
        }
    }
    Cow::Owned(spelled)
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    #[test]
    fn terminals_see_what_is_hidden() {
        let text = "a\u{1b}[31m\u{7f}\u{9b}\u{202e}\u{200b}\u{2028}\u{2069}\r\n\u{feff}é漢";
        assert_eq!(
            Visible(text).to_string(),
            "a\\u{1b}[31m\\u{7f}\\u{9b}\\u{202e}\\u{200b}\\u{2028}\\u{2069}\\u{d}\\u{a}\\u{feff}é漢"
        );
    }

    #[test]
    fn commands_of_ci_systems_are_none() {
        for (text, shown) in [
            ("a ##[error]b", "a #\\u{23}[error]b"),
            ("##vso[task.setvariable variable=a]b", "#\\u{23}vso[task.setvariable variable=a]b"),
            ("é##TeamCity[x]##[y]", "é#\\u{23}TeamCity[x]#\\u{23}[y]"),
            ("###[x]", "##\\u{23}[x]"),
            ("## [x] #[y] ##é[ ##", "## [x] #[y] ##é[ ##"),
        ] {
            assert_eq!(Visible(text).to_string(), shown);
            let mut line = Vec::new();
            json_line(&mut line, &text).expect("a Vec takes everything");
            let line = String::from_utf8(line).expect("JSON is UTF-8");
            assert_eq!(line.trim_end(), format!("\"{}\"", shown.replace("\\u{23}", "\\u0023")));
            assert_eq!(serde_json::from_str::<String>(&line).expect("JSON"), text);
        }
    }

    #[test]
    fn json_spells_out_what_is_hidden_and_means_the_same() {
        let text = "\u{1b}\u{7f}\u{85}\u{202e}\u{e0041}\"\\é漢";
        let mut line = Vec::new();
        json_line(&mut line, &text).expect("a Vec takes everything");
        let line = String::from_utf8(line).expect("JSON is UTF-8");
        assert_eq!(line, "\"\\u001b\\u007f\\u0085\\u202e\\udb40\\udc41\\\"\\\\é漢\"\n");
        assert_eq!(serde_json::from_str::<String>(&line).expect("JSON"), text);
    }

    /// Each of them by itself, since a text without one is passed on without a second look.
    #[test]
    fn every_hidden_character_is_spelled_out_wherever_it_stands_alone() {
        let kept =
            [' ', 'a', '~', '\u{a0}', '\u{ac}', '\u{ae}', 'é', '漢', '\u{200a}', '\u{2010}', '\u{fffd}', '😀'];
        for character in ('\0'..=char::MAX).filter(|it| is_hidden(*it)).chain(kept) {
            let text = format!("a{character}é");
            let mut line = Vec::new();
            json_line(&mut line, &text).expect("a Vec takes everything");
            let line = String::from_utf8(line).expect("JSON is UTF-8");
            assert!(!line.trim_end().contains(is_hidden), "{line:?}");
            assert_eq!(line.contains('\\'), is_hidden(character), "{line:?}");
            assert_eq!(serde_json::from_str::<String>(&line).expect("JSON"), text);
            // Raw JSON, too, as it came from the body.
            let raw = RawValue::from_string(format!("\"a{character}\"")).ok();
            if let Some(raw) = raw.filter(|_| character >= ' ') {
                let mut line = Vec::new();
                json_line(&mut line, &raw).expect("a Vec takes everything");
                let line = String::from_utf8(line).expect("JSON is UTF-8");
                assert!(!line.trim_end().contains(is_hidden), "{line:?}");
                assert_eq!(line.contains("\\u"), is_hidden(character), "{line:?}");
            }
            assert_eq!(Visible(&text).to_string().contains("\\u{"), is_hidden(character));
        }
    }

    #[test]
    fn failures_are_told_without_their_number() {
        let missing = io::Error::from_raw_os_error(2);
        assert!(missing.to_string().ends_with(" (os error 2)"));
        assert_eq!(format!("{} (os error 2)", reason(&missing)), missing.to_string());
        assert_eq!(reason(&io::Error::other("a reason of ours")), "a reason of ours");
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_text_stay_apart() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(file_name(OsStr::from_bytes(b"a\xff.json")), "a\\xff.json");
    }
}
