//! What was compared, for the summary.

use std::fmt;

/// What was compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows of the tables of path, query, headers and body.
    pub parameters: usize,
    /// Rows of the tables of the response and of objects.
    pub fields: usize,
    /// How many of these rows have a difference, or could not be understood.
    pub different: usize,
    /// Listed values.
    pub values: usize,
    /// Lengths and ranges.
    pub limits: usize,
    /// Defaults.
    pub defaults: usize,
    /// Examples.
    pub examples: usize,
    /// Examples that are no JSON, so that they were not compared.
    pub broken_examples: usize,
    /// Rows of errors and of the headers of responses, which no description has.
    pub not_described: usize,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.parameters += other.parameters;
        self.fields += other.fields;
        self.different += other.different;
        self.values += other.values;
        self.limits += other.limits;
        self.defaults += other.defaults;
        self.examples += other.examples;
        self.broken_examples += other.broken_examples;
        self.not_described += other.not_described;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = [
            (self.parameters, "parameter"),
            (self.fields, "field"),
            (self.values, "value"),
            (self.limits, "length or range"),
            (self.defaults, "default"),
            (self.examples, "example"),
        ];
        let counted = counted.map(|(count, what)| plural(count, what));
        f.write_str(&counted.join(", "))?;
        if self.broken_examples > 0 {
            write!(f, "; not compared: {}, no JSON", plural(self.broken_examples, "example"))?;
        }
        if self.not_described > 0 {
            write!(f, "; not described: {} of errors and response headers", plural(self.not_described, "row"))?;
        }
        Ok(())
    }
}

/// `1 row`, `2 rows`.
fn plural(count: usize, what: &str) -> String {
    match (count, what.split_once(" or ")) {
        (1, _) => format!("1 {what}"),
        (_, Some((one, other))) => format!("{count} {one}s or {other}s"),
        (_, None) => format!("{count} {what}s"),
    }
}
