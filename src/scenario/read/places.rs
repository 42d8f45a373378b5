//! Where and with what people work: rooms and interpreters, planned slots.

use super::{Desk, look_up_all};
use crate::{
    model::{
        num::Num,
        resource::{Resource, Slot},
    },
    problem::Problem,
    scenario::reader::{Key, Section},
};

pub(super) fn read_resources(root: &Section<'_>) -> Vec<Resource> {
    root.tables("resource").into_iter().map(|(name, section)| read_resource(name, section)).collect()
}

fn read_resource(name: String, section: Section<'_>) -> Resource {
    let says =
        section.text(&Key::new("says").help("shown to people instead of the name")).unwrap_or_else(|| name.clone());
    let capacity = section
        .required_count(
            &Key::new("capacity")
                .unit("rooms or people")
                .at_least(0.0)
                .at_most(100_000.0)
                .help("how many there are; each is of use to one case at a time"),
        )
        .unwrap_or_else(|| Num::known(0.0, section.path_of("capacity")));
    section.later_but("hours", "opening hours", "lower `capacity` by the share of the day on which they are closed");
    section.finish();
    Resource { name, says, capacity }
}

/// What a stage occupies beside its worker, and whether that is kept while the worker waits for an answer.
pub(super) fn read_uses(desk: &Desk<'_>, section: &Section<'_>) -> (Vec<usize>, bool) {
    let key = Key::new("uses").help("resources that a case occupies while it is worked on here, all of them at once");
    let mut uses = look_up_all(section, &key, "resource", &desk.lexicon.resources).unwrap_or_default();
    uses.sort_unstable();
    uses.dedup();
    let keeps = section.boolean(
        &Key::new("holds_while_asking")
            .default("true")
            .help("whether what `uses` names is kept while the worker waits for an answer or answers somebody else"),
    );
    if keeps.is_some() && !section.has("uses") {
        section.push(
            Problem::error("E438", format!("`{}` keeps a room and uses none", section.path_of("holds_while_asking")))
                .at(section.place_of("holds_while_asking"))
                .help("write uses = [\"rooms\"] beside it, or remove the line"),
        );
    }
    if section.has("uses") && section.has("delay_days") && !section.has("effort_hours") {
        section.push(
            Problem::error("E438", format!("`{}` is a delay: it occupies nothing", section.path()))
                .at(section.place_of("uses"))
                .help("rooms are used by stages with `effort_hours` and `by`"),
        );
    }
    (uses, keeps.unwrap_or(true))
}

/// The planned slot of a stage.
pub(super) fn read_slot(section: &Section<'_>) -> Option<Slot> {
    let slot = section.table("slot")?;
    if section.has("delay_days") && !section.has("effort_hours") {
        slot.push(
            Problem::error("E438", format!("`{}` is a delay: nobody is invited there", section.path()))
                .at(slot.place())
                .help("a slot belongs to a stage with `effort_hours` and `by`"),
        );
    }
    let lead_days = slot.required_variability(
        &Key::new("lead_time_days")
            .unit("calendar days")
            .at_least(0.0)
            .at_most(3_650.0)
            .size_may_be_uncertain()
            .help("from planning to the day of the slot; a slot that was lost is planned anew, for another day"),
    );
    let no_show = slot.share_or(
        &Key::new("no_show").default("0").help("share of the slots to which the applicant does not come"),
        0.0,
    );
    let lost_hours = slot.number_or(
        &Key::new("lost_hours")
            .unit("hours")
            .at_least(0.0)
            .at_most(1_000.0)
            .default("0")
            .help("what a worker loses on a slot to which nobody comes"),
        0.0,
    );
    let grace_hours = slot.number(
        &Key::new("grace_hours")
            .unit("office hours")
            .at_least(0.0)
            .at_most(1_000.0)
            .default("to the end of the day")
            .help("after which a slot that no worker or no room could take up is lost"),
    );
    slot.finish();
    Some(Slot { lead_days: lead_days?, no_show, lost_hours, grace_hours })
}
