//! The rooms of a crate, its first-level modules, import only from rooms below them.
//!
//! ARCHITECTURE.md lists the rooms of each crate from bottom to top, in a block with the info string
//! `rooms SOURCE_FOLDER`. Rooms on one line cannot import from each other. The root of the crate is above all of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use hss_tests::project;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

#[test]
fn rooms_import_only_from_rooms_below_them() {
    let crates = crates(&project::read("ARCHITECTURE.md"));
    assert!(crates.len() >= 3, "the rooms of {} crates", crates.len());
    let mut errors = Vec::new();
    for rooms in &crates {
        let mut files = Vec::new();
        read_sources(&project::root().join(&rooms.folder), "", &mut files);
        assert!(!files.is_empty(), "{} contains no sources", rooms.folder);
        errors.extend(rooms.errors(&files));
    }
    assert!(errors.is_empty(), "{}\nsee the rooms in ARCHITECTURE.md", errors.join("\n"));
}

#[test]
fn crates_whose_tests_would_not_run_have_none() {
    let kinds = [("\ndoctest = false", &["/// ```", "//! ```"][..]), ("\ntest = false", &["#[cfg(test)]"])];
    for rooms in crates(&project::read("ARCHITECTURE.md")) {
        let manifest = project::read(&rooms.folder.replace("/src", "/Cargo.toml"));
        let mut files = Vec::new();
        read_sources(&project::root().join(&rooms.folder), "", &mut files);
        for (key, starts) in kinds.iter().filter(|(key, _)| manifest.contains(key)) {
            let is_test = |line: &str| starts.iter().any(|start| line.trim_start().starts_with(start));
            for SourceFile { path, text } in &files {
                assert!(!text.lines().any(is_test), "{}/{path} has a test: remove `{}`", rooms.folder, key.trim());
            }
        }
    }
}

/// The rooms of a crate.
struct Rooms {
    folder: String,
    /// Names of the rooms on each line, from bottom to top.
    lines: Vec<Vec<String>>,
}

/// A source file, with its path in the source folder of its crate.
struct SourceFile {
    path: String,
    text: String,
}

/// Reads the blocks of a document.
fn crates(document: &str) -> Vec<Rooms> {
    let mut crates: Vec<Rooms> = Vec::new();
    let mut is_inside = false;
    for line in document.lines() {
        if let Some(folder) = line.strip_prefix("```rooms ") {
            crates.push(Rooms { folder: folder.trim().to_owned(), lines: Vec::new() });
            is_inside = true;
        } else if line.starts_with("```") {
            is_inside = false;
        } else if is_inside && let Some(rooms) = crates.last_mut() {
            let (names, _) = line.split_once("  ").unwrap_or((line, ""));
            rooms.lines.push(names.split(',').map(|name| name.trim().trim_end_matches('/').to_owned()).collect());
        }
    }
    crates
}

fn read_sources(folder: &Path, prefix: &str, files: &mut Vec<SourceFile>) {
    for entry in fs::read_dir(folder).expect("a source folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8");
        let is_test = matches!(name, "tests" | "tests.rs" | "testing" | "testing.rs");
        if path.is_dir() && !is_test {
            read_sources(&path, &format!("{prefix}{name}/"), files);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test {
            let text = fs::read_to_string(&path).expect("a source");
            files.push(SourceFile { path: format!("{prefix}{name}"), text });
        }
    }
}

/// Returns the path of the module in a file. The crate's root has an empty path.
fn module_path(file: &str) -> Vec<String> {
    let mut path: Vec<String> = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if matches!(path.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        path.pop();
    }
    path
}

impl Rooms {
    fn line_of(&self, room: &str) -> Option<usize> {
        self.lines.iter().position(|line| line.iter().any(|name| name == room))
    }

    /// Returns an error for each room that is listed but does not exist or the reverse, and for each import that does
    /// not run downward.
    fn errors(&self, files: &[SourceFile]) -> Vec<String> {
        let existing: BTreeSet<String> =
            files.iter().filter_map(|file| module_path(&file.path).into_iter().next()).collect();
        let folder = &self.folder;
        let mut errors = Vec::new();
        for room in self.lines.iter().flatten().filter(|room| !existing.contains(*room)) {
            errors.push(format!("{folder}: the room `{room}` is listed but does not exist"));
        }
        for room in existing.iter().filter(|room| self.line_of(room).is_none()) {
            errors.push(format!("{folder}: the room `{room}` is not listed"));
        }
        for file in files {
            let module = module_path(&file.path);
            let Some(room) = module.first().cloned() else { continue };
            let tokens: TokenStream = file.text.parse().expect("Rust tokens");
            let mut imports = Imports { module, rooms: BTreeSet::new() };
            imports.read(&tokens.into_iter().collect::<Vec<_>>());
            // An exported macro has its path in the root, wherever it is defined.
            let is_macro = |import: &String| import.starts_with("__");
            for import in imports.rooms.iter().filter(|import| **import != room && !is_macro(import)) {
                errors.extend(self.import_error(&room, import, file));
            }
        }
        errors
    }

    fn import_error(&self, room: &str, import: &str, file: &SourceFile) -> Option<String> {
        let line = self.line_of(room)?;
        let problem = match self.line_of(import) {
            Some(other) if other < line => return None,
            Some(other) if other == line => format!("`{import}`, which is beside it"),
            Some(_) => format!("`{import}`, which is above it"),
            None => format!("the crate's root (`crate::{import}`), which is above all rooms"),
        };
        Some(format!("{}/{}: the room `{room}` imports from {problem}", self.folder, file.path))
    }
}

/// The rooms that the paths of a file name, whether in `use` declarations or in other code.
struct Imports {
    /// Path of the module that is read.
    module: Vec<String>,
    rooms: BTreeSet<String>,
}

impl Imports {
    fn read(&mut self, tokens: &[TokenTree]) {
        let mut index = 0;
        while let Some(token) = tokens.get(index) {
            let rest = &tokens[index..];
            match token {
                _ if is_test_attribute(rest) => {
                    index += item_length(rest);
                    continue;
                }
                // Its tokens are generated code.
                TokenTree::Ident(name) if name == "quote" && is_punct(rest.get(1), '!') => {
                    index += 3;
                    continue;
                }
                TokenTree::Ident(name) if name == "mod" => {
                    if let (Some(TokenTree::Ident(child)), Some(TokenTree::Group(group))) = (rest.get(1), rest.get(2)) {
                        self.module.push(child.to_string());
                        self.read(&group.stream().into_iter().collect::<Vec<_>>());
                        self.module.pop();
                        index += 3;
                        continue;
                    }
                }
                TokenTree::Ident(_) if index == 0 || !is_punct(tokens.get(index - 1), '$') => self.read_path(rest),
                TokenTree::Group(group) => self.read(&group.stream().into_iter().collect::<Vec<_>>()),
                _ => {}
            }
            index += 1;
        }
    }

    /// Adds the room of a path that begins with `crate`, `super` or `self`.
    fn read_path(&mut self, tokens: &[TokenTree]) {
        let (mut base, mut rest) = match tokens {
            [TokenTree::Ident(first), ..] if first == "crate" => (Vec::new(), &tokens[1..]),
            [TokenTree::Ident(first), ..] if first == "self" => (self.module.clone(), &tokens[1..]),
            [TokenTree::Ident(first), ..] if first == "super" => (self.module.clone(), tokens),
            _ => return,
        };
        while let [TokenTree::Ident(name), after @ ..] = rest
            && name == "super"
        {
            base.pop();
            let is_path = is_punct(after.first(), ':') && is_punct(after.get(1), ':');
            let Some(next) = after.get(2..).filter(|_| is_path) else { return };
            rest = if matches!(next.first(), Some(TokenTree::Ident(name)) if name == "super") { next } else { after };
        }
        if !is_punct(rest.first(), ':') || !is_punct(rest.get(1), ':') {
            return;
        }
        if let Some(room) = base.first() {
            self.rooms.insert(room.clone());
            return;
        }
        match rest.get(2) {
            Some(TokenTree::Ident(room)) => {
                self.rooms.insert(room.to_string());
            }
            Some(TokenTree::Group(group)) => self.read_list(&group.stream().into_iter().collect::<Vec<_>>()),
            _ => {}
        }
    }

    /// Adds the rooms of `{a, b::c}` after `crate::`.
    fn read_list(&mut self, tokens: &[TokenTree]) {
        for entry in tokens.split(|token| is_punct(Some(token), ',')) {
            if let Some(TokenTree::Ident(room)) = entry.first() {
                self.rooms.insert(room.to_string());
            }
        }
    }
}

fn is_punct(token: Option<&TokenTree>, character: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == character)
}

/// Returns whether the tokens begin with `#[cfg(test)]`.
fn is_test_attribute(tokens: &[TokenTree]) -> bool {
    match tokens {
        [TokenTree::Punct(hash), TokenTree::Group(attribute), ..] if hash.as_char() == '#' => {
            let attribute = attribute.to_string().replace(' ', "");
            attribute == "[cfg(test)]" || attribute.starts_with("[cfg(all(test,")
        }
        _ => false,
    }
}

/// Returns the number of tokens of an item: up to its braces or its semicolon.
fn item_length(tokens: &[TokenTree]) -> usize {
    let is_end = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        token => is_punct(Some(token), ';'),
    };
    tokens.iter().position(is_end).map_or(tokens.len(), |end| end + 1)
}

/// Returns the errors of a crate with the rooms `names`, `read, write` and `report/`.
fn errors(files: &[(&str, &str)]) -> Vec<String> {
    let document = "# Rooms\n\n```rooms a/src\nnames         names\nread, write   files\nreport/       text\n```\n";
    let mut sources =
        vec![("lib.rs", ""), ("names.rs", ""), ("read.rs", ""), ("write/mod.rs", ""), ("report/mod.rs", "")];
    sources.extend(files);
    let source = |(path, text): &(&str, &str)| SourceFile { path: (*path).to_owned(), text: (*text).to_owned() };
    crates(document)[0].errors(&sources.iter().map(source).collect::<Vec<_>>())
}

#[test]
fn accepts_imports_that_run_downward() {
    let files = [
        ("lib.rs", "use report::Report; pub use crate::names::Name;"),
        ("report/text.rs", "use super::Report; use crate::{names, read::File}; fn f() { super::super::write::go() }"),
        ("write/mod.rs", "mod tree; use self::tree::Tree; fn f(name: crate::names::Name) {}"),
        ("write/tree.rs", "fn f() { quote!(crate::report::Report) } #[cfg(test)] mod tests { use crate::report::x; }"),
        ("names.rs", "pub(crate) struct Name; macro_rules! m { () => { $crate::report::x() } }"),
    ];
    assert_eq!(errors(&files), Vec::<String>::new());
}

#[test]
fn rejects_upward_imports() {
    let expected = ["a/src/names/deep.rs: the room `names` imports from `report`, which is above it"];
    for text in [
        "use crate::report::Report;",
        "use crate::{names::Name, report::Report};",
        "use super::super::report::Report;",
        "use super::super::{report::Report};",
        "fn f() -> crate::report::Report { todo!() }",
        "fn f() { println!(\"{}\", crate::report::x()) }",
        "mod inner { fn f() { super::super::super::report::x() } }",
    ] {
        assert_eq!(errors(&[("names/deep.rs", text)]), expected, "{text}");
    }
}

#[test]
fn rejects_imports_from_a_room_beside_and_from_the_root() {
    let beside = "a/src/read.rs: the room `read` imports from `write`, which is beside it";
    assert_eq!(errors(&[("read.rs", "use crate::write::Writer;")]), [beside]);
    let root = "a/src/read.rs: the room `read` imports from the crate's root (`crate::Name`), which is above all rooms";
    assert_eq!(errors(&[("read.rs", "use super::Name;")]), [root]);
}

#[test]
fn rejects_rooms_that_are_not_listed_or_do_not_exist() {
    assert_eq!(errors(&[("cellar.rs", "")]), ["a/src: the room `cellar` is not listed"]);
    let rooms = &crates("```rooms a/src\nattic  nothing\n```\n")[0];
    assert_eq!(rooms.errors(&[]), ["a/src: the room `attic` is listed but does not exist"]);
}
