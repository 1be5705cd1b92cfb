//! Statistics for people: a table, and the most frequent reasons below it.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::duration::in_words;
use super::group::{Group, History};
use crate::colour::Colours;
use crate::escape::Visible;

const HEADING: Style = Style::new().bold();
const FAILED: Style = AnsiColor::Red.on_default();
const NUMBERS: [&str; 7] = ["tasks", "running", "done", "failed", "other", "median", "95 %"];

/// How many columns a name or a reason takes at most.
const WIDEST_NAME: usize = 44;
const WIDEST_REASON: usize = 100;

/// Prints the table of all kinds.
pub fn print(out: &mut impl Write, colours: Colours, history: &History, top: usize) -> io::Result<()> {
    let heading = colours.style(HEADING);
    let each = if history.each_poll { "seen" } else { "tasks" };
    let mut lines = vec![Line {
        dialect: "dialect".to_owned(),
        name: "task".to_owned(),
        numbers: NUMBERS.map(|word| if word == "tasks" { each } else { word }.to_owned()),
    }];
    lines.extend(history.groups.iter().map(|((dialect, name), group)| Line::of(dialect, name.as_deref(), group)));
    let wide = |cell: &dyn Fn(&Line) -> &str| lines.iter().map(|line| cell(line).width()).max().unwrap_or(0);
    let (first, second) = (wide(&|line| &line.dialect), wide(&|line| &line.name));
    let widths: Vec<usize> = (0..NUMBERS.len()).map(|at| wide(&|line| &line.numbers[at])).collect();
    for (index, line) in lines.iter().enumerate().filter(|_| !history.groups.is_empty()) {
        let style = if index == 0 { heading } else { Style::new() };
        write!(out, "{style}{}  {}", padded(&line.dialect, first), padded(&line.name, second))?;
        for (at, (number, width)) in line.numbers.iter().zip(&widths).enumerate() {
            let is_failure = index > 0 && NUMBERS[at] == "failed" && number != "-";
            let style = if is_failure { colours.style(FAILED) } else { Style::new() };
            write!(out, "  {style}{number:>width$}{style:#}")?;
        }
        writeln!(out, "{style:#}")?;
    }
    for ((dialect, name), group) in history.groups.iter().filter(|(_, group)| group.doing[2] > 0) {
        reasons(out, colours, dialect, name.as_deref(), group, top)?;
    }
    if !history.groups.is_empty() {
        writeln!(out)?;
    }
    summary(out, colours, history)
}

struct Line {
    dialect: String,
    name: String,
    numbers: [String; 7],
}

impl Line {
    fn of(dialect: &str, name: Option<&str>, group: &Group) -> Self {
        let [running, completed, failed, other] = group.doing.map(|count| match count {
            0 => "-".to_owned(),
            count => count.to_string(),
        });
        let time = |percent| group.percentile(percent).map_or("-".to_owned(), in_words);
        let numbers = [group.count().to_string(), running, completed, failed, other, time(50), time(95)];
        Line { dialect: dialect.to_owned(), name: name_of(name), numbers }
    }
}

fn name_of(name: Option<&str>) -> String {
    name.map_or_else(|| "(no name)".to_owned(), |name| cut(name, WIDEST_NAME))
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{:rest$}", "", rest = width.saturating_sub(text.width()))
}

/// A text made harmless, and no wider than that.
fn cut(text: &str, widest: usize) -> String {
    let shown = Visible(text).to_string();
    if shown.width() <= widest {
        return shown;
    }
    let mut cut = String::new();
    let mut width = 0;
    for character in shown.chars() {
        width += unicode_width::UnicodeWidthChar::width(character).unwrap_or(0);
        if width >= widest {
            break;
        }
        cut.push(character);
    }
    cut + "…"
}

fn reasons(
    out: &mut impl Write,
    colours: Colours,
    dialect: &str,
    name: Option<&str>,
    group: &Group,
    top: usize,
) -> io::Result<()> {
    let heading = colours.style(HEADING);
    let failed = group.doing[2];
    let reasons = group.by_frequency();
    let given: u64 = reasons.iter().map(|(_, count)| *count).sum();
    writeln!(out, "\n{heading}Why {dialect} {} failed{heading:#}", name_of(name))?;
    for (reason, count) in reasons.iter().take(top) {
        writeln!(out, "{count:>8}  {}", cut(reason, WIDEST_REASON))?;
    }
    let others = reasons.iter().skip(top);
    let (kinds, rest) = others.fold((0u64, 0), |(kinds, sum), (_, count)| (kinds + 1, sum + count));
    if kinds > 0 {
        let kinds = if kinds == 1 { "1 other reason".to_owned() } else { format!("{kinds} other reasons") };
        writeln!(out, "{rest:>8}  ({kinds})")?;
    }
    if failed > given {
        writeln!(out, "{:>8}  (no reason given)", failed - given)?;
    }
    Ok(())
}

fn summary(out: &mut impl Write, colours: Colours, history: &History) -> io::Result<()> {
    let heading = colours.style(HEADING);
    let count = |count: u64, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let tasks = history.groups.values().fold(0u64, |sum, group| sum.saturating_add(group.count()));
    let seen = if history.each_poll { ", each counted as often as it was seen" } else { ", by their last state" };
    let seen = if tasks == 0 { "" } else { seen };
    let (tasks, bodies) = (count(tasks, "task", "tasks"), count(history.bodies, "body", "bodies"));
    writeln!(out, "{heading}{tasks}{heading:#} in {bodies}{seen}")?;
    let failed = colours.style(FAILED);
    if history.rejected > 0 {
        writeln!(out, "{failed}{} rejected{failed:#}", count(history.rejected, "body was", "bodies were"))?;
    }
    if history.api_errors > 0 {
        writeln!(out, "{}", count(history.api_errors, "answer is an error", "answers are errors"))?;
    }
    Ok(())
}
