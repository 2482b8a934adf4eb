//! The files that are read.

/// Maximum size of a file of the description, in bytes: 1 MiB, far larger than any help page needs.
pub const MAX_DESCRIPTION_FILE: usize = 1024 * 1024;

/// A file of the description, or a help page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Path from the project's root, with `/` as separator.
    pub path: String,
    /// Content of the file.
    pub text: String,
}

impl Source {
    /// Returns the text without a byte order mark, which some editors write and one of the parsers rejects.
    #[must_use]
    pub fn yaml(&self) -> &str {
        self.text.strip_prefix('\u{feff}').unwrap_or(&self.text)
    }

    /// Returns the line of a byte offset, from 1.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.text.get(..offset).unwrap_or_default().matches('\n').count() + 1
    }
}
