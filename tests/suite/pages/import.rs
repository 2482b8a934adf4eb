//! Importing pages without a description.

use std::fmt::Write as _;

use hss_generator::Source;
use hss_help_page::ImportedOperation;

use super::{LEND, LIST, OPERATIONS_FOLDER, REMOVE, REPLACE, briefly, changed, description, page, without};

/// Returns the description without the files of these operations.
pub(super) fn others(names: &[&str]) -> Vec<Source> {
    let described =
        |source: &Source| names.iter().any(|name| source.path == format!("{OPERATIONS_FOLDER}/{name}.yaml"));
    description().into_iter().filter(|source| !described(source)).collect()
}

pub(super) fn import(description: &[Source], page: &Source, id: &str) -> ImportedOperation {
    hss_help_page::import(description, page, id).unwrap_or_else(|error| panic!("{error}"))
}

/// Returns the file, followed by the decisions left to a person and the notes.
pub(super) fn shown(imported: &ImportedOperation) -> String {
    let mut text = format!("{}\n{}\n", imported.file.path, imported.file.text);
    for decision in &imported.decisions {
        let _ = writeln!(text, "{}: {}", decision.line, decision.message);
    }
    for note in &imported.notes {
        let _ = writeln!(text, "note: {}: {}", note.line, note.message);
    }
    text
}

/// Returns the number of texts of the page that are not understood.
pub(super) fn unrecognized(imported: &ImportedOperation) -> usize {
    imported.decisions.iter().filter(|decision| decision.message.contains("unrecognized text")).count()
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

#[test]
fn says_that_uploads_cannot_be_described() {
    for title in ["FormData", "FormData Parameters", "Form-data parameters"] {
        let table = format!(
            "Table 1 {title}\n\nParameter\n\nMandatory\n\nType\n\nDescription\n\nfile\n\nYes\n\nFile\n\nThe seeds.\n\n"
        );
        let text = format!(
            "Sowing a Bed\n\nURI\n\nPOST /v1/beds\n\nRequest Parameters\n\n{table}Response Parameters\n\nStatus code: \
             204\n\nNone\n\nStatus Codes\n\n204\n\nSown.\n\nError Codes\n\nNone\n"
        );
        let page = Source { path: "sow_bed.txt".to_owned(), text };
        let imported = import(&description(), &page, "SowBed");
        let decisions: Vec<&str> = imported.decisions.iter().map(|decision| decision.message.as_str()).collect();
        let reason = "requests with other bodies than JSON, such as uploads, cannot be described";
        assert!(decisions.iter().any(|decision| decision.ends_with(reason)), "{title}: {decisions:?}");
    }
}

/// A decision names the rows of another table. The description can follow either table, and quotes the title of the
/// other.
#[test]
fn reports_tables_that_contradict_each_other() {
    let table = |title: &str, mandatory: &str| {
        format!(
            "{title}\n\nParameter\n\nMandatory\n\nType\n\nDescription\n\nname\n\n{mandatory}\n\nString\n\nName.\n\n"
        )
    };
    let tables = table("Table 1 Request body parameters", "No") + &table("Table 2 Body parameters", "Yes");
    let text = format!(
        "Naming a Bed\n\nURI\n\nPUT /v1/beds\n\nRequest Parameters\n\n{tables}Response Parameters\n\nStatus code: \
         204\n\nNone\n\nStatus Codes\n\n204\n\nNamed.\n\nError Codes\n\nNone\n"
    );
    let page = Source { path: "name_bed.txt".to_owned(), text };
    let mut description = description();
    let mut imported = import(&description, &page, "NameBed");
    let contradiction = imported.decisions.first().map(|decision| decision.message.as_str());
    assert_eq!(
        contradiction,
        Some("unrecognized text: this table and that of line 9 disagree: `name` has another cell `Mandatory`")
    );
    assert_eq!(unrecognized(&imported), 1);
    let quotation = "page_says:\n  text: Table 2 Body parameters\n  why: The gardener knows.\n\nbody:";
    imported.file.text = imported.file.text.replace("body:", quotation);
    let follows_second = imported.file.text.replace("type: String\n", "type: String\n    mandatory: true\n");
    for text in [imported.file.text.clone(), follows_second] {
        description.push(Source { text: text.clone(), ..imported.file.clone() });
        assert_eq!(super::compared(&description, page.clone()), "no difference\n", "{text}");
        let of_page = description.last_mut().expect("the file");
        of_page.text = text.replace(quotation, "body:");
        assert!(super::compared(&description, page.clone()).contains("disagree"), "{text}");
        description.pop();
    }
}

/// An import that still has errors does not keep other pages from being imported or compared.
#[test]
fn unfinished_files_do_not_block_other_pages() {
    let mut description = description();
    let draft = "operation: LendTools\nsummary: TODO\npage:\n  title: x\n  updated: not stated\nrequest: POST \
                 /v1/{garden_id}/tools/{tool_kind}/lend\nresponse:\n  200:\n    a:\n      type: Map\n      doc: \
                 TODO\nenums:\n  ToolKind:\n    doc: TODO\n    values:\n      a: TODO\n";
    let path = format!("{OPERATIONS_FOLDER}/lend_tools.yaml");
    description.push(Source { path: path.clone(), text: draft.to_owned() });
    let report = hss_help_page::compare(&description, &[page(LIST), page(LEND)]).expect("a report");
    assert_eq!(report.unfinished, [path.as_str()]);
    assert!(report.pages[0].as_ref().is_ok_and(|comparison| comparison.differences.is_empty()));
    let error = report.pages[1].as_ref().expect_err("an unfinished file").to_string();
    assert!(error.contains("lend_tools.yaml describes this operation, but has errors"), "{error}");

    let error = hss_help_page::import(&description, &page(LEND), "LendMore").expect_err("described").to_string();
    assert!(error.contains("lend_tools.yaml already describes this operation"), "{error}");
    let other = changed(page(LEND), "/lend\n", "/lend-more\n");
    let imported = import(&description, &other, "LendMore");
    assert!(imported.diagnostics.is_none() && !imported.file.text.contains("\n  ToolKind:"), "{}", imported.file.text);

    // A file without a placeholder is not a draft, and its errors are reported.
    description[0].text = description[0].text.replace("type: String", "type: Strng");
    hss_help_page::compare(&description, &[page(LIST)]).expect_err("errors in a finished file");
}

/// The page states facts that the notation cannot express. They are left out as decisions, and those of a row that is
/// written are quoted.
#[test]
fn leaves_out_what_the_notation_cannot_express() {
    let page = page(LEND);
    let imported = import(&description(), &page, "LendTools");
    insta::assert_snapshot!(shown(&imported));
    assert_eq!(unrecognized(&imported), 0);
    check(description(), page, imported);
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
        errors.push(hss_help_page::import(&description(), page, id).expect_err(id).to_string());
    }
    insta::assert_snapshot!(errors.join("\n"));
}

#[test]
fn imports_responses_that_are_files() {
    let page = super::file_page();
    let imported = import(&others(&[REMOVE]), &page, "RemovePlant");
    assert!(imported.file.text.ends_with("\nresponse:\n  204: file\n"), "{}", imported.file.text);
    assert_eq!(imported.decisions, [], "nothing is left out");
    check(others(&[REMOVE]), page, imported);
}

#[test]
fn leaves_out_rows_whose_type_has_no_notation() {
    let page = changed(page(REPLACE), "Array<Array<String>>", "Map<String,File>");
    let imported = import(&others(&[REPLACE]), &page, "ReplaceBed");
    let decision = imported
        .decisions
        .iter()
        .find(|decision| decision.message.contains("`pairs` is left out"))
        .expect("a decision");
    assert_eq!(decision.message, "`pairs` is left out: the notation has no type `File`");
    let mut description = others(&[REPLACE]);
    description.push(imported.file);
    hss_generator::analyze(&description).expect("a description without the row");
}

#[test]
fn imports_fractions_maps_and_any_json() {
    for (on_page, described) in [
        ("Double", "type: Number\n"),
        ("Map<String,String>", "type: Map<String>\n"),
        ("Map<Array<float>>", "type: Map<Array<Number>>\n"),
        ("Object", "type: Json\n"),
    ] {
        let page = changed(page(REPLACE), "Array<Array<String>>", on_page);
        let imported = import(&others(&[REPLACE]), &page, "ReplaceBed");
        assert!(imported.file.text.contains(described), "{on_page}: {}", imported.file.text);
        check(others(&[REPLACE]), page, imported);
    }
}

/// Returns a page whose request and response bodies are lists. The vendor's pages show this by the name `[items]` or by
/// an example that is a list.
fn list_page(name: &str, response: &str) -> Source {
    let text = format!(
        "Labelling Beds\n\nURI\n\nPOST /v1/beds/labels\n\nRequest Parameters\n\nTable 1 Request body parameters\n\n\
         Parameter\n\nMandatory\n\nType\n\nDescription\n\n{name}\n\nYes\n\nArray of BedLabel objects\n\nLabels.\n\n\
         Array Length: 1 - 10\n\nTable 2 BedLabel\n\nParameter\n\nMandatory\n\nType\n\nDescription\n\nname\n\nYes\n\n\
         String\n\nName.\n\nResponse Parameters\n\nStatus code: 200\n\nTable 3 Response body parameters\n\nParameter\n\n\
         Type\n\nDescription\n\nnumbers\n\nArray of integers\n\nNumbers.\n\nExample Requests\n\n[ {{\n  \"name\" : \
         \"tall\"\n}} ]\n\nExample Responses\n\nStatus code: 200\n\n{response}\n\nStatus Codes\n\n200\n\nDone.\n\nError \
         Codes\n\nNone\n"
    );
    Source { path: "label_beds.txt".to_owned(), text }
}

#[test]
fn imports_and_compares_bodies_that_are_lists() {
    let mut description = description();
    let page = list_page("[items]", "[ 1, 2 ]");
    let imported = import(&description, &page, "LabelBeds");
    insta::assert_snapshot!(shown(&imported));
    check(description.clone(), page.clone(), imported.clone());
    description.push(imported.file.clone());
    let renamed = imported.file.text.replace("  items:\n", "  labels:\n");
    let labels = Source { text: renamed, ..imported.file.clone() };
    *description.last_mut().expect("the file") = labels.clone();
    let object = list_page("labels", "{ \"numbers\" : [ 1 ] }");
    let mut shown = format!("another name:\n{}", briefly(&description, page.clone()));
    let _ = writeln!(shown, "a response that is an object:\n{}", briefly(&description, object));
    let text = labels.text.replace("    whole_body: true\n", "").replace("      whole_body: true\n", "");
    let text = text.replace("  labels:\n", "  items:\n");
    let (text, _) = text.split_once("\nexamples:").expect("examples");
    description.last_mut().expect("the file").text = text.to_owned();
    let _ = writeln!(shown, "a description without lists:\n{}", briefly(&description, page));
    insta::assert_snapshot!(shown);
}

/// Returns a page with these tables, separated by tabs, and an example response.
fn page_of(query: &str, response: &str, example: &str) -> Source {
    let text = format!(
        "Showing a Bed\n\nURI\n\nGET /v1/beds\n\nTable 1 Query Parameters\n\nParameter\tMandatory\tType\tDescription\n\
         {query}\n\nRequest Parameters\n\nNone\n\nResponse Parameters\n\nStatus code: 200\n\nTable 2 Response body parameters\n\n\
         Parameter\tType\tDescription\n{response}\n\nExample Responses\n\nStatus code: 200\n\n{example}\n\nStatus Codes\n\n200\n\n\
         Done.\n\nError Codes\n\nNone\n"
    );
    Source { path: "show_bed.txt".to_owned(), text }
}

/// The total of a list is an integer in the notation.
#[test]
fn imports_no_total_that_may_be_a_fraction() {
    let query = "limit\tNo\tInteger\tHow many.\noffset\tNo\tInteger\tFrom which.";
    for (ty, expected) in [("Integer", "  items: beds\n  total: total\n"), ("Double", "  items: beds\n")] {
        let page =
            page_of(query, &format!("beds\tArray of strings\tBeds.\ntotal\t{ty}\tHow many."), "{ \"total\" : 1 }");
        let imported = import(&description(), &page, "ShowBed");
        assert!(imported.file.text.contains(expected), "{ty}: {}", imported.file.text);
        check(description(), page, imported);
    }
}

/// Rows of one name and with the same values share an enum if also their types and deprecations agree.
#[test]
fn shares_enums_of_the_same_type_only() {
    let values = "Bed kind. The options are as follows:\n\n  • 0: round\n\n  • 1: square";
    let cases = [
        ("String", "String", values, 1),
        ("Integer", "Integer", values, 1),
        ("Integer", "Array of integers", values, 1),
        ("String", "Integer", values, 2),
        ("Integer", "String", values, 2),
        ("Array of strings", "Integer", values, 2),
        ("Integer", "Array of strings", values, 2),
        ("String", "Long", values, 1),
        ("String", "String", "Bed kind. The options are as follows:\n\n  • 0: round\n\n  • 1: square (Deprecated)", 2),
    ];
    for (parameter, field, values_of_field, enums) in cases {
        let json = match field {
            "String" => "\"1\"",
            "Array of strings" => "[ \"1\" ]",
            "Array of integers" => "[ 1 ]",
            _ => "1",
        };
        let page = page_of(
            &format!("bed_kind\tNo\t{parameter}\t{values}"),
            &format!("bed_kind\t{field}\t{values_of_field}"),
            &format!("{{ \"bed_kind\" : {json} }}"),
        );
        let imported = import(&description(), &page, "ShowBed");
        let text = &imported.file.text;
        assert_eq!(text.matches("choose a name for the enum").count(), enums, "{parameter}, {field}: {text}");
        assert!(imported.diagnostics.is_none() && text.contains("response: |"), "{parameter}, {field}: {text}");
        let mut description = description();
        description.push(imported.file);
        let differences = super::compared(&description, page);
        let of_long = field == "Long" && differences.contains("explain it in `doc`");
        assert!(of_long || differences == "no difference\n", "{parameter}, {field}: {differences}");
    }
}

/// Neither a range of a number in a string nor a length of a number are bounds. They are quoted, and the description
/// can state what is meant.
#[test]
fn does_not_import_ranges_as_lengths() {
    let cases = [
        ("String", "Value range: 1-10,240", "type: String\n", "(1..10240)"),
        ("String", "The value ranges from 1 to 65535.", "type: String\n", "(1..65535)"),
        ("String", "Range\n\n1-100", "type: String\n", "(1..100)"),
        ("String", "The minimum value is 1.", "type: String\n", "(1..)"),
        ("Array of strings", "Value range: [1, 5]", "type: Array<String>\n", "(1..5)"),
        ("String", "The value contains 1 to 64 characters.", "type: String(1..64)\n", ""),
        ("String", "Minimum: 1\n\nMaximum: 64", "type: String(1..64)\n", ""),
        ("String", "Length: 1 to 64", "type: String(1..64)\n", ""),
        ("Integer", "Value range: 1-10,240", "type: Integer(1..10240)\n", ""),
        ("Integer", "The value contains 1 to 5 characters.", "type: Integer\n", "(1..5)"),
        ("Long", "Minimum length: 1", "type: Long\n", "(1..)"),
    ];
    for (ty, statement, expected, bounds) in cases {
        let page = page_of(&format!("depth\tNo\t{ty}\tDepth. {statement}"), "bed\tString\tBed.", "{ }");
        let page = if statement.starts_with("Range") || statement.starts_with("Value range") {
            changed(page, "Depth. ", "Depth.\n\n")
        } else {
            page
        };
        let imported = import(&description(), &page, "ShowBed");
        let text = imported.file.text.clone();
        assert!(text.contains(expected), "{ty}, {statement}: {text}");
        let is_left_out = !bounds.is_empty();
        assert_eq!(imported.decisions.len(), usize::from(is_left_out), "{ty}, {statement}: {:?}", imported.decisions);
        assert_eq!(text.contains("page_says:"), is_left_out, "{ty}, {statement}: {text}");
        check(description(), page.clone(), imported.clone());
        if is_left_out {
            // The page's numbers are not bounds, and without a quotation they are a difference.
            let (start, rest) = text.split_once("    page_says:").expect("a quotation");
            let (_, end) = rest.split_once("why: TODO\n").expect("a reason");
            let text = format!("{start}{end}");
            let bounded = expected.replace("String", &format!("String{bounds}"));
            let bounded =
                bounded.replace("Integer\n", &format!("Integer{bounds}\n")).replace("Long", &format!("Long{bounds}"));
            for text in [text.clone(), text.replace(expected, &bounded)] {
                let mut description = description();
                description.push(Source { text, ..imported.file.clone() });
                let differences = super::compared(&description, page.clone());
                assert!(differences.contains("error[limits]"), "{ty}, {statement}: {differences}");
            }
        }
    }
}

/// The generator would reject these examples.
#[test]
fn leaves_out_invalid_examples_at_their_lines() {
    let cases = [
        ("\"thyme\",", "\"thyme\"", "an example is left out: it is not valid JSON"),
        ("\"thyme\"", "\"th\\u200byme\"", "an example is left out: its field `name` contains an invisible character"),
    ];
    for (from, to, expected) in cases {
        let page = changed(page(LIST), from, to);
        let line = page.text.lines().position(|line| line == "{").expect("an example") + 1;
        let imported = import(&others(&[LIST]), &page, "ListPlants");
        let notes: Vec<_> = imported.notes.iter().map(|note| (note.line, note.message.as_str())).collect();
        assert!(notes.contains(&(line, expected)), "{notes:?}");
        check(others(&[LIST]), page, imported);
    }
}

/// Each object contains ten others, so that a value for a missing field would contain more than a billion.
#[test]
fn leaves_out_examples_whose_repair_would_be_huge() {
    let mut tables = String::new();
    for level in 0..9 {
        let _ = write!(tables, "\nTable {0} Box{level}\n\nParameter\tMandatory\tType\tDescription\n", level + 7);
        for number in 0..10 {
            let _ = writeln!(tables, "inner_{number}\tYes\tBox{} object\tWhat is inside.\n", level + 1);
        }
    }
    tables += "\nTable 16 Box9\n\nParameter\tMandatory\tType\tDescription\nkind\tYes\tString\tKind.\n";
    let row = "box\tYes\tBox0 object\tWhere they are.\n\ncart_kind\tNo";
    let page = changed(page(LEND), "cart_kind\tNo", row);
    let page = changed(page, "\nResponse Parameters", &format!("{tables}\nResponse Parameters"));
    let imported = import(&others(&[LEND]), &page, "LendTools");
    let reason = "an example is left out: it has too many objects with too many fields";
    assert_eq!(imported.notes.iter().filter(|note| note.message == reason).count(), 3, "{:?}", imported.notes);
}

/// A person decides whether the bounds or the example are wrong.
#[test]
fn warns_of_examples_that_violate_the_bounds_of_their_page() {
    let request = "Example Requests\n\nGET https://{endpoint}/v1/{garden_id}/plants?limit=5\n";
    let page = changed(page(LIST), "Example Requests\n\nNone\n", request);
    let imported = import(&others(&[LIST]), &page, "ListPlants");
    let warnings: Vec<&str> = imported.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(warnings, ["example 1: `limit`: value 5 is out of range 10..200"]);
    check(others(&[LIST]), page, imported);
}
