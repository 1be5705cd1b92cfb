//! How much, how often, and what.

/// What the command line asks for.
pub struct Options {
    /// Megabytes of each data set.
    pub megabytes: u64,
    /// Rounds in which everybody reads everything once.
    pub rounds: usize,
    /// Names of data sets; all of them where there is none.
    pub data: Vec<String>,
}

impl Options {
    /// Reads `--mb`, `--rounds` and `--data`; `--bench` comes from cargo.
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
        let mut options = Options { megabytes: 16, rounds: 11, data: Vec::new() };
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{argument} wants a value"));
            let number = |text: String| text.parse().map_err(|_| format!("`{text}` is no number"));
            match argument.as_str() {
                "--bench" => {}
                "--mb" => options.megabytes = number(value()?)?,
                "--rounds" => options.rounds = number(value()?)?.max(1) as usize,
                "--data" => options.data = value()?.split(',').map(str::to_owned).collect(),
                _ => return Err(format!("`{argument}`: there are --mb, --rounds and --data")),
            }
        }
        Ok(options)
    }
}
