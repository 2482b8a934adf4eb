//! The summary of a comparison.

use std::fmt;

/// Counts of what a comparison covered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows in the tables of path, query, headers and body.
    pub parameters: usize,
    /// Rows in the tables of the response and of objects.
    pub fields: usize,
    /// Rows with a difference or with unrecognized text.
    pub different_rows: usize,
    /// Listed values.
    pub values: usize,
    /// Lengths and ranges.
    pub limits: usize,
    /// Default values.
    pub defaults: usize,
    /// Examples.
    pub examples: usize,
    /// Rows that the notation cannot express, such as those of errors and of response headers.
    pub not_described: usize,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.parameters += other.parameters;
        self.fields += other.fields;
        self.different_rows += other.different_rows;
        self.values += other.values;
        self.limits += other.limits;
        self.defaults += other.defaults;
        self.examples += other.examples;
        self.not_described += other.not_described;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = [
            plural(self.parameters, "parameter", "parameters"),
            plural(self.fields, "field", "fields"),
            plural(self.values, "value", "values"),
            plural(self.limits, "length or range", "lengths or ranges"),
            plural(self.defaults, "default", "defaults"),
            plural(self.examples, "example", "examples"),
        ];
        f.write_str(&counted.join(", "))?;
        if self.not_described > 0 {
            let rows = plural(self.not_described, "row", "rows");
            write!(f, "; not described: {rows} of errors, response headers and other types")?;
        }
        Ok(())
    }
}

/// Formats a count, such as `1 row` or `2 rows`.
fn plural(count: usize, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{count} {noun}")
}
