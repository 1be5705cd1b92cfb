//! Durations as people say them.

/// The two or three largest units; a fraction of a second only where there is one.
pub fn in_words(milliseconds: u64) -> String {
    let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
    let (minutes, hours, days) = (seconds / 60 % 60, seconds / 3600 % 24, seconds / 86_400);
    let second = seconds % 60;
    if days > 0 {
        format!("{days}d {hours:02}h {minutes:02}m")
    } else if hours > 0 {
        format!("{hours}h {minutes:02}m {second:02}s")
    } else if minutes > 0 {
        format!("{minutes}m {second:02}s")
    } else if rest > 0 {
        format!("{second}.{rest:03}s")
    } else {
        format!("{second}s")
    }
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn units_that_matter() {
        let cases = [
            (0, "0s"),
            (1, "0.001s"),
            (59_000, "59s"),
            (60_000, "1m 00s"),
            (3_723_000, "1h 02m 03s"),
            (86_400_000, "1d 00h 00m"),
            (u64::MAX, "213503982334d 14h 25m"),
        ];
        for (milliseconds, words) in cases {
            assert_eq!(in_words(milliseconds), words);
        }
    }
}
