//! The folder itself: files that are absent, unreadable, or no UTF-8; hashes.

use super::{BRANCHES, PIPELINE, PUBLISHED};
use crate::pipeline::{LoadError, load};
use std::io;
use std::path::Path;

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> io::Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes)?;
    }
    Ok(folder)
}

/// What is said of a folder, its path left out.
fn told(folder: &Path, error: Option<LoadError>) -> String {
    let prefix = format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR);
    error.map_or_else(String::new, |error| error.plain().replace(&prefix, ""))
}

#[test]
fn a_folder_is_loaded_with_the_hashes_of_its_files() -> io::Result<()> {
    let files = [("pipeline.toml", PIPELINE), ("branches.csv", BRANCHES), ("published.csv", PUBLISHED)];
    let folder = folder(&files.map(|(name, text)| (name, text.as_bytes())))?;
    let definition = load(folder.path());
    assert_eq!(told(folder.path(), definition.as_ref().err().cloned()), "");
    let hashes = definition.map(|of| of.hashes).unwrap_or_default();
    let names: Vec<&str> = hashes.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["pipeline.toml", "branches.csv", "published.csv"]);
    assert!(
        hashes.iter().all(|(_, hash)| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
    );
    Ok(())
}

#[test]
fn the_hash_is_that_of_the_bytes() -> io::Result<()> {
    let folder = folder(&[("pipeline.toml", PIPELINE.as_bytes()), ("branches.csv", BRANCHES.as_bytes())])?;
    let before = load(folder.path()).map(|of| of.hashes).unwrap_or_default();
    assert_eq!(before.len(), 2, "published.csv may be absent");
    std::fs::write(folder.path().join("branches.csv"), format!("\u{feff}{BRANCHES}"))?;
    let after = load(folder.path()).map(|of| of.hashes).unwrap_or_default();
    assert_eq!(before[0], after[0]);
    assert_ne!(before[1], after[1]);
    Ok(())
}

#[test]
fn absent_files_are_told() -> io::Result<()> {
    let folder = folder(&[])?;
    let told = told(folder.path(), load(folder.path()).err());
    assert_eq!(told.lines().count(), 2, "{told}");
    assert!(told.starts_with("pipeline.toml: the file cannot be read"), "{told}");
    assert!(told.contains("\nbranches.csv: the file cannot be read"), "{told}");
    Ok(())
}

#[test]
fn a_file_in_another_encoding_is_told_with_its_line() -> io::Result<()> {
    let latin = [b"code,name\n".as_slice(), b"A1,\xd0o\xe0n\n"].concat();
    let folder = folder(&[("pipeline.toml", PIPELINE.as_bytes()), ("branches.csv", &latin)])?;
    let told = told(folder.path(), load(folder.path()).err());
    assert!(told.contains("branches.csv: the file is not UTF-8 on line 2; expected UTF-8"), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    Ok(())
}

#[test]
fn an_empty_register_is_told() -> io::Result<()> {
    for (register, expected) in [("", "the file is empty"), ("code,name\n", "the register has no branches")] {
        let folder =
            folder(&[("pipeline.toml", PIPELINE.as_bytes()), ("branches.csv", register.as_bytes())])?;
        let told = told(folder.path(), load(folder.path()).err());
        assert!(told.starts_with(&format!("branches.csv: {expected}; expected ")), "{told}");
        assert_eq!(told.lines().count(), 1, "{told}");
    }
    Ok(())
}
