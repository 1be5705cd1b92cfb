//! How grave a finding is.

use anstyle::{AnsiColor, Style};
use taskcenter::Severity;

/// How grave a finding is: the severity of a deviation, or that there was nothing to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// The schema allows it, or cannot say it.
    Note,
    /// The schema forbids it, and what it means is known.
    Tolerated,
    /// The schema forbids it, and nobody knows what it means.
    Unread,
    /// It can't be read to its end, or holds no task.
    Rejected,
}

impl From<Severity> for Grade {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Note => Grade::Note,
            Severity::Tolerated => Grade::Tolerated,
            // Whatever comes to be above: nobody knows what it means.
            _ => Grade::Unread,
        }
    }
}

impl Grade {
    /// All of them, the mildest first.
    pub const ALL: [Grade; 4] = [Grade::Note, Grade::Tolerated, Grade::Unread, Grade::Rejected];

    /// The word that stands in reports and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Grade::Note => Severity::Note.as_str(),
            Grade::Tolerated => Severity::Tolerated.as_str(),
            Grade::Unread => Severity::Unread.as_str(),
            Grade::Rejected => "rejected",
        }
    }

    /// Its colour.
    pub const fn style(self) -> Style {
        match self {
            Grade::Note => AnsiColor::Cyan.on_default(),
            Grade::Tolerated => AnsiColor::Yellow.on_default(),
            Grade::Unread => AnsiColor::Magenta.on_default(),
            Grade::Rejected => AnsiColor::Red.on_default(),
        }
    }
}
