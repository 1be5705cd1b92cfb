//! What somebody may have meant who mistyped a word.

/// The words that are spelled most like this one, best first; at most three.
pub fn nearest<'w>(word: &str, words: impl Iterator<Item = &'w str>) -> Vec<&'w str> {
    // Nobody mistypes a page; comparing takes time for each pair of characters.
    let word: String = word.chars().take(64).flat_map(char::to_lowercase).collect();
    let word = word.replace(['_', ' '], "-");
    let mut near: Vec<(usize, &str)> = words
        .filter_map(|known| {
            let distance = strsim::damerau_levenshtein(&word, known);
            let part = word.len() >= 3 && (known.contains(&word) || word.contains(known));
            (part || distance <= 1 + word.len() / 4).then_some((distance, known))
        })
        .collect();
    near.sort();
    near.into_iter().map(|(_, known)| known).take(3).collect()
}

/// `did you mean `a` or `b`?`, or nothing.
pub fn did_you_mean(near: &[&str]) -> String {
    if near.is_empty() {
        return String::new();
    }
    let quoted: Vec<String> = near.iter().map(|word| format!("`{word}`")).collect();
    format!("; did you mean {}?", quoted.join(" or "))
}
