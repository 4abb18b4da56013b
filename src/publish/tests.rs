//! Whole files of a small outcome.

use super::sample::{definition, info, outcome};
use super::{PublishError, Published, Target, descriptions, open};
use crate::pipeline::Dialect;
use std::error::Error;
use std::fs;
use std::path::Path;

type Tested = Result<(), Box<dyn Error>>;

/// Publishes the sample.
fn published(out: &Path, dialect: Dialect) -> Result<Published, PublishError> {
    open(&Target::new(out))?.publish(&definition(dialect), &outcome(), &info())
}

/// A table with its line ends made plain, once they are known to be right.
fn table(name: &str, dialect: Dialect) -> Result<String, Box<dyn Error>> {
    let out = tempfile::tempdir()?;
    let run = published(out.path(), dialect)?;
    let text = fs::read_to_string(run.current.join(name))?;
    assert!(text.ends_with("\r\n"));
    Ok(text.replace("\r\n", "\n"))
}

#[test]
fn totals_are_written_whole() -> Tested {
    insta::assert_snapshot!(table("totals.csv", Dialect::Plain)?, @r#"
period,group,indicator,measure,breakdown,label_vi,label_en,unit,value,bound,branches_expected,branches_reported,branches_missing,branches_zero,coverage_size_pct,values_excluded,min,median,max,previous,change_pct,estimated,plan,plan_pct,value_if_flagged_were_zero,value_as_suggested,errors,warnings,published,published_bound,matches_published
2023,all,units,actual,,Số cơ sở,Units,đơn vị,2,at_least,2,1,1,0,50.5,1,2,2,2,,,,,,0,2,0,1,2,exact,true
2023,all,gifts_value,actual,,Trị giá quà tặng,Value of gifts,đồng,1250.5,at_least,2,1,1,0,50.5,1,1250.5,1250.5,1250.5,,,,,,0,1250.5,0,1,1250.5,exact,false
2023,all,launch_date,actual,,Ngày ra quân,Launch,,,,2,0,1,0,50.5,1,,,,,,,,,0,,0,1,,,
"#);
    Ok(())
}

#[test]
fn figures_by_branch_are_written_whole() -> Tested {
    insta::assert_snapshot!(table("by_branch.csv", Dialect::Plain)?, @r#"
period,branch,indicator,measure,breakdown,branch_name,branch_type,sector,value,bound,unit,share_of_total,per_member,previous,change_pct,worst_severity,flags
2023,SN01,gifts_value,actual,,Sở Nội vụ,Chi đoàn,,1,exact,đồng,33.3,-0.5,,,warning,1
2023,NH02,gifts_value,actual,,"'=Ngân hàng; ""Bắc Á""",Chi đoàn,,,,đồng,,,,,,0
"#);
    Ok(())
}

#[test]
fn facts_of_every_opened_file_are_written_and_those_of_the_register() -> Tested {
    insta::assert_snapshot!(table("facts.csv", Dialect::Plain)?, @r#"
fact,submission,branch,period,indicator,measure,breakdown,value,bound,unit,raw,origin,cell_kind,unit_reported,multiplier,source_file,sheet,cell,header,label,transforms,included
0a0a0a0a0a0a!Biểu 1!D7,0a0a0a0a0a0a,SN01,2023,gifts_value,actual,,1250500,at_least,đồng,"trên 1,2505",reported,text,triệu đồng,1000000,a/SN01.xlsx,Biểu 1,D7,Kết quả,'@Nhãn,decimal-comma;approximate,true
0a0a0a0a0a0a!Biểu 1!D7#2,0a0a0a0a0a0a,SN01,2023,gifts_value,plan,,,,đồng,'-,reported,text,,1,a/SN01.xlsx,Biểu 1,D7,Kết quả,'@Nhãn,,false
0a0a0a0a0a0a!Biểu 1!D8,0a0a0a0a0a0a,SN01,2023,launch_date,actual,,,,,2023-03-05,reported,text,,1,a/SN01.xlsx,Biểu 1,D8,Kết quả,'@Nhãn,,true
0a0a0a0a0a0a!Biểu 1!D9,0a0a0a0a0a0a,SN01,2023,model,actual,,,,,"'=Xanh, ""sạch""
đẹp",reported,text,,1,a/SN01.xlsx,Biểu 1,D9,Kết quả,'@Nhãn,,true
0b0b0b0b0b0b!Biểu 1!D7,0b0b0b0b0b0b,SN01,2023,gifts_value,actual,,1250500,at_least,đồng,"trên 1,2505",reported,text,triệu đồng,1000000,b/-SN01 (2).xls,Biểu 1,D7,Kết quả,'@Nhãn,decimal-comma;approximate,false
0b0b0b0b0b0b!Biểu 1!D7#2,0b0b0b0b0b0b,SN01,2023,gifts_value,plan,,,,đồng,'-,reported,text,,1,b/-SN01 (2).xls,Biểu 1,D7,Kết quả,'@Nhãn,,false
0b0b0b0b0b0b!Biểu 1!D8,0b0b0b0b0b0b,SN01,2023,launch_date,actual,,,,,2023-03-05,reported,text,,1,b/-SN01 (2).xls,Biểu 1,D8,Kết quả,'@Nhãn,,false
0b0b0b0b0b0b!Biểu 1!D9,0b0b0b0b0b0b,SN01,2023,model,actual,,,,,"'=Xanh, ""sạch""
đẹp",reported,text,,1,b/-SN01 (2).xls,Biểu 1,D9,Kết quả,'@Nhãn,,false
branches.csv!units!SN01,,SN01,2023,units,actual,,1,exact,đơn vị,,register,,,,branches.csv,,line 2,,,,true
branches.csv!units!NH02,,NH02,2023,units,actual,,1,exact,đơn vị,,register,,,,branches.csv,,line 3,,,,true
"#);
    Ok(())
}

#[test]
fn flags_are_written_whole() -> Tested {
    insta::assert_snapshot!(table("flags.csv", Dialect::Plain)?, @r#"
flag,check,severity,scope,branch,period,indicator,submission,source_file,sheet,cell,found,expected,lower,upper,score,threshold,sample,suggested,impact_pct,message_vi,message_en,status,accepted_by,accepted_reason,toml
f-branch-missing,branch-missing,warning,branch,NH02,2023,,,,,,'+84 912,2023,,,,,,,,Đơn vị chưa có báo cáo hợp lệ cho kỳ 2023. Hãy liên hệ: +84 912.,The branch has no accepted report for 2023. Contact: +84 912.,open,,,
f-fraction-in-count,fraction-in-count,warning,cell,SN01,2023,gifts_value,0a0a0a0a0a0a,a/SN01.xlsx,Biểu 1,D7,3.25,,,,,,,3250,12.5,"Số đếm có phần lẻ: 3,25. Có thể là 3.250. Giá trị chưa được tính; hãy sửa lại.","A count with a fraction: 3.25. Probably 3,250. It does not count; correct it.",open,,,
"#);
    Ok(())
}

#[test]
fn submissions_are_written_whole() -> Tested {
    insta::assert_snapshot!(table("submissions.csv", Dialect::Plain)?, @r#"
submission,source_file,sheet,sha256,bytes,branch,matched_by,period,template_version,status,superseded_by,facts,cells_read,cells_ignored,errors,warnings,reason
0a0a0a0a0a0a,a/SN01.xlsx,,abababababababababababababababababababababababababababababababab,4096,SN01,right_of:exact,2023,03-BC/2023,accepted_with_warnings,,4,14,1,0,1,
0b0b0b0b0b0b,b/-SN01 (2).xls,,abababababababababababababababababababababababababababababababab,4096,SN01,right_of:exact,2023,,superseded,0a0a0a0a0a0a,4,14,1,0,0,resubmission
0c0c0c0c0c0c,c/~$SN01.xlsx,,,4096,,,,,stray,,0,0,0,0,0,
"#);
    Ok(())
}

#[test]
fn completeness_is_written_whole() -> Tested {
    insta::assert_snapshot!(table("completeness.csv", Dialect::Plain)?, @r#"
period,branch,contact,expected,received,received_at,due_at,on_time,indicators_expected,indicators_reported,status
2023,SN01,ngan@so.vn,true,true,2023-12-01,2023-12-10,true,4,3,reported
2023,NH02,'+84 912,true,false,,2023-12-10,,4,0,missing
"#);
    Ok(())
}

#[test]
fn the_manifest_is_written_whole() -> Tested {
    let out = tempfile::tempdir()?;
    let run = published(out.path(), Dialect::Plain)?;
    insta::assert_snapshot!("manifest", fs::read_to_string(run.current.join("manifest.json"))?);
    Ok(())
}

#[test]
fn the_data_package_is_written_whole() -> Tested {
    let out = tempfile::tempdir()?;
    let run = published(out.path(), Dialect::Plain)?;
    insta::assert_snapshot!("datapackage", fs::read_to_string(run.current.join("datapackage.json"))?);
    Ok(())
}

#[test]
fn the_dialect_of_excel_has_a_byte_order_mark() -> Tested {
    let plain = table("totals.csv", Dialect::Plain)?;
    assert_eq!(table("totals.csv", Dialect::Excel)?, format!("\u{feff}{plain}"));
    Ok(())
}

#[test]
fn the_dialect_of_vietnamese_excel_has_semicolons_and_decimal_commas() -> Tested {
    insta::assert_snapshot!(table("by_branch.csv", Dialect::ExcelVi)?.trim_start_matches('\u{feff}'), @r#"
period;branch;indicator;measure;breakdown;branch_name;branch_type;sector;value;bound;unit;share_of_total;per_member;previous;change_pct;worst_severity;flags
2023;SN01;gifts_value;actual;;Sở Nội vụ;Chi đoàn;;1;exact;đồng;33,3;-0,5;;;warning;1
2023;NH02;gifts_value;actual;;"'=Ngân hàng; ""Bắc Á""";Chi đoàn;;;;đồng;;;;;;0
"#);
    Ok(())
}

#[test]
fn the_same_input_gives_the_same_bytes_in_all_but_the_manifest() -> Tested {
    let (one, two) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let first = published(one.path(), Dialect::Plain)?;
    let mut later = info();
    later.finished = jiff::Timestamp::from_second(1_800_000_000)?;
    let second = open(&Target::new(two.path()))?.publish(&definition(Dialect::Plain), &outcome(), &later)?;
    let mut names: Vec<_> =
        fs::read_dir(&first.run)?.map(|e| e.map(|e| e.file_name())).collect::<Result<_, _>>()?;
    names.sort();
    assert_eq!(names.len(), 9);
    for name in names.iter().filter(|name| *name != "manifest.json") {
        assert_eq!(fs::read(first.run.join(name))?, fs::read(second.run.join(name))?, "{name:?}");
    }
    assert_ne!(fs::read(first.run.join("manifest.json"))?, fs::read(second.run.join("manifest.json"))?);
    Ok(())
}

/// The columns as the documentation of the outputs has them: key first.
#[test]
fn the_columns_are_those_of_the_documentation() {
    let documented = [
        (
            "totals",
            "period, group, indicator, measure, breakdown · label_vi, label_en, unit, value, bound, branches_expected, branches_reported, branches_missing, branches_zero, coverage_size_pct, values_excluded, min, median, max, previous, change_pct, estimated, plan, plan_pct, value_if_flagged_were_zero, value_as_suggested, errors, warnings, published, published_bound, matches_published",
        ),
        (
            "by_branch",
            "period, branch, indicator, measure, breakdown · branch_name, branch_type, sector, value, bound, unit, share_of_total, per_member, previous, change_pct, worst_severity, flags",
        ),
        (
            "facts",
            "fact · submission, branch, period, indicator, measure, breakdown, value, bound, unit, raw, origin, cell_kind, unit_reported, multiplier, source_file, sheet, cell, header, label, transforms, included",
        ),
        (
            "flags",
            "flag · check, severity, scope, branch, period, indicator, submission, source_file, sheet, cell, found, expected, lower, upper, score, threshold, sample, suggested, impact_pct, message_vi, message_en, status, accepted_by, accepted_reason, toml",
        ),
        (
            "submissions",
            "submission · source_file, sheet, sha256, bytes, branch, matched_by, period, template_version, status, superseded_by, facts, cells_read, cells_ignored, errors, warnings, reason",
        ),
        (
            "completeness",
            "period, branch · contact, expected, received, received_at, due_at, on_time, indicators_expected, indicators_reported, status",
        ),
        (
            "revisions",
            "period, branch, indicator, measure, breakdown · unit, value_before, value, change, change_pct, reason, submission_before, submission, run_before",
        ),
        (
            "records",
            "record, column · submission, branch, period, source_file, sheet, row, form, value, included",
        ),
    ];
    let described: Vec<_> = descriptions()
        .iter()
        .map(|table| {
            let names = |is_key: bool| {
                let columns = table.columns.iter().filter(|column| column.is_key == is_key);
                columns.map(|column| column.name).collect::<Vec<_>>().join(", ")
            };
            (table.name, format!("{} · {}", names(true), names(false)))
        })
        .collect();
    for ((name, columns), (described_name, described)) in documented.iter().zip(&described) {
        assert_eq!((*name, *columns), (*described_name, described.as_str()));
    }
    assert_eq!(documented.len(), described.len());
    // Keys stand first, in one block.
    for table in descriptions() {
        assert!(table.columns.is_sorted_by_key(|column| !column.is_key), "{}", table.name);
        assert!(table.columns.iter().all(|column| column.meaning.ends_with('.')), "{}", table.name);
    }
}

/// They are written without a look at them.
#[test]
fn headers_and_words_need_no_quotes() {
    let is_plain =
        |word: &str| word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    for column in descriptions().iter().flat_map(|table| &table.columns) {
        assert!(is_plain(column.name), "{}", column.name);
        if let super::ColumnType::Word(words) = column.kind {
            assert!(words.iter().all(|word| is_plain(word)), "{words:?}");
        }
    }
}
