//! `surgecap man`: one page for the program and all its commands.

use clap::CommandFactory;
use clap_mangen::Man;

use super::{Done, Failure, answer, args::Cli};

pub(super) fn man() -> Result<Done, Failure> {
    let failed = |why: std::io::Error| Failure::Io(format!("could not write the manual: {why}"));
    let mut program = Cli::command();
    program.build();
    let mut page = Vec::new();
    let whole = Man::new(program.clone());
    for part in [Man::render_title, Man::render_name_section, Man::render_synopsis_section] {
        part(&whole, &mut page).map_err(failed)?;
    }
    whole.render_description_section(&mut page).map_err(failed)?;
    for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
        let name = command.get_name();
        page.extend(format!(".SH \"SURGECAP {}\"\n", name.to_uppercase()).bytes());
        let one = Man::new(command.clone());
        // The parts of a page of its own, as paragraphs of this one.
        let mut part = Vec::new();
        one.render_description_section(&mut part).map_err(failed)?;
        one.render_synopsis_section(&mut part).map_err(failed)?;
        one.render_options_section(&mut part).map_err(failed)?;
        one.render_extra_section(&mut part).map_err(failed)?;
        let part = String::from_utf8_lossy(&part).replace(".SH DESCRIPTION\n", "").replace(".SH ", ".SS ");
        page.extend(part.bytes());
    }
    whole.render_extra_section(&mut page).map_err(failed)?;
    answer(&String::from_utf8_lossy(&page))
}
