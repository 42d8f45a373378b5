//! Stages and their routes, and supervision.

use super::{
    Desk, look_up, look_up_all, places,
    time::{Edge, read_moment},
    work::{leak, read_grade},
};
use crate::{
    model::{
        num::{Num, Spread},
        quality::{Quality, information::Information},
        scenario::Era,
        staff::{Grade, Pool},
        stage::{Board, Capacity, Discipline, Every, Next, Route, Routes, Stage, WhenFull, Work, drafting},
        stream::{Class, Inflow, Stream},
        supervision::{Mode, Scope, Supervision},
    },
    problem::{Place, Problem},
    scenario::{
        reader::{Key, Section},
        tree::{Node, Value},
    },
};

const HOURS: Key = Key::new("effort_hours")
    .unit("hours")
    .at_least(0.0)
    .at_most(100_000.0)
    .size_may_be_uncertain()
    .help("hours of a fully competent worker; differs between cases");
const DAYS: Key = Key::new("delay_days")
    .unit("calendar days")
    .at_least(0.0)
    .at_most(36_525.0)
    .size_may_be_uncertain()
    .help("no worker: calendar days go by");

/// All stages; none when one of them cannot be understood.
pub(super) fn read_stages(desk: &Desk<'_>, root: &Section<'_>) -> Option<Vec<Stage>> {
    let sections = root.tables("stage");
    let signed: Vec<Option<usize>> = sections.iter().map(|(_, section)| read_signs(desk, section)).collect();
    let stages: Vec<Option<Stage>> = sections
        .into_iter()
        .enumerate()
        .map(|(index, (name, section))| read_stage(desk, index, name, section, signed[index]))
        .collect();
    let stages = stages.into_iter().collect::<Option<Vec<Stage>>>()?;
    check_graph(root, &stages);
    check_sign_offs(root, &stages);
    check_limits(root, &stages);
    Some(stages)
}

/// The place where a stage, or a key of it, is written.
fn place_in(root: &Section<'_>, stage: &str, key: &str) -> Place {
    let stages = root.table_node().get("stage").and_then(Node::as_table);
    let entry = stages.and_then(|table| table.entry(stage));
    let inner = entry.and_then(|entry| entry.node.as_table()).and_then(|table| table.get(key));
    inner.map_or_else(|| entry.map_or(root.place(), |entry| entry.node.place), |node| node.place)
}

/// Drafts come to a sign-off by themselves, from one stage of work.
fn check_sign_offs(root: &Section<'_>, stages: &[Stage]) {
    let mut signed: Vec<usize> = Vec::new();
    for (index, stage) in stages.iter().enumerate() {
        let Work::SignOff { of, .. } = stage.work else { continue };
        if of == index {
            continue;
        }
        let at = place_in(root, &stage.name, "signs");
        if !matches!(stages[of].work, Work::Effort { .. }) {
            let message = format!("`{}` makes no drafts: nobody works there who could write one", stages[of].name);
            let help = "sign the drafts of a stage with `effort_hours` and `by`";
            root.push(Problem::error("E432", message).at(at).help(help));
        }
        if signed.contains(&of) {
            let message = format!("two stages sign the drafts of `{}`", stages[of].name);
            root.push(Problem::error("E436", message).at(at).help("keep one of the two"));
        }
        signed.push(of);
    }
    for stage in stages {
        let routes = stage.routes.all.iter().chain(stage.routes.by_class.iter().flat_map(|(_, routes)| routes));
        for route in routes {
            let Next::Stage(next) = route.to else { continue };
            let Work::SignOff { of, .. } = stages[next].work else { continue };
            let message = format!("`{}` leads to the sign-off `{}`", stage.name, stages[next].name);
            let help = format!(
                "drafts of `{}` come there by themselves: let `then` say where the case goes after it",
                stages[of].name
            );
            root.push(Problem::error("E437", message).at(place_in(root, &stage.name, "then")).help(help));
        }
    }
}

/// Every case must find somebody who may work on it, at some time of the run.
pub(super) fn check_hands(root: &Section<'_>, classes: &[Class], streams: &[Stream], eras: &[Era]) {
    let Some(first) = eras.first() else { return };
    for (number, stage) in first.stages.iter().enumerate() {
        let allows = |pool: &Pool| pool.work.as_ref().is_none_or(|work| work.contains(&number));
        let pools_of = |era: &Era| match &era.stages[number].work {
            Work::Effort { pools, .. } | Work::SignOff { pools, .. } => Some(pools.clone()),
            Work::Delay { .. } | Work::Board(_) => None,
        };
        let named = |may: &dyn Fn(&Pool) -> bool| {
            eras.iter().any(|era| pools_of(era).is_none_or(|pools| pools.iter().any(|pool| may(&era.pools[*pool]))))
        };
        let place = place_in(root, &stage.name, "by");
        if !named(&allows) {
            root.push(
                Problem::error(
                    "E430",
                    format!("nobody may do stage `{}`: cases would wait there for ever", stage.name),
                )
                .at(place)
                .help(format!("add \"{}\" to the `work` of one of these pools, or a pool to `by`", stage.name)),
            );
            continue;
        }
        let needs = |class: usize| stage.needs_of.iter().find(|(of, _)| *of == class).map(|(_, grade)| *grade);
        let is_work = matches!(stage.work, Work::Effort { .. });
        for (index, class) in classes.iter().enumerate().filter(|_| is_work) {
            let grade = needs(index).unwrap_or(class.needs);
            if !named(&|pool: &Pool| allows(pool) && has_grade(pool, grade)) {
                let key = if needs(index).is_some() { "needs_of" } else { "by" };
                let message = format!(
                    "nobody may do stage `{}` for cases of class `{}`: they need a {}",
                    stage.name,
                    class.name,
                    grade.name()
                );
                let help = "name a pool in `by` that has such people (seniors = 0.5), or ask for a lower grade";
                root.push(Problem::error("E430", message).at(place_in(root, &stage.name, key)).help(help));
            }
        }
        for (index, stream) in
            streams.iter().enumerate().filter(|(index, stream)| reaches(first, *index, stream, number))
        {
            let serves = |pool: &Pool| {
                allows(pool)
                    && (pool.serves.as_ref().is_none_or(|all| all.contains(&index))
                        || pool.reserved_for.iter().any(|(one, _)| *one == index))
            };
            if !named(&serves) {
                let message = format!("nobody may do stage `{}` for cases of `{}`", stage.name, stream.name);
                let help = format!(
                    "add \"{}\" to the `serves` of a pool that may do it, or a pool that serves it to `by`",
                    stream.name
                );
                root.push(Problem::error("E430", message).at(place).help(help));
            }
        }
    }
}

/// The stages at which what a court sends back may join a stream.
fn remands_into(quality: &Quality, stages: &[Stage], stream: usize, has_cases: bool) -> Vec<usize> {
    let appeals = quality.decisions.as_ref().and_then(|decisions| decisions.appeals.as_ref());
    let joins = |join: Option<usize>| join.map_or(has_cases, |join| join == stream);
    let Some(appeals) = appeals.filter(|appeals| joins(appeals.remands_join)) else { return Vec::new() };
    match appeals.remand_to {
        Some(stage) => vec![stage],
        None => {
            let drafts = drafting(stages);
            (0..stages.len()).filter(|stage| drafts[*stage]).collect()
        }
    }
}

/// Whether a pool can ever have somebody of a grade; people of cohorts grow into it.
fn has_grade(pool: &Pool, grade: Grade) -> bool {
    let has_seniors = pool.seniors.max_value() > 0.0 && pool.headcount.max_value() > 0.0;
    grade < Grade::Senior || has_seniors || pool.senior_after_months.is_some()
}

/// Whether a case of a stream can come to a stage.
fn reaches(era: &Era, index: usize, stream: &Stream, stage: usize) -> bool {
    let has_any = |num: &Num| num.max_value() > 0.0;
    let has_stock = stream.initial.count.as_ref().is_some_and(has_any);
    let has_cases = has_stock || !matches!(stream.inflow, Inflow::None) || !stream.opened_by.is_empty();
    let mut to_see = remands_into(&era.quality, &era.stages, index, has_cases);
    if has_cases {
        to_see.push(stream.first_stage);
    }
    let mut seen = vec![false; era.stages.len()];
    to_see.extend(stream.initial.at.iter().filter(|(_, share)| has_stock && has_any(share)).map(|(at, _)| *at));
    while let Some(at) = to_see.pop() {
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        let routes = &era.stages[at].routes;
        let all = routes.all.iter().chain(routes.by_class.iter().flat_map(|(_, routes)| routes));
        to_see.extend(all.filter(|route| route.probability.as_ref().is_none_or(has_any)).filter_map(|route| {
            match route.to {
                Next::Stage(next) => Some(next),
                _ => None,
            }
        }));
    }
    // Whether drafts must be signed depends on who writes them: only the work itself is judged by stream.
    seen[stage]
}

fn read_signs(desk: &Desk<'_>, section: &Section<'_>) -> Option<usize> {
    let key = Key::new("signs").help("the stage whose drafts are checked here");
    let (name, place) = section.placed_text(&key)?;
    look_up(section, "stage", &desk.lexicon.stages, &name, place)
}

fn read_stage(
    desk: &Desk<'_>,
    index: usize,
    name: String,
    section: Section<'_>,
    signs: Option<usize>,
) -> Option<Stage> {
    let says =
        section.text(&Key::new("says").help("shown to people instead of the name")).unwrap_or_else(|| name.clone());
    let hours = section.variability(&HOURS);
    let days = section.variability(&DAYS);
    section.not_both("effort_hours", "delay_days");
    let board = section.table("board").map(|table| read_board(desk, table));
    for work in ["effort_hours", "delay_days", "by", "signs"] {
        if board.is_some() && section.has(work) {
            section.push(
                Problem::error("E438", format!("stage `{name}` is a board: `{work}` has no meaning there"))
                    .at(section.place_of(work))
                    .help("a board takes no hours of anybody; put the preparation of its cases into a stage before it"),
            );
        }
    }
    let is_board = board.is_some();
    let by_key = Key::new("by").help("pools that may do it");
    let pools = look_up_all(&section, &by_key, "pool", &desk.lexicon.pools);
    let is_sign_off = section.has("signs");
    if is_board {
        // Asks for nobody.
    } else if !section.has("effort_hours") && !section.has("delay_days") {
        section.push(
            Problem::error("E202", format!("stage `{name}` says neither `effort_hours` nor `delay_days` nor `board`"))
                .at(section.place())
                .help("write `effort_hours = …` and `by = [pools]` for work, or `delay_days = …` for a delay without workers"),
        );
    } else if section.has("effort_hours") && pools.as_ref().is_none_or(Vec::is_empty) && !section.has("delay_days") {
        let written = pools.is_some();
        let is_empty =
            section.raw(&by_key, "").is_some_and(|node| matches!(&node.value, Value::Array(all) if all.is_empty()));
        if !section.has("by") || written && is_empty {
            let pools = desk.lexicon.pools.join(", ");
            section.push(
                Problem::error("E430", format!("nobody may do stage `{name}`: cases would wait there for ever"))
                    .at(section.place_of("by"))
                    .help(format!("write `by = [pools]`; pools in this scenario: {pools}")),
            );
        }
    }
    if section.has("delay_days") && section.has("by") && !section.has("effort_hours") {
        section.push(
            Problem::error("E431", format!("stage `{name}` is a delay: nobody works there"))
                .at(section.place_of("by"))
                .help("remove `by`, or write `effort_hours` instead of `delay_days`"),
        );
    }
    let growth = if is_sign_off {
        section.number_or(
            &Key::new("growth")
                .at_least(0.0)
                .at_most(100.0)
                .default("0")
                .help("hours × (1 + growth · (1 − competence of the drafter))"),
            0.0,
        )
    } else {
        Num::known(0.0, section.path_of("growth"))
    };
    let routes = read_routes(desk, &section, is_sign_off);
    let discipline = read_discipline(&section);
    let fidelity = section.share_or(
        &Key::new("fidelity")
            .default("1")
            .help("easy first: share of the cases whose ease is judged rightly; the others stand where any case would"),
        1.0,
    );
    if section.has("fidelity") && discipline != Discipline::EasyFirst {
        let problem = Problem::error("E438", "`fidelity` says how well easy cases are told from hard ones");
        let help = "write discipline = \"easy-first\" beside it, or remove it";
        section.push(problem.at(section.place_of("fidelity")).help(help));
    }
    let wip_max =
        section.count(
            &Key::new("wip_max").unit("cases").at_least(1.0).at_most(1e9).help(
                "as long as so many wait here nobody takes up a case at a stage that leads here; default: no limit",
            ),
        );
    let needs_of = read_needs_of(desk, &section);
    let interruptible = section
        .boolean(&Key::new("interruptible").default("true").help("may be laid aside for a question"))
        .unwrap_or(true);
    let may_give_up = section
        .boolean(
            &Key::new("withdrawal")
                .default("true")
                .help("whether applicants give up while they wait here or in the days after it"),
        )
        .unwrap_or(true);
    let capacity = read_capacity(&section, is_board || section.has("delay_days"), is_sign_off);
    let delay_after_days = section.variability(
        &Key::new("delay_after_days")
            .unit("calendar days")
            .at_least(0.0)
            .at_most(36_525.0)
            .size_may_be_uncertain()
            .help("before the next stage"),
    );
    let handover_hours = section.number_or(
        &Key::new("handover_hours")
            .unit("hours")
            .at_least(0.0)
            .at_most(1_000.0)
            .default("0")
            .help("to read into a file that a colleague left"),
        0.0,
    );
    section.misnamed("capacity", "queue_capacity", "queue_capacity = 50: so many cases may wait here");
    section.misnamed("preemptive", "preempts", "preempts = true at the stream whose cases interrupt others");
    section.misnamed("needs", "needs_of", "needs_of.CLASS = \"senior\", or needs at the class");
    section.misnamed("resource", "uses", "uses = [\"rooms\"]: what a case occupies while it is worked on");
    for name in ["no_show", "lead_days", "lead_time_days"] {
        section.misnamed(name, "slot", "slot = { lead_time_days = 14, no_show = 0.1, lost_hours = 1 }");
    }
    let (uses, holds_while_asking) = places::read_uses(desk, &section);
    let slot = places::read_slot(&section);
    let information = read_information(&section);
    let files = places::read_files(&section);
    if capacity.is_some() && slot.is_some() {
        let problem = Problem::error("E438", format!("`{}` has slots: its cases come on their days", section.path()));
        let help = "limit the queue of a stage before it, or remove `slot`";
        section.push(problem.at(section.place_of("queue_capacity")).help(help));
    }
    let own_place = section.place_of("signs");
    if is_sign_off && signs == Some(index) {
        let problem = Problem::error("E432", "a stage cannot sign its own drafts").at(own_place);
        section.push(problem.help("name the stage where the drafts are written"));
    }
    section.finish();
    let pools = pools.unwrap_or_default();
    let work = match (hours, days, signs) {
        _ if is_board => Work::Board(board??),
        (Some(hours), None, Some(of)) => Work::SignOff { hours, growth, of, pools },
        (Some(hours), None, None) if !is_sign_off => Work::Effort { hours, pools },
        (None, Some(days), None) => Work::Delay { days },
        _ => return None,
    };
    Some(Stage {
        name,
        says,
        work,
        routes,
        discipline,
        fidelity,
        wip_max,
        needs_of,
        interruptible,
        may_give_up,
        capacity,
        delay_after_days,
        handover_hours,
        read_in_hours: files.read_in_hours,
        read_in_share: files.read_in_share,
        read_in_error: files.read_in_error,
        site_handover_hours: files.site_handover_hours,
        transfer_days: files.transfer_days,
        has_owners: files.has_owners,
        uses,
        holds_while_asking,
        slot,
        information,
    })
}

/// What skipping a stage of information costs.
fn read_information(section: &Section<'_>) -> Option<Information> {
    let is_information = section
        .boolean(
            &Key::new("information")
                .default("false")
                .help("gathers information only: below the level quality.information cases skip it, at a price"),
        )
        .unwrap_or(false);
    let skip_error = section.number(
        &Key::new("skip_error")
            .at_least(0.0)
            .at_most(100.0)
            .ask("whoever measures quality")
            .help("errors of a case that skips this stage, over those of one that does not"),
    );
    let skip_grant = section.number(
        &Key::new("skip_grant")
            .at_least(-1.0)
            .at_most(1.0)
            .ask("whoever keeps the record of decisions")
            .help("added to the share of grants of a case that skips this stage: the benefit of the doubt"),
    );
    if !is_information {
        for name in ["skip_error", "skip_grant"] {
            if section.has(name) {
                let message =
                    format!("`{}` is the price of skipping a stage that is never skipped", section.path_of(name));
                let help = "write information = true above it, or remove the line";
                section.push(Problem::error("E443", message).at(section.place_of(name)).help(help));
            }
        }
        return None;
    }
    Some(Information { skip_error, skip_grant })
}

/// Grades that cases of single classes need here.
fn read_needs_of(desk: &Desk<'_>, section: &Section<'_>) -> Vec<(usize, Grade)> {
    let Some(table) = section.table("needs_of") else { return Vec::new() };
    let mut needs = Vec::new();
    for (class, name) in desk.lexicon.classes.iter().enumerate() {
        if table.has(name) {
            let key = Key::new(leak(name)).help("grade that somebody must have at least to take such a case here");
            needs.push((class, read_grade(&table, &key)));
        }
    }
    table.finish();
    needs
}

/// Stages that stop for the next one must not stop each other in a circle: nobody would work there again.
fn check_limits(root: &Section<'_>, stages: &[Stage]) {
    let leads = |from: &Stage, to: usize| {
        let routes = from.routes.all.iter().chain(from.routes.by_class.iter().flat_map(|(_, routes)| routes));
        routes.clone().any(|route| route.to == Next::Stage(to))
    };
    // Only where the next stage has a limit does one stop for it.
    let mut stops: Vec<Vec<bool>> = stages
        .iter()
        .map(|from| (0..stages.len()).map(|to| stages[to].wip_max.is_some() && leads(from, to)).collect())
        .collect();
    for via in 0..stages.len() {
        for from in 0..stages.len() {
            for to in 0..stages.len() {
                stops[from][to] |= stops[from][via] && stops[via][to];
            }
        }
    }
    for (index, stage) in stages.iter().enumerate().filter(|(index, _)| stops[*index][*index]) {
        let others: Vec<&str> = (0..stages.len())
            .filter(|other| *other != index && stops[index][*other] && stops[*other][index])
            .map(|other| stages[other].name.as_str())
            .collect();
        let with = if others.is_empty() { "itself".to_owned() } else { others.join(", ") };
        let message = format!("`{}` and {with} would stop each other for ever", stage.name);
        let problem = Problem::error("E449", message).at(place_in(root, &stage.name, "wip_max"));
        root.push(problem.help("cases go round there: take `wip_max` away from one of the stages of the circle"));
    }
}

/// How many may wait, and what happens to the others.
fn read_capacity(section: &Section<'_>, has_no_queue: bool, is_sign_off: bool) -> Option<Capacity> {
    let places = section.count(
        &Key::new("queue_capacity")
            .unit("cases")
            .at_least(0.0)
            .at_most(1e9)
            .help("how many may wait here, those in hand not counted; default: there is room for all"),
    );
    let key = Key::new("when_full").default("hold").help(
        "a case that finds the queue full waits outside (hold: intake stops, the case is open), or is turned away (lost)",
    );
    let when_full = match section.choice(&key, &["hold", "lost"]) {
        Some("lost") => WhenFull::Lost,
        _ => WhenFull::Hold,
    };
    if section.has("when_full") && !section.has("queue_capacity") {
        let problem = Problem::error("E202", "when is it full? `queue_capacity` is missing");
        section.push(problem.at(section.place_of("when_full")).help("queue_capacity = 50"));
    }
    let places = places?;
    let place = section.place_of("queue_capacity");
    if has_no_queue {
        let problem = Problem::error("E438", format!("`{}` has no queue that could be full", section.path()));
        section.push(problem.at(place).help("limit the queue of a stage of work"));
    } else if is_sign_off && when_full == WhenFull::Lost {
        let message = format!("`{}` would lose drafts: their cases have been worked on", section.path());
        let problem = Problem::error("E438", message).at(section.place_of("when_full"));
        section.push(problem.help("write when_full = \"hold\", or limit the queue of an earlier stage"));
    }
    Some(Capacity { places, when_full })
}

/// None when the interval is wrong or missing, which is reported.
fn read_board(desk: &Desk<'_>, section: Section<'_>) -> Option<Board> {
    let every = |name: &'static str, unit: &'static str, most: f64, help: &'static str| {
        section.number(&Key::new(name).unit(unit).at_least(0.1).at_most(most).help(help))
    };
    let hours = every("meets_every_hours", "office hours", 1e6, "hours on the office clock between meetings");
    let days = every("meets_every_days", "calendar days", 36_525.0, "calendar days between meetings");
    let weeks = every("meets_every_weeks", "weeks", 5_000.0, "weeks between meetings");
    let keys = ["meets_every_hours", "meets_every_days", "meets_every_weeks"];
    let written: Vec<&str> = keys.into_iter().filter(|key| section.has(key)).collect();
    match written.as_slice() {
        [] => {
            let problem = Problem::error("E202", format!("`{}` does not say how often it meets", section.path()));
            section.push(
                problem.at(section.place()).help("meets_every_weeks = 2, or meets_every_days, meets_every_hours"),
            );
        }
        [first, .., last] => {
            let message = format!("`{first}` and `{last}` both say how often `{}` meets", section.path());
            section.push(Problem::error("E215", message).at(section.place_of(last)).help("keep one of them"));
        }
        [_] => {}
    }
    let first = read_moment(desk, &section, "first", Edge::Opening);
    let at_most = section.count(
        &Key::new("at_most")
            .unit("cases")
            .at_least(1.0)
            .at_most(1e9)
            .help("cases that one meeting clears; default: all"),
    );
    section.finish();
    let every = hours.map(Every::Hours).or(days.map(Every::Days)).or(weeks.map(|weeks| Every::Days(weeks.times(7.0))));
    Some(Board { every: every?, first, at_most })
}

fn read_discipline(section: &Section<'_>) -> Discipline {
    let names: Vec<&'static str> = Discipline::NAMES.iter().map(|(name, _)| *name).collect();
    let key = Key::new("discipline").default("fifo").help("the order in which the queue is worked off");
    section
        .choice(&key, &names)
        .and_then(|name| Discipline::NAMES.iter().find(|(one, _)| *one == name))
        .map_or(Discipline::Fifo, |(_, discipline)| *discipline)
}

fn read_routes(desk: &Desk<'_>, section: &Section<'_>, is_sign_off: bool) -> Routes {
    let key = Key::new("then").help("the next stage, \"decided\", \"closed\", or shares of them");
    let node = section.raw(&key, "route");
    if is_sign_off {
        if let Some(node) = node {
            section.push(
                Problem::error(
                    "E433",
                    "a sign-off has no `then`: after it the case goes on from the stage that it signs",
                )
                .at(node.place)
                .help("write `then` at the stage whose drafts are signed"),
            );
        }
        return Routes { all: Vec::new(), by_class: Vec::new() };
    }
    let all = match node {
        Some(node) => read_route(desk, section, "then", node),
        None => {
            section.push(
                Problem::error("E202", format!("`{}.then` is missing", section.path()))
                    .at(section.place())
                    .help("write where cases go next: then = \"decided\", or the name of a stage"),
            );
            Vec::new()
        }
    };
    let mut by_class = Vec::new();
    if let Some(table) = section.table("then_of") {
        for (class, name) in desk.lexicon.classes.iter().enumerate() {
            let key = Key::new(leak(name)).help("where cases of this class go");
            if let Some(node) = table.raw(&key, "route") {
                by_class.push((class, read_route(desk, &table, name, node)));
            }
        }
        table.finish();
    }
    Routes { all, by_class }
}

fn next_of(desk: &Desk<'_>, section: &Section<'_>, name: &str, place: Place) -> Option<Next> {
    match name {
        "decided" => Some(Next::Decided),
        "closed" => Some(Next::Closed),
        stage => {
            let mut among = desk.lexicon.stages.clone();
            among.push("decided".to_owned());
            among.push("closed".to_owned());
            look_up(section, "stage", &among, stage, place).map(Next::Stage)
        }
    }
}

/// A name, or a table of names with their shares, of which one may be "rest".
fn read_route(desk: &Desk<'_>, section: &Section<'_>, key: &str, node: &Node) -> Vec<Route> {
    let table = match &node.value {
        Value::Text(name) => {
            let to = next_of(desk, section, name, node.place);
            return to.map(|to| Route { to, probability: None }).into_iter().collect();
        }
        Value::Table(table) => table,
        other => {
            section.push(
                Problem::error(
                    "E203",
                    format!(
                        "`{}` is the name of a stage or a table of shares, not {}",
                        section.path_of(key),
                        other.kind()
                    ),
                )
                .at(node.place)
                .help("write then = \"draft\", or then = { extra = 0.2, draft = \"rest\" }"),
            );
            return Vec::new();
        }
    };
    let path = section.path_of(key);
    let shares = section.reader().section(table, node.place, path.clone(), path);
    let mut routes = Vec::new();
    let mut rests = 0;
    let mut is_whole = true;
    for entry in table.iter() {
        let to = next_of(desk, section, &entry.name, entry.key_place);
        let share_key = Key::new(leak(&entry.name)).help("share of the cases");
        let probability = if entry.node.as_text() == Some("rest") {
            rests += 1;
            shares.raw(&share_key, "share");
            None
        } else {
            match shares.share(&share_key) {
                Some(share) => Some(share),
                None => {
                    is_whole = false;
                    continue;
                }
            }
        };
        match to {
            Some(to) => routes.push(Route { to, probability }),
            None => is_whole = false,
        }
    }
    shares.finish();
    if !is_whole {
        // Shares of which one could not be read add up to nothing that is worth a word.
        return routes;
    }
    let sum: f64 = routes.iter().filter_map(|route| route.probability.as_ref()).map(Num::likely).sum();
    let largest: f64 = routes.iter().filter_map(|route| route.probability.as_ref()).map(Num::max_value).sum();
    let problem = |message: String| Problem::error("E434", message).at(node.place);
    if rests > 1 {
        section.push(problem(format!("{rests} steps take the rest")).help(
            "one step at most is \"rest\"; a route lies over that of the file below, so give a step that no longer happens the share 0",
        ));
    } else if rests == 0 && (sum - 1.0).abs() > 1e-9 {
        let sum = (sum * 1e9).round() / 1e9;
        section.push(
            problem(format!("the shares add up to {sum}, not to 1"))
                .help("give one of the steps the share \"rest\"; a route lies over that of the file below"),
        );
    } else if rests == 1 && largest > 1.0 + 1e-9 {
        section.push(
            problem(format!("the shares can add up to {largest:.3}: nothing would be left for the rest"))
                .help("lower the upper ends of the ranges"),
        );
    }
    // The rest stands last.
    routes.sort_by_key(|route| route.probability.is_none());
    routes
}

/// Every stage must lead out in the end.
fn check_graph(root: &Section<'_>, stages: &[Stage]) {
    let mut leads_out: Vec<bool> = vec![false; stages.len()];
    loop {
        let mut changed = false;
        for (index, stage) in stages.iter().enumerate() {
            if leads_out[index] {
                continue;
            }
            let is_out = match &stage.work {
                Work::SignOff { .. } => true,
                _ => {
                    let routes =
                        stage.routes.all.iter().chain(stage.routes.by_class.iter().flat_map(|(_, routes)| routes));
                    routes.clone().next().is_none()
                        || routes
                            .filter(|route| route.probability.as_ref().is_none_or(|share| share.max_value() > 0.0))
                            .any(|route| match route.to {
                                Next::Stage(next) => leads_out[next],
                                _ => true,
                            })
                }
            };
            if is_out {
                leads_out[index] = true;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    for (index, stage) in stages.iter().enumerate().filter(|(index, _)| !leads_out[*index]) {
        let place = root
            .table_node()
            .get("stage")
            .and_then(Node::as_table)
            .and_then(|table| table.entry(&stages[index].name))
            .map_or(root.place(), |entry| entry.key_place);
        root.push(
            Problem::error("E435", format!("cases that come to stage `{}` never get out", stage.name))
                .at(place)
                .help("some route from there must lead to \"decided\" or \"closed\""),
        );
    }
}

pub(super) fn read_supervision(desk: &Desk<'_>, root: &Section<'_>) -> Supervision {
    let path = |name: &str| format!("supervision.{name}");
    let Some(section) = root.table("supervision") else {
        return Supervision {
            mode: Mode::Questions,
            span: Num::known(5.0, path("span")),
            from: Vec::new(),
            at_most_share: Num::known(1.0, path("at_most_share")),
            answer_hours: constant(0.25, &path("answer_hours")),
            scope: Scope::Team,
            dedicated: false,
            patience_hours: None,
            coaching_hours_per_week: Num::known(0.0, path("coaching_hours_per_week")),
            deputy: true,
            resumption_hours: Num::known(0.1, path("resumption_hours")),
            remote_factor: Num::known(1.0, path("remote_factor")),
        };
    };
    let number = |name: &'static str, unit: &'static str, most: f64, default: f64, help: &'static str| {
        section.number_or(&Key::new(name).unit(unit).at_least(0.0).at_most(most).help(help), default)
    };
    let mode = match section.choice(
        &Key::new("mode")
            .default("questions")
            .help("questions one by one, a fixed share of supervisors for each trainee, or an amount in all"),
        &["questions", "share", "amount"],
    ) {
        Some("share") => {
            let per_trainee =
                number("share_per_trainee", "supervisors", 100.0, 0.0, "supervisors' time that each trainee takes");
            Mode::Share { per_trainee }
        }
        Some("amount") => Mode::Amount {
            hours: number("amount_hours", "hours", 1e6, 0.0, "supervision that each trainee needs in all"),
            capacity_share: section
                .share_or(&Key::new("capacity_share").help("share of the pools that supervises"), 1.0),
            minimum_months: number("minimum_months", "months", 1_200.0, 0.0, "shortest time in which it can be given"),
        },
        _ => Mode::Questions,
    };
    let span = section.number_or(
        &Key::new("span")
            .unit("trainees")
            .at_least(0.1)
            .at_most(10_000.0)
            .default("5")
            .help("trainees in practice per supervisor"),
        5.0,
    );
    let from_key = Key::new("from").help("pools whose seniors supervise");
    let from = look_up_all(&section, &from_key, "pool", &desk.lexicon.pools).unwrap_or_default();
    let at_most_share = section.share_or(&Key::new("at_most_share").default("1").help("of a pool's heads"), 1.0);
    let minutes = section.variability(
        &Key::new("minutes_per_answer")
            .unit("minutes")
            .at_least(0.0)
            .at_most(10_000.0)
            .size_may_be_uncertain()
            .help("time of both"),
    );
    let hours = section.variability(
        &Key::new("answer_hours")
            .unit("hours")
            .at_least(0.0)
            .at_most(10_000.0)
            .size_may_be_uncertain()
            .help("time of both"),
    );
    section.not_both("minutes_per_answer", "answer_hours");
    let answer_hours = hours
        .or(minutes.map(|minutes| minutes.times(1.0 / 60.0)))
        .unwrap_or_else(|| constant(0.25, &path("answer_hours")));
    let scope = match section
        .choice(&Key::new("scope").default("team").help("whom a trainee may ask"), &["team", "site", "organisation"])
    {
        Some("organisation") => Scope::Organisation,
        Some("site") => Scope::Site,
        _ => Scope::Team,
    };
    let dedicated = section
        .boolean(&Key::new("dedicated").default("false").help("supervisors without cases of their own"))
        .unwrap_or(false);
    let patience_hours = section
        .variability(
            &Key::new("patience_minutes")
                .unit("minutes")
                .at_least(0.0)
                .at_most(1e6)
                .size_may_be_uncertain()
                .help("after which a trainee goes on without an answer"),
        )
        .map(|minutes| minutes.times(1.0 / 60.0));
    let coaching_hours_per_week = number("coaching_hours_per_week", "hours", 100.0, 0.0, "planned, per trainee");
    let deputy = section
        .boolean(&Key::new("deputy").default("true").help("an absent supervisor's team asks the others"))
        .unwrap_or(true);
    let resumption_hours = number("resumption_hours", "hours", 100.0, 0.1, "to get back into a task laid aside");
    let remote_factor = places::read_remote_factor(desk, &section, scope);
    section.later(&["while_waiting"], "");
    section.finish();
    Supervision {
        mode,
        span,
        from,
        at_most_share,
        answer_hours,
        scope,
        dedicated,
        patience_hours,
        coaching_hours_per_week,
        deputy,
        resumption_hours,
        remote_factor,
    }
}

fn constant(value: f64, path: &str) -> Spread {
    Spread::constant(value, path).unwrap_or_else(|_| unreachable!("a finite constant is a distribution"))
}
