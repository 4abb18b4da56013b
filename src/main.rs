//! The program `tonghop`: see `tonghop --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    tonghop::cli::main()
}
