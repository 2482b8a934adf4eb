//! Two parsers read each file, and a file without errors means the same to both.

use std::sync::Arc;

use hss_generator::{Diagnostic, Source};
use hss_yaml::{ParsedFile, Positions, push_key};
use proptest::prelude::*;
use serde_json::Value;

/// Reads YAML with both parsers, and returns the file or the errors.
fn read(text: &str) -> Result<ParsedFile, Vec<Diagnostic>> {
    let source = Arc::new(Source { path: "a.yaml".to_owned(), text: text.to_owned() });
    match hss_yaml::read(&source) {
        (Some(contents), errors) if errors.is_empty() => Ok(contents.file),
        (_, errors) => Err(errors),
    }
}

#[test]
fn quoted_strings_end_with_their_quote() {
    for quoted in [r#""a \" # b""#, r#""a\\""#, "'it''s # b'", "'a\\'", "''", "\"\""] {
        for after in ["", " ", " # it's a \"comment\""] {
            let text = format!("a: {quoted}{after}\nb: [{quoted} , c]{after}\n{quoted} : d\n");
            let file = read(&text).expect("valid YAML");
            let mut found = Vec::new();
            for (path, position) in file.positions() {
                let place = match path.as_str() {
                    "/a" | "/b/0" => &position.value,
                    "" | "/b" | "/b/1" => continue,
                    _ => &position.key,
                };
                found.push(text.get(place.clone()).expect("a part of the text"));
            }
            assert_eq!(found, [quoted; 3], "{text}");
        }
    }
}

/// Lists what differs between the values of a file and the scan.
fn differences(value: &Value, path: &str, positions: &mut Positions, found: &mut Vec<String>) {
    let position = positions.remove(path);
    let scalar = position.as_ref().and_then(|position| position.scalar.as_deref());
    let mut inside = |key: &str, value: &Value| {
        let mut path = path.to_owned();
        push_key(&mut path, key);
        differences(value, &path, positions, found);
    };
    let is_same = match value {
        Value::Object(entries) => {
            entries.iter().for_each(|(key, value)| inside(key, value));
            position.is_some() && scalar.is_none()
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| inside(&index.to_string(), item));
            position.is_some() && scalar.is_none()
        }
        Value::String(text) => scalar == Some(text),
        Value::Number(number) => scalar.is_some_and(|scalar| scalar.parse().ok() == number.as_f64()),
        Value::Bool(value) => scalar.is_some_and(|scalar| scalar.to_lowercase() == value.to_string()),
        Value::Null => false,
    };
    if !is_same {
        found.push(format!("{path}: {value:?} and {scalar:?}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Compares with another type than the values that `read` compares.
    #[test]
    fn files_without_errors_have_one_meaning(text in yaml()) {
        if let Ok(file) = read(&text) {
            let value = serde_yaml::from_str(&file.source.text);
            let value: Value = value.map_err(|error| TestCaseError::fail(error.to_string()))?;
            let mut positions = file.positions().clone();
            let mut found = Vec::new();
            differences(&value, "", &mut positions, &mut found);
            prop_assert!(found.is_empty() && positions.is_empty(), "{found:?}, {:?}", positions.keys());
        }
    }

    #[test]
    fn positions_of_scalars_contain_their_text(text in yaml()) {
        // The text of a block differs from its value.
        let Some(file) = read(&text).ok().filter(|_| !text.contains(['|', '>'])) else { return Ok(()) };
        for position in file.positions().values() {
            let found = file.source.text.get(position.value.clone()).unwrap_or_default();
            let quote = found.chars().next().filter(|c| matches!(c, '"' | '\''));
            match &position.scalar {
                Some(_) if quote.is_some() => prop_assert!(found.len() > 1 && found.chars().last() == quote, "{found}"),
                Some(scalar) if !found.contains(['\n', '\r']) => prop_assert_eq!(found, scalar),
                _ => {}
            }
        }
    }
}

/// Returns strings that are often valid YAML.
fn yaml() -> impl Strategy<Value = String> {
    let pieces = concat!(
        "a·b: ·c:\n·\n·\n  ·\n    ·- ·? ·: ·, ·[·]·{·}·\"·'·|\n  ·>\n  ·|-\n·>+2\n·#· # d·&e ·",
        "*e·!f ·!!str ·<<: ·\t·\r·\r\n·\\n·\\·---\n·...\n·%YAML 1.2\n·~·null·true·Yes·off·0·",
        "007·0o7·0x1F·1_000·-1·1.50·1e3·.inf·12:30·99999999999999999999·2026-01-02·é·名·🎉·",
        "\u{85}·\u{2028}·\u{feff}·\u{a0}·\u{0}·\u{7f}·\u{200b}·@·`·%",
    );
    let pieces = prop::sample::select(pieces.split('·').collect::<Vec<_>>());
    prop_oneof![
        prop::collection::vec(pieces, 1..12).prop_map(|pieces| pieces.concat()),
        "[ab:\n {}\\[\\]\"'#,&*!|>%@?0-9.-]{1,24}",
        "(?s).{1,12}",
    ]
}
