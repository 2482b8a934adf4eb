//! Doc comments and the OpenAPI document show the strings of the description unchanged, even if they contain Markdown.

use std::collections::BTreeMap;

use hss_generator::{OPERATIONS_FOLDER, SERVICE_FILE, Source};
use hss_tests::project;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use syn::{Attribute, Expr, ExprLit, ImplItem, Item, Lit, Meta};

/// Generates Markdown syntax mixed with plain words.
fn text() -> impl Strategy<Value = String> {
    let marks = concat!(
        r##"* _ ` `` ``` ~ ~~~ # ## - -- --- ... + 1. 12) > | |-| :-: = === [ ] ( ) [a](b) ![a](b) [^1] [^1]: "##,
        r##"[a]: [x] < <b> </b> <!-- --> <script> <https://a.b> https://a.b/c_d a@b.c www.a.b & &amp; &#35; \* "##,
        r##"! $ ^ : :: // */ /* " ' { }"##,
    );
    let spaces = ["\n", "\n\n", "    ", "\t", " "];
    let marks = prop::sample::select(marks.split(' ').chain(spaces).collect::<Vec<_>>());
    let words = "a Word snake_case 10 3.5 größe 名前 naïve aaaaaaaaaaaaaaaaaaaaaaa";
    let words = prop::sample::select(words.split(' ').collect::<Vec<_>>());
    let anything = any::<char>().prop_filter("shown", |c| shown(*c)).prop_map(String::from);
    let piece = prop_oneof![4 => marks.prop_map(str::to_owned), 3 => words.prop_map(str::to_owned), 1 => anything];
    let glue = prop::sample::select(vec!["", "", " "]);
    let joined = prop::collection::vec((piece, glue), 1..40)
        .prop_map(|pieces| pieces.iter().fold(String::new(), |text, (piece, glue)| text + piece + glue));
    joined.prop_filter("not empty", |text| !text.trim().is_empty())
}

/// Returns whether text can contain the character. Typographic quotes look like the quotes that the generator adds.
fn shown(c: char) -> bool {
    let is_typographic_quote = ['\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}'].contains(&c);
    let is_punctuation = c.is_ascii_graphic() || ('\u{2010}'..'\u{2028}').contains(&c);
    (c.is_alphanumeric() || is_punctuation) && !is_typographic_quote && !hss_generator::text::is_invisible(c)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shows_texts_unchanged(texts in prop::collection::vec(text(), 8)) {
        let texts: Vec<String> = texts.iter().map(|text| fold(text)).collect();
        // Quotations of the help page are only for maintainers.
        let [doc, facts, special, _says, why, title, argument, value] = texts.as_slice() else { return Ok(()) };
        let docs = docs_of(&texts);

        let shown = |name: &str| rendered(&docs[name], &[]).map_err(TestCaseError::fail);
        prop_assert_eq!(shown("OddBuilder.plain")?, unquoted(doc));
        let expected = [
            facts.clone(),
            format!("Default: {special}."),
            format!("Special value {special}: {}", sentence(why)),
        ];
        prop_assert_eq!(without_quotes(&shown("OddBuilder.facts")?), without_quotes(&unquoted(&expected.join(" "))));
        prop_assert_eq!(shown("Kind")?, unquoted(&format!("{value} Defined on the help page of [Client::odd].")));
        prop_assert_eq!(shown("Kind::A")?, unquoted(&format!("a: {}", sentence(value))));
        let method = rendered(&docs["Client.odd"], &["list", "item", "link"]).map_err(TestCaseError::fail)?;
        let page = format!("Help page: {title} (https://example.com/api/Odd.html), updated 2026-04-03.");
        prop_assert_eq!(method, unquoted(&format!("{doc} {page} argument: {}", sentence(argument))));

        prop_assert_eq!(shown("openapi plain")?, unquoted(doc));
        let expected = [&expected[0], &expected[2]].map(String::as_str).join(" ");
        prop_assert_eq!(without_quotes(&shown("openapi facts")?), without_quotes(&unquoted(&expected)));
        prop_assert_eq!(shown("openapi argument")?, unquoted(argument));
        let kind = rendered(&docs["openapi Kind"], &["list", "item"]).map_err(TestCaseError::fail)?;
        prop_assert_eq!(kind, unquoted(&format!("{value} a: {}", sentence(value))));
    }
}

/// The descriptor repeats the summary, the titles, and the reasons of rules and deprecations. The front page repeats
/// the summaries. An attribute repeats why something is deprecated, for a field and for its setter.
#[test]
fn documents_each_sentence_once() {
    let mut count = 0;
    let mut sources = project::description();
    for source in &mut sources {
        source.text = with_marked_sentences(&source.text, &mut count);
    }
    assert!(count > 200, "only {count} sentences were found");
    let files = hss_generator::generate(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let (mut docs, mut code) = (String::new(), String::new());
    for (path, text) in files.iter() {
        if !path.starts_with("generated-client/src/generated/") || path.ends_with("operations.md") {
            continue;
        }
        for line in text.lines().map(str::trim_start).filter(|line| !line.starts_with("#[deprecated")) {
            let lines = if line.starts_with("//") { &mut docs } else { &mut code };
            lines.push_str(line);
            lines.push('\n');
        }
    }
    let mut shown = 0;
    for number in 0..count {
        let mark = mark(number);
        let places = docs.matches(&mark).count();
        assert!(places <= 1, "the sentence with {mark} is in {places} places of the documentation");
        let others = code.matches(&mark).count();
        assert!(others <= 1, "the sentence with {mark} is in {others} places of the code");
        shown += usize::from(places > 0);
    }
    assert!(shown > 150, "only {shown} of {count} sentences are in the generated code");
}

#[test]
fn links_of_guides_lead_to_files() {
    let mut count = 0;
    for guide in ["ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "README.md", "SECURITY.md"] {
        for event in Parser::new(&project::read(guide)) {
            let Event::Start(Tag::Link { dest_url, .. }) = event else { continue };
            if dest_url.contains("://") {
                continue;
            }
            count += 1;
            assert!(project::root().join(&*dest_url).exists(), "{guide}: {dest_url}");
        }
    }
    assert!(count > 10, "only {count} links were found");
}

/// `cargo doc` fails if a link does not lead anywhere.
#[test]
fn front_page_links_every_operation() {
    let front_page = project::read("generated-client/src/lib.rs");
    assert!(front_page.contains("#![doc = include_str!(\"generated/operations.md\")]"));
    let table = project::read("generated-client/src/generated/operations.md");
    let mut links = Vec::new();
    for event in Parser::new_ext(&table, Options::ENABLE_TABLES) {
        if let Event::Start(Tag::Link { dest_url, .. }) = event {
            links.push(dest_url.to_string());
        }
    }
    let service = hss_generator::analyze(&project::description()).expect("a valid description");
    let methods: Vec<String> =
        service.operations.iter().map(|operation| format!("Client::{}", operation.names.method)).collect();
    assert_eq!(links, methods);
}

#[test]
fn front_page_sorts_groups_regardless_of_case() {
    let mut description = project::description();
    let groups = ["beta", "Alpha", "Gamma"];
    let operations = description.iter_mut().filter(|source| source.path.starts_with("spec/operations/"));
    for (operation, group) in operations.zip(groups) {
        operation.text = operation.text.replacen("summary:", &format!("group: {group}\nsummary:"), 1);
    }
    let files = hss_generator::generate(&description).expect("a valid description");
    let table = files.get("generated-client/src/generated/operations.md").expect("a table");
    let headings: Vec<&str> = table.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    assert_eq!(headings, ["Alpha", "beta", "Gamma", "Other operations"]);
}

/// Adds a mark to each sentence of a YAML file and counts the sentences.
fn with_marked_sentences(text: &str, count: &mut usize) -> String {
    let prose = ["summary", "title", "doc", "why", "text", "deprecated", "source"];
    let mut lines = Vec::new();
    // The indentation of the key `values`, below which every entry is prose.
    let mut values = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        values = values.filter(|values| indent > *values);
        match line.split_once(": ") {
            Some((key, value)) if prose.contains(&key.trim_start_matches([' ', '-'])) || values.is_some() => {
                let (quote, value) = value.strip_prefix('"').map_or(("", value), |value| ("\"", value));
                lines.push(format!("{key}: {quote}{} {value}\n", mark(*count)));
                *count += 1;
            }
            _ => lines.push(format!("{line}\n")),
        }
        if line.trim() == "values:" {
            values = Some(indent);
        }
    }
    lines.concat()
}

fn mark(number: usize) -> String {
    format!("Edited{number:04}")
}

/// Returns the doc comments of a description with these texts, by item, and the descriptions of its OpenAPI document.
fn docs_of(texts: &[String]) -> BTreeMap<String, String> {
    let quoted: Vec<String> = texts.iter().map(|text| serde_json::Value::from(text.as_str()).to_string()).collect();
    let [doc, facts, special, says, why, title, argument, value] = quoted.as_slice() else { return BTreeMap::new() };
    let text = format!(
        "operation: Odd
summary: {doc}
page: {{ title: {title}, updated: 2026-04-03 }}
request: GET /odd
query:
  plain: {{ type: String, doc: {doc} }}
  facts:
    type: String
    default: {special}
    special: {{ {special}: {why} }}
    doc: {facts}
    page_says: {{ text: {says}, why: {why} }}
  argument: {{ type: Kind, mandatory: true, doc: {argument} }}
response: {{ 200: none }}
enums:
  Kind: {{ doc: {value}, values: {{ a: {value} }} }}
"
    );
    let mut service = String::new();
    for line in project::read(SERVICE_FILE).lines() {
        let line =
            if line.starts_with("page_url:") { "page_url: https://example.com/api/{operation}.html" } else { line };
        service.push_str(line);
        service.push('\n');
    }
    let service = Source { path: SERVICE_FILE.to_owned(), text: service };
    let operation = Source { path: format!("{OPERATIONS_FOLDER}/odd.yaml"), text };
    let files = hss_generator::generate(&[service, operation]).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let file =
        syn::parse_file(files.get("generated-client/src/generated/odd.rs").expect("the operation")).expect("Rust");
    let mut docs = BTreeMap::new();
    file.items.iter().for_each(|item| collect(item, &mut docs));
    let document = files.get("generated-client/openapi.json").expect("the document");
    describe(&serde_json::from_str(document).expect("JSON"), &mut docs);
    docs
}

/// Adds the descriptions of the parameters and of the enum.
fn describe(document: &serde_json::Value, docs: &mut BTreeMap<String, String>) {
    let parameters = document["paths"]["/odd"]["get"]["parameters"].as_array().expect("parameters");
    let parameters = parameters.iter().map(|parameter| (parameter["name"].as_str().expect("a name"), parameter));
    let all = parameters.chain([("Kind", &document["components"]["schemas"]["Kind"])]);
    let text = |node: &serde_json::Value| node["description"].as_str().expect("a string").to_owned();
    docs.extend(all.map(|(name, node)| (format!("openapi {name}"), text(node))));
}

fn collect(item: &Item, docs: &mut BTreeMap<String, String>) {
    match item {
        Item::Enum(item) => {
            docs.insert(item.ident.to_string(), doc(&item.attrs));
            docs.extend(
                item.variants.iter().map(|variant| (format!("{}::{}", item.ident, variant.ident), doc(&variant.attrs))),
            );
        }
        Item::Impl(block) => {
            let syn::Type::Path(path) = &*block.self_ty else { return };
            let Some(name) = path.path.get_ident() else { return };
            for item in &block.items {
                if let ImplItem::Fn(function) = item {
                    docs.insert(format!("{name}.{}", function.sig.ident), doc(&function.attrs));
                }
            }
        }
        _ => {}
    }
}

/// Returns the text of a doc comment without the space at the start of each line.
fn doc(attributes: &[Attribute]) -> String {
    let lines =
        attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).map(|attribute| match &attribute.meta {
            Meta::NameValue(meta) => match &meta.value {
                Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
                    text.value().strip_prefix(' ').unwrap_or_default().to_owned() + "\n"
                }
                _ => panic!("a doc comment is a string"),
            },
            _ => panic!("a doc comment is a string"),
        });
    lines.collect()
}

/// Returns the text that rustdoc shows, or an error if there is formatting other than paragraphs, code and what is
/// `allowed`.
fn rendered(markdown: &str, allowed: &[&str]) -> Result<String, String> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let mut text = String::new();
    let mut address = String::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) if allowed.contains(&"link") => address = dest_url.to_string(),
            Event::End(TagEnd::Link) => text.extend([" (", &address, ")"]),
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::Start(Tag::Paragraph) | Event::SoftBreak | Event::End(_) => text.push(' '),
            Event::Start(Tag::List(None)) if allowed.contains(&"list") => text.push(' '),
            Event::Start(Tag::Item) if allowed.contains(&"item") => text.push(' '),
            other => return Err(format!("{other:?} in {markdown:?}")),
        }
    }
    Ok(unquoted(&fold(&text)))
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Replaces typographic quotes by plain ones.
fn unquoted(text: &str) -> String {
    text.replace(['‘', '’'], "'").replace(['“', '”'], "\"")
}

/// Removes quotes: a value with a backtick is quoted instead of formatted as code.
fn without_quotes(text: &str) -> String {
    text.replace('"', "")
}

fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}
