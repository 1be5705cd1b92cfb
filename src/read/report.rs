//! From what the walk noticed to what people read: places, quotes and sentences.

use std::borrow::Cow;
use std::fmt;

use super::Reading;
use super::log::{Detail, Oddity, ReadAs};
use super::notes::is_count;
use super::resolve::resolve;
use crate::deviation::{Code, Deviation, Severity};
use crate::place::{Position, Span};
use crate::repair::{Repair, Repaired};
use crate::scan::Scanner;
use crate::task::{Status, canonical_time};

/// Makes the deviations, in the order of the body.
pub(super) fn deviations<'a>(
    body: &'a str,
    depth_limit: usize,
    mut oddities: Vec<Oddity<'a>>,
) -> Vec<Deviation<'a>> {
    oddities.sort_by_key(|oddity| (oddity.span.offset, oddity.code == Code::DeviationsCapped));
    let offsets: Vec<_> = oddities.iter().map(|oddity| oddity.span.offset).collect();
    let places = if offsets.is_empty() { Vec::new() } else { resolve(body, depth_limit, &offsets) };
    let with_places = oddities.into_iter().zip(places);
    with_places
        .map(|(oddity, (position, pointer))| {
            let found = quote(body, oddity.span);
            Deviation {
                code: oddity.code,
                severity: oddity.severity,
                task: oddity.task,
                pointer,
                span: oddity.span,
                position,
                found: Cow::Borrowed(found),
                message: message(body, &oddity, found),
                read_as: words(oddity.read_as),
            }
        })
        .collect()
}

pub(super) fn quote(body: &str, span: Span) -> &str {
    body.get(span.offset..span.end()).unwrap_or_default()
}

fn words(reading: ReadAs<'_>) -> Option<Cow<'_, str>> {
    match reading {
        ReadAs::Nothing | ReadAs::Parts => None,
        ReadAs::Text(text) => Some(text),
        ReadAs::Time(time) => Some(canonical_time(&time).into()),
        ReadAs::Number(number) => Some(number.to_string().into()),
        ReadAs::Name(name) => Some(name.to_string().into()),
        ReadAs::Meaning(word) => Some(word.into()),
    }
}

/// Moves the places of a mended copy to those of the original, and reports what was mended.
pub(super) fn relocate<'a>(reading: &mut Reading<'a>, repaired: &Repaired, body: &'a str) {
    let place = |span: Span| {
        let start = repaired.original(span.offset);
        Span::new(start, repaired.original(span.end()).max(start))
    };
    let found = |span: Span| quote(body, span);
    for deviation in &mut reading.deviations {
        deviation.span = place(deviation.span);
        deviation.found = found(deviation.span).into();
    }
    for Repair { code, span } in &repaired.repairs {
        let quoted = found(*span);
        let message = match quoted.trim() {
            "" => code.sentence().trim_end_matches('.').to_owned(),
            quoted => format!("{}: {}", code.sentence().trim_end_matches('.'), shortened(quoted)),
        };
        reading.deviations.push(Deviation {
            code: *code,
            severity: Severity::Tolerated,
            task: None,
            pointer: String::new(),
            span: *span,
            position: Position::START,
            found: quoted.into(),
            read_as: None,
            message,
        });
        reading.count(*code);
    }
    reading.deviations.sort_by_key(|deviation| deviation.span.offset);
    let (mut position, mut from) = (Position::START, 0);
    for deviation in &mut reading.deviations {
        position = position.advance(body.as_bytes().get(from..deviation.span.offset).unwrap_or_default());
        from = deviation.span.offset;
        deviation.position = position;
    }
    reading.counts.sort();
    reading.worst = reading.worst.max(Some(Severity::Tolerated));
    if let Some(error) = &mut reading.error {
        error.offset = repaired.original(error.offset);
        error.position = Position::of(body.as_bytes(), error.offset);
    }
}

/// The sentence: what was found, what is documented, what became of it.
fn message(body: &str, oddity: &Oddity<'_>, found: &str) -> String {
    let found = shortened(found);
    let expected: Cow<'_, str> = match &oddity.detail {
        Detail::Expected(noun) => (*noun).into(),
        // A vocabulary is no sentence.
        Detail::Words(words) if words.len() > 12 => format!("the {} documented ones", words.len()).into(),
        Detail::Words(words) => words.iter().map(|word| shortened(word)).collect::<Vec<_>>().join(", ").into(),
        _ => "a value".into(),
    };
    let read = Became(&oddity.read_as);
    match (oddity.code, &oddity.detail) {
        (_, Detail::Inside(said)) => format!("inside of this text, {said}"),
        (Code::PaddedKey, _) => format!("{found} has blanks around the name; {read}"),
        (Code::OtherCase, _) => format!("{found} is in another case than documented; {read}"),
        (Code::OtherName, _) => format!("{found} isn't the documented name; {read}"),
        (Code::UndocumentedMember, _) => match &oddity.read_as {
            ReadAs::Meaning(word) => format!("{found} isn't documented here; another dialect calls it {word}"),
            _ => format!("{found} isn't documented; kept in `extra`{}", kept_value(body, oddity)),
        },
        (Code::MissingMember, Detail::Member(name)) => {
            format!("the required member `{}` isn't there", shortened(name))
        }
        (Code::DuplicateKey, Detail::Twin(twin)) => {
            let (first, last) = (shortened(value_of_member(body, twin.offset)), oddity.span.offset);
            let last = shortened(value_of_member(body, last));
            format!("{found} stands twice: {first} at byte {}, and here {last}, which stands", twin.offset)
        }
        (Code::ConflictingNames, Detail::Member(name)) => {
            let (name, value) = (shortened(name), kept_value(body, oddity));
            format!("{found} means the same as `{name}`, which wins; kept in `extra`{value}")
        }
        (Code::PaddedValue, _) => format!("{found} has blanks around it; {read}"),
        (Code::BlanksInside, _) => format!("{found} has blanks inside; {read}"),
        (Code::BlankText, _) => format!("{found} stands where {expected} is documented; {read}"),
        (Code::NullForText | Code::NullForValue, _) => {
            format!("null stands where {expected} is documented; {read}")
        }
        (Code::NumberForText, _) => format!("the number {found} stands where {expected} is documented; {read}"),
        (Code::TextForNumber, _) => format!("the text {found} stands where {expected} is documented; {read}"),
        (Code::ScalarForList, _) => {
            "one value stands where a list is documented; read as a list of one".to_owned()
        }
        (Code::ListForScalar, _) => format!("a list stands where {expected} is documented; its elements are read"),
        (Code::TimestampSpelling, _) => {
            let says = oddity.read_as == ReadAs::Nothing || has_offset(&found);
            let assumed = if says { "" } else { "; it says no offset, so UTC is assumed" };
            format!("{found} isn't spelled like {expected}; {read}{assumed}")
        }
        (Code::PercentSpelling, _) => format!("{found} isn't spelled like {expected}; {read}"),
        (Code::OddCharacters, _) => {
            format!("{found} has characters that {expected} doesn't have; kept as it stands")
        }
        (Code::UnknownStatus, _) if is_canonical(&oddity.read_as) => {
            format!("{found} is none of {expected}; {read}, as other dialects have it")
        }
        (Code::UnknownStatus | Code::UnknownWord, _) => format!("{found} is none of {expected}; kept as text"),
        (Code::UnreadTimestamp, _) => format!("{found} can't be read as a time for certain"),
        (Code::UnreadProgress, _) => format!("{found} is no whole number from 0 to 100 percent"),
        (Code::UnreadNumber, _) => format!("{found} is no count"),
        (Code::WrongType, _) => format!("{found} stands where {expected} is documented"),
        (Code::EndedBeforeStarted, Detail::Twin(twin)) => {
            format!("ended at {found}, before it was created at {}", shortened(quote(body, *twin)))
        }
        (Code::MixedOffsets, Detail::Twin(twin)) => {
            format!("{found} has another offset from UTC than {}", shortened(quote(body, *twin)))
        }
        (Code::TotalMismatch, Detail::Tasks(tasks)) => {
            format!("the total is {found}, the body holds {tasks}: one page of several, or a wrong count")
        }
        (Code::ApiError, Detail::Said(said)) if oddity.severity == Severity::Note => {
            format!("the service says in the shape of an error that all went well: {}", shortened(said))
        }
        (Code::ApiError, Detail::Said(said)) if said.is_empty() => {
            "the service answered with an error, and says nothing of it".to_owned()
        }
        (Code::ApiError, Detail::Said(said)) => format!("the service answered with an error: {}", shortened(said)),
        (Code::ApiError, Detail::SaidBeside(said)) => {
            format!("the service answered with an error, beside what it has of tasks: {}", shortened(said))
        }
        (Code::AmbiguousDialect, Detail::Dialects(names)) => {
            format!("this could be {}; taken for the first", names.join(" or "))
        }
        (Code::DeviationsCapped, Detail::Unlisted(count)) => {
            format!("{count} more deviations aren't listed; the totals are exact")
        }
        (code, _) => code.sentence().trim_end_matches('.').to_owned(),
    }
}

/// What became of a value, as a part of a sentence.
struct Became<'r, 'a>(&'r ReadAs<'a>);

impl fmt::Display for Became<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            ReadAs::Nothing => f.write_str("read as nothing"),
            ReadAs::Parts => f.write_str("read nevertheless"),
            other => write!(f, "read as `{}`", shortened(&words(other.clone()).unwrap_or_default())),
        }
    }
}

/// What a member says that is kept beside the tasks, where a report has no place for it.
fn kept_value(body: &str, oddity: &Oddity<'_>) -> String {
    match (oddity.task, value_of_member(body, oddity.span.offset)) {
        (Some(_), _) | (None, "") => String::new(),
        (None, value) => format!(": {}", shortened(value)),
    }
}

/// The source of the value of the member whose name begins there. Names that are the same needn't be as long.
fn value_of_member(body: &str, name: usize) -> &str {
    let mut scan = Scanner::new(body, usize::MAX);
    scan.jump(name);
    let value = scan.value().and_then(|name| scan.source_of_member(name.end));
    value.unwrap_or_default()
}

/// Whether a time, quoted or not, says how far from UTC it is, as a count of milliseconds does.
fn has_offset(time: &str) -> bool {
    let bare = time.trim_matches(|character: char| character == '"' || character.is_whitespace());
    is_count(bare) || bare.ends_with(['Z', 'z']) || bare.get(11..).is_some_and(|clock| clock.contains(['+', '-']))
}

/// Whether a status was read as one that taskcenter knows.
fn is_canonical(status: &ReadAs<'_>) -> bool {
    matches!(status, ReadAs::Text(word) if !matches!(Status::from_text(&**word), Status::Other(_)))
}

/// A quote for a sentence: its beginning, if it is long; on one line.
fn shortened(text: &str) -> Cow<'_, str> {
    const MOST: usize = 80;
    // As most are, which needn't be counted.
    if text.len() <= MOST && !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    let end = text.char_indices().nth(MOST).map(|(end, _)| end);
    let beginning = end.and_then(|end| text.get(..end)).unwrap_or(text);
    let more = if end.is_some() { "…" } else { "" };
    if beginning.contains('\n') {
        Cow::Owned(beginning.split_whitespace().collect::<Vec<_>>().join(" ") + more)
    } else if end.is_some() {
        Cow::Owned(format!("{beginning}{more}"))
    } else {
        Cow::Borrowed(text)
    }
}
