//! `docs/dialects.md` is made from the schemas, and current; `docs/your-api.md` does what it says; the rooms lean on
//! each other as `CONTRIBUTING.md` says.
//!
//! `UPDATE_DOCS=1 cargo test -p taskcenter --test documents` writes it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::{Value, json};
use support::{DIALECTS, dialect, schema_file};

const HEAD: &str = "# The dialects\n
One table for each dialect: every member that the document has, under its wire name. This page is made from the files in
[`schemas/`](../schemas); `UPDATE_DOCS=1 cargo test -p taskcenter --test documents` writes it again.\n
**Meaning** is what the member is read into, by its name in [`task.schema.json`](../schemas/task.schema.json); what has none is kept
raw. **Form** is how the document spells it; any other spelling is a deviation. A `*` stands for the elements of a list.\n";

#[test]
fn the_page_of_the_dialects_is_current() {
    let path = support::root().join("docs/dialects.md");
    let page = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == page, "docs/dialects.md isn't what the schemas say: UPDATE_DOCS=1 writes it");
}

/// The body and the schema of the page, read as it says.
#[test]
fn an_api_of_ones_own_is_read_as_the_page_says() {
    let page = std::fs::read_to_string(support::root().join("docs/your-api.md")).unwrap();
    let mut blocks = page.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let (body, schema, since) = (blocks.next().unwrap(), blocks.next().unwrap(), blocks.next().unwrap());
    let found = |schema: &str| {
        let own = taskcenter::Dialect::from_schema("my-api", schema).unwrap();
        let reading = taskcenter::read_as(&own, body.as_bytes());
        support::check_invariants(&reading);
        reading.into_owned()
    };
    assert!(taskcenter::read(body.as_bytes()).error().unwrap().message.contains("`operations`"));
    let reading = found(schema);
    for line in page
        .lines()
        .filter(|line| line.starts_with("body.json:") && line.contains("ed]") | line.contains("[note]"))
    {
        let shown = |found: &taskcenter::Deviation<'_>| {
            line.contains(&found.message) && line.contains(&format!("body.json:{}", found.position))
        };
        assert!(reading.deviations().iter().any(shown) || line.contains("[rejected]"), "{line}");
    }
    let task = &reading.tasks()[0];
    assert_eq!((task.is_success(), task.status_word.as_deref()), (true, Some("OK")));
    let more = schema.replacen(
        "\"properties\": {\n          ",
        &format!("\"properties\": {{\n          {},", since.trim()),
        1,
    );
    assert!(found(&more).tasks()[1].created.is_some());
}

/// Arrows go one way: a room uses those above it in the list of `CONTRIBUTING.md`, and none below.
#[test]
fn rooms_use_those_above_them_alone() {
    let page = std::fs::read_to_string(support::root().join("CONTRIBUTING.md")).unwrap();
    let room = |line: &str| Some(line.strip_prefix("| `src/")?.split_once(".rs` |")?.0.to_owned());
    let listed: Vec<String> = page.lines().filter_map(room).collect();
    let rooms = rooms("src");
    assert_eq!(listed.iter().collect::<BTreeSet<_>>(), rooms.keys().collect());
    for (index, room) in listed.iter().enumerate() {
        let below: Vec<_> = listed[index..].iter().filter(|other| rooms[room].contains(*other)).collect();
        assert!(below.is_empty(), "{room} uses {below:?}");
    }
}

/// The program's rooms need no list: some order there has to be.
#[test]
fn no_room_of_the_program_leads_back_to_itself() {
    let mut rooms = rooms("cli/src");
    assert!(rooms.len() > 20, "{rooms:?}");
    loop {
        let known: BTreeSet<_> = rooms.keys().cloned().collect();
        rooms.retain(|_, used| used.iter().any(|room| known.contains(room)));
        if rooms.len() == known.len() {
            break;
        }
    }
    assert!(rooms.is_empty(), "these use each other: {rooms:?}");
}

/// The rooms of a crate, a file or a folder each, and which others each one uses.
fn rooms(crate_root: &str) -> BTreeMap<String, BTreeSet<String>> {
    let root = support::root().join(crate_root);
    let mut rooms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut waiting = vec![root.clone()];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let inside = path.strip_prefix(&root).unwrap().with_extension("");
        let steps: Vec<_> = inside.iter().map(|step| step.to_str().unwrap()).collect();
        if matches!(steps[0], "lib" | "main") || steps.contains(&"tests") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        let source = source.split("\nmod tests {").next().unwrap();
        let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
        let used = code.flat_map(|line| line.split("crate::").skip(1));
        // What the crate shows by its own name, such as a type, begins with another letter.
        let name = |used: &str| used.split(|letter: char| !letter.is_ascii_lowercase()).next().unwrap().to_owned();
        let used = used.map(name).filter(|used| !used.is_empty() && used != steps[0]);
        rooms.entry(steps[0].to_owned()).or_default().extend(used);
    }
    rooms
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    writeln!(page, "\n| dialect | API |\n|---|---|").unwrap();
    for name in DIALECTS {
        writeln!(page, "| [`{name}`](#{name}) | {} |", dialect(name).title().unwrap()).unwrap();
    }
    for name in DIALECTS {
        let (dialect, schema) = (dialect(name), schema_file(name));
        writeln!(page, "\n## {name}\n\n{}\n", dialect.title().unwrap()).unwrap();
        writeln!(page, "`{}`", dialect.request().unwrap()).unwrap();
        if let Some(description) = schema["description"].as_str() {
            writeln!(page, "\n{description}").unwrap();
        }
        writeln!(page, "\n| wire name | meaning | form | required | |\n|---|---|---|---|---|").unwrap();
        let mut listed = Vec::new();
        for member in dialect.members() {
            let node = at(&schema, &member.path);
            let form = if member.misspelt { "a witnessed misspelling".to_owned() } else { form(&node) };
            row(&mut page, &member.path, member.meaning, &form, member.required, &node);
            listed.push(member.path);
        }
        others(&schema, "", &mut |path, required, node| {
            if !listed.contains(&path) {
                row(&mut page, &path, "", &form(node), required, node);
            }
        });
    }
    page
}

fn row(page: &mut String, path: &str, meaning: &str, form: &str, required: bool, node: &Value) {
    let note = [&node["description"], &node["$comment"]].into_iter().find_map(Value::as_str).unwrap_or_default();
    let required = if required { "yes" } else { "" };
    writeln!(page, "| `{}` | {meaning} | {form} | {required} | {note} |", &path[1..]).unwrap();
}

/// The property at a path of wire names.
fn at(schema: &Value, path: &str) -> Value {
    let step = |node: &Value, step: &str| match step {
        "*" => node["items"].clone(),
        name => node["properties"][name].clone(),
    };
    path.split('/').skip(1).fold(schema.clone(), |node, name| step(&node, name))
}

/// Every property, wherever it stands.
fn others(schema: &Value, path: &str, visit: &mut impl FnMut(String, bool, &Value)) {
    for (name, node) in schema["properties"].as_object().into_iter().flatten() {
        let path = format!("{path}/{name}");
        let required = schema["required"].as_array().is_some_and(|list| list.contains(&json!(name)));
        visit(path.clone(), required, node);
        others(node, &path, visit);
        others(&node["items"], &format!("{path}/*"), visit);
    }
}

/// How a value is spelled, in a few words.
fn form(node: &Value) -> String {
    if let Some(branches) = node["anyOf"].as_array() {
        let forms: Vec<_> = branches.iter().map(form).collect();
        return forms.join("; ");
    }
    if let Some(content) = node.get("contentSchema") {
        return format!("{} as JSON in a text", form(content));
    }
    let words = |list: &Value| {
        let words: Vec<_> =
            list.as_array().into_iter().flatten().map(|word| format!("`{}`", word.as_str().unwrap())).collect();
        words.join(" ")
    };
    if let Some(word) = node["const"].as_str() {
        return if word.is_empty() { "empty".to_owned() } else { format!("`{word}`") };
    }
    let target = node["$ref"].as_str().map(|target| target.rsplit('/').next().unwrap());
    if node.get("enum").is_some() {
        let said = target.map_or(String::new(), |state| format!(": {state}"));
        return format!("{}{said}", words(&node["enum"]));
    }
    match (node["type"].as_str(), target) {
        (Some("object"), _) => "object".to_owned(),
        (Some("array"), _) => format!("list of {}", form(&node["items"])),
        (Some("null"), _) => "null".to_owned(),
        (Some("string"), None) => "text".to_owned(),
        (Some(kind), None) => kind.to_owned(),
        (_, Some("#")) => "the whole again".to_owned(),
        (_, Some(name)) => {
            let definition = &schema_file("task")["$defs"][name];
            match definition["$ref"].as_str() {
                Some(form) => form.rsplit('/').next().unwrap().to_owned(),
                None if definition.get("enum").is_some() => words(&definition["enum"]),
                None if definition.get("items").is_some() => format!("list of {}", form(&definition["items"])),
                None if definition.get("pattern").is_some() || name == "text" || name.starts_with("epoch") => {
                    name.to_owned()
                }
                None => definition["type"].as_str().unwrap().to_owned(),
            }
        }
        (None, None) => "anything".to_owned(),
    }
}
