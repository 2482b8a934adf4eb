//! Importing pages without a description.

use std::fmt::Write as _;

use hss_generator::{ImportedOperation, Source};

use super::{LIST, OPERATIONS_FOLDER, REPLACE, changed, description, page, without};

/// Returns the description without the files of these operations.
fn others(names: &[&str]) -> Vec<Source> {
    let described =
        |source: &Source| names.iter().any(|name| source.path == format!("{OPERATIONS_FOLDER}/{name}.yaml"));
    description().into_iter().filter(|source| !described(source)).collect()
}

fn import(description: &[Source], page: &Source, id: &str) -> ImportedOperation {
    hss_generator::import(description, page, id).unwrap_or_else(|error| panic!("{error}"))
}

/// Returns the file, followed by the decisions left to a person.
fn shown(imported: &ImportedOperation) -> String {
    let mut text = format!("{}\n{}\n", imported.file.path, imported.file.text);
    for decision in &imported.decisions {
        let _ = writeln!(text, "{}: {}", decision.line, decision.message);
    }
    text
}

/// Checks that the generator accepts the new file, and that the page agrees with it.
fn check(mut description: Vec<Source>, page: Source, imported: ImportedOperation) {
    description.push(imported.file);
    hss_generator::analyze(&description).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(super::compared(&description, page), "no difference\n");
}

#[test]
fn imports_a_page_of_the_newer_layout() {
    let description = others(&[LIST]);
    let imported = import(&description, &page(LIST), "ListPlants");
    insta::assert_snapshot!(shown(&imported));
}

#[test]
fn imports_a_page_of_the_older_layout() {
    let description = others(&[REPLACE]);
    let page = page(REPLACE);
    let imported = import(&description, &page, "ReplaceBed");
    insta::assert_snapshot!(shown(&imported));
    check(description, page, imported);
}

/// The fixture's deviations from its description are removed from the page first.
#[test]
fn an_import_agrees_with_its_page() {
    let page = without(page(LIST), "  • **shrub **", "Default Value");
    let page = changed(page, "herb: herb", "herb: herb (Deprecated)");
    for description in [others(&[LIST]), others(&[LIST, REPLACE])] {
        let imported = import(&description, &page, "ListEveryPlant");
        assert_eq!(imported.file.path, "spec/operations/list_every_plant.yaml");
        check(description, page.clone(), imported);
    }
}

#[test]
fn avoids_names_of_other_files() {
    let page = changed(page(LIST), "/plants\n", "/other-plants\n");
    let page = changed(page, "Listing the Plants of a Garden\n\nFunction", "Listing Others\n\nFunction");
    let imported = import(&description(), &page, "ListOthers");
    assert!(imported.file.text.contains("ListOthersPlantInfo:\n    page_name: PlantInfo\n"), "{}", imported.file.text);
    check(description(), page, imported);
}

#[test]
fn rejects_pages_and_names_that_cannot_be_imported() {
    let cases = [
        (page(LIST), "ListPlants"),
        (Source { text: "Once upon a time".to_owned(), ..page(LIST) }, "TellStories"),
        (page(REPLACE), "replace_bed"),
    ];
    let mut errors = Vec::new();
    for (page, id) in &cases {
        errors.push(hss_generator::import(&description(), page, id).expect_err(id).to_string());
    }
    insta::assert_snapshot!(errors.join("\n"));
}

#[test]
fn leaves_types_without_notation_to_a_person() {
    let page = changed(page(REPLACE), "Array<Array<String>>", "Map<String,String>");
    let imported = import(&others(&[REPLACE]), &page, "ReplaceBed");
    let decision =
        imported.decisions.iter().find(|decision| decision.message.contains("Map<String,String>")).expect("a decision");
    assert_eq!(decision.message, "the notation has no type `Map<String,String>`");
    let mut description = others(&[REPLACE]);
    description.push(imported.file);
    let diagnostics = hss_generator::analyze(&description).expect_err("a map");
    assert!(diagnostics.to_string().contains("type: Map<String,String>"), "{diagnostics}");
}
