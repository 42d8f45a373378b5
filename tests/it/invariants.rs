//! Held: random small organisations, with the world verifying itself after every event.
//!
//! The organisations are made as text, so that a failure prints a scenario that anyone can run. Seeds are fixed.

use std::fmt::Write;

use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use surgecap::{
    blueprint::{Inputs, compile, names_of},
    metric::plan::MeasurePlan,
    model::target::gauges,
    observe::{
        observation::{Observation, Observer},
        tally::Tally,
    },
    random::Source,
    scenario::{load::load_text, read::read},
    sim,
    time::SimTime,
};

/// The dials of one random organisation; each is read modulo what it chooses among.
type Dials = Vec<u32>;

struct Maker {
    dials: std::vec::IntoIter<u32>,
}

impl Maker {
    /// A number below `count`.
    fn pick(&mut self, count: u32) -> u32 {
        self.dials.next().unwrap_or(0) % count
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.pick(choices.len() as u32) as usize]
    }
}

fn organisation(dials: Dials) -> String {
    let mut m = Maker { dials: dials.into_iter() };
    let mut text = String::new();
    let out = &mut text;
    let is_working = m.pick(3) > 0;
    let _ = writeln!(out, "name = \"random\"\nstart = 2027-01-04");
    if is_working {
        let _ = writeln!(out, "end = 2027-0{}-28\nseries = \"week\"", 3 + m.pick(4));
        let _ = writeln!(out, "warm_up_days = {}", m.of(&["0", "0", "14"]));
        let _ = writeln!(
            out,
            "[calendar]\nhours_a_day = {}\nholidays = [2027-01-06, 2027-02-01]",
            m.of(&["8", "7.5", "6"])
        );
    } else {
        let _ = writeln!(out, "calendar = \"continuous\"\nhours = {}", 400 + m.pick(600));
        let _ = writeln!(out, "warm_up_hours = {}", m.of(&["0", "0", "50"]));
    }
    let streams = 1 + m.pick(3);
    let _ = writeln!(out, "[class.simple]\n[class.hard]\neffort = 2.5");
    for stream in 0..streams {
        let _ = writeln!(out, "[stream.s{stream}]\npriority = {}", 1 + m.pick(2));
        let _ = writeln!(out, "share.hard = {}", m.of(&["0", "0.3", "1"]));
        let _ = writeln!(out, "initial.count = {}", m.pick(60));
        let _ = writeln!(out, "initial.age_months = {}", m.of(&["0", "{ least = 0, usual = 3, most = 9 }"]));
        let _ = writeln!(out, "initial.at.draft = {}", m.of(&["0", "0.4"]));
        let _ = writeln!(out, "inflow.per_day = {}", m.of(&["0", "1", "4"]));
        let _ = writeln!(out, "inflow.times = {}", m.of(&["1", "0.5", "1.7"]));
        let _ = writeln!(out, "{}", m.of(&["", "term_days = 30", "term_months = 1"]));
    }
    let law = |m: &mut Maker| {
        m.of(&[
            "{ exponential = 3 }",
            "2",
            "{ lognormal = { mean = 5, cv = 1 } }",
            "{ uniform = { min = 0, max = 4 } }",
        ])
        .to_owned()
    };
    let discipline =
        |m: &mut Maker| m.of(&["fifo", "oldest", "due-date", "shortest", "easy-first", "random"]).to_owned();
    let by = "[\"officers\", \"temps\"]";
    let _ = writeln!(out, "[stage.prepare]\neffort_hours = {}\nby = {by}", law(&mut m));
    let _ = writeln!(out, "discipline = \"{}\"\nhandover_hours = {}", discipline(&mut m), m.of(&["0", "0.5"]));
    let _ = writeln!(out, "delay_after_days = {}", m.of(&["0", "3", "{ exponential = 5 }"]));
    let _ = writeln!(
        out,
        "then = {}",
        m.of(&["\"draft\"", "{ rest = 0.3, draft = \"rest\" }"]).replace("rest =", "wait =")
    );
    let _ = writeln!(out, "[stage.wait]\ndelay_days = {}\nthen = \"draft\"", m.of(&["0", "7"]));
    let _ = writeln!(out, "information = true\nskip_error = 1.5\nskip_grant = 0.1");
    let _ = writeln!(out, "[stage.draft]\neffort_hours = {}\nby = {by}", law(&mut m));
    let _ = writeln!(out, "interruptible = {}", m.of(&["true", "false"]));
    let has_rooms = m.pick(3) == 0;
    if has_rooms {
        let _ = writeln!(out, "uses = [\"rooms\"]\nholds_while_asking = {}", m.of(&["true", "false"]));
    }
    let _ = writeln!(
        out,
        "then = {}",
        m.of(&["\"decided\"", "{ prepare = 0.2, decided = \"rest\" }", "{ closed = 0.1, decided = \"rest\" }"])
    );
    if m.pick(3) > 0 {
        let _ = writeln!(out, "[stage.sign]\nsigns = \"draft\"\neffort_hours = 1\nby = [\"officers\"]");
        let _ = writeln!(out, "growth = {}", m.of(&["0", "2"]));
    }
    let _ = writeln!(out, "[pool.officers]\nheadcount = {}", 2 + m.pick(6));
    let _ = writeln!(out, "seniors = {}\ncase_share = {}", m.of(&["1", "0.5"]), m.of(&["1", "0.7"]));
    let _ = writeln!(out, "tenure_months = {{ least = 1, usual = 12, most = 90 }}");
    let _ = writeln!(out, "overhead = {}\nleaving_per_year = {}", m.of(&["0", "0.3"]), m.of(&["0", "0.9"]));
    let _ = writeln!(out, "on_leave = \"{}\"", m.of(&["return", "return-lost", "finish"]));
    let _ = writeln!(out, "{}", m.of(&["", "reserved_for.s0 = 2", "senior_after_months = 6"]));
    if is_working {
        let _ = writeln!(out, "hours_a_week = {}", m.of(&["30", "24", "16"]));
    }
    if m.pick(2) == 0 {
        let _ = writeln!(out, "absence.spells_per_year = {}", m.of(&["0", "6", "40"]));
        let _ = writeln!(out, "absence.days = {}", m.of(&["{ exponential = 9 }", "0.5", "20"]));
        let _ = writeln!(out, "absence.holidays_weeks = {}", m.of(&["0", "6.5", "13"]));
        let _ = writeln!(out, "absence.reassign_after_days = {}", m.of(&["0", "2", "5"]));
    }
    let _ = writeln!(out, "overtime_hours_per_week = {}", m.of(&["0", "0", "5"]));
    let _ = writeln!(out, "{}", m.of(&["", "pressure = 0.5\npressure_pace = 0.3\npressure_leaving = 4"]));
    let one_by_one = "replace_leavers.after_weeks = 1\nreplace_leavers.learns = false";
    let reviewed =
        "replace_leavers.after_weeks = 0\nreplace_leavers.every_weeks = 1\ntau_hours = 50\npace_at_start = 0.5";
    let _ = writeln!(out, "{}", m.of(&["", one_by_one, reviewed]));
    let _ = writeln!(out, "leaving_first_year_factor = {}", m.of(&["1", "5"]));
    let _ = writeln!(out, "[pool.temps]");
    let _ = writeln!(out, "overtime_hours_per_week = {}", m.of(&["0", "0", "3.3"]));
    let cohorts = m.pick(3);
    for cohort in 0..cohorts {
        let _ = writeln!(out, "[cohort.c{cohort}]\npool = \"temps\"");
        let per_month = m.pick(4) == 0;
        let _ = writeln!(out, "{} = {}", if per_month { "per_month" } else { "headcount" }, 1 + m.pick(12));
        let is_shell = !per_month && m.pick(3) == 0;
        if is_shell {
            let _ = writeln!(out, "call_up.from = [2027-01-06, 2027-01-14]\ncall_up.until = [2027-01-09, 2027-01-18]");
        } else {
            let _ = writeln!(out, "ordered_after_hours = {}", m.of(&["0", "30", "100.5"]));
            let contract = m.of(&["", "contract_months = 1", "contract_months = 2\nstays_afterwards = 0.5"]);
            let _ = writeln!(out, "{contract}");
        }
        let _ = writeln!(out, "own_delay_weeks = {}", m.of(&["0", "{ exponential = 0.7 }"]));
        let _ = writeln!(out, "classroom_weeks = {}", m.of(&["0", "1"]));
        if !per_month {
            let _ = writeln!(out, "groups_of = {}\nweeks_between_groups = 1", 1 + m.pick(5));
            let _ = writeln!(out, "{}", m.of(&["", "trainees_per_trainer = 3"]));
        }
        let _ = writeln!(out, "leaving_per_year = {}", m.of(&["0", "0.95"]));
        let conversion = "converts.after_months = 0.3\nconverts.pool = \"officers\"\nconverts.share = 0.7";
        let _ = writeln!(out, "{}", m.of(&["", "", conversion]));
        let _ = writeln!(out, "{}", m.of(&["", "absence.spells_per_year = 20\nabsence.days = { exponential = 5 }"]));
        let learning =
            ["tau_hours = 60", "practice_months = 0.5", "learns = false", "tau_hours = 15\nlearning_spread = 1"];
        let supervised = "until_supervised = true\npace_after = 0.8";
        let choice = m.pick(5);
        if is_shell {
            let by_cases =
                "learning_rate = 0.7\nincompressible = 0.05\nforgets_all_after_months = 1\npace_at_start = 0.4";
            let by_hours = "tau_hours = 40\nlearning_curve = \"logistic\"\npace_at_start = 0";
            let _ = writeln!(out, "{}", m.of(&[by_cases, by_hours]));
        } else {
            let _ = writeln!(out, "{}", learning.get(choice as usize).unwrap_or(&supervised));
            let _ = writeln!(out, "pace_at_start = {}", m.of(&["0.4", "1", "0"]));
        }
        let _ = writeln!(out, "questions_per_hour_at_start = {}", m.of(&["0", "0.5", "4"]));
        let _ = writeln!(out, "never_independent = {}\nlearns_without_help = 0.5", m.of(&["0", "0.5"]));
    }
    let _ = writeln!(out, "[supervision]\nfrom = [\"officers\"]\nspan = {}", m.of(&["1", "3", "10"]));
    let mode = m.pick(5);
    if mode == 3 {
        let _ = writeln!(out, "mode = \"share\"\nshare_per_trainee = 0.25");
    } else if mode == 4 {
        let _ = writeln!(out, "mode = \"amount\"\namount_hours = 40\ncapacity_share = 0.5\nminimum_months = 0.2");
    }
    let _ = writeln!(out, "at_most_share = {}\nanswer_hours = {{ exponential = 0.4 }}", m.of(&["1", "0.5"]));
    let _ = writeln!(out, "scope = \"{}\"\ndedicated = {}", m.of(&["team", "organisation"]), m.of(&["false", "true"]));
    let _ = writeln!(out, "{}", m.of(&["", "patience_minutes = 20", "patience_minutes = { exponential = 60 }"]));
    let _ = writeln!(out, "coaching_hours_per_week = {}", m.of(&["0", "2"]));
    let _ = writeln!(out, "deputy = {}\nresumption_hours = {}", m.of(&["true", "false"]), m.of(&["0", "0.1"]));
    let _ = writeln!(out, "[quality]\nmax_returns = {}", 1 + m.pick(3));
    let is_judged = m.pick(2) == 0;
    if is_judged {
        let _ = writeln!(out, "granted = {}\nerrors_at_start = 0.6\nerrors_experienced = 0.2", m.of(&["0", "0.5"]));
        let _ = writeln!(out, "detection_at_start = 0.2\ndetection_experienced = 0.9\nfalse_alarm = 0.1");
        let _ = writeln!(out, "unanswered_error = 3\nuncoached_error = 2\nrework_error = {}", m.of(&["0.5", "2"]));
        let _ =
            writeln!(out, "appeal_after_refusal = 0.9\ncourt_months = {}", m.of(&["0", "0.3", "{ exponential = 1 }"]));
        let _ = writeln!(out, "{}", m.of(&["court_upholds_appeal = 0.5", "upholds_wrong = 1\nupholds_right = 0.1"]));
        let _ =
            writeln!(out, "{}", m.of(&["", "remand_to = \"prepare\"", "remands_join = \"s0\"\nremand_term_days = 20"]));
        let _ =
            writeln!(out, "measuring = {{ decisions_per_quarter = {}, detection = 0.7, norm = 0.9 }}", 1 + m.pick(9));
        let _ = writeln!(out, "information = {}", m.of(&["1", "0.4", "\"minimum\""]));
    } else {
        let _ = writeln!(out, "returned_drafts_at_start = {}", m.of(&["0.1", "0.9"]));
        let _ = writeln!(out, "returned_drafts_experienced = 0.1");
    }
    let _ = writeln!(out, "who_signs = [{}]", m.of(&["\"senior\"", "\"senior\", \"independent\""]));
    if has_rooms {
        let _ = writeln!(out, "[resource.rooms]\ncapacity = {}", m.of(&["0", "1", "3"]));
        let _ = writeln!(out, "[change.rooms]\nat_hours = 200\nresource.rooms.capacity = {}", m.of(&["1", "4"]));
    }
    for change in 0..m.pick(3) {
        let _ = writeln!(out, "[change.c{change}]\nat_hours = {}", 60 + 97 * change);
        let _ = writeln!(
            out,
            "{}",
            m.of(&[
                "pool.officers.headcount = 1",
                "pool.officers.headcount = 12",
                "supervision.span = 2",
                "pool.officers.reserved_for.s0 = 1",
                "stage.draft.then = \"decided\"",
                "quality.who_signs = [\"senior\", \"independent\"]",
                "pool.temps.work = [\"prepare\"]",
                "supervision.dedicated = true",
                "supervision.scope = \"organisation\"",
                "pool.officers.absence.spells_per_year = 30\npool.officers.absence.days = 3",
                "pool.officers.leaving_per_year = 0.99",
                "pool.officers.overtime_hours_per_week = 8\npool.officers.overtime_absence = 3",
                "pool.officers.pressure = 1\npool.officers.pressure_pace = 0.2",
            ])
        );
    }
    text
}

/// Hears that time never goes back and that nothing starts before it joined.
#[derive(Default)]
struct Watch {
    last: SimTime,
}

impl Observer for Watch {
    fn see(&mut self, at: SimTime, what: &Observation<'_>) {
        assert!(at >= self.last, "time went back");
        self.last = at;
        if let Observation::Started { joined, .. } = what {
            assert!(*joined <= at, "a visit starts after it joined");
        }
    }
}

/// Runs the organisation; what is broken panics.
fn hold(text: &str, seed: u64) {
    let Ok(loaded) = load_text("random.toml", text, &[], |_| None) else { panic!("does not load:\n{text}") };
    let (scenario, _) = match read(&loaded) {
        Ok(read) => read,
        Err(problems) => panic!("refused:\n{}\n{text}", problems.render(&loaded.texts, false)),
    };
    let names = names_of(&scenario);
    let levels = gauges(&names.streams, &names.stages, &names.pools, &names.resources, &names.penalties);
    let measures = MeasurePlan::new(&scenario, &names, &levels, true, &[]).expect("standard measures");
    let source = Source::new(seed, 0);
    let blueprint = compile(&scenario, &measures, &Inputs::drawn(source, 1.0));
    let mut observers = (Tally::new(&measures.tally), Watch::default());
    sim::run_audited(&blueprint, source, &mut observers);
    let tally = observers.0;
    for (pool, row) in tally.ledger.iter().enumerate() {
        let spent: u64 = row.iter().sum();
        assert_eq!(spent, tally.paid[pool], "every paid hour of pool {pool} is in one category");
    }
    let gauges = &tally.final_gauges;
    for stream in 0..gauges.stock.len() {
        let gone = gauges.gone(stream);
        let came = gauges.arrived[stream] + gauges.remanded[stream];
        assert_eq!(came, gone + gauges.stock[stream], "cases are conserved");
        assert!(gauges.overdue[stream] <= gauges.stock[stream], "an overdue case is open");
    }
}

fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]))
}

#[test]
fn held_every_random_organisation_verifies_itself_after_every_event() {
    let dials = proptest::collection::vec(any::<u32>(), 136);
    let outcome = runner(400).run(&dials, |dials| {
        let text = organisation(dials);
        let seed = text.len() as u64;

        let held = std::panic::catch_unwind(|| hold(&text, seed));
        if let Err(why) = held {
            let message =
                why.downcast_ref::<String>().cloned().or(why.downcast_ref::<&str>().map(|one| (*one).to_owned()));
            return Err(TestCaseError::fail(format!("{}\n{text}", message.unwrap_or_default())));
        }
        Ok(())
    });
    if let Err(why) = outcome {
        panic!("{why}");
    }
}
