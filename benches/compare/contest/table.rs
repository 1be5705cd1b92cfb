//! What is printed.

use std::time::Duration;

use super::data::Data;
use super::rounds::Times;
use super::{BASE, COMPILED, Entrant, FULL, IGNORED};

/// Prints a table for each data set, and the ratios on lines of their own.
pub fn print(label: &str, data: &[Data], entrants: &[Entrant], times: &Times) {
    let place = |name: &str| entrants.iter().position(|entrant| entrant.name == name);
    let base = place(BASE);
    for (data, times) in data.iter().zip(times) {
        let megabytes = data.bytes.len() as f64 / 1e6;
        println!("{label}{}: {megabytes:.1} MB, {} tasks", data.name, data.tasks);
        println!("{:<48} {:>8} {:>8} {:>8} {:>8} {:>7}", "", "work", "MB/s", "ktasks/s", "x BASE", "spread");
        for (entrant, own) in entrants.iter().zip(times) {
            let seconds = median(own.iter().map(Duration::as_secs_f64).collect());
            let by_base = base.map_or(f64::NAN, |base| ratio(&times[base], own));
            println!(
                "{:<48} {:>8} {:>8.0} {:>8.0} {by_base:>8.2} {:>6.0}%",
                entrant.name,
                entrant.work,
                megabytes / seconds,
                data.tasks as f64 / seconds / 1e3,
                spread(own) * 100.0,
            );
        }
        println!();
    }
    let ours = place(FULL);
    for (opponent, name) in [(BASE, "base"), (COMPILED, "base-compiled"), (IGNORED, "ignored")] {
        for (data, times) in data.iter().zip(times) {
            if let (Some(ours), Some(opponent)) = (ours, place(opponent)) {
                println!("ratio {label}{} full/{name} {:.2}", data.name, ratio(&times[opponent], &times[ours]));
            }
        }
    }
    let single = data.iter().position(|data| data.name == "single");
    for (set, other) in data.iter().enumerate().filter(|(_, data)| ["pretty", "shuffled"].contains(&data.name)) {
        if let (Some(single), Some(ours)) = (single, ours) {
            // In tasks a second: pretty bodies have twice the bytes.
            let tasks = other.tasks as f64 / data[single].tasks as f64;
            let ratio = tasks * ratio(&times[single][ours], &times[set][ours]);
            println!("ratio {label}{} full/single full {ratio:.2}", other.name);
        }
    }
}

/// How many times faster `ours` is: the median of the rounds' ratios.
fn ratio(theirs: &[Duration], ours: &[Duration]) -> f64 {
    median(theirs.iter().zip(ours).map(|(theirs, ours)| theirs.as_secs_f64() / ours.as_secs_f64()).collect())
}

/// Half the distance between the quartiles, as a share of the median.
fn spread(times: &[Duration]) -> f64 {
    let mut seconds: Vec<_> = times.iter().map(Duration::as_secs_f64).collect();
    seconds.sort_by(f64::total_cmp);
    let quartile = |quarter: usize| seconds[(seconds.len() - 1) * quarter / 4];
    (quartile(3) - quartile(1)) / 2.0 / quartile(2)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
}
