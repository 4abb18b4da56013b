//! What was published is read back as it was, in every dialect; what was tampered with is not.

use super::*;
use crate::model::{Amount, Period};
use crate::pipeline::Dialect;
use crate::publish::sample::{definition, info, outcome};
use crate::publish::{Published, Target, open};
use std::error::Error;
use std::fs;
use std::path::Path;

type Tested = Result<(), Box<dyn Error>>;

fn publish(out: &Path, dialect: Dialect) -> Result<Published, Box<dyn Error>> {
    Ok(open(&Target::new(out))?.publish(&definition(dialect), &outcome(), &info())?)
}

/// The rows of `by_branch.csv`: `SN01 gifts_value 1`.
fn figures(run: &PastRun) -> Result<Vec<String>, PastError> {
    let mut rows = Vec::new();
    run.read("by_branch", &["branch", "indicator", "value", "per_member", "branch_name"], |row| {
        let shown = |amount: Option<Amount>| amount.map_or("—".to_owned(), |amount| amount.to_string());
        let (value, per_member) = (shown(row.amount(2)?), shown(row.amount(3)?));
        rows.push(format!("{} {} {value} {per_member} {}", row.text(0), row.text(1), row.text(4)));
        Ok(())
    })?;
    Ok(rows)
}

#[test]
fn tables_are_read_back_in_every_dialect() -> Tested {
    for dialect in [Dialect::Plain, Dialect::Excel, Dialect::ExcelVi] {
        let out = tempfile::tempdir()?;
        publish(out.path(), dialect)?;
        let runs = runs_in(out.path())?;
        let [run] = runs.as_slice() else { return Err(format!("{} runs", runs.len()).into()) };
        assert_eq!((run.pipeline.as_str(), run.version.as_str()), ("Doan Khoi", "0.1.0"));
        assert_eq!(run.periods, [Period::Year(2023)]);
        let expected = ["SN01 gifts_value 1 -0.5 Sở Nội vụ", "NH02 gifts_value — — =Ngân hàng; \"Bắc Á\""];
        assert_eq!(figures(run)?, expected, "{dialect:?}");
    }
    Ok(())
}

#[test]
fn a_run_is_found_by_itself_in_its_output_folder_and_in_a_folder_of_such() -> Tested {
    let archive = tempfile::tempdir()?;
    let first = publish(&archive.path().join("2022"), Dialect::Plain)?;
    let second = publish(&archive.path().join("2023"), Dialect::Plain)?;
    let ids = |folder: &Path| -> Result<Vec<String>, PastError> {
        Ok(runs_in(folder)?.into_iter().map(|run| run.id).collect())
    };
    assert_eq!(ids(&first.run)?, [first.run_id.as_str()]);
    assert_eq!(ids(&first.current)?, [first.run_id.as_str()]);
    assert_eq!(ids(&archive.path().join("2022"))?, [first.run_id.as_str()]);
    assert_eq!(ids(archive.path())?, [first.run_id, second.run_id]);
    Ok(())
}

#[test]
fn a_folder_without_a_run_says_what_was_expected() -> Tested {
    let folder = tempfile::tempdir()?;
    fs::create_dir(folder.path().join("2023"))?;
    let error = runs_in(folder.path()).err().ok_or("found")?.to_string();
    assert!(
        error.contains("holds no published run: expected an output folder (with runs/ in it)"),
        "{error}"
    );
    let error = runs_in(&folder.path().join("nowhere")).err().ok_or("found")?.to_string();
    assert!(error.starts_with("cannot read "), "{error}");
    // A first month: the output folder is there, and nothing in it yet.
    drop(open(&Target::new(folder.path().join("out")))?);
    assert_eq!(runs_in(&folder.path().join("out"))?.len(), 0);
    Ok(())
}

#[test]
fn a_table_that_was_changed_is_refused_whatever_else_is_wrong_with_it() -> Tested {
    let out = tempfile::tempdir()?;
    let table = publish(out.path(), Dialect::Plain)?.run.join("by_branch.csv");
    let run = runs_in(out.path())?.pop().ok_or("no run")?;
    let whole = fs::read_to_string(&table)?;
    for (changed, what) in [
        (whole.replace(",1,exact", ",2,exact"), "its hash is not that in manifest.json"),
        (whole.replace(",1,exact", ",x,exact"), "its hash is not that in manifest.json"),
        (whole.replace(",1,exact", ",10,exact"), "its size is not that in manifest.json"),
    ] {
        fs::write(&table, changed)?;
        let error = figures(&run).err().ok_or("read")?.to_string();
        assert!(error.contains("by_branch.csv") && error.contains(what), "{error}");
    }
    fs::remove_file(&table)?;
    assert!(matches!(figures(&run), Err(PastError::Io { .. })));
    fs::create_dir(&table)?;
    assert!(matches!(figures(&run), Err(PastError::Changed { .. })));
    Ok(())
}

/// A run's folder with a table that its manifest agrees with, whatever it holds.
fn forged(table: &str) -> Result<(tempfile::TempDir, PastRun), Box<dyn Error>> {
    use sha2::{Digest, Sha256};
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("by_branch.csv"), table)?;
    let hash: String = Sha256::digest(table).iter().map(|byte| format!("{byte:02x}")).collect();
    let manifest = format!(
        r#"{{"run": "r", "tool": {{"version": "0"}}, "pipeline": {{"id": "p", "files": {{}}}}, "finished": "2023-12-16T02:15:00Z",
        "periods": ["2023"], "files": [{{"name": "by_branch.csv", "bytes": {}, "sha256": "{hash}"}}]}}"#,
        table.len()
    );
    fs::write(folder.path().join("manifest.json"), manifest)?;
    let run = PastRun::open(folder.path())?;
    Ok((folder, run))
}

#[test]
fn a_hostile_table_gives_a_message_with_its_line() -> Tested {
    let header = "branch,indicator,value,per_member,branch_name\r\n";
    for (table, expected) in [
        (
            format!("{header}A,i,1,,\r\nA,i,nhiều,,\r\n"),
            "by_branch.csv:3: `nhiều` is no number; expected a plain decimal",
        ),
        (
            format!("{header}A,i,1e999999999,,\r\n"),
            "by_branch.csv:2: `1e999999999` is no number; expected a plain decimal",
        ),
        (format!("{header}A,i\r\n"), "by_branch.csv:2: 2 fields; expected 5, as the header has"),
        (String::new(), "by_branch.csv:1: no column `branch`; expected the table of a run of this program"),
        (
            "branch;value\r\n".into(),
            "by_branch.csv:1: no column `indicator`; expected the table of a run of this program",
        ),
    ] {
        let (_folder, run) = forged(&table)?;
        let error = figures(&run).err().ok_or("read")?.to_string();
        assert!(error.ends_with(expected), "{error}");
    }
    let (_folder, run) = forged(header)?;
    let error = run.read("totals", &["value"], |_| Ok(())).err().ok_or("read")?.to_string();
    assert!(error.contains("it lists no totals.csv"), "{error}");
    Ok(())
}

#[test]
fn a_manifest_that_is_none_is_named() -> Tested {
    let folder = tempfile::tempdir()?;
    let manifest = folder.path().join("manifest.json");
    for (text, expected) in [
        ("", "is no manifest of a run: EOF while parsing"),
        ("[]", "is no manifest of a run: invalid"),
        (
            r#"{"run": "r", "tool": {"version": "0"}, "pipeline": {"id": "p", "files": {}}, "finished": "yesterday", "files": []}"#,
            "is no manifest of a run: `yesterday` is no moment",
        ),
    ] {
        fs::write(&manifest, text)?;
        let error = runs_in(folder.path()).err().ok_or("opened")?.to_string();
        assert!(error.contains(expected), "{error}");
    }
    Ok(())
}

#[test]
fn a_run_of_the_first_version_names_its_periods_by_its_branches() -> Tested {
    let out = tempfile::tempdir()?;
    let manifest = publish(out.path(), Dialect::ExcelVi)?.run.join("manifest.json");
    let text = fs::read_to_string(&manifest)?;
    let mut old: serde_json::Value = serde_json::from_str(&text)?;
    let fields = old.as_object_mut().ok_or("no object")?;
    ["periods", "release", "history", "run_before"].iter().for_each(|name| _ = fields.remove(*name));
    fs::write(&manifest, old.to_string())?;
    let run = runs_in(out.path())?.pop().ok_or("no run")?;
    assert_eq!((run.periods, run.release.as_str()), (vec![Period::Year(2023)], "provisional"));
    Ok(())
}
