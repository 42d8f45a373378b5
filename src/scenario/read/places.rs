//! Where and with what people work: rooms and interpreters, planned slots, files and sites.

use super::{Desk, look_up, look_up_all};
use crate::{
    model::{
        num::{Num, Spread},
        resource::{Resource, Slot},
        site::Site,
        staff::Pool,
        supervision::Scope,
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

pub(super) fn read_sites(root: &Section<'_>) -> Vec<Site> {
    let read = |(name, section): (String, Section<'_>)| {
        let says =
            section.text(&Key::new("says").help("shown to people instead of the name")).unwrap_or_else(|| name.clone());
        let seats = section.count(
            &Key::new("seats")
                .unit("people")
                .at_least(0.0)
                .at_most(100_000.0)
                .default("enough for everybody")
                .help("desks or accounts; who finds none on the first day waits outside, and is paid"),
        );
        section.finish();
        Site { name, says, seats }
    };
    root.tables("site").into_iter().map(read).collect()
}

/// Where the people of a pool sit, and how many cases of their own they may have.
pub(super) fn read_place(desk: &Desk<'_>, section: &Section<'_>, pool: &mut Pool) {
    let site_key = Key::new("site").help("where these people sit");
    if let Some((name, place)) = section.placed_text(&site_key) {
        pool.site = look_up(section, "site", &desk.lexicon.sites, &name, place);
    }
    let most = section.count(
        &Key::new("caseload_at_most")
            .unit("cases")
            .at_least(1.0)
            .at_most(100_000.0)
            .default("no limit")
            .help("open cases that one of these people owns at one time; at the limit no new one is taken"),
    );
    if let Some(most) = most {
        let stages = desk.tree.get("stage").and_then(|node| node.as_table());
        let has_owners = stages.is_some_and(|all| {
            all.iter().any(|entry| entry.node.as_table().is_some_and(|stage| stage.contains("owner")))
        });
        if !has_owners {
            section.push(
                Problem::error(
                    "E439",
                    format!("`{}` limits cases that nobody owns", section.path_of("caseload_at_most")),
                )
                .at(section.place_of("caseload_at_most"))
                .help("write owner = true at the stages where a case comes back to the same worker"),
            );
        }
        pool.caseload_at_most = Some(most);
    }
    section.misnamed(
        "seats",
        "site",
        "seats stand at the site: [site.some-name] with seats = …, and site = \"some-name\" here",
    );
}

/// What a stage says about who has a file.
pub(super) struct FileRules {
    pub(super) read_in_share: Num,
    pub(super) read_in_error: Num,
    pub(super) read_in_hours: Num,
    pub(super) site_handover_hours: Num,
    pub(super) transfer_days: Option<Spread>,
    pub(super) has_owners: bool,
}

pub(super) fn read_files(section: &Section<'_>) -> FileRules {
    let hours = |name: &'static str, help: &'static str| {
        section.number_or(&Key::new(name).unit("hours").at_least(0.0).at_most(1_000.0).default("0").help(help), 0.0)
    };
    let read_in_share = section.share_or(
        &Key::new("read_in_share")
            .default("1")
            .help("share of all hours of reading in that is taken; the rest is left out"),
        1.0,
    );
    let read_in_error = section.number_or(
        &Key::new("read_in_error")
            .at_least(1.0)
            .at_most(100.0)
            .default("1")
            .help("what errors are multiplied by when nothing is read; in proportion to what is left out"),
        1.0,
    );
    if read_in_share.min_value() < 1.0 && !section.has("read_in_error") {
        let message = format!("`{}` looks free: nobody said what it costs", section.path_of("read_in_share"));
        let help = "write read_in_error = { low = 1, likely = 1.2, high = 2 }: errors, times, when nothing is read";
        section.push(Problem::warning("W507", message).at(read_in_share.place).help(help));
    }
    FileRules {
        read_in_share,
        read_in_error,
        read_in_hours: hours("read_in_hours", "to read into a file on which somebody else worked at an earlier stage"),
        site_handover_hours: hours(
            "site_handover_hours",
            "on top of it, or of `handover_hours`, when that was at another site",
        ),
        transfer_days: section.variability(
            &Key::new("transfer_days")
                .unit("calendar days")
                .at_least(0.0)
                .at_most(3_650.0)
                .size_may_be_uncertain()
                .help("on which a file travels that lies at a site where nobody may do this stage"),
        ),
        has_owners: section
            .boolean(
                &Key::new("owner").default("false").help(
                    "a case that comes here again, or from another such stage, goes to the worker who took it first",
                ),
            )
            .unwrap_or(false),
    }
}

/// How much longer answers from another site take, and whether there are sites to ask by.
pub(super) fn read_remote_factor(desk: &Desk<'_>, section: &Section<'_>, scope: Scope) -> Num {
    let factor = section.number_or(
        &Key::new("remote_factor")
            .at_least(0.1)
            .at_most(100.0)
            .default("1")
            .help("how many times as long an answer takes from another site"),
        1.0,
    );
    let is_by_site = scope == Scope::Site || section.has("remote_factor");
    if is_by_site && desk.lexicon.sites.is_empty() {
        let key = if scope == Scope::Site { "scope" } else { "remote_factor" };
        section.push(
            Problem::error("E439", format!("`{}` is about sites, and there are none", section.path_of(key)))
                .at(section.place_of(key))
                .help("write [site.some-name], and site = \"some-name\" at each pool"),
        );
    }
    factor
}
