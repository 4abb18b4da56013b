//! What a second run of the sample says of the first.

use crate::model::outcome::{Outcome, Status, TotalRow};
use crate::model::{Amount, Period};
use crate::pipeline::{Definition, Dialect};
use crate::publish::sample::{definition, info, outcome};
use crate::publish::{PublishError, Published, Release, RunInfo, Target, open};
use std::error::Error;
use std::fs;
use std::path::Path;

type Tested = Result<(), Box<dyn Error>>;

fn publish(
    out: &Path,
    definition: &Definition,
    outcome: &Outcome,
    change: impl Fn(&mut RunInfo),
) -> Result<Published, PublishError> {
    let mut info = info();
    change(&mut info);
    open(&Target::new(out))?.publish(definition, outcome, &info)
}

/// The lines of `revisions.csv` of the sample, changed, against the sample as it is; without the run before.
fn revised(change: impl Fn(&mut Definition, &mut Outcome)) -> Result<Vec<String>, Box<dyn Error>> {
    let out = tempfile::tempdir()?;
    let first = publish(out.path(), &definition(Dialect::ExcelVi), &outcome(), |_| {})?;
    let (mut definition, mut outcome) = (definition(Dialect::Plain), outcome());
    change(&mut definition, &mut outcome);
    let second = publish(out.path(), &definition, &outcome, |info| info.version = "0.1.0")?;
    let text = fs::read_to_string(second.run.join("revisions.csv"))?;
    let lines: Vec<String> =
        text.lines().skip(1).map(|line| line.replace(&format!(",{}", first.run_id), "")).collect();
    assert_eq!(second.revisions, Some(lines.len()));
    Ok(lines)
}

fn value_of(outcome: &mut Outcome, value: Option<i64>) {
    if let Some(row) = outcome.branches.first_mut() {
        row.value = value.map(Amount::from_units);
    }
}

#[test]
fn of_a_period_that_was_not_published_before_there_is_nothing_to_say() -> Tested {
    let out = tempfile::tempdir()?;
    let first = publish(out.path(), &definition(Dialect::Plain), &outcome(), |_| {})?;
    assert_eq!(first.revisions, None);
    assert_eq!(fs::read_to_string(first.run.join("revisions.csv"))?.lines().count(), 1);
    let mut other = outcome();
    other.periods = vec![Period::Year(2024)];
    let second = publish(out.path(), &definition(Dialect::Plain), &other, |_| {})?;
    assert_eq!(second.revisions, None);
    Ok(())
}

#[test]
fn the_same_run_again_revises_nothing() -> Tested {
    assert_eq!(revised(|_, _| {})?, [""; 0]);
    Ok(())
}

#[test]
fn a_value_that_changed_says_why() -> Tested {
    let report = |outcome: &mut Outcome| outcome.submissions[0].sha256 = "cd".repeat(32);
    assert_eq!(
        revised(|_, outcome| {
            value_of(outcome, Some(3));
            report(outcome);
        })?,
        ["2023,SN01,gifts_value,actual,,đồng,1,3,2,200,report_replaced,0a0a0a0a0a0a,0a0a0a0a0a0a"]
    );
    assert_eq!(
        revised(|_, outcome| {
            value_of(outcome, None);
            outcome.submissions[0].status = Status::Rejected;
        })?,
        ["2023,SN01,gifts_value,actual,,đồng,1,,,,report_withdrawn,0a0a0a0a0a0a,"]
    );
    assert_eq!(
        revised(|_, outcome| {
            outcome.branches[1].value = Some(Amount::from_units(7));
            outcome.submissions[1] = crate::model::outcome::Submission {
                branch: Some(1),
                status: Status::Accepted,
                ..outcome.submissions[1].clone()
            };
        })?,
        ["2023,NH02,gifts_value,actual,,đồng,,7,,,new_report,,0b0b0b0b0b0b"]
    );
    Ok(())
}

#[test]
fn a_value_of_the_same_report_changed_with_what_was_edited() -> Tested {
    let edited = |name: &'static str| {
        revised(move |definition, outcome| {
            value_of(outcome, Some(0));
            definition.hashes.retain(|(file, _)| file != name);
            definition.hashes.push((name.into(), "cc".into()));
        })
    };
    for (name, reason) in [
        ("pipeline.toml", "definition_changed"),
        ("branches.csv", "register_changed"),
        // Nobody corrected this value.
        ("corrections.csv", "other"),
        ("published.csv", "other"),
    ] {
        let line =
            format!("2023,SN01,gifts_value,actual,,đồng,1,0,-1,-100,{reason},0a0a0a0a0a0a,0a0a0a0a0a0a");
        assert_eq!(edited(name)?, [line]);
    }
    Ok(())
}

#[test]
fn totals_come_first_and_what_is_gone_from_the_definition_last() -> Tested {
    let lines = revised(|definition, outcome| {
        definition.hashes[0].1 = "changed".into();
        value_of(outcome, Some(2));
        // Indicators by their index: what was gifts_value is called gifts now.
        definition.reading.indicators[1].id = "gifts".into();
        outcome.totals =
            outcome.totals.iter().map(|row| TotalRow { breakdown: String::new(), ..row.clone() }).collect();
    })?;
    assert_eq!(
        lines,
        [
            "2023,,gifts,actual,,đồng,,1250.5,,,values_changed,,",
            "2023,,gifts_value,actual,,,1250.5,,,,values_changed,,",
            "2023,SN01,gifts,actual,,đồng,,2,,,definition_changed,0a0a0a0a0a0a,0a0a0a0a0a0a",
            "2023,SN01,gifts_value,actual,,,1,,,,definition_changed,0a0a0a0a0a0a,0a0a0a0a0a0a",
        ]
    );
    Ok(())
}

#[test]
fn a_run_that_was_changed_by_hand_is_passed_over_for_the_one_before_it() -> Tested {
    let out = tempfile::tempdir()?;
    let definition = definition(Dialect::Plain);
    let first = publish(out.path(), &definition, &outcome(), |_| {})?;
    let mut other = outcome();
    value_of(&mut other, Some(9));
    let second = publish(out.path(), &definition, &other, |info| {
        info.finished = info.finished.checked_add(jiff::SignedDuration::from_secs(60)).unwrap_or_default();
    })?;
    let table = second.run.join("by_branch.csv");
    fs::write(&table, fs::read_to_string(&table)?.replace("gifts", "gitfs"))?;
    value_of(&mut other, Some(8));
    let third = publish(out.path(), &definition, &other, |info| {
        info.finished = info.finished.checked_add(jiff::SignedDuration::from_secs(120)).unwrap_or_default();
    })?;
    let text = fs::read_to_string(third.run.join("revisions.csv"))?;
    let line = text.lines().nth(1).ok_or("no revision")?;
    assert!(line.starts_with("2023,SN01,gifts_value,actual,,đồng,1,8,7,700,other,"), "{line}");
    assert!(line.ends_with(&first.run_id), "{line}");
    Ok(())
}

#[test]
fn after_a_final_run_comes_a_revised_one_or_none() -> Tested {
    let out = tempfile::tempdir()?;
    let definition = definition(Dialect::Plain);
    let publish = |release: Release| {
        publish(out.path(), &definition, &outcome(), |info| info.release = release)
            .map(|published| published.run_id)
            .map_err(|error| error.to_string())
    };
    let refused = publish(Release::Revised).err().ok_or("published")?;
    assert!(
        refused.starts_with("--release revised, but no figures of 2023 were published as final"),
        "{refused}"
    );
    publish(Release::Provisional)?;
    let last = publish(Release::Final)?;
    for release in [Release::Provisional, Release::Final] {
        let refused = publish(release).err().ok_or("published")?;
        assert!(
            refused.starts_with(&format!("the figures of 2023 were published as final (run {last})")),
            "{refused}"
        );
        assert!(refused.contains("Publish with --release revised"), "{refused}");
    }
    publish(Release::Revised)?;
    publish(Release::Revised)?;
    assert!(publish(Release::Provisional).is_err());
    Ok(())
}
