//! Saving of a download: the file is complete, or it does not exist.

use super::*;

#[test]
fn saves_a_complete_file_under_its_name() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("out.zip");
    assert_eq!(now(download(&[], [Step::Data("abc"), Step::Data("de")]).save_to(path.as_path())).expect("saved"), 5);
    assert_eq!(fs::read(&path).expect("a file"), b"abcde");
    assert_eq!(names(folder.path()), ["out.zip"]);
}

#[test]
fn replaces_an_existing_file_only_with_overwrite() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("out.zip");
    fs::write(&path, "old").expect("a file");
    let error = now(download(&[], [Step::Data("new")]).save_to(path.as_path())).expect_err("it exists");
    assert_eq!(error.kind(), ErrorKind::File);
    assert!(error.to_string().contains("out.zip already exists: choose another name"), "{error}");
    assert_eq!(SaveTarget::new(&path).check().expect_err("it exists").kind(), ErrorKind::File);
    assert_eq!(fs::read(&path).expect("a file"), b"old");

    let target = SaveTarget::new(&path).overwrite(true);
    target.check().expect("it can be replaced");
    now(download(&[], [Step::Data("new")]).save_to(target)).expect("saved");
    assert_eq!(fs::read(&path).expect("a file"), b"new");
}

/// Another program creates the file during the download.
#[test]
fn keeps_a_file_that_appears_during_the_download() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("out.zip");
    let appearing = path.clone();
    let download = download(&[], [Step::Data("a"), Step::Data("b")]);
    let download = download.on_progress(move |_| fs::write(&appearing, "other").expect("a file"));
    let error = now(download.save_to(path.as_path())).expect_err("it exists");
    assert!(error.to_string().contains("already exists"), "{error}");
    assert_eq!((fs::read(&path).expect("a file"), names(folder.path()).len()), (b"other".to_vec(), 1));
}

#[test]
fn a_failed_download_leaves_nothing_behind() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("out.zip");
    fs::write(&path, "old").expect("a file");
    let target = SaveTarget::new(&path).overwrite(true);
    let broken = download(&[("content-length", "9")], [Step::Data("PK"), Step::Fail(TransportErrorKind::Other)]);
    now(broken.save_to(target.clone())).expect_err("broken");
    let short = download(&[("content-length", "9")], [Step::Data("PK")]);
    now(short.save_to(target)).expect_err("too short");
    assert_eq!((fs::read(&path).expect("a file"), names(folder.path()).len()), (b"old".to_vec(), 1));
}

#[test]
fn a_dropped_download_leaves_nothing_behind() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("out.zip");
    {
        let mut save = pin!(download(&[], [Step::Data("PK"), Step::Stall]).save_to(path.as_path()));
        assert!(save.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        assert_eq!(names(folder.path()).len(), 1, "the temporary file");
    }
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn rejects_targets_that_cannot_be_files() {
    let folder = TempDir::new().expect("a folder");
    let missing = folder.path().join("missing/out.zip");
    for (path, says) in [
        (folder.path(), "it is a folder; name a file in it"),
        (Path::new(""), "invalid path \"\": it must end with the name of a file"),
        (Path::new(".."), "invalid path \"..\": it must end with the name of a file"),
        (Path::new("out.zip/"), "invalid path \"out.zip/\": it must end with the name of a file"),
        (Path::new("out/."), "invalid path \"out/.\": it must end with the name of a file"),
        (missing.as_path(), "missing does not exist"),
    ] {
        for overwrite in [false, true] {
            let target = SaveTarget::new(path).overwrite(overwrite);
            let checked = target.check().expect_err("not a file").to_string();
            let error = now(download(&[], [Step::Data("a")]).save_to(target)).expect_err("not a file");
            assert_eq!((error.kind(), error.to_string()), (ErrorKind::File, format!("Fetch: {checked}")));
            assert!(checked.contains(says), "{checked}");
        }
    }
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn replaces_only_regular_files_and_keeps_their_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().expect("a folder");
    let save = |path: &Path| {
        let target = SaveTarget::new(path).overwrite(true);
        now(download(&[], [Step::Data("new")]).save_to(target))
    };
    let private = folder.path().join("private.zip");
    fs::write(&private, "old").expect("a file");
    fs::set_permissions(&private, fs::Permissions::from_mode(0o600)).expect("permissions");
    save(&private).expect("replaced");
    let mode = fs::metadata(&private).expect("a file").permissions().mode();
    assert_eq!((fs::read_to_string(&private).expect("a file").as_str(), mode & 0o777), ("new", 0o600));

    let socket = folder.path().join("socket");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
    for overwrite in [false, true] {
        let error = SaveTarget::new(&socket).overwrite(overwrite).check().expect_err("a socket");
        assert!(error.to_string().contains("it is not a regular file; choose another name"), "{error}");
    }
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(folder.path(), &link).expect("a link");
    let error = save(&link).expect_err("a link to a folder");
    assert!(error.to_string().contains("it is a folder"), "{error}");
}

/// Writes to `/dev/full` fail as on a full disk.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_leaves_nothing_behind() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("out.zip");
    let (_, temporary) = NamedTempFile::new_in(folder.path()).expect("a temporary file").into_parts();
    let full = File::options().write(true).open("/dev/full").expect("/dev/full");
    let file = PartialFile::with_temporary(SaveTarget::new(&path), NamedTempFile::from_parts(full, temporary));
    let error = now(download(&[], [Step::Data("abc")]).save(file)).expect_err("a full disk");
    assert_eq!(error.kind(), ErrorKind::File);
    assert!(error.to_string().contains("out.zip: No space left on device"), "{error}");
    assert!(std::error::Error::source(&error).is_some());
    assert_eq!(names(folder.path()), Vec::<String>::new());
}
