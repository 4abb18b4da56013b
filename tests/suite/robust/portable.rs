//! Nothing outside the modules that are about the system may assume one.

use super::repository;

/// What differs between systems is decided here.
const ABOUT_THE_SYSTEM: [&str; 2] = ["src/isolation/system.rs", "src/publish/system.rs"];
const OF_ONE_SYSTEM: [&str; 7] =
    ["std::os::", "cfg(unix", "cfg(not(unix", "cfg(windows", "target_os", "target_family", "\"/dev/"];

#[test]
fn only_modules_about_the_system_name_one() {
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(repository("src")).sort_by_file_name() {
        let entry = entry.expect("an entry");
        let path =
            entry.path().strip_prefix(repository("")).expect("inside").to_string_lossy().replace('\\', "/");
        let is_code = path.ends_with(".rs") && !path.ends_with("tests.rs") && !path.contains("/tests/");
        if !is_code || ABOUT_THE_SYSTEM.contains(&path.as_str()) {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).expect("a file");
        // Tests may be about what one system has.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines =
            (1..).zip(code.lines()).filter(|(_, line)| OF_ONE_SYSTEM.iter().any(|word| line.contains(word)));
        found.extend(lines.map(|(number, line)| format!("{path}:{number}: {}", line.trim())));
    }
    assert_eq!(found, [""; 0]);
}
