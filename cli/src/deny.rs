//! `--deny` and `--allow`: which findings make a run fail.

use taskcenter::{Code, ErrorCode, Reading};

use crate::grade::Grade;
use crate::outcome::Complaint;
use crate::suggest::{did_you_mean, nearest};

/// What one `--deny` or `--allow` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// This code, of a deviation or an error, whatever its severity.
    Code(&'static str),
    /// This severity.
    Grade(Grade),
}

fn codes() -> impl Iterator<Item = &'static str> {
    Code::ALL.iter().map(|code| code.as_str()).chain(ErrorCode::ALL.iter().map(|code| code.as_str()))
}

impl Subject {
    /// Takes the argument of `--deny` or `--allow`.
    pub fn parse(word: &str) -> Result<Subject, String> {
        if let Some(grade) = Grade::ALL.into_iter().find(|grade| grade.as_str() == word) {
            return Ok(Subject::Grade(grade));
        }
        if let Some(code) = codes().find(|code| *code == word) {
            return Ok(Subject::Code(code));
        }
        let near = nearest(word, Grade::ALL.into_iter().map(Grade::as_str).chain(codes()));
        Err(format!("no code and no severity is called so{}", did_you_mean(&near)))
    }
}

/// All that is denied and allowed. The more specific rule wins: a code beats a severity, and an
/// allowed severity, which is just that one, beats a denied one, which is that one and all above.
#[derive(Debug, Clone)]
pub struct Rules {
    denied: Vec<&'static str>,
    allowed: Vec<&'static str>,
    /// What is denied begins here.
    from: Grade,
    except: Vec<Grade>,
}

impl Rules {
    /// Of everything that was named. One code can't be both.
    pub fn new(deny: &[Subject], allow: &[Subject]) -> Result<Self, Complaint> {
        // Whoever names nothing wants to hear of bodies that weren't read.
        let mut rules =
            Rules { denied: Vec::new(), allowed: Vec::new(), from: Grade::Rejected, except: Vec::new() };
        for subject in deny {
            match *subject {
                Subject::Code(code) => rules.denied.push(code),
                Subject::Grade(grade) => rules.from = rules.from.min(grade),
            }
        }
        for subject in allow {
            match *subject {
                Subject::Code(code) if rules.denied.contains(&code) => {
                    return Err(Complaint::Usage(format!("`{code}` can't be both denied and allowed")));
                }
                Subject::Code(code) => rules.allowed.push(code),
                Subject::Grade(grade) => rules.except.push(grade),
            }
        }
        Ok(rules)
    }

    /// Whether a finding makes the run fail.
    pub fn deny(&self, code: &str, grade: Grade) -> bool {
        let names = |codes: &[&str]| codes.contains(&code);
        names(&self.denied) || !names(&self.allowed) && grade >= self.from && !self.except.contains(&grade)
    }

    /// Whether no deviation can make the run fail.
    pub fn deny_no_deviation(&self) -> bool {
        self.denied.is_empty() && self.from == Grade::Rejected
    }

    /// Whether something denied may be among the deviations of a flood that aren't listed.
    ///
    /// Their codes are known and their severities aren't, except that a conforming body has notes
    /// alone. A gate that can't be sure stays shut: else a flood could hide what is denied.
    pub fn may_deny_unlisted(&self, reading: &Reading<'_>) -> bool {
        let grades: &[Grade] = if reading.conforms() { &Grade::ALL[..1] } else { &Grade::ALL[..3] };
        reading.deviation_counts().iter().any(|(code, count)| {
            let listed = reading.deviations().iter().filter(|deviation| deviation.code == *code).count();
            *count > listed as u64 && grades.iter().any(|grade| self.deny(code.as_str(), *grade))
        })
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    fn rules(deny: &[&str], allow: &[&str]) -> Rules {
        let parse = |words: &[&str]| -> Vec<Subject> {
            words.iter().map(|word| Subject::parse(word).expect("a subject")).collect()
        };
        Rules::new(&parse(deny), &parse(allow)).expect("no contradiction")
    }

    fn denied(rules: &Rules, code: &str) -> Vec<&'static str> {
        Grade::ALL.into_iter().filter(|grade| rules.deny(code, *grade)).map(Grade::as_str).collect()
    }

    #[test]
    fn a_denied_severity_means_what_is_worse_too_and_an_allowed_one_itself() {
        assert_eq!(denied(&rules(&[], &[]), "x"), ["rejected"]);
        assert_eq!(denied(&rules(&["tolerated"], &[]), "x"), ["tolerated", "unread", "rejected"]);
        assert_eq!(denied(&rules(&["note"], &["tolerated"]), "x"), ["note", "unread", "rejected"]);
        assert_eq!(denied(&rules(&["unread", "note"], &["note"]), "x"), ["tolerated", "unread", "rejected"]);
        assert_eq!(denied(&rules(&[], &["rejected"]), "x"), [""; 0]);
    }

    #[test]
    fn a_code_beats_a_severity() {
        let rules = rules(&["tolerated", "total-mismatch", "truncated"], &["padded-key", "unread", "rejected"]);
        assert_eq!(denied(&rules, "padded-key"), [""; 0]);
        assert_eq!(denied(&rules, "total-mismatch"), ["note", "tolerated", "unread", "rejected"]);
        assert_eq!(denied(&rules, "unknown-status"), ["tolerated"]);
        assert!(rules.deny("truncated", Grade::Rejected) && !rules.deny("empty", Grade::Rejected));
    }
}
