//! What the options of `generate` take: dialects, messes, shares and sizes.

use taskcenter_generate::{Dialect, Mess, Size};

use crate::suggest::{did_you_mean, nearest};

/// Takes the argument of `--dialect`.
pub fn dialect(name: &str) -> Result<Dialect, String> {
    name.parse().map_err(|_| {
        let near = nearest(name, Dialect::ALL.iter().map(|dialect| dialect.name()));
        let all: Vec<_> = Dialect::ALL.iter().map(|dialect| dialect.name()).collect();
        format!("no history can be made up for it{} (dialects: {})", did_you_mean(&near), all.join(", "))
    })
}

/// Takes the argument of `--mess`.
pub fn mess(name: &str) -> Result<Mess, String> {
    let names = || Mess::ALL.iter().map(|mess| mess.name());
    Mess::ALL.iter().copied().find(|mess| mess.name() == name).ok_or_else(|| {
        let all: Vec<_> = names().collect();
        format!("no mess is called so{} (messes: {})", did_you_mean(&nearest(name, names())), all.join(", "))
    })
}

/// Takes the argument of `--messes`: `0.3` or `30%`.
pub fn share(text: &str) -> Result<f64, String> {
    let share = match text.strip_suffix('%') {
        Some(percent) => percent.trim_end().parse::<f64>().map(|percent| percent / 100.0),
        None => text.parse(),
    };
    let share = share.ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "a share is a number from 0 to 1, or a percentage".to_owned())
}

/// Takes the argument of `--size`: bodies as a bare number, bytes with a unit.
pub fn size(text: &str) -> Result<Size, String> {
    const UNITS: [(&str, u64); 7] = [
        ("kib", 1 << 10),
        ("mib", 1 << 20),
        ("gib", 1 << 30),
        ("kb", 1_000),
        ("mb", 1_000_000),
        ("gb", 1_000_000_000),
        ("b", 1),
    ];
    let spelled = text.to_ascii_lowercase();
    let unit = UNITS.iter().find_map(|(unit, bytes)| Some((spelled.strip_suffix(unit)?, *bytes)));
    let size = match unit {
        Some((count, bytes)) => {
            let count: Option<u64> = count.trim_end().parse().ok();
            count.and_then(|count| count.checked_mul(bytes)).map(Size::Bytes)
        }
        None => spelled.parse().ok().map(Size::Bodies),
    };
    size.ok_or_else(|| "a size is a count of bodies such as 1000, or bytes such as 64MB or 1GiB".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_bodies_or_bytes() {
        assert_eq!(size("1000"), Ok(Size::Bodies(1000)));
        assert_eq!(size("256MB"), Ok(Size::Bytes(256_000_000)));
        assert_eq!(size("1 GiB"), Ok(Size::Bytes(1 << 30)));
        assert_eq!(size("10b"), Ok(Size::Bytes(10)));
        for wrong in ["", "MB", "-1", "1.5GB", "1TB", "99999999999999999999", "99999999999999GiB"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn shares_are_between_none_and_all() {
        assert_eq!(share("0.3"), Ok(0.3));
        assert_eq!(share("25%"), Ok(0.25));
        for wrong in ["", "%", "-0.1", "1.1", "101%", "NaN", "inf", "some"] {
            assert!(share(wrong).is_err(), "{wrong}");
        }
    }
}
