//! Every key of `pipeline.toml`, with its shape and what it decides. Those of sheets, whose layouts differ, are in [`sheet`], those of rules in
//! [`rule`].

mod checks;
mod rule;
mod sheet;

use super::choices::{self as choice, words};
use super::format::Shape::{
    ByCheck, ByColumn, ByLayout, ByName, Day, Decimal, Either, List, Table, Text, Whole, Words, YesNo,
};
use super::format::{Key, Shape, may, must};
use rule::RULE;
pub(super) use sheet::SHEET;

/// Texts in a list.
const TEXTS: Shape = List(&Text);
/// A text, or one in each language.
const LABEL: Shape = Either(&[Text, Table(&LABEL_KEYS)]);
/// Places to look in, most trusted first.
const SOURCES: Shape = List(&Table(&SOURCE_KEYS));
/// The most that a limit may be: what TOML can write.
const MOST: i64 = i64::MAX;

/// The whole file.
pub(super) static ROOT: [Key; 23] = [
    must("id", Text, "Id of the pipeline: letters, digits, `-` and `_`. Usually the name of its folder."),
    may(
        "locale",
        Words(|| words(&choice::LOCALES)),
        "Language and number conventions of the forms. Default: vi.",
    ),
    may(
        "date_order",
        Words(|| words(&choice::DATE_ORDERS)),
        "How dates such as 3/4/2024 are read; `vi` is always day first. Default: day-first.",
    ),
    must("period", Words(|| words(&choice::PERIODS)), "What kind of period a report covers."),
    may(
        "periods",
        TEXTS,
        "Periods that are collected; a report for any other is flagged and kept out. Left out: any.",
    ),
    may(
        "rollup",
        List(&Words(|| words(&choice::PERIODS))),
        "Longer kinds of periods that totals are made for as well, out of the periods that are reported.",
    ),
    must("title", LABEL, "Title of the collection, in two languages."),
    may("groups", TEXTS, "Columns of branches.csv that totals are broken down by: level, type, sector."),
    may("year_starts", Whole(1, 12), "Month in which the reporting year begins. Default: 1."),
    may(
        "hidden",
        Words(|| words(&choice::HIDDEN)),
        "Whether values in hidden rows, columns and sheets count. Default: include.",
    ),
    may(
        "dialect",
        Words(|| words(&choice::DIALECTS)),
        "How the CSV files of a run are written. Default: plain.",
    ),
    may(
        "missing_allowed_pct",
        Whole(0, 100),
        "Share of branches, in percent, that may be missing before a run ends with exit code 4. Default: 0.",
    ),
    may(
        "rejected_allowed_pct",
        Whole(0, 100),
        "Share of files, in percent, that may be rejected or unidentified before a run ends with exit code 4. Default: 0.",
    ),
    must(
        "submission",
        Table(&SUBMISSION),
        "How a workbook says whose it is, for which period and which version.",
    ),
    may("register", Table(&REGISTER), "How the branches of branches.csv relate to each other."),
    may(
        "limits",
        Table(&LIMITS),
        "Bounds on what a workbook may hold, so that one file cannot bring the run down.",
    ),
    may(
        "checks",
        ByCheck(checks::of_check),
        "Checks that are switched off, or have another severity or other thresholds here, by their code.",
    ),
    may(
        "measure",
        List(&Table(&MEASURE)),
        "A further column of values beside the actual one: plan, previous year.",
    ),
    may(
        "sheet",
        List(&ByLayout(&SHEET)),
        "A sheet of the form, or a table that is read in its own way. Which keys it has depends on its layout.",
    ),
    may("dimension", List(&Table(&DIMENSION)), "What indicators are broken down by: sex, age, month."),
    may(
        "version",
        List(&Table(&VERSION)),
        "A version of the form, recognised by its content: what it does not ask is not missing.",
    ),
    must("indicator", List(&Table(&INDICATOR)), "An indicator: what is asked, in the order of the outputs."),
    may(
        "rule",
        List(&Table(&RULE)),
        "What must hold between the figures of a branch; a branch for which it does not hold is flagged.",
    ),
];

/// `title`, `label`.
static LABEL_KEYS: [Key; 2] = [
    may("vi", Text, "In Vietnamese; the English text where it is left out."),
    may("en", Text, "In English; the Vietnamese text where it is left out."),
];

/// `[submission]`.
static SUBMISSION: [Key; 8] = [
    must("branch", SOURCES, "Where a workbook says whose it is, most trusted first."),
    may("period", SOURCES, "Where a workbook says which period it covers, most trusted first."),
    may("date", SOURCES, "Where a workbook says on which day it was made, most trusted first."),
    may("version", SOURCES, "Where a workbook says which resubmission it is, most trusted first."),
    may("template", SOURCES, "Where a workbook says which version of the form it uses, most trusted first."),
    may("templates", TEXTS, "Known versions of the form; any other is flagged. Left out: any."),
    may(
        "latest_by",
        List(&Words(|| words(&choice::LATEST_BY))),
        "By what the latest of several reports of a branch is found, first rule first. Default: all four, in this order.",
    ),
    may(
        "due",
        Either(&[Day, Whole(0, 366)]),
        "Day by which reports are due, or how many days after the end of their period, unless branches.csv says otherwise for a branch.",
    ),
];

/// A place to look in.
static SOURCE_KEYS: [Key; 8] = [
    may("right_of", Text, "In the cell to the right of this label, or behind the label in the same cell."),
    may("below", Text, "In the cell below this label."),
    may("title", Text, "In a text above the table: a regular expression with a named group."),
    may("sheet_name", Text, "In the name of the sheet: a regular expression with a named group."),
    may("file_name", Text, "In the name of the file: a regular expression with a named group."),
    may("folder", Text, "In the path of the folder: a regular expression with a named group."),
    may("header", Text, "In a header of the table: a regular expression with a named group."),
    may("column", Text, "In a column of records, by its id: each record says it of itself."),
];

/// `[register]`.
static REGISTER: [Key; 4] = [
    may(
        "hierarchy",
        Words(|| words(&choice::HIERARCHIES)),
        "Which level counts where a unit and its sub-units both report. Default: own.",
    ),
    may("peers", TEXTS, "Levels of branches.csv whose branches are compared with each other. Left out: all."),
    may(
        "peer_groups",
        TEXTS,
        "Columns of branches.csv by which the compared branches are grouped: level, type, sector. Groups that are too small are compared with all.",
    ),
    may(
        "size",
        Text,
        "Indicator that stands for a branch's size where it reports it. Left out: the column `members` of branches.csv.",
    ),
];

/// `[limits]`.
static LIMITS: [Key; 13] = [
    may("file_bytes", Whole(1, MOST), "Bytes of a file. Default: 268435456 (256 MiB)."),
    may(
        "inflated_bytes",
        Whole(1, MOST),
        "Bytes of all parts of a workbook once decompressed. Default: 2147483648 (2 GiB).",
    ),
    may(
        "part_bytes",
        Whole(1, MOST),
        "Bytes of one part of a workbook (a sheet, the texts, the styles) once decompressed. Default: 1073741824 (1 GiB).",
    ),
    may(
        "held_bytes",
        Whole(1, MOST),
        "Bytes of one part that has to be in memory as a whole: the texts and styles of an xlsx, all of an ods. Default: 536870912 (512 MiB).",
    ),
    may(
        "ratio",
        Whole(1, MOST),
        "How many times larger a part of a MiB or more may be than its compressed form. Default: 500; office programs reach 50.",
    ),
    may("sheets", Whole(1, MOST), "Sheets of a workbook. Default: 1000."),
    may("strings", Whole(1, MOST), "Shared strings of a workbook. Default: 5000000."),
    may(
        "rows",
        Whole(1, MOST),
        "Last row in which a cell may be filled. Default: 1048576, which is Excel's own limit.",
    ),
    may(
        "columns",
        Whole(1, MOST),
        "Last column in which a cell may be filled. Default: 16384, which is Excel's own limit.",
    ),
    may("cells", Whole(1, MOST), "Filled cells of a workbook. Default: 20000000."),
    may(
        "text_chars",
        Whole(1, MOST),
        "Characters of a text cell. Default: 32767, which is Excel's own limit.",
    ),
    may(
        "worker_bytes",
        Whole(64 << 20, MOST),
        "Bytes of memory in which a worker process reads a file: xls, xlsb, ods, and xlsx that only the second reader understands. Default: 1073741824 (1 GiB).",
    ),
    may("worker_seconds", Whole(1, 86_400), "Seconds in which a worker process reads a file. Default: 20."),
];

/// `[[measure]]`.
static MEASURE: [Key; 4] = [
    must(
        "id",
        Text,
        "Id of the measure; in [[sheet]] it is a key. `actual` is always there: its key is `value`.",
    ),
    must("label", LABEL, "Label of the measure, in two languages."),
    may(
        "cumulative_of",
        Text,
        "Id of the measure that it adds up since the beginning of the year: actual, plan.",
    ),
    may(
        "restates",
        Text,
        "Id of the measure that somebody wrote down again, in a summary of all branches: compared with it, never counted as a report.",
    ),
];

/// `[[indicator]]`.
static INDICATOR: [Key; 28] = [
    must("id", Text, "Id of the indicator in the outputs."),
    must(
        "label",
        LABEL,
        "Its label, in two languages. The one in the language of the forms is looked for in workbooks.",
    ),
    may("aliases", TEXTS, "Other labels that it goes by."),
    may("code", Text, "Its code in a column of codes."),
    may(
        "path",
        TEXTS,
        "Headings that it stands under, outermost first, where its label stands under other headings too.",
    ),
    may("sheet", Text, "Id of the sheet that it stands in, where its label is not unique over sheets."),
    must("kind", Words(|| words(&choice::KINDS)), "Kind of its values."),
    may(
        "unit",
        Text,
        "Base unit, in which outputs are written: cây, đồng. Needed for count, money and amount.",
    ),
    may("unit_aliases", TEXTS, "Other words for the base unit."),
    may("asked_in", Text, "What the form asks it in, where that is not the base unit: triệu đồng."),
    may(
        "decimals",
        Whole(0, 9),
        "Decimals kept in totals that are computed by division. Default: 2, for ratios 4.",
    ),
    may("min", Decimal, "Smallest possible value, in base units. Default: 0 for count and money, else none."),
    may("max", Decimal, "Largest possible value, in base units."),
    may("blank", Words(|| words(&choice::BLANKS)), "What a blank cell means. Default: missing."),
    may("nil", Words(|| words(&choice::NILS)), "What `-` or `không` means. Default: zero."),
    may("tick", Words(|| words(&choice::TICKS)), "What `x` means. Default: reject."),
    may("required", YesNo, "Whether every form must have its row. Default: false."),
    may("time", Words(|| words(&choice::TIMES)), "How it relates to time. Default: flow."),
    may(
        "cumulative_of",
        Text,
        "With time = \"cumulative\": id of the flow that it adds up since the beginning of the year.",
    ),
    may(
        "total",
        Either(&[Words(|| words(&choice::TOTALS)), Table(&TOTAL)]),
        "How values of branches become a total. Default: sum; for text and date none; a ratio has to say it.",
    ),
    may(
        "per",
        Text,
        "Id of the indicator by which it is divided before branches are compared: money by gifts. Left out: the size of the branch.",
    ),
    may(
        "regular",
        YesNo,
        "Whether a branch that has had values has them in every period, so that a zero is looked into after the first of them. Default: false.",
    ),
    may("part_of", Text, "Id of the indicator that it is a part of."),
    may("parts_are_complete", YesNo, "Whether its parts together are the whole of it. Default: false."),
    may(
        "asked_of",
        ByColumn(&Either(&[Text, TEXTS])),
        "Branches that it is asked of, by columns of branches.csv. Left out: all.",
    ),
    may(
        "from",
        Either(&[Table(&FROM), List(&Table(&FROM))]),
        "What of a table's records it is: how many there are, or the sum over a column of them. A list, where several tables have it.",
    ),
    may("source", Words(|| words(&choice::ORIGINS)), "Where its values come from. Default: cells."),
    may(
        "where",
        ByColumn(&Text),
        "With source = \"register\": which branches are counted, by columns of branches.csv.",
    ),
];

/// `total`, as a table.
static TOTAL: [Key; 2] = [
    may("mean", Text, "The mean over branches, weighted by this indicator."),
    may("ratio", TEXTS, "The sum of the first indicator divided by the sum of the second."),
];

/// `from` of an indicator.
static FROM: [Key; 5] = [
    must("sheet", Text, "Id of the sheet with the records."),
    may("sum", Text, "Id of the column that is summed."),
    may("count", YesNo, "Whether the records are counted."),
    may(
        "where",
        ByName(&Either(&[Text, TEXTS]), "a table of columns of the sheet: { kind = [\"…\"] }"),
        "Which records: columns with the texts that they must hold. Left out: all.",
    ),
    may("by", TEXTS, "Columns by whose texts it is broken down."),
];

/// `[[dimension]]`.
static DIMENSION: [Key; 4] = [
    must("id", Text, "Id of the dimension: the key in the outputs' column `breakdown`."),
    must("label", LABEL, "Label of the dimension, in two languages."),
    may("totals", TEXTS, "Words for all categories together; Total, Tổng số and the like are known."),
    may(
        "category",
        List(&Table(&CATEGORY)),
        "Its categories. Left out: any text is one, as in a column of records.",
    ),
];

/// `category` of a dimension.
static CATEGORY: [Key; 3] = [
    must("id", Text, "Id of the category: the value in the outputs' column `breakdown`."),
    may("label", LABEL, "Its label, in two languages. Left out: the id."),
    may("aliases", TEXTS, "Other words for it."),
];

/// `[[version]]`.
static VERSION: [Key; 4] = [
    must("id", Text, "Id of the version, as the outputs show it."),
    may("has", TEXTS, "Texts of the form by any of which it is recognised."),
    may("lacks", TEXTS, "Ids of the indicators that it does not ask."),
    may("lacks_measures", TEXTS, "Ids of the measures that it does not ask."),
];
