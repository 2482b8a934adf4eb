//! What fixes and imports leave to a person in operation files: sentences to write and decisions to make.

use hss_generator::Source;
use hss_help_page::{PLACEHOLDER, decisions_to_make, sentences_to_write};

use crate::terminal;

/// The numbers of marks in an operation file.
pub(crate) struct Marks {
    pub(crate) path: String,
    pub(crate) sentences: usize,
    pub(crate) decisions: usize,
}

/// Counts the marks of each file, except for unfinished ones.
pub(crate) fn count(description: &[Source], unfinished: &[String]) -> Vec<Marks> {
    let mut files = Vec::new();
    for Source { path, text } in description {
        let (sentences, decisions) = (sentences_to_write(text), decisions_to_make(text));
        if sentences + decisions > 0 && !unfinished.contains(path) {
            files.push(Marks { path: path.clone(), sentences, decisions });
        }
    }
    files
}

/// Lists the files with sentences to write, and then those with decisions to make.
pub(crate) fn list(files: &[Marks]) -> String {
    let sentences = lines(files, |marks| marks.sentences);
    let decisions = lines(files, |marks| marks.decisions);
    terminal::list(&format!("sentences to write, marked {PLACEHOLDER} in the file:"), &sentences)
        + &terminal::list(&format!("decisions to make, marked `# {PLACEHOLDER}` in the file:"), &decisions)
}

fn lines(files: &[Marks], count: fn(&Marks) -> usize) -> Vec<String> {
    let with_marks = files.iter().filter(|marks| count(marks) > 0);
    with_marks.map(|marks| format!("{}: {}", marks.path, count(marks))).collect()
}
