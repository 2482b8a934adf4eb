//! Saves a download to a temporary file next to the target, which is renamed once it is complete.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use tempfile::{Builder, NamedTempFile};

use crate::error::Error;

/// The path to which a [`Download`](crate::Download) is saved.
///
/// Paths convert into it: `save_to("visits.zip")`. Create one yourself to replace an existing file, and to
/// [`check`](Self::check) before a long export that its file could be saved.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = huaweicloud_museum::mock::MockServer::start().await?;
/// # let client = mock.client().build()?;
/// use huaweicloud_core::SaveTarget;
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("visits.zip");
/// let target = SaveTarget::new(path).overwrite(true);
/// target.check()?;
/// let download = client.export_visits(10).everything(true).send_and_wait().download().await?;
/// download.save_to(target).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveTarget {
    path: PathBuf,
    overwrite: bool,
}

impl SaveTarget {
    /// Creates a target for a file that does not exist yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), overwrite: false }
    }

    /// Sets whether an existing file is replaced. Off by default. If the path is a symbolic link, the link is replaced,
    /// not the file that it names.
    #[must_use]
    pub fn overwrite(mut self, overwrite: bool) -> Self {
        self.overwrite = overwrite;
        self
    }

    /// Returns the path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Checks that the file could be saved now, before it is requested: a temporary file is created in its folder and
    /// removed again.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::File`](crate::ErrorKind::File) if the file exists, is a folder, or cannot be created: choose
    /// another path, or allow overwriting.
    pub fn check(&self) -> Result<(), Error> {
        create_temporary(self).map(drop)
    }
}

impl<P: Into<PathBuf>> From<P> for SaveTarget {
    fn from(path: P) -> Self {
        Self::new(path)
    }
}

/// A file that is not complete yet. It is removed when it is dropped.
pub(super) struct PartialFile {
    target: SaveTarget,
    temporary: NamedTempFile,
}

impl PartialFile {
    pub(super) async fn create(target: SaveTarget) -> Result<Self, Error> {
        run_blocking(move || {
            let temporary = create_temporary(&target)?;
            Ok(Self { target, temporary })
        })
        .await
    }

    #[cfg(test)]
    pub(super) fn with_temporary(target: SaveTarget, temporary: NamedTempFile) -> Self {
        Self { target, temporary }
    }

    /// Appends chunks.
    pub(super) async fn write(mut self, chunks: Vec<Bytes>) -> Result<Self, Error> {
        run_blocking(move || {
            for chunk in chunks {
                // Not through `NamedTempFile`: its errors name the temporary file.
                self.temporary
                    .as_file_mut()
                    .write_all(&chunk)
                    .map_err(|error| write_error(&self.target.path, error))?;
            }
            Ok(self)
        })
        .await
    }

    /// Synchronizes the file to disk and gives it its name.
    pub(super) async fn persist(self) -> Result<(), Error> {
        run_blocking(move || {
            let Self { target, temporary } = self;
            temporary.as_file().sync_all().map_err(|error| write_error(&target.path, error))?;
            let persisted = if target.overwrite {
                temporary.persist(&target.path)
            } else {
                temporary.persist_noclobber(&target.path)
            };
            match persisted {
                Ok(_) => sync_folder(folder(&target.path)),
                Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => return Err(exists(&target.path)),
                Err(error) => return Err(write_error(&target.path, error.error)),
            }
            Ok(())
        })
        .await
    }
}

fn create_temporary(target: &SaveTarget) -> Result<NamedTempFile, Error> {
    let path = &target.path;
    if path.file_name().is_none() || names_folder(path) {
        return Err(Error::file(format!("invalid path \"{}\": it must end with the name of a file", path.display())));
    }
    check_existing(target)?;
    let folder = folder(path);
    if !folder.is_dir() {
        return Err(cannot_write(path, format_args!("the folder {} does not exist", folder.display())));
    }
    let mut builder = Builder::new();
    builder.prefix(".download-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Those of the file that is replaced, or of any new file. The system applies its umask.
        let mode = fs::metadata(path).map_or(0o666, |metadata| metadata.permissions().mode() & 0o777);
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    // The original message names the temporary file, which callers do not know.
    builder.tempfile_in(folder).map_err(|error| write_error(path, error.kind().into()))
}

/// Returns whether a path ends with a separator, or with a separator and a dot: only a folder can have such a name.
fn names_folder(path: &Path) -> bool {
    let path = path.to_string_lossy();
    let path = path.strip_suffix('.').unwrap_or(&path);
    path.ends_with(std::path::is_separator)
}

/// Checks what already exists at the path of the target. Only regular files are replaced, and only if that is allowed.
fn check_existing(target: &SaveTarget) -> Result<(), Error> {
    let path = &target.path;
    let Ok(metadata) = fs::symlink_metadata(path) else { return Ok(()) };
    // What a symbolic link refers to, unless that does not exist.
    let metadata = fs::metadata(path).unwrap_or(metadata);
    if metadata.is_dir() {
        return Err(cannot_write(path, "it is a folder; name a file in it"));
    }
    if !metadata.is_file() && !metadata.is_symlink() {
        return Err(cannot_write(path, "it is not a regular file; choose another name"));
    }
    if target.overwrite { Ok(()) } else { Err(exists(path)) }
}

fn write_error(path: &Path, source: io::Error) -> Error {
    cannot_write(path, &source).with_source(source)
}

fn cannot_write(path: &Path, reason: impl Display) -> Error {
    Error::file(format!("cannot write {}: {reason}", path.display()))
}

fn exists(path: &Path) -> Error {
    Error::file(format!("{} already exists: choose another name, or allow overwriting it", path.display()))
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Makes the new name durable. Not all systems can synchronize a folder, so errors are ignored: the file itself is safe
/// already.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Runs blocking file operations on tokio's blocking threads, or on this thread without a tokio runtime.
#[cfg_attr(
    not(any(feature = "reqwest", feature = "blocking", feature = "mock")),
    allow(clippy::unused_async, reason = "without tokio, it does not wait")
)]
async fn run_blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    #[cfg(any(feature = "reqwest", feature = "blocking", feature = "mock"))]
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        return match runtime.spawn_blocking(work).await {
            Ok(outcome) => outcome,
            Err(error) => Err(Error::file(format!("the file cannot be written: {error}"))),
        };
    }
    work()
}
