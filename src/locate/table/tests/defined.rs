//! Records as a definition's text declares them.

use super::bench::*;
use crate::pipeline::load;
use std::error::Error;

const PIPELINE: &str = r#"
id     = "t"
title  = "T"
period = "month"

[submission]
branch = [{ column = "branch" }]
period = [{ column = "day" }]

[[dimension]]
id       = "flow"
label    = { vi = "Loại", en = "Kind" }
category = [{ id = "in", label = { vi = "Gửi tiền", en = "Deposit" } }, { id = "out", label = { vi = "Rút tiền", en = "Withdrawal" } }]

[[sheet]]
id          = "ledger"
layout      = "table"
keep        = true
total_words = ["Luỹ kế"]
column = [
  { id = "branch", header = ["Chi nhánh"], fill_down = true },
  { id = "day",    header = ["Ngày"] },
  { id = "kind",   header = ["Loại"], dimension = "flow" },
  { id = "amount", header = ["Số tiền > Nợ", "Nợ"] },
]

[[indicator]]
id    = "moved"
label = { vi = "Số tiền", en = "Money" }
kind  = "money"
unit  = "đồng"
from  = { sheet = "ledger", sum = "amount", by = ["kind"] }

[[indicator]]
id    = "deposits"
label = { vi = "Số lần gửi", en = "Deposits" }
kind  = "count"
unit  = "lần"
from  = { sheet = "ledger", count = true, where = { kind = ["Gửi tiền"] } }
"#;

#[test]
fn a_definition_becomes_facts() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("pipeline.toml"), PIPELINE)?;
    std::fs::write(folder.path().join("branches.csv"), "code,name\nA1,Hà Nội\nA2,Huế\n")?;
    let reading = load(folder.path()).map_err(|error| error.plain())?.reading;
    let batch = of(
        &reading,
        "Chi nhánh | Ngày | Loại | Số tiền |\n | | | Nợ | Có\nHà Nội | 5/1/2024 | Gửi tiền | #5\n | 6/1/2024 | out | #6\nHuế | 7/1/2024 | Gửi tiền | #7\nHuế | @45350 | Gửi tiền | #8\nLuỹ kế | | | #26",
    );
    assert_eq!(
        values(&reading, &batch),
        [
            "deposits{1}=1",
            "deposits{2}=1",
            "deposits{3}=1",
            "moved[flow=in]{1}=5",
            "moved[flow=in]{2}=7",
            "moved[flow=in]{3}=8",
            "moved[flow=out]{1}=6"
        ]
    );
    assert_eq!(flags(&batch), [""; 0]);
    let told: Vec<&str> = batch.candidates.iter().map(|candidate| &*candidate.text).collect();
    assert_eq!(told, ["Hà Nội", "2024-01", "Huế", "2024-01", "Huế", "2024-02"]);
    assert_eq!(batch.records.len(), 4);
    Ok(())
}
