//! The reader against serde_json: what is JSON, which members there are, and what texts say.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use taskcenter::ErrorCode;

/// Any bytes as the value of a member that means nothing, as the inside of a text, and as members.
pub fn differential(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    value(text);
    inside_of_a_text(text);
    members(text);
}

/// Accepted or refused as serde_json does, and kept byte for byte.
fn value(text: &str) {
    let body = format!("{{\"job\":{{\"id\":\"a\",\"x\":{text}}}}}");
    let reading = taskcenter::read(body.as_bytes());
    // serde_json passes over raw values without a limit of depth, without looking at the range of numbers
    // or at the halves of pairs: it is the plain grammar.
    let oracle = serde_json::from_str::<BTreeMap<String, BTreeMap<String, Box<RawValue>>>>(&body);
    match reading.error().map(|error| error.code) {
        Some(ErrorCode::TooDeep) => {}
        Some(code) => assert!(oracle.is_err(), "serde_json takes this: {code}"),
        None => {
            let Ok(members) = oracle else {
                // More members behind a first value may bring the envelope a second time, as something else.
                assert!(serde_json::from_str::<&RawValue>(&body).is_ok(), "serde_json refuses this");
                return;
            };
            if let (1, Some(task)) = (members.len(), reading.tasks().first())
                && members["job"].len() == 2
                && let Some(kept) = task.extra.get("x")
            {
                let raw = &members["job"]["x"];
                assert_eq!(kept.as_str(), raw.get());
                // Behind it may stand another `id`.
                assert!(text.contains(kept.as_str()));
            }
        }
    }
}

/// A text is decoded as serde_json decodes it.
fn inside_of_a_text(text: &str) {
    let body = format!("{{\"job\":{{\"id\":\"a\",\"status\":\"{text}\"}}}}");
    let reading = taskcenter::read(body.as_bytes());
    let Ok(members) = serde_json::from_str::<BTreeMap<String, BTreeMap<String, String>>>(&body) else { return };
    assert!(reading.error().is_none(), "{:?}", reading.error());
    if members.len() == 1 && members["job"].len() == 2 {
        let status = reading.tasks()[0].status.as_ref().map(|status| status.as_str().to_owned());
        let said = members["job"]["status"].trim();
        let trimmed = status.as_deref().map(str::trim);
        // Spelled in another case or with blanks, it is read as the status that it means.
        let folded = trimmed.unwrap_or_default().to_lowercase();
        assert!(
            folded == said.to_lowercase()
                || reading.deviations().iter().any(|found| found.pointer == "/job/status"),
            "{status:?} for {said:?}"
        );
    }
}

/// Every member that serde_json sees is in the task, or reported.
fn members(text: &str) {
    let body = format!("{{\"job\":{{{text}}}}}");
    let Ok(envelope) = serde_json::from_str::<BTreeMap<String, BTreeMap<String, Box<RawValue>>>>(&body) else {
        return;
    };
    if envelope.len() != 1 {
        return;
    }
    let reading = taskcenter::read(body.as_bytes());
    if reading.error().is_some_and(|error| error.code == ErrorCode::TooDeep) || reading.dialect().is_none() {
        return;
    }
    assert!(reading.error().is_none(), "{:?}", reading.error());
    let Some(task) = reading.tasks().first() else { return };
    for (name, kept) in task.extra.iter() {
        let Some(raw) = envelope["job"].get(&*name) else {
            assert!(name.contains('\u{fffd}'), "{name:?} is no member");
            continue;
        };
        assert_eq!(kept.as_str(), raw.get());
    }
    for name in envelope["job"].keys() {
        let spelled = name.replace('~', "~0").replace('/', "~1");
        let inside = format!("/job/{spelled}");
        let reported = reading.deviations().iter().any(|found| found.pointer == inside);
        let known = reading.dialect().is_some_and(|dialect| {
            dialect.members().iter().any(|member| member.path.rsplit('/').next() == Some(name))
        });
        assert!(known || reported || task.extra.get(name).is_some(), "{name:?} was swallowed");
    }
}
