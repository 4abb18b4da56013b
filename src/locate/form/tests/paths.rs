//! Labels over several columns, the same label under several sections, marks around labels.

use super::{NONE, counts, definition, merged, of, sheet};
use crate::pipeline::Definition;

const EN: &str = "label = [\"Item\"]\nvalue = [\"Actual\"]";

fn staff() -> Definition {
    let indicators = [
        "clinic_staff = Clinics › Staff",
        "clinic_rent = Clinics › Rent",
        "ward_staff = Hospitals › Wards › Staff",
        "lab_staff = Hospitals › Laboratories › Staff",
        "staff = Staff",
    ];
    definition("en", &counts(EN, &indicators))
}

#[test]
fn labels_are_spread_over_columns_by_their_level() {
    let drawn = "Item | | | Actual\nClinics\n| Staff | | #1\n| Rent | | #2\nHospitals\n| Wards\n| | Staff | #3\n| Laboratories\n| | Staff | #4\nStaff | | | #10";
    let (counted, flags) = of(&staff(), sheet(drawn));
    assert_eq!(
        counted,
        ["clinic_staff = 1", "clinic_rent = 2", "ward_staff = 3", "lab_staff = 4", "staff = 10"]
    );
    assert_eq!(flags, NONE);
}

#[test]
fn each_level_may_have_a_header_of_its_own() {
    let definition = definition(
        "en",
        &counts(
            "label = [\"Group\", \"Item\"]\nvalue = [\"Actual\"]",
            &["a = Clinics › Staff", "b = Wards › Staff"],
        ),
    );
    let (counted, flags) =
        of(&definition, sheet("Group | Item | Actual\nClinics | Staff | #1\nWards | Staff | #2"));
    assert_eq!(counted, ["a = 1", "b = 2"]);
    assert_eq!(flags, NONE);
}

#[test]
fn blanks_before_labels_are_levels() {
    let drawn = "Item | Actual\nClinics |\n~~Staff | #1\nHospitals |\n~~Wards |\n~~~~Staff | #3\n~~Laboratories |\n~~~~Staff | #4\nStaff | #10";
    let (counted, flags) = of(&staff(), sheet(drawn));
    assert_eq!(counted, ["clinic_staff = 1", "ward_staff = 3", "lab_staff = 4", "staff = 10"]);
    assert_eq!(flags, NONE);
}

#[test]
fn numbering_beside_the_labels_is_a_level() {
    let indicators = ["a = Thu › Lương", "b = Chi › Lương"];
    let definition = definition("vi", &counts("label = [\"Nội dung\"]\nvalue = [\"Kết quả\"]", &indicators));
    let drawn = "TT | Nội dung | Kết quả\nI | Thu |\n#1 | Lương | #5\nII | Đơn vị khác |\n#1 | Lương | #6\nIII | Chi |\n#1 | Lương | #7";
    let (counted, flags) = of(&definition, sheet(drawn));
    assert_eq!(counted, ["a = 5", "b = 7"]);
    assert_eq!(flags, ["label-ambiguous C5 Lương | a; b"]);
}

#[test]
fn an_unknown_heading_without_a_level_closes_nothing() {
    let (counted, _) = of(&staff(), sheet("Item | Actual\nClinics |\nOur own |\nStaff | #1"));
    assert_eq!(counted, ["clinic_staff = 1"]);
}

#[test]
fn a_label_without_its_section_is_flagged() {
    let definition = definition("en", &counts(EN, &["a = Clinics › Staff", "b = Wards › Staff"]));
    let (counted, flags) = of(&definition, sheet("Item | Actual\nStaff | #1"));
    assert_eq!(counted, NONE);
    assert_eq!(flags, ["label-ambiguous B2 Staff | a; b"]);
}

#[test]
fn a_subheading_has_the_section_that_it_stands_in() {
    let indicators = ["a = Thu › Lương › Nam", "b = Chi › Lương › Nam", "c = Chi › Thuê › Nam"];
    let definition = definition("vi", &counts("label = [\"Nội dung\"]\nvalue = [\"Kết quả\"]", &indicators));
    let drawn = "Nội dung | Kết quả\nI. THU (người) |\n1. Lương: |\n- Nam | #1\nII. CHI |\n1. Lương |\n- Nam | #2\n2. Thuê |\n- Nam | #3";
    assert_eq!(of(&definition, sheet(drawn)).0, ["a = 1", "b = 2", "c = 3"]);
}

#[test]
fn a_section_title_stands_left_of_the_labels() {
    let drawn =
        "No. | Item | Actual\nI. Clinics | |\n#1 | Staff | #1\nII. Hospitals | |\nWards | |\n#1 | Staff | #2";
    assert_eq!(of(&staff(), merged(drawn, &["A2:C2", "A4:C4"])).0, ["clinic_staff = 1", "ward_staff = 2"]);
}

#[test]
fn marks_around_a_label_are_not_its_words() {
    let definition = definition("en", &counts(EN, &["a = Landaff", "b = Lyman", "c = Orford"]));
    for (one, two, three) in [
        ("Landaff*", "1.1 Lyman ....", "a) Orford:"),
        ("- Landaff (*)", "(iv) Lyman…", "…… Orford ¹"),
        ("+ Landaff **", "iv) LYMAN______", "~~~• Orford †"),
    ] {
        let drawn = format!("Item | Actual\n{one} | #1\n{two} | #2\n{three} | #3");
        let (counted, flags) = of(&definition, sheet(&drawn));
        assert_eq!(counted, ["a = 1", "b = 2", "c = 3"], "{drawn}");
        assert_eq!(flags, NONE, "{drawn}");
    }
}

#[test]
fn a_row_of_another_section_is_not_taken_for_the_one_that_is_in_its_own() {
    let definition = definition("en", &counts(EN, &["a = Clinics › Staff"]));
    let drawn = "Item | Actual\nI. Clinics |\n1. Staff | #1\nII. Hospitals |\n1. Staff | #2";
    let (counted, flags) = of(&definition, sheet(drawn));
    assert_eq!(counted, ["a = 1"]);
    assert_eq!(flags, ["label-unknown B5 Hospitals › 1. Staff | Clinics › 1. Staff"]);
}
