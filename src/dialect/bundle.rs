//! A dialect's schema in one document: what it refers to, put into its own `$defs`.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use super::node::Node;

const SHARED: &str = "task.schema.json#/$defs/";

/// The schema's text, with two blanks of indentation and a line end.
pub(super) fn bundle(vocabulary: &Node, schema: &Node) -> String {
    let mut needed = Vec::new();
    let mut bundled = localised(schema, &mut needed);
    // A definition can need another one; the list grows while it is walked.
    let mut definitions: Vec<(String, Node)> = Vec::new();
    for next in 0.. {
        let Some(name) = needed.get(next).cloned() else { break };
        if let Some(node) = vocabulary.get("$defs").and_then(|defs| defs.get(&name)) {
            definitions.push((name, localised(node, &mut needed)));
        }
    }
    if let Node::Object(members) = &mut bundled {
        if let Some((_, Node::Object(own))) = members.iter_mut().find(|(name, _)| name == "$defs") {
            definitions.retain(|(name, _)| !own.iter().any(|(taken, _)| taken == name));
            own.append(&mut definitions);
        } else if !definitions.is_empty() {
            members.push(("$defs".to_owned(), Node::Object(definitions)));
        }
    }
    let mut text = serde_json::to_string_pretty(&bundled).unwrap_or_default();
    text.push('\n');
    text
}

/// The same schema with `#/$defs/…` for every reference to the vocabulary, whose names are noted.
fn localised(node: &Node, needed: &mut Vec<String>) -> Node {
    match node {
        Node::List(list) => Node::List(list.iter().map(|node| localised(node, needed)).collect()),
        Node::Object(members) => Node::Object(
            members
                .iter()
                .map(|(name, node)| {
                    (name.clone(), reference(name, node, needed).unwrap_or_else(|| localised(node, needed)))
                })
                .collect(),
        ),
        other => other.clone(),
    }
}

fn reference(keyword: &str, node: &Node, needed: &mut Vec<String>) -> Option<Node> {
    let target = node.text().filter(|_| keyword == "$ref")?;
    let name = target.strip_prefix(SHARED).or_else(|| target.strip_prefix("#/$defs/"))?;
    if !needed.iter().any(|known| known == name) {
        needed.push(name.to_owned());
    }
    Some(Node::Text(format!("#/$defs/{name}")))
}
