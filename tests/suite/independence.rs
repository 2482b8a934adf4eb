//! The generator knows the notation, and nothing of the API that is described in it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use hss_generator::ir::{Field, Service};
use hss_tests::project;
use syn::buffer::{Cursor, TokenBuffer};

#[test]
fn the_generator_knows_no_name_of_the_api() {
    let (api, notation) = (names(&described()), notation());
    let mut sources = Vec::new();
    rust_files(&project::root().join("generator/src"), &mut sources);
    assert!(sources.len() > 10, "the sources of the generator");
    let mut found = Vec::new();
    for path in sources {
        let text = fs::read_to_string(&path).expect("a source");
        found.extend(occurrences(&text, &api, &notation).into_iter().map(|name| format!("{}: {name}", path.display())));
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// A search that finds nothing proves nothing unless it would find something.
#[test]
fn planted_names_are_found() {
    let (api, notation) = (names(&described()), notation());
    let planted = [
        ("fn f() { let image_info_list = 1; }", Some("image_info_list")),
        ("struct ExportContainerListRequest; struct ClusterType;", Some("ClusterType")),
        (r#"const A: &str = "the field `image_info_list` of it";"#, Some("image_info_list")),
        ("const A: &str = r#\"POST \"image_info_list\"\"#;", Some("image_info_list")),
        (r#"fn f(name: &str) -> bool { if name == "namespace" { true } else { false } }"#, Some("namespace")),
        (r#"fn f() { println!("{}", ["X-Auth-Token"].len()) }"#, Some("X-Auth-Token")),
        (r#"const A: &str = "the namespace of a type";"#, None),
        (r#"const A: &str = "limit";"#, None),
        ("/// For example `image_info_list`.\nfn f() {}", None),
        (r#"#[cfg(test)] mod tests { const A: &str = "image_info_list"; } fn g() {}"#, None),
        (r#"#[cfg(test)] mod tests {} const A: &str = "image_info_list";"#, Some("image_info_list")),
    ];
    for (text, name) in planted {
        let found = occurrences(text, &api, &notation);
        assert_eq!(found, name.into_iter().map(str::to_owned).collect::<Vec<_>>(), "in {text}");
    }
}

fn described() -> Service {
    hss_generator::analyze(&project::description()).expect("the description is right")
}

/// Every name on the wire, and every name of a type or an operation.
fn names(service: &Service) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut rows = |fields: &[Field]| names.extend(fields.iter().map(|field| field.wire.clone()));
    for operation in &service.operations {
        operation.parameters.iter().for_each(|parameter| rows(std::slice::from_ref(&parameter.field)));
        rows(operation.body.as_deref().unwrap_or_default());
        rows(&operation.response);
        operation.objects.iter().for_each(|object| rows(&object.fields));
    }
    for operation in &service.operations {
        names.insert(operation.id.clone());
        names.insert(operation.names.module.to_string());
        names.extend(operation.objects.iter().map(|object| object.name.to_string()));
        names.extend(operation.enums.iter().map(|r#enum| r#enum.name.to_string()));
        let values = operation.enums.iter().flat_map(|r#enum| &r#enum.values);
        names.extend(values.map(|value| value.wire.clone()));
    }
    names
}

/// The keys of the notation and its own words: the properties and the constants of its schema.
fn notation() -> BTreeSet<String> {
    let schema: serde_json::Value = serde_json::from_str(&project::read("spec/schema.json")).expect("JSON");
    let definitions = schema["definitions"].as_object().expect("definitions");
    let keys = definitions.values().filter_map(|definition| definition["properties"].as_object());
    let keys = keys.flat_map(|properties| properties.keys().cloned());
    let words = definitions.values().filter_map(|definition| definition["oneOf"].as_array()).flatten();
    keys.chain(words.filter_map(|word| word["const"].as_str().map(str::to_owned))).collect()
}

/// Two words or more: such a name stands nowhere by chance.
fn is_compound(name: &str) -> bool {
    let humps = name.chars().filter(char::is_ascii_uppercase).count();
    name.contains(['_', '-']) || (humps > 1 && name.chars().any(|c| c.is_ascii_lowercase()))
}

fn occurrences(text: &str, api: &BTreeSet<String>, notation: &BTreeSet<String>) -> Vec<String> {
    let (mut identifiers, mut literals) = (Vec::new(), Vec::new());
    let buffer = TokenBuffer::new2(text.parse().expect("Rust"));
    tokens(buffer.begin(), &mut identifiers, &mut literals);
    let occurs = |name: &&String| {
        if is_compound(name) {
            identifiers.iter().any(|identifier| identifier == *name)
                || literals.iter().any(|text| text.contains(name.as_str()))
        } else {
            !notation.contains(*name) && literals.iter().any(|text| text == *name)
        }
    };
    api.iter().filter(occurs).cloned().collect()
}

/// Identifiers and texts of code, without documentation and tests.
fn tokens(mut cursor: Cursor<'_>, identifiers: &mut Vec<String>, literals: &mut Vec<String>) {
    while !cursor.eof() {
        if let Some((attribute, rest)) = attribute(cursor) {
            cursor = match attribute.as_str() {
                "doc" => rest,
                "cfg(test)" => behind_item(rest),
                _ => cursor.token_tree().map_or(rest, |(_, rest)| rest),
            };
        } else if let Some((inside, _, _, rest)) = cursor.any_group() {
            tokens(inside, identifiers, literals);
            cursor = rest;
        } else if let Some((identifier, rest)) = cursor.ident() {
            identifiers.push(identifier.to_string());
            cursor = rest;
        } else if let Some((literal, rest)) = cursor.literal() {
            literals.extend(syn::parse_str::<syn::LitStr>(&literal.to_string()).map(|text| text.value()));
            cursor = rest;
        } else {
            cursor = cursor.token_tree().map_or(Cursor::empty(), |(_, rest)| rest);
        }
    }
}

/// `doc` or `cfg(test)`, if such an attribute begins here, and what is behind it.
fn attribute(cursor: Cursor<'_>) -> Option<(String, Cursor<'_>)> {
    let (_, rest) = cursor.punct().filter(|(punct, _)| punct.as_char() == '#')?;
    let rest = rest.punct().filter(|(punct, _)| punct.as_char() == '!').map_or(rest, |(_, rest)| rest);
    let (inside, _, _, rest) = rest.any_group()?;
    let (name, behind) = inside.ident()?;
    let argument = behind.any_group().and_then(|(argument, ..)| argument.ident());
    let name = match argument {
        Some((argument, _)) if name == "cfg" => format!("cfg({argument})"),
        _ => name.to_string(),
    };
    Some((name, rest))
}

/// Behind the braces or the semicolon that end an item.
fn behind_item(mut cursor: Cursor<'_>) -> Cursor<'_> {
    while let Some((tree, rest)) = cursor.token_tree() {
        cursor = rest;
        let text = tree.to_string();
        if text == ";" || text.starts_with('{') {
            break;
        }
    }
    cursor
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
}
