//! Times: `yyyy-mm-ddThh:mm:ss` and the offset from UTC, `+0000`, `+0800` or `Z`.
//!
//! Seen: `+08:00`, a blank for `T`, `/` in dates, fractions of 3, 6 and more digits, no offset, seconds
//! and milliseconds since 1970 as number and as text; "", null and 0 for no time at all.
//! `"Mon Jul 27 17:24:03 CST 2020"` (DLI) stays unread: there are several CST.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

use super::{Lenient, is_blank, scalar::with_modules, trim, without_blanks};
use crate::deviation::Code;

/// Whether the text is spelled as documented. That also holds for 30 February, which no calendar has.
pub fn is_documented(text: &str) -> bool {
    fields(text.as_bytes()).is_some()
}

/// Whether the text is a time in UTC with a fraction of the second, as other services of the family spell it.
pub(crate) fn is_moment(text: &str) -> bool {
    let Some((time, zone)) = text.split_at_checked(19) else { return false };
    let Some(digits) = zone.strip_prefix('.').and_then(|zone| zone.strip_suffix('Z')) else { return false };
    let fraction = (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    fraction && is_documented(&format!("{time}Z"))
}

/// Whether the text is a number of milliseconds since 1970, of this century and some more.
pub(crate) fn is_epoch(text: &str) -> bool {
    text.len() == 13 && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0')
}

/// Reads a text. Without an offset it is taken for UTC.
#[inline]
pub fn read(text: &str) -> Lenient<DateTime<FixedOffset>> {
    match fields(text.as_bytes()) {
        Some(fields) => match fields.time() {
            Some(time) => Lenient::plain(time),
            None => Lenient::none(Some(Code::UnreadTimestamp)),
        },
        None => read_odd(text),
    }
}

/// Reads a number: seconds or milliseconds since 1970, told apart by having 10 or 13 digits; 0 for no time.
pub fn read_number(text: &str) -> Lenient<DateTime<FixedOffset>> {
    let digits = super::count::read_number(text).value.map(|count| count.to_string());
    match digits.as_deref().map(since_1970) {
        Some(Ok(time)) => Lenient { value: time, odd: Some(Code::NumberForText) },
        _ => Lenient::none(Some(Code::UnreadTimestamp)),
    }
}

with_modules!(DateTime<FixedOffset>, "a time", read, read_number, crate::task::canonical_time);

/// Any other spelling that has one meaning.
#[cold]
fn read_odd(text: &str) -> Lenient<DateTime<FixedOffset>> {
    let trimmed = trim(text);
    if trimmed.is_empty() {
        return Lenient::none(Some(Code::BlankText));
    }
    if let Ok(time) = since_1970(trimmed) {
        return Lenient { value: time, odd: Some(Code::TimestampSpelling) };
    }
    let bare = without_blanks(trimmed);
    let same = if bare.len() == trimmed.len() { Code::PaddedValue } else { Code::BlanksInside };
    if let Some(fields) = fields(bare.as_bytes()) {
        return match fields.time() {
            Some(time) => Lenient::odd(time, same),
            None => Lenient::none(Some(Code::UnreadTimestamp)),
        };
    }
    // Without its blanks a date of fixed width and a time can't be confused, but something has to part them.
    let parted = trimmed.contains(is_blank) || bare.contains(['T', 't']);
    match loose(bare.as_bytes()).filter(|_| parted).and_then(|fields| fields.time()) {
        Some(time) => Lenient::odd(time, Code::TimestampSpelling),
        None => Lenient::none(Some(Code::UnreadTimestamp)),
    }
}

/// What the digits say, which may be no date of the calendar.
#[derive(Clone, Copy, Default)]
struct Fields {
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    nanosecond: u32,
    /// Minutes east of UTC.
    offset: i32,
}

impl Fields {
    #[inline]
    fn time(self) -> Option<DateTime<FixedOffset>> {
        let date = NaiveDate::from_ymd_opt(self.year.into(), self.month.into(), self.day.into())?;
        let [hour, minute] = [self.hour, self.minute].map(u32::from);
        let clock = match self.second {
            // A leap second, which chrono keeps in the fraction of the second before.
            60 => NaiveTime::from_hms_nano_opt(hour, minute, 59, 1_000_000_000 + self.nanosecond)?,
            second => NaiveTime::from_hms_nano_opt(hour, minute, second.into(), self.nanosecond)?,
        };
        let local = date.and_time(clock);
        let offset = FixedOffset::east_opt(self.offset * 60)?;
        // Not the minutes as a duration: that would take a leap second for an ordinary one.
        let utc = if self.offset == 0 { local } else { local.checked_sub_offset(offset)? };
        if self.second == 60
            && utc.time() != NaiveTime::from_hms_nano_opt(23, 59, 59, 1_000_000_000 + self.nanosecond)?
        {
            return None;
        }
        Some(DateTime::from_naive_utc_and_offset(utc, offset))
    }
}

/// The time as documented at the beginning of the bytes, and how many of them it takes.
#[inline(always)]
pub(crate) fn leading(bytes: &[u8]) -> Option<(DateTime<FixedOffset>, usize)> {
    let (fields, length) = leading_fields(bytes)?;
    Some((fields.time()?, length))
}

/// The documented spelling.
fn fields(text: &[u8]) -> Option<Fields> {
    leading_fields(text).filter(|(_, length)| *length == text.len()).map(|(fields, _)| fields)
}

/// The documented spelling at the beginning of the bytes: fixed columns, eight at a time.
#[inline(always)]
fn leading_fields(bytes: &[u8]) -> Option<(Fields, usize)> {
    let window = bytes.first_chunk::<24>().copied().or_else(|| padded(bytes))?;
    let (date, rest) = window.split_first_chunk::<8>()?;
    let (clock, zone) = rest.split_first_chunk::<8>()?;
    let (date, clock) = (u64::from_le_bytes(*date), u64::from_le_bytes(*clock));
    let zone = u64::from_le_bytes(*zone.first_chunk::<8>()?);
    let sign = window[19];
    let (zone, spelling, length) = match sign {
        b'Z' => (zone & 0xff_ffff, ZULU, 20),
        b'+' => (zone, EAST, 24),
        b'-' => (zone, WEST, 24),
        _ => return None,
    };
    let [y1, _, y2, _, _, month, ..] = DATE.pairs(date)?;
    let [day, _, _, hour, _, _, minute, _] = CLOCK.pairs(clock)?;
    let [_, second, _, _, east, _, minutes_east, _] = spelling.pairs(zone)?;
    let in_range = (1..=12).contains(&month) && (1..=31).contains(&day) && hour <= 23 && minute <= 59;
    let offset = offset(sign, east, minutes_east)?;
    let year = u16::from(y1) * 100 + u16::from(y2);
    let fields = Fields { year, month, day, hour, minute, second, nanosecond: 0, offset };
    (in_range && second <= 59).then_some((fields, length))
}

/// Fewer bytes than a time with an offset has, such as one with `Z`; zeros are no part of any.
#[cold]
fn padded(bytes: &[u8]) -> Option<[u8; 24]> {
    let mut window = [0; 24];
    window.get_mut(..bytes.len())?.copy_from_slice(bytes);
    Some(window)
}

/// How eight bytes are spelled: any digit for `0`, anything else as it stands.
#[derive(Clone, Copy)]
struct Columns {
    spelling: u64,
    /// What each byte can be increased by before it reaches its highest bit: 9 for digits, 0 for others.
    room: u64,
}

const DATE: Columns = Columns::new(*b"0000-00-");
const CLOCK: Columns = Columns::new(*b"00T00:00");
const ZULU: Columns = Columns::new(*b":00\0\0\0\0\0");
const EAST: Columns = Columns::new(*b":00+0000");
const WEST: Columns = Columns::new(*b":00-0000");

impl Columns {
    #[expect(clippy::indexing_slicing, reason = "a constant, made while it is compiled")]
    const fn new(spelling: [u8; 8]) -> Self {
        let mut room = [0x7f; 8];
        let mut at = 0;
        while at < 8 {
            if spelling[at] == b'0' {
                room[at] -= 9;
            }
            at += 1;
        }
        Columns { spelling: u64::from_le_bytes(spelling), room: u64::from_le_bytes(room) }
    }

    /// The numbers that begin at each byte, of two digits each, if the bytes are spelled so.
    #[inline(always)]
    fn pairs(self, bytes: u64) -> Option<[u8; 8]> {
        // Digits become 0 to 9 and everything else 0; what is more than that flows over into the highest bit.
        let values = bytes ^ self.spelling;
        let wrong = (values.wrapping_add(self.room) | values) & u64::from_le_bytes([0x80; 8]);
        (wrong == 0).then(|| (values * 10 + (values >> 8)).to_le_bytes())
    }
}

/// Other spellings, without blanks: `2018/08/06T10:41:14.123456+08:00`, `2018-08-0610:41:14`, `…60Z`.
fn loose(text: &[u8]) -> Option<Fields> {
    let (date, rest) = text.split_first_chunk::<10>()?;
    let [y1, y2, y3, y4, dash @ (b'-' | b'/'), m1, m2, other_dash, d1, d2] = *date else { return None };
    let rest = rest.strip_prefix(b"T").or(rest.strip_prefix(b"t")).unwrap_or(rest);
    let (clock, rest) = rest.split_first_chunk::<8>()?;
    let [h1, h2, b':', n1, n2, b':', s1, s2] = *clock else { return None };
    if dash != other_dash {
        return None;
    }
    let (nanosecond, zone) = match rest {
        [b'.' | b',', fraction @ ..] => {
            let length = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let (digits, zone) = fraction.split_at(length);
            // What is finer than a nanosecond is nobody's intention.
            let nine = digits.iter().copied().chain(std::iter::repeat(b'0')).take(9);
            let nanosecond = nine.fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
            if digits.is_empty() { return None } else { (nanosecond, zone) }
        }
        zone => (0, zone),
    };
    Some(Fields {
        year: u16::from(two(y1, y2)?) * 100 + u16::from(two(y3, y4)?),
        month: two(m1, m2)?,
        day: two(d1, d2)?,
        hour: two(h1, h2)?,
        minute: two(n1, n2)?,
        second: two(s1, s2)?,
        nanosecond,
        offset: match *zone {
            // Every service that leaves the offset out documents UTC.
            [] | [b'Z' | b'z'] => 0,
            [sign @ (b'+' | b'-'), h1, h2] => offset(sign, two(h1, h2)?, 0)?,
            [sign @ (b'+' | b'-'), h1, h2, m1, m2] | [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
                offset(sign, two(h1, h2)?, two(m1, m2)?)?
            }
            _ => return None,
        },
    })
}

#[inline]
fn two(tens: u8, ones: u8) -> Option<u8> {
    (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| (tens - b'0') * 10 + (ones - b'0'))
}

#[inline]
fn offset(sign: u8, hours: u8, minutes: u8) -> Option<i32> {
    let east = i32::from(hours) * 60 + i32::from(minutes);
    (hours <= 23 && minutes <= 59).then_some(if sign == b'-' { -east } else { east })
}

/// Digits alone: 10 are seconds, 13 are milliseconds, 0 is no time. Any other number of digits would be
/// a guess: 12 are a date without separators in one service.
fn since_1970(digits: &str) -> Result<Option<DateTime<FixedOffset>>, ()> {
    let number: i64 = match digits {
        "0" => return Ok(None),
        _ if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().map_err(drop)?,
        _ => return Err(()),
    };
    let time = match digits.len() {
        10 => DateTime::from_timestamp(number, 0),
        13 => DateTime::from_timestamp_millis(number),
        _ => None,
    };
    time.map(|time| Some(time.fixed_offset())).ok_or(())
}
