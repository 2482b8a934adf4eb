//! Reads small files that the configuration names.

use std::fs;
use std::io;
use std::path::Path;

use zeroize::Zeroizing;

/// Maximum size of a file.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// Reads a file of at most 4 MiB, which may contain secrets.
///
/// # Errors
///
/// Returns an error if the file cannot be read, is larger, or is not a regular file.
pub fn read(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    let metadata = fs::metadata(path)?;
    // Reading a device or a pipe might never end.
    if !metadata.is_file() || metadata.len() > MAX_BYTES {
        return Err(io::Error::other("it must be a regular file of at most 4 MiB"));
    }
    Ok(Zeroizing::new(fs::read(path)?))
}
