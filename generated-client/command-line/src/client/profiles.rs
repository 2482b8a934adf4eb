//! The profiles in the credentials file: their names, and writing of one of them.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use huaweicloud_core::Credentials;
use huaweicloud_core::codegen::{credentials_file, decode_file, read_small_file};

/// A key of a profile with its new value, or `None` to remove it.
pub(crate) type Setting = (&'static str, Option<String>);

/// Returns the names of the profiles. If the file cannot be read, there are none.
pub(crate) fn names() -> Vec<String> {
    let text = credentials_file().and_then(|path| read(&path)).unwrap_or_default();
    let mut names: Vec<String> = Vec::new();
    for name in text.lines().filter_map(section_name) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Returns whether all shells take a word as it is. A shell could run a part of another word as a command.
pub(crate) fn is_plain_word(word: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '+' | '@');
    word.starts_with(|c: char| c.is_alphanumeric() || c == '_') && word.chars().all(is_plain)
}

/// Sets values of a profile, and leaves everything else in the file as it is. Returns the path of the file, which only
/// its owner can read. It is replaced at once, so that no other program sees a part of it.
pub(crate) fn write(name: &str, settings: &[Setting]) -> Result<PathBuf, String> {
    let path = credentials_file()?;
    // A link stays a link.
    let path = fs::canonicalize(&path).unwrap_or(path);
    let shown = path.display().to_string();
    let text = with_profile(&read(&path)?, name, settings);
    let folder = path.parent().unwrap_or(Path::new("."));
    let cannot_write = |error: io::Error| format!("cannot write the credentials file {shown}: {error}");
    create_private_folder(folder).map_err(cannot_write)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(cannot_write)?;
    file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(cannot_write)?;
    if let Err(error) = Credentials::from_profile_file(file.path(), name) {
        let temporary = file.path().display().to_string();
        return Err(error.configuration_errors().join("; ").replace(&temporary, &shown));
    }
    file.persist(&path).map_err(|error| cannot_write(error.error))?;
    Ok(path)
}

/// Reads the file, which may be missing.
fn read(path: &Path) -> Result<String, String> {
    let cannot_read =
        |reason: &dyn std::fmt::Display| format!("cannot read the credentials file {}: {reason}", path.display());
    let bytes = match read_small_file(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(String::new()),
        Err(error) => return Err(cannot_read(&error)),
    };
    Ok(decode_file(&bytes).map_err(|reason| cannot_read(&reason))?.to_owned())
}

/// Creates a folder that only its owner can use, unless it exists.
fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Returns the text with the values of a profile. They follow the first header of its section; a new section is added
/// at the end.
fn with_profile(text: &str, name: &str, settings: &[Setting]) -> String {
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut values = String::new();
    for (key, value) in settings {
        if let Some(value) = value {
            let _ = write!(values, "{key} = {value}{line_end}");
        }
    }
    let (mut result, mut in_section, mut is_written) = (String::new(), false, false);
    for line in text.split_inclusive('\n') {
        if let Some(section) = section_name(line) {
            in_section = section == name;
        } else if in_section && settings.iter().any(|(key, _)| is_key(line, key)) {
            continue;
        }
        result.push_str(line);
        if in_section && !is_written {
            end_line(&mut result, line_end);
            result.push_str(&values);
            is_written = true;
        }
    }
    if !is_written {
        end_line(&mut result, line_end);
        if !result.is_empty() {
            result.push_str(line_end);
        }
        let _ = write!(result, "[{name}]{line_end}{values}");
    }
    result
}

fn end_line(text: &mut String, line_end: &str) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(line_end);
    }
}

/// Returns the name of the section that a line begins.
fn section_name(line: &str) -> Option<&str> {
    Some(line.trim().strip_prefix('[')?.strip_suffix(']')?.trim())
}

fn is_key(line: &str, key: &str) -> bool {
    line.split_once('=').is_some_and(|(name, _)| name.trim().eq_ignore_ascii_case(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_a_profile_and_leaves_the_others_as_they_are() {
        let settings = [("ak", Some("new".to_owned())), ("security_token", None), ("region", Some("r".to_owned()))];
        for (text, expected) in [
            ("", "[me]\nak = new\nregion = r\n"),
            ("[other]\nak=1", "[other]\nak=1\n\n[me]\nak = new\nregion = r\n"),
            (
                "; c\n[other]\nak=1\n[ me ]\n# mine\nAK = old\nsk=s\nsecurity_token=t\nnote=n\n[last]\nak=2\n",
                "; c\n[other]\nak=1\n[ me ]\nak = new\nregion = r\n# mine\nsk=s\nnote=n\n[last]\nak=2\n",
            ),
            ("[me]\r\nsk=s\r\n", "[me]\r\nak = new\r\nregion = r\r\nsk=s\r\n"),
            ("[me]\nsk=s\n[me]\nak=old\n", "[me]\nak = new\nregion = r\nsk=s\n[me]\n"),
            ("[me]", "[me]\nak = new\nregion = r\n"),
            ("[mine]\nak=1\n", "[mine]\nak=1\n\n[me]\nak = new\nregion = r\n"),
        ] {
            assert_eq!(with_profile(text, "me", &settings), expected, "{text}");
        }
    }
}
