//! How the program is built: arithmetic that overflows stops, in every profile, and nothing is unsafe.

use super::repository;

fn cargo() -> toml::Table {
    let text = std::fs::read_to_string(repository("Cargo.toml")).expect("a file");
    text.parse().expect("TOML")
}

#[test]
fn arithmetic_that_overflows_stops() {
    let most = std::hint::black_box(u8::MAX);
    let sum = std::panic::catch_unwind(|| most + std::hint::black_box(1));
    assert!(sum.is_err(), "the profile of this build lets numbers wrap round");
}

/// What is not said of a profile is cargo's own: checks in `dev` and what inherits from it, none in `release`.
#[test]
fn no_profile_takes_the_checks_back() {
    let cargo = cargo();
    for (name, profile) in cargo["profile"].as_table().expect("profiles") {
        let own = profile.get("package").and_then(|package| package.get("tonghop"));
        let checks =
            own.and_then(|own| own.get("overflow-checks")).or_else(|| profile.get("overflow-checks"));
        let is_of_release =
            name == "release" || profile.get("inherits").is_some_and(|from| from.as_str() == Some("release"));
        let is_checked = checks.map_or(!is_of_release, |checks| checks.as_bool() == Some(true));
        assert!(is_checked, "{name}");
    }
}

#[test]
fn nothing_is_unsafe() {
    assert_eq!(cargo()["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
}
