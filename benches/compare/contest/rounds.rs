//! The rounds: everybody in turn, somebody else first every time.

use std::hint::black_box;
use std::time::Duration;

use cpu_time::ThreadTime;

use super::Entrant;
use super::data::Data;

/// The time of each entrant, by data set, entrant and round.
pub type Times = Vec<Vec<Vec<Duration>>>;

/// Runs the rounds. Thread CPU time: what other programs do on the machine counts least there.
pub fn run(data: &[Data], entrants: &[Entrant], rounds: usize) -> Times {
    let mut times = vec![vec![Vec::with_capacity(rounds); entrants.len()]; data.len()];
    for round in 0..rounds {
        for place in 0..data.len() {
            let set = (place + round) % data.len();
            for turn in 0..entrants.len() {
                let entrant = (turn + round) % entrants.len();
                let start = ThreadTime::now();
                black_box((entrants[entrant].read)(black_box(&data[set])));
                times[set][entrant].push(start.elapsed());
            }
        }
    }
    times
}
