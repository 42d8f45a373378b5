//! Who signs, what comes back, and what is right.

use super::{Desk, look_up, work::leak};
use crate::{
    model::{
        num::Num,
        quality::{
            Decisions, Detection, Quality,
            appeal::{Appeals, Upheld},
            measuring::Measuring,
        },
        scenario::Era,
        staff::Grade,
        stage::{Stage, Work},
        stream::{Stream, Term},
    },
    problem::Problem,
    scenario::reader::{Key, Section},
};

/// Keys that say what decisions are: any of them makes decisions right or wrong, granted or refused.
const OF_DECISIONS: [&str; 21] = [
    "granted",
    "granted_of",
    "errors_at_start",
    "errors_experienced",
    "unanswered_error",
    "uncoached_error",
    "rework_error",
    "detection",
    "detection_at_start",
    "detection_experienced",
    "false_alarm",
    "appeal_after_refusal",
    "court_months",
    "court_upholds_appeal",
    "upholds_wrong",
    "upholds_right",
    "remand_to",
    "remand_term_days",
    "remand_term_months",
    "remands_join",
    "measuring",
];

/// Of these any one makes refusals go to court.
const OF_APPEALS: [&str; 9] = [
    "appeal_after_refusal",
    "court_months",
    "court_upholds_appeal",
    "upholds_wrong",
    "upholds_right",
    "remand_to",
    "remand_term_days",
    "remand_term_months",
    "remands_join",
];

pub(super) fn read_quality(desk: &Desk<'_>, root: &Section<'_>, stages: &[Stage]) -> Quality {
    let path = |name: &str| format!("quality.{name}");
    let Some(section) = root.table("quality") else {
        return Quality {
            signs_from: Grade::Senior,
            returned_at_start: Num::known(0.0, path("returned_drafts_at_start")),
            returned_experienced: Num::known(0.0, path("returned_drafts_experienced")),
            rework_share: Num::known(0.3, path("rework_share")),
            rework_return_factor: Num::known(0.5, path("rework_return_factor")),
            max_returns: 3,
            information: Num::known(1.0, path("information")),
            decisions: None,
        };
    };
    let share =
        |name: &'static str, default: f64, help: &'static str| section.share_or(&Key::new(name).help(help), default);
    let quality = Quality {
        signs_from: read_signers(&section),
        returned_at_start: share("returned_drafts_at_start", 0.0, "share of a beginner's drafts that comes back"),
        returned_experienced: share(
            "returned_drafts_experienced",
            0.0,
            "share of an experienced drafter's drafts that comes back",
        ),
        rework_share: section.number_or(
            &Key::new("rework_share")
                .at_least(0.0)
                .at_most(10.0)
                .default("0.3")
                .help("of the draft's effort, that a return costs"),
            0.3,
        ),
        rework_return_factor: section.number_or(
            &Key::new("rework_return_factor")
                .at_least(0.0)
                .at_most(10.0)
                .default("0.5")
                .help("how often a draft comes back again, over the first time"),
            0.5,
        ),
        max_returns: section
            .known_count(
                &Key::new("max_returns")
                    .at_least(1.0)
                    .at_most(1000.0)
                    .default("3")
                    .help("after which the signer does it"),
            )
            .unwrap_or(3.0) as u32,
        information: read_level(&section),
        decisions: read_decisions(desk, &section, stages),
    };
    section.later_but(
        "four_eyes",
        "another senior who signs the drafts of seniors",
        "a senior's own draft is final when finished: make its effort_hours longer by the hours of a second reader, or say \
         in [not-included] that these are not counted",
    );
    section.finish();
    quality
}

/// Cases at court come back only where a court may uphold an appeal.
pub(super) fn check_courts(root: &Section<'_>, streams: &[Stream], eras: &[Era]) {
    let appeals = |era: &Era| era.quality.decisions.as_ref().is_some_and(|decisions| decisions.appeals.is_some());
    if eras.first().is_some_and(appeals) {
        return;
    }
    for at_court in streams.iter().filter_map(|stream| stream.initial.at_court.as_ref()) {
        let problem = Problem::error("E442", format!("`{}`: nobody appeals", at_court.path)).at(at_court.place);
        root.push(problem.help("write quality.appeal_after_refusal, court_months and court_upholds_appeal"));
    }
}

/// Where cases may skip information there must be a stage of it.
pub(super) fn check_information(root: &Section<'_>, eras: &[Era]) {
    for era in eras {
        let is_lowered = era.quality.information.min_value() < 1.0;
        if is_lowered && era.stages.iter().all(|stage| stage.information.is_none()) {
            let message = "`quality.information` lets cases skip stages, and none gathers information only";
            let problem = Problem::error("E445", message).at(era.quality.information.place);
            let help = "write information = true at the stages that can be skipped, with skip_error and skip_grant";
            root.push(problem.help(help));
        }
    }
}

fn read_signers(section: &Section<'_>) -> Grade {
    let mut signs_from = Grade::Senior;
    let signers =
        section.placed_texts(&Key::new("who_signs").default("[\"senior\"]").help("grades whose drafts are final"));
    for (name, place) in signers.unwrap_or_default() {
        match name.as_str() {
            "senior" => {}
            "independent" => signs_from = signs_from.min(Grade::Independent),
            other => section.push(
                Problem::error("E440", format!("`{other}` cannot sign"))
                    .at(place)
                    .help("write [\"senior\"] or [\"senior\", \"independent\"]"),
            ),
        }
    }
    signs_from
}

/// What decisions say and how often they are wrong; none when no key asks for it.
fn read_decisions(desk: &Desk<'_>, section: &Section<'_>, stages: &[Stage]) -> Option<Decisions> {
    let granted = section.share(
        &Key::new("granted")
            .ask("whoever keeps the record of decisions")
            .help("share of first decisions that grant what was asked for"),
    );
    let granted_of = read_granted_of(desk, section);
    let at_start = section.share(
        &Key::new("errors_at_start")
            .ask("whoever measures quality")
            .help("share of a beginner's drafts that is wrong; an assumption, never a result"),
    );
    let experienced = section.share(
        &Key::new("errors_experienced")
            .ask("whoever measures quality")
            .help("share of an experienced drafter's drafts that is wrong"),
    );
    let factor = |name: &'static str, help: &'static str| {
        section.number_or(&Key::new(name).at_least(0.0).at_most(100.0).default("1").help(help), 1.0)
    };
    let unanswered_error =
        factor("unanswered_error", "what errors are multiplied by when none of a draft's questions was answered");
    let uncoached_error =
        factor("uncoached_error", "what errors are multiplied by when none of a week's coaching was given");
    let rework_error = section.number_or(
        &Key::new("rework_error")
            .at_least(0.0)
            .at_most(10.0)
            .default("1")
            .help("errors of a draft that was returned and repaired, over those of a first draft"),
        1.0,
    );
    let detection = read_detection(section, stages);
    let appeals = read_appeals(desk, section);
    let measuring = read_measuring(section);
    if !OF_DECISIONS.iter().any(|name| section.has(name)) {
        return None;
    }
    for name in ["errors_at_start", "errors_experienced"] {
        for plain in ["returned_drafts_at_start", "returned_drafts_experienced"] {
            section.not_both(plain, name);
        }
    }
    let missing = |name: &str, help: &str| {
        section.push(
            Problem::error("E202", format!("`{}` is missing", section.path_of(name))).at(section.place()).help(help),
        );
    };
    if !section.has("granted") {
        missing("granted", "what share of first decisions grants what was asked for? granted = 0.6, or a range");
    }
    for (name, other) in [("errors_at_start", "errors_experienced"), ("errors_experienced", "errors_at_start")] {
        if section.has(name) && !section.has(other) {
            missing(other, "errors have two ends: those of a beginner and those of an experienced drafter");
        }
    }
    let known = |name: &str, value: f64| Num::known(value, section.path_of(name));
    Some(Decisions {
        granted: granted.unwrap_or_else(|| known("granted", 0.5)),
        granted_of,
        errors_at_start: at_start.unwrap_or_else(|| known("errors_at_start", 0.0)),
        errors_experienced: experienced.unwrap_or_else(|| known("errors_experienced", 0.0)),
        unanswered_error,
        uncoached_error,
        rework_error,
        detection,
        appeals,
        measuring,
    })
}

/// The level of information: a word or a share.
fn read_level(section: &Section<'_>) -> Num {
    let key = Key::new("information")
        .default("as-now")
        .help("share of the cases sent to a stage of information that go there: \"as-now\" is all, \"minimum\" none");
    let words = [("as-now", 1.0), ("minimum", 0.0)];
    section.share_or_word(&key, &words).unwrap_or_else(|| Num::known(1.0, section.path_of("information")))
}

/// Appeals against refusals; none when no key speaks of them.
fn read_appeals(desk: &Desk<'_>, section: &Section<'_>) -> Option<Appeals> {
    let after_refusal = section.share(
        &Key::new("appeal_after_refusal").ask("the courts").help("share of refusals against which an appeal is lodged"),
    );
    let court_months = section.variability(
        &Key::new("court_months")
            .unit("months")
            .at_least(0.0)
            .at_most(1_200.0)
            .size_may_be_uncertain()
            .ask("the courts")
            .help("from the decision to the court's; the case is closed meanwhile"),
    );
    let mix = section.share(
        &Key::new("court_upholds_appeal").ask("the courts").help("share of appeals upheld: the case comes back"),
    );
    let wrong = section.share(&Key::new("upholds_wrong").help("share of appeals upheld against wrong refusals"));
    let right = section.share(&Key::new("upholds_right").help("share of appeals upheld against right refusals"));
    let remand_to = section
        .placed_text(
            &Key::new("remand_to")
                .default("where its draft was written")
                .help("the stage at which a case that a court sends back goes on"),
        )
        .and_then(|(name, place)| look_up(section, "stage", &desk.lexicon.stages, &name, place));
    let days = section.known_number(
        &Key::new("remand_term_days")
            .unit("calendar days")
            .at_least(0.0)
            .at_most(36_525.0)
            .help("time for the new decision, from the court's; left out: the term of its stream"),
    );
    let months = section.known_count(
        &Key::new("remand_term_months")
            .unit("calendar months")
            .at_least(0.0)
            .at_most(1_200.0)
            .help("time for the new decision, from the court's; left out: the term of its stream"),
    );
    let remands_join = section
        .placed_text(
            &Key::new("remands_join")
                .default("its own stream")
                .help("the stream, and so the priority, that a case joins that a court sends back"),
        )
        .and_then(|(name, place)| look_up(section, "stream", &desk.lexicon.streams, &name, place));
    section.not_both("court_upholds_appeal", "upholds_wrong");
    section.not_both("court_upholds_appeal", "upholds_right");
    section.not_both("remand_term_days", "remand_term_months");
    if !OF_APPEALS.iter().any(|name| section.has(name)) {
        return None;
    }
    let mut missing = vec![
        ("appeal_after_refusal", "what share of refusals is appealed? appeal_after_refusal = 0.7, or a range"),
        ("court_months", "how long does the court take? court_months = { least = 3, usual = 8, most = 24 }"),
    ];
    match (section.has("upholds_wrong"), section.has("upholds_right")) {
        (false, false) => {
            let help = "what share of appeals is upheld? court_upholds_appeal = 0.2, or a range";
            missing.push(("court_upholds_appeal", help));
        }
        _ => {
            let help = "a court upholds appeals against wrong refusals more often than against right ones: write both";
            missing.extend([("upholds_wrong", help), ("upholds_right", help)]);
        }
    }
    for (name, help) in missing.into_iter().filter(|(name, _)| !section.has(name)) {
        let message = format!("`{}` is missing", section.path_of(name));
        section.push(Problem::error("E202", message).at(section.place()).help(help));
    }
    let upheld = match (mix, wrong, right) {
        (Some(mix), ..) => Upheld::Mix(mix),
        (None, Some(wrong), Some(right)) => Upheld::ByOutcome { wrong, right },
        _ => return None,
    };
    let remand_term = days.map(Term::Days).or(months.map(|months| Term::Months(months as u32)));
    let (after_refusal, court_months) = (after_refusal?, court_months?);
    Some(Appeals { after_refusal, court_months, upheld, remand_to, remand_term, remands_join })
}

/// Quality as it is measured, while it is.
fn read_measuring(section: &Section<'_>) -> Option<Measuring> {
    let is_measured = section
        .boolean(
            &Key::new("measured")
                .default("true where [quality.measuring] is written")
                .help("false: nobody measures from now on; decisions stay as right or wrong as they are"),
        )
        .unwrap_or(true);
    let Some(table) = section.table("measuring") else {
        if section.has("measured") && is_measured {
            let message = "`quality.measured` is true, and nothing says how";
            let help = "write [quality.measuring] with decisions_per_quarter, detection and norm, or remove the line";
            section.push(Problem::error("E444", message).at(section.place_of("measured")).help(help));
        }
        return None;
    };
    let per_quarter = table
        .required_known_count(
            &Key::new("decisions_per_quarter")
                .unit("decisions")
                .at_least(1.0)
                .at_most(100_000.0)
                .help("drawn by lot in each calendar quarter and looked at again"),
        )
        .unwrap_or(1.0) as u32;
    let detection = table.required_share(
        &Key::new("detection")
            .ask("whoever measures quality")
            .help("share of the wrong ones among them that is noticed"),
    );
    let norm = table.required_share(&Key::new("norm").help("the least share of decisions without a fault found"));
    table.finish();
    let measuring = Measuring { per_quarter, detection: detection?, norm: norm? };
    is_measured.then_some(measuring)
}

fn read_granted_of(desk: &Desk<'_>, section: &Section<'_>) -> Vec<(usize, Num)> {
    let Some(table) = section.table("granted_of") else { return Vec::new() };
    let mut all = Vec::new();
    for (class, name) in desk.lexicon.classes.iter().enumerate() {
        let key = Key { name: leak(name), ..Key::new("").help("share of grants among decisions of this class") };
        if let Some(share) = table.share(&key) {
            all.push((class, share));
        }
    }
    table.finish();
    all
}

/// What sign-offs find. Where errors are written and somebody signs, it must be said: a sign-off that finds nothing would
/// look as good as one that finds all.
fn read_detection(section: &Section<'_>, stages: &[Stage]) -> Option<Detection> {
    let one = section.share(
        &Key::new("detection").ask("whoever signs").help("share of wrong drafts that a signer finds, whoever signs"),
    );
    let at_start =
        section.share(&Key::new("detection_at_start").help(
            "share of wrong drafts that a signer without experience finds; in between by the signer's competence",
        ));
    let experienced = section
        .share(&Key::new("detection_experienced").help("share of wrong drafts that an experienced signer finds"));
    let false_alarm = section.share_or(
        &Key::new("false_alarm").default("0").help("share of right drafts that a signer sends back nevertheless"),
        0.0,
    );
    section.not_both("detection", "detection_at_start");
    section.not_both("detection", "detection_experienced");
    let has_errors = section.has("errors_at_start") || section.has("errors_experienced");
    let sign_off = stages.iter().find(|stage| matches!(stage.work, Work::SignOff { .. }));
    let place = section.place();
    let is_written = ["detection", "detection_at_start", "detection_experienced"].iter().any(|name| section.has(name));
    if !is_written {
        if let (true, Some(stage)) = (has_errors, sign_off) {
            let message = format!("`quality.detection` is missing: what does `{}` find?", stage.name);
            let help = "write detection = { low = …, likely = …, high = … }, the share of wrong drafts that is found";
            section.push(Problem::error("E202", message).at(place).help(help));
        }
        return None;
    }
    if !has_errors {
        let message = "`quality.detection` finds errors, and there are none";
        let help = "write errors_at_start and errors_experienced, or returned_drafts_… instead of detection";
        section.push(Problem::error("E441", message).at(place).help(help));
    }
    if section.has("detection") {
        let all = one?;
        return Some(Detection { at_start: all.clone(), experienced: all, false_alarm });
    }
    for (name, other) in
        [("detection_at_start", "detection_experienced"), ("detection_experienced", "detection_at_start")]
    {
        if section.has(name) && !section.has(other) {
            let help = "detection has two ends: by a signer without experience and by an experienced one";
            let message = format!("`{}` is missing", section.path_of(other));
            section.push(Problem::error("E202", message).at(place).help(help));
        }
    }
    Some(Detection { at_start: at_start?, experienced: experienced?, false_alarm })
}
