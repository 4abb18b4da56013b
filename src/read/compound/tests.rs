use super::*;
use crate::read::tests::fixture;

#[test]
fn finds_streams_and_ends_on_circles() {
    let mut bytes = fixture("lo.xls");
    let compound = Compound::open(&bytes).expect("opened");
    assert!(compound.has("workbook") && !compound.has("Book"));
    let stream = compound.stream("Workbook").expect("a stream");
    assert_eq!(u16_at(&stream, 0), Some(0x0809));
    // Every sector follows itself.
    let table = (u32_at(&bytes, 76).expect("a table") as usize + 1) * 512;
    for number in 0..128u32 {
        let at = table + 4 * number as usize;
        bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
    }
    assert!(Compound::open(&bytes).is_none_or(|compound| compound.stream("Workbook").is_none()));
}

#[test]
fn small_streams_lie_in_small_sectors() {
    let bytes = fixture("lo.xls");
    let compound = Compound::open(&bytes).expect("opened");
    let summary = compound.stream("\u{5}SummaryInformation").expect("a stream");
    assert!((summary.len() as u64) < MINI_BELOW);
    assert_eq!(u16_at(&summary, 0), Some(0xFFFE));
}
