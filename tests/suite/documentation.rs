//! The README names every check, every file and every exit code as they are.

use tonghop::model::Check;
use tonghop::model::catalogue::Effect;
use tonghop::pipeline::Limits;

const README: &str = include_str!("../../README.md");
const FORMATS: &str = include_str!("../../pipelines/README.md");

#[test]
fn the_readme_lists_every_check_with_severity_effect_and_meaning() {
    for check in Check::ALL {
        let entry = check.entry();
        let effect = match entry.effect {
            Effect::Kept => "kept",
            Effect::Excluded => "excluded",
        };
        let line =
            format!("| `{}` | {} | {effect} | {} |", entry.code, entry.severity.as_str(), entry.meaning);
        assert!(README.contains(&line), "not in the README: {line}");
    }
}

#[test]
fn the_readme_lists_every_limit_with_default_and_flag() {
    // Whoever adds a limit is reminded here.
    let Limits {
        file_bytes,
        inflated_bytes,
        part_bytes,
        held_bytes,
        ratio,
        sheets,
        strings,
        rows,
        columns,
        cells,
        text_chars,
        worker_bytes,
        worker_seconds,
    } = Limits::default();
    for (name, default, check) in [
        ("file_bytes", file_bytes, Check::LimitFileSize),
        ("inflated_bytes", inflated_bytes, Check::LimitInflatedSize),
        ("part_bytes", part_bytes, Check::LimitPartSize),
        ("held_bytes", held_bytes, Check::LimitPartSize),
        ("ratio", ratio, Check::LimitRatio),
        ("sheets", sheets, Check::LimitSheets),
        ("strings", strings, Check::LimitStrings),
        ("rows", rows, Check::LimitRows),
        ("columns", columns, Check::LimitColumns),
        ("cells", cells, Check::LimitCells),
        ("text_chars", text_chars, Check::LimitTextLength),
        ("worker_bytes", worker_bytes, Check::LimitMemory),
        ("worker_seconds", worker_seconds, Check::LimitTime),
    ] {
        let begin = format!("| `{name}` | {default} | ");
        let line = README.lines().find(|line| line.starts_with(&begin));
        assert!(
            line.is_some_and(|line| line.ends_with(&format!(" | `{}` |", check.code()))),
            "{begin}: {line:?}"
        );
        assert!(FORMATS.lines().any(|line| line.starts_with(&format!("{name:<14} = {default} "))), "{name}");
    }
}

#[test]
fn the_readme_names_every_table_of_a_run() {
    for table in tonghop::publish::descriptions() {
        assert!(README.contains(&format!("`{}.csv`", table.name)), "{}", table.name);
    }
}

/// Blocks of a language in what stands before the list of keys.
fn walk(language: &str) -> Vec<&'static str> {
    let before = FORMATS.split("\n# pipeline.toml\n").next().unwrap_or_default();
    let opening = format!("```{language}\n");
    before.split(opening.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

/// The rows of a picture as rows of a small workbook: the number of the row and the frame are left out, numbers are numbers.
fn drawn(picture: &str) -> String {
    let rows =
        picture.lines().filter_map(|line| line.split_once('|').map(|(row, cells)| (row.trim(), cells)));
    let mut sheet: Vec<String> = Vec::new();
    for (row, cells) in rows {
        let Ok(row) = row.parse::<usize>() else { continue };
        sheet.resize(row.max(1) - 1, String::new());
        let cell = |cell: &str| match cell.trim().replace(',', "").parse::<f64>() {
            Ok(number) => format!("#{number}"),
            Err(_) => cell.trim().to_owned(),
        };
        sheet.push(cells.split('|').map(cell).collect::<Vec<_>>().join(" | "));
    }
    sheet.join("\n")
}

#[test]
fn the_form_of_the_walk_is_read_as_it_is_drawn() {
    let pictures = walk("text");
    let title = drawn(pictures[0]);
    let form = drawn(pictures[1]);
    let sheet = format!("{title}\n{}", form.trim_start_matches('\n')).replacen("\nItem", "\n\nItem", 1);
    // The walk says after the form that the definition runs already.
    let toml: String = walk("toml").into_iter().take(3).collect();
    let told = crate::office::Office::of(&toml, &walk("csv").concat())
        .sheet("2024-03/lakeside march.xlsx", &sheet)
        .run();
    // Nobody else has reported, and the year has only begun.
    assert!(told.flags().iter().all(|flag| flag.starts_with("period-incomplete")), "{:?}", told.flags());
    assert_eq!(told.submissions(), ["2024-03/lakeside march.xlsx accepted LC 2024-03"]);
    let facts = told.facts();
    let of = |column: char| facts.iter().filter(move |fact| fact.starts_with(column)).map(String::as_str);
    assert_eq!(
        of('D').collect::<Vec<_>>(),
        [
            "D6 visits 385 exact",
            "D7 visits_women 203 exact",
            "D8 beds 12 exact",
            "D10 staff_cost 47500 exact",
            "D11 rent 6000 exact",
        ]
    );
    assert_eq!((of('C').count(), of('E').count()), (5, 4));
}
