//! The definitions that workbooks are read under: those of the repository, and one that has every key of the format.

use std::io::{Error, ErrorKind};
use std::path::Path;
use std::sync::OnceLock;
use tonghop::identify::Identifier;
use tonghop::locate::Lexicon;
use tonghop::pipeline::{Definition, Limits, load, load_files};

/// The definition with every key, which the tests of the loader use.
pub const EVERY_KEY: &str = include_str!("../../src/pipeline/tests/every_key.toml");

/// Its register.
pub const BRANCHES: &str = "\
code,name,aliases,type,sector,level,parent,members,contact,opened,closed,due,predecessors
KH00,Đoàn khối,Khối;Đoàn khối tỉnh,,,bloc,,,,,,,
CS01,Đoàn Sở Y tế,,Đoàn cơ sở,y tế,grassroots,KH00,120,an@example.vn,2010-01-01,,2023-12-05,CS90;CS91
CS02,\"Chi đoàn Báo, Đài\",Báo; Đài,Chi đoàn cơ sở,,grassroots,KH00,35,,,2023-06-30,,
";

/// A definition and what is made of it once a run.
pub struct Known {
    /// The reading half, indexed.
    pub lexicon: Lexicon,
    /// The register, indexed.
    pub identifier: Identifier<'static>,
}

/// Limits under which no input takes long: the fuzzer finds the largest work that they allow, and does it ten thousand times.
pub fn limits() -> Limits {
    Limits { file_bytes: 1 << 20, inflated_bytes: 4 << 20, cells: 20_000, sheets: 20, ..Limits::default() }
}

/// One of the definitions.
pub fn known(choice: usize) -> &'static Known {
    static ALL: OnceLock<Vec<Known>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../pipelines");
        let of_name = |name| load(&folder.join(name)).map_err(|error| error.plain()).unwrap();
        let mut definitions: Vec<Definition> =
            ["doan-khoi", "clinic-monthly", "bank-monthly"].map(of_name).into();
        definitions.push(every_key());
        definitions.into_iter().map(Known::of).collect()
    });
    &all[choice % all.len()]
}

fn every_key() -> Definition {
    let file = |name: &str| match name {
        "pipeline.toml" => Ok(EVERY_KEY.into()),
        "branches.csv" => Ok(BRANCHES.into()),
        _ => Err(Error::from(ErrorKind::NotFound)),
    };
    load_files(Path::new("every-key"), file).map_err(|error| error.plain()).unwrap()
}

impl Known {
    fn of(mut definition: Definition) -> Self {
        definition.reading.limits = limits();
        let definition: &'static Definition = Box::leak(Box::new(definition));
        Self {
            lexicon: Lexicon::new(definition.reading.clone()),
            identifier: Identifier::new(definition, None),
        }
    }
}
