//! Where and with what people work, in sentences for `check`.

use crate::model::{
    num::Num,
    scenario::{Era, Scenario},
    stage::Stage,
};

/// Rooms, slots, owners and sites of a scenario; nothing where it has none. `range` shows a number that may be uncertain.
pub(super) fn sentences(scenario: &Scenario, range: impl Fn(&Num) -> String) -> Vec<String> {
    let era = scenario.first();
    let mut all: Vec<String> = era.stages.iter().filter_map(|stage| rooms(era, stage, &range)).collect();
    all.extend(era.stages.iter().filter_map(|stage| slots(stage, &range)));
    all.extend(owners(era, &range));
    all.extend(scenario.sites.iter().enumerate().map(|(number, site)| {
        let pools: Vec<&str> =
            era.pools.iter().filter(|pool| pool.site == Some(number)).map(|pool| pool.says.as_str()).collect();
        let seats = site.seats.as_ref().map_or(String::new(), |seats| format!(", {} seats", range(seats)));
        let who = if pools.is_empty() { "nobody".to_owned() } else { pools.join(", ") };
        format!("At {}{seats}: {who}.", site.says)
    }));
    all
}

fn rooms(era: &Era, stage: &Stage, range: &impl Fn(&Num) -> String) -> Option<String> {
    let used: Vec<String> = stage
        .uses
        .iter()
        .map(|&number| {
            let resource = &era.resources[number];
            format!("one of {} {}", range(&resource.capacity), resource.says)
        })
        .collect();
    let kept = if stage.holds_while_asking { "also" } else { "not" };
    (!used.is_empty()).then(|| {
        format!("Each {} occupies {} while it is worked on, {kept} during questions.", stage.says, used.join(" and "))
    })
}

fn slots(stage: &Stage, range: &impl Fn(&Num) -> String) -> Option<String> {
    let slot = stage.slot.as_ref()?;
    let grace = match &slot.grace_hours {
        Some(hours) => format!("within {} hours", range(hours)),
        None => "by the end of its day".to_owned(),
    };
    Some(format!(
        "People are invited to {}: a share of {} does not come, which costs {} hours; what nobody takes up {grace} is planned anew.",
        stage.says,
        range(&slot.no_show),
        range(&slot.lost_hours)
    ))
}

fn owners(era: &Era, range: &impl Fn(&Num) -> String) -> Option<String> {
    let stages: Vec<&str> =
        era.stages.iter().filter(|stage| stage.has_owners).map(|stage| stage.says.as_str()).collect();
    let limits: Vec<String> = era
        .pools
        .iter()
        .filter_map(|pool| Some(format!("{} at most {}", pool.says, range(pool.caseload_at_most.as_ref()?))))
        .collect();
    let limits = if limits.is_empty() { String::new() } else { format!("; at one time {}", limits.join(", ")) };
    (!stages.is_empty())
        .then(|| format!("A case comes back to the worker who took it first at {}{limits}.", stages.join(", ")))
}
