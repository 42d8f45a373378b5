//! Random small organisations, each with everything that the scenario file knows: the world verifies itself after every
//! event, and what is told must add up: paid hours, cases, and time that never goes back.
//!
//! An organisation is a list of dials; a dial at zero says nothing, so that a failure shrinks to the least that fails.

use std::{
    fmt::Write,
    panic::{AssertUnwindSafe, catch_unwind},
};

use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use surgecap::{
    observe::{
        gauges::Gauges,
        observation::{Observation, Observer},
        tally::Tally,
    },
    random::Source,
    sim,
    time::SimTime,
};

use super::open::study;

/// What must hold of the observations of one run.
#[derive(Default)]
struct Watch {
    now: SimTime,
    /// By stream.
    arrived: Vec<u64>,
    closed: Vec<u64>,
    ended: Option<Gauges>,
    broken: Vec<String>,
}

impl Watch {
    fn count(list: &mut Vec<u64>, stream: usize) {
        if list.len() <= stream {
            list.resize(stream + 1, 0);
        }
        list[stream] += 1;
    }
}

impl Observer for Watch {
    fn see(&mut self, at: SimTime, what: &Observation<'_>) {
        if at < self.now {
            self.broken.push(format!("time goes back from {:?} to {at:?}: {what:?}", self.now));
        }
        if self.ended.is_some() {
            self.broken.push(format!("something happens after the end: {what:?}"));
        }
        self.now = at;
        match what {
            Observation::Arrived { stream, .. } => Watch::count(&mut self.arrived, *stream),
            Observation::Closed { stream, arrived, .. } => {
                Watch::count(&mut self.closed, *stream);
                if *arrived > at {
                    self.broken.push(format!("at {at:?} a case is closed that arrives at {arrived:?}"));
                }
            }
            Observation::Started { joined, .. } if *joined > at => {
                self.broken.push(format!("at {at:?} a case starts that joins at {joined:?}"));
            }
            Observation::Ended { gauges } => self.ended = Some((*gauges).clone()),
            _ => {}
        }
    }
}

/// Everything that is broken in one replication of a scenario.
fn broken(text: &str, replication: u64) -> Vec<String> {
    let study = study(text);
    let source = Source::new(11, replication);
    let plan = study.blueprint(source);
    let mut heard = (Tally::new(&study.measures.tally), Watch::default());
    sim::run_audited(&plan, source, &mut heard);
    let (tally, mut watch) = heard;
    let mut broken = std::mem::take(&mut watch.broken);
    for (pool, name) in plan.names.pools.iter().enumerate() {
        let (spent, paid) = (tally.ledger[pool].iter().sum::<u64>(), tally.paid[pool]);
        if spent != paid {
            broken.push(format!("pool {name}: {spent} ticks are spent and {paid} are paid: {:?}", tally.ledger[pool]));
        }
    }
    let Some(gauges) = watch.ended else {
        broken.push("the run never ends".to_owned());
        return broken;
    };
    for stream in 0..plan.stream_count() {
        let count = |list: &Vec<u64>| list.get(stream).copied().unwrap_or(0);
        let (arrived, closed, open) = (count(&watch.arrived), count(&watch.closed), gauges.stock[stream]);
        if arrived != closed + open || closed != gauges.gone(stream) {
            broken.push(format!("stream {stream}: {arrived} came, {closed} were closed, {open} are open: {gauges:?}"));
        }
    }
    broken
}

/// The same, a panic of the world included.
fn broken_or_panicked(text: &str, replication: u64) -> Vec<String> {
    catch_unwind(AssertUnwindSafe(|| broken(text, replication))).unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().cloned();
        vec![words.or_else(|| panic.downcast_ref::<&str>().map(|words| (*words).to_owned())).unwrap_or_default()]
    })
}

/// One random organisation.
#[derive(Clone, Debug)]
struct Dials {
    clock: [u32; 4],
    streams: Vec<[u32; 6]>,
    stages: Vec<[u32; 8]>,
    sign: [u32; 6],
    pools: Vec<[u32; 12]>,
    cohorts: Vec<[u32; 16]>,
    supervision: [u32; 12],
    changes: Vec<[u32; 4]>,
}

fn dial() -> std::ops::Range<u32> {
    0..12
}

fn dials() -> impl Strategy<Value = Dials> {
    use prop::{
        array::{uniform4, uniform6, uniform8, uniform12, uniform16},
        collection::vec,
    };
    (
        (uniform4(dial()), vec(uniform6(dial()), 1..4), vec(uniform8(dial()), 1..5), uniform6(dial())),
        (vec(uniform12(dial()), 1..4), vec(uniform16(dial()), 0..3)),
        (uniform12(dial()), vec(uniform4(dial()), 0..4)),
    )
        .prop_map(|((clock, streams, stages, sign), (pools, cohorts), (supervision, changes))| Dials {
            clock,
            streams,
            stages,
            sign,
            pools,
            cohorts,
            supervision,
            changes,
        })
}

/// One of these, the first for a dial at zero.
fn pick<'a>(dial: u32, among: &[&'a str]) -> &'a str {
    among[dial as usize % among.len()]
}

impl Dials {
    fn is_continuous(&self) -> bool {
        self.clock[0] == 11
    }

    /// 0 questions, 1 share, 2 amount.
    fn mode(&self) -> u32 {
        match self.supervision[0] {
            0..=8 => 0,
            9 | 10 => 1,
            _ => 2,
        }
    }

    /// The TOML text.
    fn text(&self) -> String {
        let mut text = String::from("start = 2027-01-04\n");
        let mut line = |words: String| {
            if !words.is_empty() {
                text.push_str(&words);
                text.push('\n');
            }
        };
        line(pick(self.clock[1], &["end = 2027-03-31", "end = 2027-06-30", "end = 2027-10-15"]).to_owned());
        if self.is_continuous() {
            line("calendar = \"continuous\"".to_owned());
        } else {
            line(
                pick(
                    self.clock[0],
                    &[
                        "",
                        "calendar = { hours_a_day = 7.5, holidays = [2027-01-11, 2027-04-27] }",
                        "calendar = { weekdays = [\"mon\", \"wed\", \"thu\", \"fri\"] }",
                    ],
                )
                .to_owned(),
            );
        }
        line(pick(self.clock[2], &["", "warm_up_days = 20", "warm_up_hours = 33.3"]).to_owned());
        line("[class.plain]\n[class.hard]\neffort = 2".to_owned());
        self.write_streams(&mut line);
        self.write_stages(&mut line);
        self.write_pools(&mut line);
        self.write_cohorts(&mut line);
        self.write_supervision(&mut line);
        self.write_changes(&mut line);
        text
    }

    fn write_streams(&self, line: &mut impl FnMut(String)) {
        for (index, dial) in self.streams.iter().enumerate() {
            line(format!("[stream.x{index}]"));
            line(pick(dial[0], &["inflow.per_day = 1", "inflow.per_day = 3", "", "inflow.per_month = 40"]).to_owned());
            line(format!("priority = {}", dial[1] % 2 + 1));
            if dial[2] > 0 {
                line(format!("initial.count = {}\ninitial.age_months = {{ exponential = 2 }}", dial[2] * 4));
                line(
                    pick(
                        dial[3],
                        &["".to_owned(), format!("initial.at.s{} = 0.5", self.stages.len() - 1)]
                            .each_ref()
                            .map(String::as_str),
                    )
                    .to_owned(),
                );
            }
            line(pick(dial[4], &["", "term_days = 30", "term_months = 2"]).to_owned());
            line(pick(dial[5], &["", "share.hard = 0.3", "share.hard = 0.8"]).to_owned());
        }
    }

    fn everybody(&self) -> String {
        let pools = (0..self.pools.len()).map(|pool| format!("\"p{pool}\""));
        let own =
            (0..self.cohorts.len()).filter(|&cohort| self.own_pool(cohort)).map(|cohort| format!("\"c{cohort}\""));
        pools.chain(own).collect::<Vec<_>>().join(", ")
    }

    fn own_pool(&self, cohort: usize) -> bool {
        self.cohorts[cohort][0].is_multiple_of(2)
    }

    fn write_stages(&self, line: &mut impl FnMut(String)) {
        let last = self.stages.len() - 1;
        for (index, dial) in self.stages.iter().enumerate() {
            line(format!("[stage.s{index}]"));
            let is_delay = dial[0] > 9 && !(index == last && self.is_signed());
            if is_delay {
                line(pick(dial[1], &["delay_days = 3", "delay_days = { exponential = 6 }"]).to_owned());
            } else {
                line(
                    pick(
                        dial[1],
                        &[
                            "effort_hours = 3",
                            "effort_hours = { exponential = 4 }",
                            "effort_hours = { lognormal = { mean = 9, cv = 1 } }",
                        ],
                    )
                    .to_owned(),
                );
                let by = if dial[2] < 9 { self.everybody() } else { "\"p0\"".to_owned() };
                line(format!("by = [{by}]"));
                let discipline = pick(dial[3], &["fifo", "oldest", "due-date", "shortest", "easy-first", "random"]);
                line(format!("discipline = \"{discipline}\""));
                line(pick(dial[4], &["", "interruptible = false", "handover_hours = 0.5"]).to_owned());
                if index < last {
                    line(
                        pick(dial[5], &["", "delay_after_days = 1", "delay_after_days = { exponential = 9 }"])
                            .to_owned(),
                    );
                }
            }
            let next = if index < last { format!("s{}", index + 1) } else { "decided".to_owned() };
            line(match dial[6] {
                0..=7 => format!("then = \"{next}\""),
                8 | 9 => format!("then = {{ s0 = 0.2, {next} = \"rest\" }}"),
                _ => format!("then = {{ closed = 0.1, {next} = \"rest\" }}"),
            });
        }
        if self.is_signed() {
            line(format!("[stage.sign]\nsigns = \"s{last}\"\nby = [{}]", self.everybody()));
            line(pick(self.sign[1], &["effort_hours = 0.5", "effort_hours = { exponential = 1 }"]).to_owned());
            line(pick(self.sign[2], &["", "growth = 1"]).to_owned());
            line("[quality]".to_owned());
            line(
                pick(
                    self.sign[3],
                    &[
                        "",
                        "returned_drafts_at_start = 0.5\nreturned_drafts_experienced = 0.2",
                        "returned_drafts_at_start = 1\nreturned_drafts_experienced = 1",
                    ],
                )
                .to_owned(),
            );
            line(pick(self.sign[4], &["", "max_returns = 1", "max_returns = 2"]).to_owned());
            line(pick(self.sign[5], &["", "who_signs = [\"senior\", \"independent\"]"]).to_owned());
        }
    }

    fn is_signed(&self) -> bool {
        !self.sign[0].is_multiple_of(3)
    }

    /// How people learn; only what goes with the mode of supervision.
    fn learning(&self, dial: u32, pace: u32, rate: u32) -> String {
        let mut words = match self.mode() {
            0 => pick(
                dial,
                &[
                    "learns = false",
                    "tau_hours = 60",
                    "months_to_independence = 3\nlearning_spread = 0.3",
                    "practice_months = { exponential = 2 }\npace_after = 0.9",
                    "tau_hours = 200\nnever_independent = 0.3",
                ],
            ),
            1 => pick(dial, &["learns = false", "practice_months = 2\npace_after = 0.9", "tau_hours = 60"]),
            _ => pick(dial, &["until_supervised = true\npace_after = 0.8"]),
        }
        .to_owned();
        let _ = write!(words, "\npace_at_start = {}", pick(pace, &["0.5", "1", "0.3"]));
        if self.mode() == 0 {
            let _ = write!(words, "\nquestions_per_hour_at_start = {}", pick(rate, &["0", "0.3", "1.5"]));
            words += pick(rate, &["", "\nlearns_without_help = 0.3", "\nlearns_without_coaching = 0.5"]);
        }
        words
    }

    fn write_pools(&self, line: &mut impl FnMut(String)) {
        for (index, dial) in self.pools.iter().enumerate() {
            line(format!("[pool.p{index}]\nheadcount = {}", dial[0] + u32::from(index == 0)));
            line(pick(dial[1], &["", "case_share = 0.8"]).to_owned());
            let (seniors, trainees) = [(10, 0), (5, 0), (3, 5), (6, 4), (0, 0), (2, 8)][dial[2] as usize % 6];
            line(format!("seniors = {}\ntrainees = {}", f64::from(seniors) / 10.0, f64::from(trainees) / 10.0));
            if trainees > 0 {
                line(self.learning(dial[3], dial[4], dial[5]));
            }
            line(pick(dial[6], &["", "tenure_months = { uniform = { min = 0, max = 40 } }"]).to_owned());
            if !self.is_continuous() && self.clock[0].is_multiple_of(3) {
                line(pick(dial[7], &["", "hours_a_week = 24", "hours_a_week = 36", "hours_a_week = 8"]).to_owned());
            }
            line(pick(dial[8], &["", "overhead = 0.15"]).to_owned());
            line(
                pick(
                    dial[9],
                    &[
                        "",
                        "leaving_per_year = 0.3",
                        "leaving_per_year_of.trainee = 0.9\nleaving_per_year_of.senior = 0.8",
                    ],
                )
                .to_owned(),
            );
            line(pick(dial[10], &["", "on_leave = \"return-lost\"", "on_leave = \"finish\""]).to_owned());
            line(
                pick(dial[11], &["", "reserved_for.x0 = 2", "senior_after_months = 3", "order = [\"s0\"]"]).to_owned(),
            );
        }
    }

    fn write_cohorts(&self, line: &mut impl FnMut(String)) {
        for (index, dial) in self.cohorts.iter().enumerate() {
            line(format!("[cohort.c{index}]"));
            let is_stream = dial[1] == 11;
            line(if is_stream { "per_month = 3".to_owned() } else { format!("headcount = {}", dial[1] + 1) });
            if !self.own_pool(index) {
                line("pool = \"p0\"".to_owned());
            } else if !self.is_continuous() && self.clock[0].is_multiple_of(3) {
                line(
                    pick(dial[2], &["", "hours_a_week = 32", "on_leave = \"finish\"", "senior_after_months = 2"])
                        .to_owned(),
                );
            }
            line(pick(dial[3], &["", "ordered = 2027-01-20", "ordered_after_hours = 55.5"]).to_owned());
            line(pick(dial[4], &["", "first_day_after_weeks = 3"]).to_owned());
            line(pick(dial[5], &["", "own_delay_weeks = { exponential = 2 }"]).to_owned());
            if !is_stream {
                line(pick(dial[6], &["", "groups_of = 2\nweeks_between_groups = 1", "groups_of = 3"]).to_owned());
            }
            line(pick(dial[7], &["", "contract_months = 2", "contract_months = 1\nstays_afterwards = 0.5"]).to_owned());
            line(pick(dial[8], &["", "classroom_weeks = 2"]).to_owned());
            if !is_stream {
                line(pick(dial[9], &["", "trainees_per_trainer = 2"]).to_owned());
            }
            line(pick(dial[10], &["", "leaving_per_year = 0.5", "leaving_per_month_hazard = 1"]).to_owned());
            line(self.learning(dial[11], dial[12], dial[13]));
        }
    }

    fn write_supervision(&self, line: &mut impl FnMut(String)) {
        let dial = &self.supervision;
        let from = (0..self.pools.len()).map(|pool| format!("\"p{pool}\"")).collect::<Vec<_>>().join(", ");
        line(format!("[supervision]\nfrom = [{from}]"));
        match self.mode() {
            1 => line(format!("mode = \"share\"\nshare_per_trainee = {}", pick(dial[1], &["0.2", "0.5"]))),
            2 => line(format!(
                "mode = \"amount\"\namount_hours = {}\ncapacity_share = {}\nminimum_months = 0.5",
                pick(dial[1], &["40", "200"]),
                pick(dial[2], &["0.5", "1"])
            )),
            _ => {
                line(pick(dial[1], &["answer_hours = 0.3", "minutes_per_answer = { exponential = 25 }"]).to_owned());
                line(
                    pick(dial[2], &["", "patience_minutes = 15", "patience_minutes = { exponential = 40 }"]).to_owned(),
                );
                line(pick(dial[3], &["", "coaching_hours_per_week = 2"]).to_owned());
            }
        }
        line(format!("span = {}", pick(dial[4], &["5", "1", "2.5"])));
        line(format!("scope = \"{}\"", pick(dial[5], &["organisation", "team"])));
        line(pick(dial[6], &["", "dedicated = true"]).to_owned());
        line(pick(dial[7], &["", "deputy = false"]).to_owned());
        line(pick(dial[8], &["", "at_most_share = 0.3"]).to_owned());
        line(pick(dial[9], &["", "resumption_hours = 0"]).to_owned());
    }

    fn write_changes(&self, line: &mut impl FnMut(String)) {
        for (index, dial) in self.changes.iter().enumerate() {
            let day = 1 + dial[1] * 2;
            line(format!("[change.d{index}]"));
            line(match dial[2] % 3 {
                0 => format!("at = 2027-02-{day:02}"),
                1 => format!("at = 2027-01-{:02}", day + 4),
                _ => format!("at_hours = {}.7", day * 16),
            });
            let last = self.stages.len() - 1;
            let next = if self.stages.len() > 1 { "s1" } else { "decided" };
            line(match dial[0] {
                0 => format!("pool.p0.headcount = {}", dial[3]),
                1 => format!("supervision.span = {}", pick(dial[3], &["1", "3", "8"])),
                2 => format!("pool.p0.reserved_for.x0 = {}", dial[3] % 4),
                3 => format!("stage.s0.then = {{ closed = 0.4, {next} = \"rest\" }}"),
                4 => format!("supervision.dedicated = {}", dial[3] % 2 == 0),
                5 => format!("supervision.scope = \"{}\"", pick(dial[3], &["team", "organisation"])),
                6 => format!("pool.p{}.headcount = {}", self.pools.len() - 1, dial[3]),
                7 => "pool.p0.leaving_per_year = 0.9".to_owned(),
                8 => "quality.who_signs = [\"senior\", \"independent\"]".to_owned(),
                9 => "pool.p0.senior_after_months = 1".to_owned(),
                10 => format!("pool.p0.order = [\"s{last}\"]\npool.p0.serves = [\"x0\"]"),
                _ => format!("stage.s{last}.handover_hours = 1\nsupervision.at_most_share = 0.1"),
            });
        }
    }
}

#[test]
fn a_random_small_organisation_keeps_its_invariants() {
    let config = Config { cases: 1000, failure_persistence: None, max_shrink_iters: 1500, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let outcome = runner.run(&dials(), |dials| {
        let text = dials.text();
        let broken = broken_or_panicked(&text, 0);
        if broken.is_empty() { Ok(()) } else { Err(TestCaseError::fail(format!("{}\n{text}", broken.join("\n")))) }
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

fn holds(text: &str) {
    for replication in 0..20 {
        let broken = broken(text, replication);
        assert!(broken.is_empty(), "replication {replication}: {broken:?}\n{text}");
    }
}

#[test]
fn who_leaves_after_the_case_in_hand_leaves_in_peace() {
    holds(
        r#"
start = 2027-01-04
end = 2027-10-15
[stream.a]
inflow.per_month = 40
[stage.desk]
effort_hours = { lognormal = { mean = 9, cv = 1 } }
by = ["p"]
then = "decided"
[pool.p]
headcount = 2
leaving_per_year = 0.9
on_leave = "finish"
"#,
    );
}

#[test]
fn a_supervisor_who_leaves_after_a_coaching_leaves_in_peace() {
    holds(
        r#"
start = 2027-01-04
end = 2027-03-31
calendar = { hours_a_day = 7.5, holidays = [2027-01-11, 2027-04-27] }
[class.plain]
[class.hard]
effort = 2
[stream.x0]
initial.count = 44
share.hard = 0.8
[stage.s0]
effort_hours = { exponential = 4 }
by = ["p0"]
delay_after_days = 1
then = "s1"
[stage.s1]
effort_hours = 3
by = ["p0"]
delay_after_days = 1
then = "s2"
[stage.s2]
effort_hours = 3
by = ["p0"]
then = "decided"
[pool.p0]
headcount = 8
seniors = 0.2
trainees = 0.8
learns = false
pace_at_start = 0.3
on_leave = "finish"
[supervision]
from = ["p0"]
answer_hours = 0.3
coaching_hours_per_week = 2
span = 5
scope = "organisation"
[change.d0]
at_hours = 144.7
pool.p0.headcount = 0
"#,
    );
}

#[test]
fn supervisors_who_give_all_their_time_stand_still() {
    holds(
        r#"
start = 2027-01-04
end = 2027-03-31
[stream.a]
inflow.per_day = 1
[stage.desk]
effort_hours = 3
by = ["p", "new"]
then = "decided"
[pool.p]
headcount = 1
[cohort.new]
headcount = 3
learns = false
[supervision]
from = ["p"]
mode = "share"
share_per_trainee = 0.5
"#,
    );
}
