//! The loader on small definitions: what every key does, and what every mistake is told.

mod faults;
mod files;
mod layouts;
mod parts;
mod schema;
mod walk;
mod whole;

use super::Definition;
use super::compose::{Texts, compose};
use super::error::LoadError;
use super::folder::document;

/// A definition with one of everything that others refer to.
const PIPELINE: &str = r#"id      = "small"
period  = "year"
periods = ["2023"]
title   = { vi = "Báo cáo", en = "Report" }
groups  = ["level", "type"]

[submission]
branch = [{ right_of = "Đơn vị báo cáo" }, { file_name = '^(?<code>[A-Z]{2}\d{2})' }]
period = [{ title = 'năm (?<year>\d{4})' }]

[[measure]]
id    = "plan"
label = "Kế hoạch"

[[sheet]]
id    = "report"
named = ["Biểu 1"]
label = ["Nội dung"]
value = ["Kết quả"]
plan  = ["Kế hoạch"]

[[indicator]]
id      = "members"
label   = { vi = "Số đoàn viên", en = "Members" }
kind    = "count"
unit    = "người"

[[indicator]]
id      = "trees"
label   = { vi = "Cây xanh trồng mới", en = "Trees" }
aliases = ["Trồng cây", "Hoà bình"]
kind    = "count"
unit    = "cây"

[[indicator]]
id       = "value"
label    = { vi = "Trị giá", en = "Value" }
kind     = "money"
unit     = "đồng"
asked_in = "triệu đồng"

[[indicator]]
id    = "model"
label = "Mô hình"
kind  = "text"
"#;

const BRANCHES: &str = "\
code,name,aliases,type,sector,level,parent,members,contact,opened,closed,due,predecessors
KH00,Đoàn khối,Khối;Đoàn khối tỉnh,,,bloc,,,,,,,
CS01,Đoàn Sở Y tế,,Đoàn cơ sở,y tế,grassroots,KH00,120,an@example.vn,2010-01-01,,2023-12-05,CS90;CS91
CS02,\"Chi đoàn Báo, Đài\",Báo; Đài,Chi đoàn cơ sở,,grassroots,KH00,35,,,2023-06-30,,
";

const PUBLISHED: &str = "\
period,group,indicator,value,bound,announced_in,source
2023,all,members,155,exact,1,155 đoàn viên
2023,level=grassroots,value,720000000,at_least,1000000,trên 720 triệu
";

/// Three texts as a definition.
fn load(pipeline: &str, branches: &str, published: &str) -> Result<Definition, LoadError> {
    let text = |name: &str, text: &str| document(format!("small/{name}"), text.as_bytes()).ok();
    let texts = Texts {
        pipeline: text("pipeline.toml", pipeline),
        branches: text("branches.csv", branches),
        published: text("published.csv", published),
        accepted: None,
        corrections: None,
    };
    compose(&texts).map_err(|problems| LoadError { folder: "small".to_owned(), problems })
}

/// The definition of this file with one passage replaced by another, which must be there.
fn changed(file: &str, from: &str, to: &str) -> Result<Definition, LoadError> {
    let change = |name: &str, text: &str| {
        assert!(name != file || text.contains(from), "`{from}` is not in {file}");
        if name == file { text.replacen(from, to, 1) } else { text.to_owned() }
    };
    load(
        &change("pipeline.toml", PIPELINE),
        &change("branches.csv", BRANCHES),
        &change("published.csv", PUBLISHED),
    )
}

/// What the loader says of a change, one line a problem.
fn told(file: &str, from: &str, to: &str) -> String {
    changed(file, from, to).err().map_or_else(|| "nothing\n".to_owned(), |error| error.plain())
}
