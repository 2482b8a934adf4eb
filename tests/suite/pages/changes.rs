//! One change per fact, of a page or of a description.

use hss_generator::Source;

use super::{LIST, REMOVE, REPLACE, changed, description_with, page, without};

/// Changes of one fact each: what changes, the page, and the old and the new text.
const CHANGES_OF_PAGES: &[(&str, &str, &str, &str)] = &[
    ("the date", LIST, "2030-01-31", "2031-02-01"),
    ("no date", LIST, "Updated on 2030-01-31 GMT+08:00\n", ""),
    ("the title", LIST, "\nListing the Plants of a Garden\n", "\nListing Plants\n"),
    ("the method", LIST, "GET /v1", "POST /v1"),
    ("the path", LIST, "/plants\n", "/all-plants\n"),
    ("a placeholder", REMOVE, "{plant_id}", "{plant}"),
    ("the mark of a deprecated operation", REMOVE, "Takes a plant", "(Deprecated) Takes a plant"),
    ("the status code", LIST, "Status code: 200", "Status code: 201"),
    ("the table of status codes", LIST, "200\n\nPlants were found.\n\n400", "202\n\nPlants were found.\n\n400"),
    ("mandatory", LIST, "offset\n\nNo", "offset\n\nYes"),
    ("not mandatory", REPLACE, "count\n\nYes", "count\n\nNo"),
    ("a type", LIST, "offset\n\nNo\n\nInteger", "offset\n\nNo\n\nLong"),
    ("the type of a list", LIST, "Array of strings", "Array of integers"),
    ("the object of a list", LIST, "Array of PlantInfo objects", "Array of Plant objects"),
    ("a type that page_says quotes", REPLACE, "Array<Array<String>>", "Array of strings"),
    ("a length", LIST, "1 to 64 characters", "1 to 65 characters"),
    ("a new length", LIST, "How many plants to skip.", "How many plants to skip.\n\nMinimum: 1"),
    ("a range", LIST, "10-200", "10-500"),
    ("no range", LIST, "Value range: 10-200", "N/A"),
    ("a number of items", REPLACE, "0 - 10241", "0 - 10242"),
    ("the length of list items", REPLACE, "up to 128 characters", "up to 129 characters"),
    ("values of a number", REPLACE, "2: full", "3: full"),
    ("a default", LIST, "The default value is 0.", "The default value is 1."),
    ("no default", LIST, "Default Value\n\n10", "Default Value\n\nN/A"),
    ("a new default", LIST, "Whether it had water today.", "Whether. Default: true"),
    ("an additional value", LIST, "  • tree: tree with a trunk\n", "  • tree: tree\n\n  • vine: vine\n"),
    ("a missing value", LIST, "-dry: it thirsts\n", ""),
    ("a renamed value", REPLACE, "- circles", "- spirals"),
    ("why a value of a boolean is not accepted", LIST, "Inedible plants are never returned.", ""),
    ("a condition on a name of one word", LIST, "What kind of plant.", "Plant. It is mandatory when limit is empty."),
    ("a condition in prose", LIST, "What kind of plant.", "Plant. It is mandatory if the bed is empty."),
    ("a value in capitals", LIST, "-dry: it thirsts", "-DRY: it thirsts"),
    ("no values", LIST, "-fine: it grows\n\n-dry: it thirsts\n", "N/A\n"),
    ("a missing value of a boolean", LIST, "  • false: no\n", ""),
    ("a value that is no longer deprecated", LIST, "moss (Deprecated)", "moss"),
    ("a deprecated value", LIST, "herb: herb", "herb: herb (Deprecated)"),
    ("a row that is no longer deprecated", LIST, "on its sign. (Deprecated)", "on its sign."),
    ("a deprecated row", LIST, "Garden to look at.", "Garden to look at. (Deprecated)"),
    ("a deprecated name", LIST, "offset\n\nNo", "offset (deprecated)\n\nNo"),
    ("a short unit", LIST, "in minutes of growth", "of growth. Unit: h"),
    ("a unit", LIST, "in minutes of growth", "in hours of growth"),
    ("another wording of a unit", LIST, "in minutes of growth", "accurate to the hour"),
    ("a row without a type", LIST, "height\n\nLong\n", "height\n"),
    ("a row without a type and without labels", LIST, "labels\n\nArray of strings\n", "labels\n"),
    ("an additional special value", LIST, "Bed in the garden.", "Bed in the garden. The value -1 means none."),
    ("a special number", LIST, "How many plants to skip.", "How many plants to skip. 7 means a week."),
    ("a media type", LIST, "x-garden-key\n", "Content-Type\n\nNo\n\nString\n\nDefault: text/xml\n\nx-garden-key\n"),
    (
        "a header that only the client sends",
        LIST,
        "x-garden-key\n",
        "Content-Type\n\nNo\n\nString\n\nDefault: application/json; charset=utf-8\n\nx-garden-key\n",
    ),
    ("a header that is a list", LIST, "x-garden-key\n", "X-Beds\n\nNo\n\nArray of strings\n\nBeds.\n\nx-garden-key\n"),
    ("a redirection", LIST, "400\n\nThe garden is closed.\n\nError", "302\n\nThe garden has moved.\n\nError"),
    ("a removed special value", LIST, "to all_beds to", "to every bed to"),
    ("a removed quotation", LIST, "maximum value: 999", "maximum value: 1000"),
    ("a removed quotation of a value", LIST, "**shrub **: shrub", "shrub: shrub"),
    ("a length that beyond_page has", REPLACE, "Bed.\n", "Bed. The value can contain 1 to 36 characters.\n"),
    ("an additional row", LIST, "limit\n\nNo", "colour\n\nNo\n\nString\n\nColour.\n\nlimit\n\nNo"),
    ("an additional upload", REPLACE, "box_id\n", "photo\n\nNo\n\nFile\n\nPhoto.\n\nbox_id\n"),
    ("a renamed row", LIST, "watered\n", "wet\n"),
    ("a renamed header", LIST, "x-garden-key", "x-garden-lock"),
    ("a renamed field of an object", REPLACE, "box_id", "crate_id"),
    ("a renamed object", REPLACE, "Table 5 SeedBox", "Table 5 SeedCrate"),
    ("an example", LIST, "thyme", "sage"),
    ("invalid JSON", LIST, "\"thyme\",", "\"thyme\""),
    ("an invalid type", LIST, "Long\n", "Lng\n"),
    ("a cell other than Yes or No", LIST, "offset\n\nNo", "offset\n\nMaybe"),
    (
        "a header without a column",
        LIST,
        "Table 2 Query Parameters\n\nParameter\n\nMandatory",
        "Table 2 Query Parameters\n\nParameter",
    ),
    ("an invalid range", LIST, "Value range: 10-200", "Rather many"),
    ("an invalid default", LIST, "Default Value\n\nherb", "Default Value\n\nwhat you like best"),
    ("a number that is too large", LIST, "0 to 9,223,372,036,854,775,807", "0 to 9,223,372,036,854,775,808"),
    (
        "the request line of an example",
        REPLACE,
        "PUT https://{endpoint}/v1/{garden_id}/beds",
        "PUT https://{endpoint}/v1/{garden_id}/bed",
    ),
    ("a query parameter of an example", REPLACE, "/beds/{bed-id}\n\n    {", "/beds/{bed-id}?day=1\n\n    {"),
    (
        "a condition",
        LIST,
        "How many plants to skip.",
        "How many plants to skip. Either this parameter or x-garden-key must be specified.",
    ),
    ("no condition of a rule", REPLACE, "Constraints: needs to be even if it rains.", "Constraints: N/A"),
    ("no unit", LIST, "Height, in minutes of growth.", "Height."),
    ("prose", LIST, "Whether it had water today.", "Says if it was watered."),
];

/// Returns pages with one changed fact each.
pub(super) fn changed_pages() -> Vec<(&'static str, Source)> {
    let mut pages: Vec<(&str, Source)> = Vec::new();
    for (what, name, from, to) in CHANGES_OF_PAGES {
        pages.push((*what, changed(page(name), from, to)));
    }
    let moved = without(page(LIST), "limit\n", "bed\n");
    let row = "limit\n\nNo\n\nInteger\n\nRange: 10-200\n\nDefault: 10\n\nResponse Parameters\n";
    pages.push(("a row in another table", changed(moved, "Response Parameters\n", row)));
    let moved = without(page(LIST), "watered\n", "ripe\n");
    let row = "watered\n\nNo\n\nArray of booleans\n\nWater.\n\nResponse Parameters\n";
    pages.push(("a row in a table that cannot have it", changed(moved, "Response Parameters\n", row)));
    let swapped = without(page(LIST), "bed\n", "kind\n");
    let row = "bed\n\nNo\n\nString\n\nDefinition\n\nBed in the garden. Set this parameter to all_beds to see every one.\n\nRange\n\nThe value contains 1 to 16 characters.\n\nDefault Value\n\n0: the bed at the gate.\n\noffset\n";
    pages.push(("another order of rows", changed(swapped, "offset\n", row)));
    pages.push(("a missing row", without(page(LIST), "limit\n", "bed\n")));
    pages.push(("a missing object", without(page(REPLACE), "Table 5 SeedBox", "Response Parameters")));
    pages
}

/// Returns descriptions with one changed fact each, and the name of the page that they no longer agree with.
pub(super) fn changed_descriptions() -> Vec<(&'static str, &'static str, Vec<Source>)> {
    let changes = [
        ("the date", LIST, "updated: 2030-01-31", "updated: 2030-01-30"),
        ("the title", LIST, "title: Listing the", "title: Showing the"),
        ("the path", LIST, "/plants\n", "/all-plants\n"),
        ("deprecated", LIST, "\npath:", "deprecated: No longer used.\n\npath:"),
        ("the status code", LIST, "\n  200:\n", "\n  201:\n"),
        ("mandatory", LIST, "    default: 0\n", "    default: 0\n    mandatory: true\n"),
        ("a type", LIST, "Integer(0..2000000)", "Long(0..2000000)"),
        ("a length", LIST, "String(1..16)", "String(1..17)"),
        ("a length that the help page does not state", REMOVE, "type: String\n", "type: String(1..2)\n"),
        (
            "bounds from elsewhere without beyond_page",
            REPLACE,
            "    beyond_page:\n      length: 1..36\n      source: the gardener\n",
            "",
        ),
        ("a default", LIST, "default: 10\n", "default: 11\n"),
        ("no default", LIST, "    default: 10\n", ""),
        ("an additional value", LIST, "      fine: It grows.\n", "      fine: It grows.\n      wet: It drowns.\n"),
        ("a missing value", LIST, "      dry: It thirsts.\n", ""),
        ("a string instead of an enum", REPLACE, "type: PlantingMode\n    default: \"rows\"", "type: String"),
        (
            "a quotation in an example that the page does not contain",
            REPLACE,
            "  - title: Sow nothing.\n",
            "  - title: Sow nothing.\n    page_says:\n      text: leave the bed empty\n      why: depth is missing\n",
        ),
        (
            "only",
            LIST,
            "type: Boolean\n    doc: Whether it had",
            "type: Boolean\n    only: true\n    doc: Whether it had",
        ),
        (
            "deprecated, a row",
            LIST,
            "    doc: Garden to look at.",
            "    deprecated: No longer used.\n    doc: Garden to look at.",
        ),
        ("not deprecated, a row", LIST, "        deprecated: The help page marks this field as deprecated.\n", ""),
        ("not deprecated, a value", LIST, "        deprecated: The help page marks this value as deprecated.\n", ""),
        ("a unit", LIST, "unit: minutes", "unit: not stated"),
        (
            "no page_says",
            LIST,
            "      page_says:\n        text: \"Minimum value: 0; maximum value: 999\"\n        why: a garden has room for one more\n",
            "",
        ),
        ("a quotation", LIST, "maximum value: 999\"", "maximum value: 998\""),
        ("an additional row", LIST, "  limit:\n", "  colour:\n    type: String\n    doc: Colour.\n  limit:\n"),
        ("a missing row", LIST, "  watered:\n    type: Boolean\n    doc: Whether it had water today.\n", ""),
        ("an example", LIST, "thyme", "sage"),
    ];
    let mut descriptions = Vec::new();
    for (what, name, from, to) in changes {
        descriptions.push((what, name, description_with(name, from, to)));
    }
    descriptions
}
