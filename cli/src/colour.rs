//! Colours, on terminals that want them.

use std::io::{self, BufWriter, IsTerminal};

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};
use anstyle::Style;

/// Whether styles are printed or passed over.
///
/// A report decides once, and writes no colour that would have to be taken out again: looking
/// through every byte for it takes longer than the report itself.
#[derive(Debug, Clone, Copy)]
pub struct Colours(bool);

impl Colours {
    /// None at all, for what isn't a terminal's.
    pub const NONE: Colours = Colours(false);

    /// As this stream likes it: a terminal, and neither NO_COLOR nor TERM=dumb.
    pub fn of(stream: &impl RawStream) -> Self {
        Colours(AutoStream::choice(stream) != ColorChoice::Never)
    }

    /// The style, or none.
    pub fn style(self, style: Style) -> Style {
        if self.0 { style } else { Style::new() }
    }
}

/// How many columns the stream has, if it is a terminal.
pub fn columns(stream: &impl IsTerminal) -> Option<usize> {
    let size = if stream.is_terminal() { terminal_size::terminal_size() } else { None };
    size.map(|(columns, _)| columns.0.into())
}

/// The standard output, written in large pieces.
pub type Stdout = BufWriter<AutoStream<io::StdoutLock<'static>>>;

/// The standard output, which takes colours as they come.
pub fn stdout() -> (Stdout, Colours) {
    let stdout = io::stdout().lock();
    let colours = Colours::of(&stdout);
    (BufWriter::with_capacity(1 << 16, AutoStream::always_ansi(stdout)), colours)
}
