//! The program; everything is told in [`surgecap::cli`].

fn main() -> std::process::ExitCode {
    surgecap::cli::main()
}
