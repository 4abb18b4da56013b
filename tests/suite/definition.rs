//! The definition that most tests use: two units under one parent, one sheet, an indicator of each kind.

/// `pipeline.toml`.
pub const PIPELINE: &str = r##"id      = "office"
period  = "year"
periods = ["2023"]
title   = { vi = "Báo cáo", en = "Report" }
groups  = ["type"]

[submission]
branch    = [{ right_of = "Đơn vị báo cáo" }, { file_name = '^(?<code>[A-Z]\d{2})' }]
period    = [{ title = '(?i)(?<period>năm \d{4})' }, { folder = '(?<year>20\d{2})' }]
date      = [{ right_of = "Ngày báo cáo" }]
version   = [{ file_name = '(?i)lần (?<version>\d+)' }]
template  = [{ title = 'Mẫu (?<template>\d{2}-BC)' }]
templates = ["01-BC", "02-BC"]
due       = "2023-12-10"

[[measure]]
id    = "plan"
label = { vi = "Kế hoạch", en = "Plan" }

[[sheet]]
id    = "report"
named = ["Biểu 1"]
label = ["Nội dung"]
code  = ["Mã số"]
unit  = ["ĐVT"]
value = ["Kết quả"]
plan  = ["Kế hoạch"]

[[indicator]]
id    = "members"
code  = "01"
label = { vi = "Số đoàn viên", en = "Members" }
kind  = "count"
unit  = "người"
parts_are_complete = true

[[indicator]]
id      = "men"
label   = { vi = "Đoàn viên nam", en = "Men" }
kind    = "count"
unit    = "người"
part_of = "members"

[[indicator]]
id      = "women"
label   = { vi = "Đoàn viên nữ", en = "Women" }
kind    = "count"
unit    = "người"
part_of = "members"

[[indicator]]
id      = "trees"
code    = "02"
label   = { vi = "Cây xanh trồng mới", en = "Trees planted" }
aliases = ["Trồng cây"]
kind    = "count"
unit    = "cây"

[[indicator]]
id    = "roads"
label = { vi = "Số cây đường", en = "Road trees" }
kind  = "count"
unit  = "cây"

[[indicator]]
id    = "poplars"
label = { vi = "Số cây dương", en = "Poplars" }
kind  = "count"
unit  = "cây"

[[indicator]]
id       = "value"
label    = { vi = "Trị giá công trình", en = "Value of works" }
kind     = "money"
unit     = "đồng"
asked_in = "triệu đồng"

[[indicator]]
id    = "share"
label = { vi = "Tỷ lệ tham gia", en = "Share" }
kind  = "ratio"
total = "mean"
max   = 1

[[indicator]]
id    = "launch"
label = { vi = "Ngày ra quân", en = "Launch" }
kind  = "date"

[[indicator]]
id    = "review"
label = { vi = "Ngày tổng kết", en = "Review" }
kind  = "date"

[[indicator]]
id    = "model"
label = { vi = "Mô hình", en = "Model" }
kind  = "text"

[[indicator]]
id    = "pay_a"
label = { vi = "Chi lương", en = "Pay A" }
path  = ["Phòng A"]
kind  = "money"
unit  = "đồng"

[[indicator]]
id    = "rent_b"
label = { vi = "Chi thuê nhà", en = "Rent B" }
path  = ["Phòng B"]
kind  = "money"
unit  = "đồng"
"##;

/// `branches.csv`: the parent reports its own work beside its two units.
pub const BRANCHES: &str = "\
code,name,aliases,type,sector,level,parent,members,contact,opened,closed,due,predecessors
A01,Sở Y tế,,large,,unit,,100,an@example.vn,,,,
A02,Sở Giáo dục,,small,,unit,,50,binh@example.vn,,,,
";

/// `published.csv` without a figure.
pub const PUBLISHED: &str = "period,group,indicator,value,bound,announced_in,source\n";

/// The rows of a report: whose it is, its year, the header, and the rows of the table from row 4 on.
pub fn report(branch: &str, table: &str) -> String {
    format!("Đơn vị báo cáo | {branch}\nBáo cáo năm 2023\nNội dung | ĐVT | Kết quả | Kế hoạch\n{table}")
}
