//! The generator does not depend on the API that it generates.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use hss_generator::Source;
use hss_generator::ir::{Field, Service};
use hss_tests::project;
use syn::buffer::{Cursor, TokenBuffer};

/// Words that the generator needs for any API. An API may also use them as names.
const OWN_WORDS: &str = "
    as async await abstract become box break const continue crate do dyn else enum extern false final fn for gen if impl
    in let loop macro match mod move mut override priv pub ref return self static struct super trait true try type typeof
    unsafe unsized use virtual where while yield

    allOf anyOf apiKey array boolean components const content default definitions deprecated description enum example
    examples format header headers in info integer int32 int64 items limit maxItems maxLength maximum minItems minLength
    minimum name null number object offset oneOf openapi operationId parameters path paths pattern properties query
    required request requestBody response responses schema schemas security securitySchemes servers string summary title
    total type url value values variables version

    GET HEAD OPTIONS PATCH POST PUT DELETE Authorization accept authorization connection content-length content-type date
    host method scheme status-code token transfer-encoding user-agent x-generated

    Array Boolean Constraints Date Default Description Error Example Field File Float Function Integer List Long Mandatory
    NO No None Null Number Object Operation Parameter Range Request Response Result Service Setting Source Status String
    Type Unknown Value YES Yes

    access_key alias builder call client clone code constraint constraints customize definition deviation double duration
    end explanation field file id int is key kind label length limits list listen long longs map max message milliseconds
    min mock ms n na name new no non_empty none nothing off on page pages parameter part received region rest restrictions
    row rule rules sequence send set shape size snake_case source start state status text then thing time types unit
    unclear unknown y yaml yes

    additive all and any attribute binary blocking bool button byte caption cli columns cookie data day debug documentation
    download expect float function head help hour html img input json lang language links main mark meaning millisecond minor
    minute optional order os output overwrite patch profile reference referer remarks retries rows runtime rust script second
    section select single small span strong structure style table tags template timeout to trailer upgrade uri warning
";

#[test]
fn generator_contains_no_names_of_the_api() {
    let found = all_occurrences(&searched(names(&service(&project::description()))));
    assert!(
        found.is_empty(),
        "{found:#?}\nThe generator must read these names from the description. If it needs a word for any API, add it to \
         `OWN_WORDS` in {}.",
        file!()
    );
}

#[test]
fn planted_names_are_found() {
    let names = searched(names(&service(&project::museum())));
    let planted = [
        ("fn f() { let enterprise_project_id = 1; }", Some("enterprise_project_id")),
        ("struct ExportPaintingsRequest; struct InspectedPainting;", Some("InspectedPainting")),
        (r#"const A: &str = "the field `enterprise_project_id` of it";"#, Some("enterprise_project_id")),
        ("const A: &str = r#\"POST \"enterprise_project_id\"\"#;", Some("enterprise_project_id")),
        (r#"fn f(name: &str) -> bool { if name == "sketches" { true } else { false } }"#, Some("sketches")),
        (r#"fn f(name: &str) -> bool { matches!(name, "a" | "task_id") }"#, Some("task_id")),
        (r#"fn f() { println!("{}", ["X-Auth-Token"].len()) }"#, Some("X-Auth-Token")),
        (r#"const A: &str = "the sketches of a type";"#, None),
        (r#"const A: &str = "limit";"#, None),
        ("fn f() { let task_id = 1; }", None),
        ("/// For example `enterprise_project_id`.\nfn f() {}", None),
        (r#"#[cfg(test)] mod tests { const A: &str = "enterprise_project_id"; } fn g() {}"#, None),
        (r#"#[cfg(test)] mod tests {} const A: &str = "enterprise_project_id";"#, Some("enterprise_project_id")),
    ];
    for (text, name) in planted {
        let found = occurrences(text, &names);
        assert_eq!(found, name.into_iter().map(str::to_owned).collect::<Vec<_>>(), "in {text}");
    }
}

/// Fields that have ordinary names do not make the search fail.
#[test]
fn ordinary_names_are_not_searched() {
    let ordinary = "all binary code columns data day debug description download duration function header help host hour id \
                    input key kind lang language links main message method minute mode name offset optional order os \
                    output owner path profile reference region retries runtime rows scheme script second section size \
                    source state status structure style summary table tags template text time timeout title token type \
                    unit upgrade uri url user value version warning";
    let names = ordinary.split_whitespace().map(str::to_owned).collect();
    assert_eq!(all_occurrences(&searched(names)), Vec::<String>::new());
}

fn service(description: &[Source]) -> Service {
    hss_generator::analyze(description).expect("a valid description")
}

/// Returns the names of fields, values, types and operations.
fn names(service: &Service) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut rows = |fields: &[Field]| names.extend(fields.iter().map(|field| field.wire_name.clone()));
    for operation in &service.operations {
        operation.parameters.iter().for_each(|parameter| rows(std::slice::from_ref(&parameter.field)));
        rows(operation.body.as_deref().unwrap_or_default());
        rows(operation.response.fields());
        operation.objects.iter().for_each(|object| rows(&object.fields));
    }
    for operation in &service.operations {
        names.insert(operation.id.clone());
        names.insert(operation.names.module.to_string());
        names.extend(operation.objects.iter().map(|object| object.name.to_string()));
        names.extend(operation.enums.iter().map(|r#enum| r#enum.name.to_string()));
        let values = operation.enums.iter().flat_map(|r#enum| &r#enum.values);
        names.extend(values.map(|value| value.wire_value.clone()));
    }
    names
}

/// Removes the names that are words of the generator itself.
fn searched(mut names: BTreeSet<String>) -> BTreeSet<String> {
    let (own, notation) = (OWN_WORDS.split_whitespace().collect::<BTreeSet<_>>(), notation());
    names.retain(|name| !own.contains(name.as_str()) && !notation.contains(name));
    names
}

/// Returns the words of the notation: the properties and the constants of its schema.
fn notation() -> BTreeSet<String> {
    let schema: serde_json::Value = serde_json::from_str(&project::read("spec/schema.json")).expect("JSON");
    let definitions = schema["definitions"].as_object().expect("definitions");
    let keys = definitions.values().filter_map(|definition| definition["properties"].as_object());
    let keys = keys.flat_map(|properties| properties.keys().cloned());
    let words = definitions.values().filter_map(|definition| definition["oneOf"].as_array()).flatten();
    keys.chain(words.filter_map(|word| word["const"].as_str().map(str::to_owned))).collect()
}

/// Returns the searched names that occur in the generator, each with its file.
fn all_occurrences(names: &BTreeSet<String>) -> Vec<String> {
    let mut sources = Vec::new();
    for folder in ["generator/src", "generator/help-page/src", "generator/changes/src"] {
        rust_files(&project::root().join(folder), &mut sources);
    }
    assert!(sources.len() > 10, "the sources of the generator");
    let mut found = Vec::new();
    for path in sources {
        let text = fs::read_to_string(&path).expect("a source");
        found.extend(occurrences(&text, names).into_iter().map(|name| format!("{}: {name}", path.display())));
    }
    found
}

/// Returns the number of words in a name such as `image_info_list`, `X-Auth-Token` or `ClusterType`.
fn words(name: &str) -> usize {
    let separators = name.matches(['_', '-']).count();
    let humps = name.chars().filter(char::is_ascii_uppercase).count();
    if separators == 0 && name.chars().any(|c| c.is_ascii_lowercase()) { humps.max(1) } else { separators + 1 }
}

/// Returns the names that occur in a Rust file.
///
/// The more words a name has, the less likely it occurs by chance: a name of one word must be an entire string literal,
/// one of two words must be part of a string literal, and one of three words may be an identifier as well. So may the
/// names of types, since a type of the generator is not called like one of the API.
fn occurrences(text: &str, names: &BTreeSet<String>) -> Vec<String> {
    let (mut identifiers, mut literals) = (Vec::new(), Vec::new());
    let buffer = TokenBuffer::new2(text.parse().expect("Rust"));
    tokens(buffer.begin(), &mut identifiers, &mut literals);
    let occurs = |name: &&String| {
        let words = words(name);
        let is_type = words > 1 && name.starts_with(|c: char| c.is_ascii_uppercase()) && !name.contains('-');
        literals.iter().any(|text| if words > 1 { contains_word(text, name) } else { text == *name })
            || (words > 2 || is_type) && identifiers.contains(name)
    };
    names.iter().filter(occurs).cloned().collect()
}

/// Returns whether the text contains the name, and not only as a part of a longer one.
fn contains_word(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    text.match_indices(name)
        .any(|(start, _)| !text[..start].ends_with(is_part) && !text[start + name.len()..].starts_with(is_part))
}

/// Collects the identifiers and string literals of code, without documentation and tests.
fn tokens(mut cursor: Cursor<'_>, identifiers: &mut Vec<String>, literals: &mut Vec<String>) {
    while !cursor.eof() {
        if let Some((attribute, rest)) = attribute(cursor) {
            cursor = match attribute.as_str() {
                "doc" => rest,
                "cfg(test)" => after_item(rest),
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

/// Returns the name of the attribute that begins here, with the argument of `cfg`, and the code after it.
fn attribute(cursor: Cursor<'_>) -> Option<(String, Cursor<'_>)> {
    let (_, rest) = cursor.punct().filter(|(punct, _)| punct.as_char() == '#')?;
    let rest = rest.punct().filter(|(punct, _)| punct.as_char() == '!').map_or(rest, |(_, rest)| rest);
    let (inside, _, _, rest) = rest.any_group()?;
    let (name, rest_inside) = inside.ident()?;
    let argument = rest_inside.any_group().and_then(|(argument, ..)| argument.ident());
    let name = match argument {
        Some((argument, _)) if name == "cfg" => format!("cfg({argument})"),
        _ => name.to_string(),
    };
    Some((name, rest))
}

/// Returns the code after the braces or the semicolon that end an item.
fn after_item(mut cursor: Cursor<'_>) -> Cursor<'_> {
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
