//! Sums and parts, and announced figures.

use super::{Case, case};
use crate::book::workbook;
use crate::crosstab::PIPELINE;
use crate::definition::BRANCHES;
use crate::history::restating;
use crate::office::Office;
use tonghop::model::Check;

/// The members of A01, men, women.
fn members(all: u32, men: u32, women: u32) -> Office {
    Office::with_table(&format!(
        "Số đoàn viên | | #{all}\nĐoàn viên nam | | #{men}\nĐoàn viên nữ | | #{women}"
    ))
}

/// A parent and its two children with so many trees, the children counting.
fn family(parent: u32, one: u32, two: u32) -> Office {
    let trees = |number: u32| format!("Cây xanh trồng mới | | #{number}");
    Office::new()
        .register("A01,", "A00,Đoàn khối,,,,top,,,,,,,\nA01,")
        .register(",unit,,100", ",unit,A00,100")
        .register(",unit,,50", ",unit,A00,50")
        .define("[[measure]]", "[register]\nhierarchy = \"children\"\n\n[[measure]]")
        .report("a00.xlsx", "Đoàn khối", &trees(parent))
        .report("a01.xlsx", "Sở Y tế", &trees(one))
        .report("a02.xlsx", "Sở Giáo dục", &trees(two))
}

fn announced(lines: &str) -> Office {
    Office::with_table("Cây xanh trồng mới | | #12").announce(lines)
}

/// Trees of A01 by quarter, the second report with its trees since the beginning of the year.
fn quarters(so_far: u32) -> Office {
    let cumulative = "[[indicator]]\nid = \"so_far\"\nlabel = { vi = \"Luỹ kế\", en = \"So far\" }\nkind = \"count\"\nunit = \"cây\"\ntime = \"cumulative\"\ncumulative_of = \"trees\"\n";
    let report = |table: &str| format!("Đơn vị báo cáo | Sở Y tế\nNội dung | ĐVT | Kết quả\n{table}");
    Office::new()
        .define("period  = \"year\"\nperiods = [\"2023\"]", "period = \"quarter\"\nrollup = [\"half\"]")
        .define("{ folder = '(?<year>20\\d{2})' }", "{ folder = '(?<period>20\\d{2}-Q\\d)' }")
        .define("[[indicator]]", &format!("{cumulative}\n[[indicator]]"))
        .sheet("2023-Q1/a01.xlsx", &report("Cây xanh trồng mới | | #10"))
        .sheet("2023-Q2/a01.xlsx", &report(&format!("Cây xanh trồng mới | | #2\nLuỹ kế | | #{so_far}")))
}

/// A cross table of A01 with these rows.
pub fn visits(rows: &str) -> Office {
    let text = format!("Nội dung | Tuổi | Nữ | Nam | Cộng\n{rows}");
    Office::of(PIPELINE, BRANCHES).file("2023/A01.xlsx", workbook(&[("Khám", &text)]))
}

const SUMMARISED: &str = r#"
id     = "summarised"
period = "year"
title  = "Villages"

[submission]
branch = [{ right_of = "Đơn vị báo cáo" }, { column = "unit" }]
period = [{ title = 'năm (?<year>\d{4})' }]

[[measure]]
id       = "summary"
label    = { vi = "Bảng tổng hợp", en = "Summary" }
restates = "actual"

[[sheet]]
id     = "villages"
layout = "table"
column = [{ id = "village", header = ["Thôn"] }, { id = "trees", header = ["Số cây"] }]

[[sheet]]
id      = "summary"
layout  = "table"
measure = "summary"
column  = [{ id = "unit", header = ["Đơn vị"] }, { id = "trees", header = ["Cây của đơn vị"] }]

[[indicator]]
id    = "trees"
label = "Trees"
kind  = "count"
unit  = "cây"
from  = [{ sheet = "villages", sum = "trees" }, { sheet = "summary", sum = "trees" }]
"#;

/// Trees of the villages of A01, and what a summary of all branches says of A01.
fn summarised(trees: &str) -> Office {
    let own = "Báo cáo năm 2023\nĐơn vị báo cáo | Sở Y tế\nThôn | Số cây\nThôn 1 | #5\nThôn 2 | #7";
    let of_all = format!("Tổng hợp năm 2023\nĐơn vị | Cây của đơn vị\nSở Y tế | {trees}\nSở Nội vụ | #7");
    Office::of(SUMMARISED, BRANCHES).sheet("a01.xlsx", own).sheet("b.xlsx", &of_all)
}

/// Trees of A01, and road trees that a rule says are some of them.
fn ruled(roads: &str) -> Office {
    let message =
        "message = { vi = \"Cây đường nhiều hơn cây trồng\", en = \"More road trees than trees.\" }";
    Office::with_table(&format!("Cây xanh trồng mới | | #5\nSố cây đường | | {roads}"))
        .rule(&format!("id = \"roads-within-trees\"\nexpr = \"roads <= trees\"\n{message}"))
}

pub fn cases() -> Vec<Case> {
    vec![
        case(
            Check::CumulativeMismatch,
            quarters(15),
            [
                "2023-Q2/a01.xlsx!Biểu 1!C4: “So far” is 15, the periods since the beginning of the year add up to 12. Compare it with the earlier reports.",
            ],
            quarters(12),
        ),
        case(
            Check::RestatedDifferently,
            summarised("#11"),
            [
                "b.xlsx!Biểu 1!B3: The summary says 11 for “Trees”, the branch itself reports 12. The branch's figure counts; correct the summary.",
            ],
            summarised("#12"),
        ),
        case(
            Check::EarlierRestated,
            restating(10, "#9"),
            [
                "2023/A1.xlsx!Biểu 1!C2: The report says 9 for “Visits” of an earlier period, published was 10. Explain the change, or correct the report.",
            ],
            restating(10, "#10"),
        ),
        case(
            Check::PeriodIncomplete,
            quarters(12).define("rollup = [\"half\"]", "rollup = [\"nine-months\"]"),
            ["all: The period is made of a part of its periods only: nobody reported for 2023-Q3."],
            quarters(12),
        ),
        case(
            Check::Rule,
            ruled("#7"),
            [
                "a01.xlsx!Biểu 1!C5: More road trees than trees (Road trees = 7; Trees planted = 5). The rule is roads <= trees. Check these figures and correct them, or accept them with a reason.",
            ],
            ruled("#5"),
        ),
        case(
            Check::RuleNotEvaluated,
            ruled("trên 4"),
            [
                "a01.xlsx!Biểu 1!C5: The rule “roads-within-trees” could not be checked: “Road trees” is no exact number (over, under, about).",
            ],
            ruled("#5"),
        ),
        case(
            Check::Balance,
            members(120, 50, 69),
            ["a01.xlsx!Biểu 1!C4: “Members” is 120, its parts add up to 119. Check the rows of the parts."],
            members(120, 50, 70),
        ),
        case(
            Check::PrintedTotal,
            Office::with_table("Cây xanh trồng mới | | #12\nSố cây đường | | #5\nTổng cộng | | #18"),
            [
                "a01.xlsx!Biểu 1!C6: The total row says 18, the rows add up to 17. Check the formula of the total row.",
            ],
            Office::with_table("Cây xanh trồng mới | | #12\nSố cây đường | | #5\nTổng cộng | | #17"),
        ),
        case(
            Check::TotalWithoutParts,
            visits("Khám bệnh | 0-14 | | | #7\nKhám bệnh | 15+ | #1 | #2 | #3"),
            [
                "2023/A01.xlsx!Khám!E2: Only the total 7 is filled in, its parts are not, or not all; the total counts. Fill in the parts.",
            ],
            visits("Khám bệnh | 0-14 | #3 | #4 | #7\nKhám bệnh | 15+ | #1 | #2 | #3"),
        ),
        case(
            Check::PartExceedsWhole,
            Office::with_table("Số đoàn viên | | #120\nĐoàn viên nam | | #121"),
            ["a01.xlsx!Biểu 1!C5: “Men” is 121, more than its whole, 120. Check both rows."],
            Office::with_table("Số đoàn viên | | #120\nĐoàn viên nam | | #120"),
        ),
        case(
            Check::ParentChildren,
            family(30, 10, 19),
            [
                "a00.xlsx!Biểu 1!C4: The parent reports 30, its children add up to 29 for “Trees planted”. Reconcile them.",
            ],
            family(30, 10, 20),
        ),
        case(
            Check::LevelNotCounted,
            family(30, 10, 20),
            [
                "a00.xlsx: A parent and its children both report; the pipeline counts the children, so this report is not added.",
            ],
            family(30, 10, 20).define("hierarchy = \"children\"", "hierarchy = \"own\""),
        ),
        case(
            Check::PublishedDiffers,
            announced("2023,all,trees,13,exact,1,mười ba cây\n"),
            ["all!trees: “Trees planted” consolidates to 12, announced was 13. Reconcile them."],
            announced("2023,all,trees,12,exact,1,mười hai cây\n"),
        ),
        case(
            Check::PublishedParts,
            announced(
                "2023,all,members,120,exact,1,a\n2023,all,men,50,exact,1,b\n2023,all,women,69,exact,1,c\n",
            ),
            [
                "all!members: The announced figures disagree: the parts of “Members” are 50 + 69 = 119, the announced whole is 120.",
            ],
            announced(
                "2023,all,members,120,exact,1,a\n2023,all,men,50,exact,1,b\n2023,all,women,70,exact,1,c\n",
            ),
        ),
    ]
}
