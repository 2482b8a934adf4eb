//! Drafts for pages that have no description.

use hss_generator::{Source, help_page::import::Draft};

use super::{LIST, OPERATIONS_FOLDER, REPLACE, changed, description, page, without};

/// The description without the files of these operations.
fn others(names: &[&str]) -> Vec<Source> {
    let described =
        |source: &Source| names.iter().any(|name| source.path == format!("{OPERATIONS_FOLDER}/{name}.yaml"));
    description().into_iter().filter(|source| !described(source)).collect()
}

fn draft(description: &[Source], page: &Source, id: &str) -> Result<Draft, String> {
    let answer = hss_generator::draft(description, page, id).unwrap_or_else(|error| panic!("{error}"));
    answer.map_err(|why| why.to_string())
}

/// The file, and what is left to decide.
fn shown(draft: &Draft) -> String {
    let unsure: Vec<String> = draft.unsure.iter().map(|unsure| format!("{}: {}\n", unsure.line, unsure.what)).collect();
    format!("{}\n{}\n{}", draft.file.path, draft.file.text, unsure.concat())
}

/// The generator takes the draft, and its page agrees with it.
fn check(mut description: Vec<Source>, page: Source, draft: Draft) {
    description.push(draft.file);
    hss_generator::analyze(&description).unwrap_or_else(|error| panic!("{error}"));
    let told = super::told(&description, page);
    assert_eq!(told, "no difference\n");
}

#[test]
fn a_page_of_the_newer_generation() {
    let description = others(&[LIST]);
    let draft = draft(&description, &page(LIST), "ListPlants").expect("a draft");
    insta::assert_snapshot!(shown(&draft));
}

#[test]
fn a_page_of_the_older_generation() {
    let description = others(&[REPLACE]);
    let page = page(REPLACE);
    let draft = draft(&description, &page, "ReplaceBed").expect("a draft");
    insta::assert_snapshot!(shown(&draft));
    check(description, page, draft);
}

/// What the page is known to say wrongly is drafted as it stands there; nothing else differs.
#[test]
fn a_draft_agrees_with_its_page() {
    let page = without(page(LIST), "  • **shrub **", "Default Value");
    let page = changed(page, "herb: herb", "herb: herb (Deprecated)");
    for description in [others(&[LIST]), others(&[LIST, REPLACE])] {
        let draft = draft(&description, &page, "ListEveryPlant").expect("a draft");
        assert_eq!(draft.file.path, "spec/operations/list_every_plant.yaml");
        check(description, page.clone(), draft);
    }
}

/// Names that another file has taken are not taken again.
#[test]
fn names_that_are_taken_are_avoided() {
    let page = changed(page(LIST), "/plants\n", "/other-plants\n");
    let page = changed(page, "Listing the Plants of a Garden\n\nFunction", "Listing Others\n\nFunction");
    let draft = draft(&description(), &page, "ListOthers").expect("a draft");
    assert!(draft.file.text.contains("ListOthersPlantInfo:\n    page_name: PlantInfo\n"), "{}", draft.file.text);
    check(description(), page, draft);
}

#[test]
fn what_cannot_be_drafted_is_refused() {
    let cases = [
        (page(LIST), "ListPlants"),
        (Source { text: "Once upon a time".to_owned(), ..page(LIST) }, "TellStories"),
        (page(REPLACE), "replace_bed"),
    ];
    let told: Vec<String> = cases.iter().map(|(page, id)| draft(&description(), page, id).expect_err(id)).collect();
    insta::assert_snapshot!(told.join("\n"));
}

/// Types that the notation does not have are left to a person, and the generator says where.
#[test]
fn a_map_is_for_a_person_to_decide() {
    let page = changed(page(REPLACE), "Array<Array<String>>", "Map<String,String>");
    let draft = draft(&others(&[REPLACE]), &page, "ReplaceBed").expect("a draft");
    let decision = draft.unsure.iter().find(|unsure| unsure.what.contains("Map<String,String>")).expect("a decision");
    assert_eq!(decision.what, "the notation has no type `Map<String,String>`");
    let mut description = others(&[REPLACE]);
    description.push(draft.file);
    let refused = hss_generator::analyze(&description).expect_err("no map");
    assert!(refused.to_string().contains("type: Map<String,String>"), "{refused}");
}
