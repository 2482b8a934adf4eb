//! The folder of fetched pages, with what identifies their versions in later requests.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::http::Validators;
use super::url::Url;
use crate::{disk, terminal};

/// Hidden, since `docs check` reads all other files of the folder.
const VALIDATORS_FILE: &str = ".validators.json";

pub(super) struct Folder {
    path: PathBuf,
    /// By operation ID.
    versions: BTreeMap<String, Version>,
}

/// The version of a page on disk.
#[derive(Deserialize, Serialize)]
struct Version {
    url: String,
    #[serde(flatten)]
    validators: Validators,
    /// Checksum of the text.
    checksum: u64,
}

impl Folder {
    /// Opens a folder, and creates it if it does not exist.
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        disk::check_folder(path)?;
        fs::create_dir_all(path).map_err(|error| format!("cannot create {}: {error}", terminal::path(path)))?;
        let versions = disk::read_optional(&path.join(VALIDATORS_FILE))?.unwrap_or_default();
        // An invalid file costs only that pages are sent again.
        let versions = serde_json::from_str(&versions).unwrap_or_default();
        Ok(Self { path: path.to_owned(), versions })
    }

    /// Returns the path of an operation's page.
    pub(super) fn page(&self, operation: &str) -> PathBuf {
        self.path.join(operation).with_extension("html")
    }

    /// Returns what identifies the version on disk, if it came from this address and has not been changed since.
    pub(super) fn validators(&self, operation: &str, url: &Url) -> Validators {
        let text = disk::read_optional(&self.page(operation)).ok().flatten();
        match (self.versions.get(operation), text) {
            (Some(version), Some(text)) if version.url == url.to_string() && version.checksum == checksum(&text) => {
                version.validators.sendable()
            }
            _ => Validators::default(),
        }
    }

    /// Stores a page. Returns whether it differs from the one on disk.
    pub(super) fn store(
        &mut self,
        operation: &str,
        url: &Url,
        text: &str,
        validators: Validators,
    ) -> Result<bool, String> {
        let page = self.page(operation);
        let known = disk::read_optional(&page).ok().flatten();
        let is_changed = known.as_deref() != Some(text);
        if is_changed {
            disk::overwrite(&page, text)?;
        }
        let version = Version { url: url.to_string(), validators, checksum: checksum(text) };
        self.versions.insert(operation.to_owned(), version);
        let versions = serde_json::to_string_pretty(&self.versions).map_err(|error| error.to_string())?;
        disk::overwrite(&self.path.join(VALIDATORS_FILE), &versions)?;
        Ok(is_changed)
    }
}

/// Returns a checksum that finds accidental damage. Other versions of Rust may compute another one, which costs only
/// that pages are sent again.
fn checksum(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_versions_of_pages_on_disk_only() {
        let root = tempfile::tempdir().expect("a folder");
        let url = |host: &str| Url::of_operation(&format!("https://{host}/{{operation}}"), "A").expect("a URL");
        let (here, elsewhere) = (url("a.example.com"), url("b.example.com"));
        let validators = Validators { etag: Some("\"a\"".to_owned()), last_modified: None };
        let mut folder = Folder::open(root.path()).expect("a folder");
        assert_eq!(folder.store("A", &here, "a page", validators.clone()), Ok(true));
        assert_eq!(folder.store("A", &here, "a page", validators.clone()), Ok(false));

        let folder = Folder::open(root.path()).expect("a folder");
        assert_eq!(folder.validators("A", &here), validators);
        assert_eq!(folder.validators("A", &elsewhere), Validators::default());
        assert_eq!(folder.validators("B", &here), Validators::default());
        for damaged in ["", "a pag", "b page"] {
            fs::write(folder.page("A"), damaged).expect("written");
            assert_eq!(folder.validators("A", &here), Validators::default(), "{damaged}");
        }
        fs::write(folder.page("A"), [0xff]).expect("written");
        assert_eq!(folder.validators("A", &here), Validators::default());
        fs::remove_file(folder.page("A")).expect("removed");
        assert_eq!(folder.validators("A", &here), Validators::default());

        fs::write(root.path().join(VALIDATORS_FILE), "[").expect("written");
        assert!(Folder::open(root.path()).expect("a folder").versions.is_empty());
    }
}
