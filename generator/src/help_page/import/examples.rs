//! The examples of an operation file.

use super::{OperationWriter, PLACEHOLDER};
use crate::help_page::read::{Example, Located};

impl OperationWriter<'_> {
    /// Writes the examples. If the page has one request and one response, they are one example.
    pub(super) fn examples(&mut self) {
        let page = self.page;
        let status = self.status();
        self.yaml.blank_line();
        if page.invalid_examples > 0 {
            let line = page.examples.first().map_or(page.request.line, |example| example.line);
            let message = format!("examples left out because they are not valid JSON: {}", page.invalid_examples);
            self.yaml.decision(0, line, &message);
        }
        let mut examples = Vec::new();
        for example in &page.examples {
            match self.expressible.contradiction(&example.value, Some(status)) {
                Some(reason) => {
                    self.yaml.decision(0, example.line, &format!("an example is left out: {reason}"));
                }
                None => examples.push(example),
            }
        }
        if examples.is_empty() {
            return self.yaml.trim_blank_line();
        }
        self.yaml.key(0, "examples");
        let is_one_example = matches!(
            examples.as_slice(),
            [Located { value: Example::Request(_), .. }, Located { value: Example::Response(_), .. }]
        );
        for (index, example) in examples.iter().enumerate() {
            if index == 0 || !is_one_example {
                self.yaml.item(1, "title", PLACEHOLDER);
            }
            match &example.value {
                Example::Request(json) => self.yaml.json(2, "body", json),
                Example::Response(json) => self.yaml.json(2, "response", json),
            }
        }
    }
}
