//! Names of files that would be calculated, obeyed, misread, or lead out of a folder.

use super::Verdict::{Right, Stray};
use super::form::Xlsx;
use super::{Hostile, hostile};

const NAMES: [&str; 32] = [
    "=cmd|' !A0.xlsx",
    "=HYPERLINK(\"http:x\").xlsx",
    "+1.xlsx",
    "-2+3.xlsx",
    "@SUM(A1).xlsx",
    "'=1.xlsx",
    "＝1.xlsx",
    "\t=1.xlsx",
    "\n=1.xlsx",
    "line\nbreak.xlsx",
    "line\r\nbreak.xlsx",
    "cr\r=1.xlsx",
    "\u{1b}[31mred.xlsx",
    "\u{1b}]0;title\u{7}.xlsx",
    "\u{9b}2J.xlsx",
    "back\u{8}\u{8}space.xlsx",
    "delete\u{7f}.xlsx",
    "next\u{85}line.xlsx",
    "bidi \u{202e}xslx.exe.xlsx",
    "isolate \u{2066}x\u{2069}.xlsx",
    "mark \u{200f}\u{61c}.xlsx",
    "separator \u{2028}\u{2029}.xlsx",
    "\u{feff}bom.xlsx",
    "a\\..\\..\\etc\\passwd.xlsx",
    "%2e%2e%2f%2e%2e%2fpasswd.xlsx",
    "C:\\CON.xlsx",
    "a,b\"c;d.xlsx",
    "$(reboot) `reboot`.xlsx",
    "--help.xlsx",
    "<script>alert(1)<.xlsx",
    "folder\n=1/=1+1/\u{202e}x.xlsx",
    " blank .xlsx",
];

pub fn table() -> Vec<Hostile> {
    let report = |at: usize| Xlsx::rows(&format!("<row r='{}'/>", at + 40)).bytes();
    let mut files: Vec<Hostile> =
        (0..).zip(NAMES).map(|(at, name)| hostile(name, report(at), Right(&[]))).collect();
    let long = format!("{}ữ.xlsx", "x".repeat(247));
    files.push(hostile(&long, report(NAMES.len()), Right(&[])));
    for name in
        ["~$A01.xlsx", ".DS_Store", "Thumbs.db", "desktop.ini", "A01.xlsx.tmp", ".hidden/A01.xlsx", "..xlsx"]
    {
        files.push(hostile(name, report(0), Stray));
    }
    files
}
