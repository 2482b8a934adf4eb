//! The report about a transcription of the help pages that disagrees with the description.

use hss_tests::tables;

const TRANSCRIBED: &str = "## ListThings GET /things 200\nquery | limit | Integer | no | range 1..200\nquery | name | String | no | -\n\nresponse | total | Long | - | -";

#[test]
fn disagreements_name_rows_and_columns_but_no_facts() {
    for (from, to, expected) in [
        ("", "", ""),
        ("1..200", "1..555", "line 2: query limit: different constraints\n"),
        ("Integer | no", "Long | yes", "line 2: query limit: different type, mandatory\n"),
        ("GET /things 200", "POST /secret 204", "line 1: ListThings: different method, path, status code\n"),
        ("query | name | String | no | -\n", "", "line 3: query name: the description has no such row here\n"),
        (
            "query | name",
            "query | order | String | no | values hidden\nquery | name",
            "line 3: query order: the description has this row, the file does not\n",
        ),
    ] {
        let rows = TRANSCRIBED.lines().enumerate().map(|(index, row)| (index + 1, row));
        let rows: Vec<(usize, &str)> = rows.filter(|(_, row)| !row.is_empty()).collect();
        assert_eq!(tables::disagreements(&rows, &TRANSCRIBED.replacen(from, to, 1)), expected, "{to}");
    }
}
