//! Penalties, reception and prices: amounts counted by hand, prices that a lever has, and draws that stay where they are.

use surgecap::{observe::observation::Observation, random::Source, replicate::Study, sim};

use crate::support::{column, named, paired_t, rows, same, study_of, watch};

/// One case that comes in on 20 December, day 0, and is decided on day 30.
fn one_case(term_days: u32, penalty: &str) -> Study {
    study_of(&format!(
        "name = \"one case\"\ncalendar = \"continuous\"\nstart = 2027-12-20\nend = 2028-06-30\n\
         [stream.cases]\ninflow.at_hours = [0]\nterm_days = {term_days}\n\
         [stage.rest]\ndelay_days = 30\nthen = \"decided\"\n[penalty.law]\nstreams = [\"cases\"]\n{penalty}\n"
    ))
}

const TIERS: &str = "tariff = [{ days = 14, per_day = 23 }, { days = 14, per_day = 35 }, { days = 14, per_day = 45 }]";

/// The measures of the regime `law`, of one replication.
fn law(study: &Study, measure: &str) -> f64 {
    column(study, &rows(study, 1, 1), &format!("penalty.law.{measure}"))[0]
}

#[test]
fn proved_a_day_costs_when_the_case_is_open_as_it_begins() {
    // Due on day 10; decided on day 30: days 11 to 30 cost.
    let study = one_case(10, &format!("grace_days = 0\n{TIERS}"));
    assert_eq!(law(&study, "paid"), 14.0 * 23.0 + 6.0 * 35.0);
    assert_eq!(law(&study, "days_late"), 20.0);
    // Two weeks of grace after the notice on day 11: days 25 to 30 cost.
    let grace = one_case(10, TIERS);
    assert_eq!(law(&grace, "paid"), 6.0 * 23.0);
    assert_eq!(law(&grace, "notices"), 1.0);
    // Decided on the last day of its term, or on the last day of grace: nothing.
    assert_eq!(law(&one_case(30, &format!("grace_days = 0\n{TIERS}")), "paid"), 0.0);
    let last = one_case(15, TIERS);
    assert_eq!((law(&last, "paid"), law(&last, "notices")), (23.0, 1.0));
    assert_eq!(law(&one_case(16, TIERS), "paid"), 0.0);
}

#[test]
fn proved_the_maximum_is_never_passed() {
    let capped = one_case(10, "grace_days = 0\nper_day = 100\nat_most = 750");
    assert_eq!((law(&capped, "paid"), law(&capped, "capped_share")), (750.0, 1.0));
    let below = one_case(10, "grace_days = 0\nper_day = 100\nat_most = 2100");
    assert_eq!((law(&below, "paid"), law(&below, "capped_share")), (2_000.0, 0.0));
}

#[test]
fn proved_a_court_adds_its_own_penalty_after_its_own_time() {
    // In default from day 11 on; the court's first day is 11 + a month of 30 days (30.4375, whole days) = 41: too late here.
    let court = "grace_days = 0\nper_day = 10\ncourt_share = 1\ncourt_per_day = 100\n";
    let late = one_case(10, &format!("{court}court_after_months = 1"));
    assert_eq!((law(&late, "paid"), law(&late, "court_paid"), law(&late, "appeals")), (200.0, 0.0, 1.0));
    // A third of a month is 10 days: days 21 to 30 cost.
    let early = one_case(10, &format!("{court}court_after_months = 0.333333\ncourt_at_most = 950"));
    assert_eq!((law(&early, "court_paid"), law(&early, "paid")), (950.0, 1_150.0));
}

#[test]
fn proved_a_right_saved_on_paper_is_a_line_of_its_own() {
    let base = "grace_days = 0\nper_day = 10\n[penalty.law.suspended]\n";
    // The notice falls on day 11, 31 December.
    let by_notice = one_case(10, &format!("{base}from = 2027-12-31"));
    assert_eq!((law(&by_notice, "paid"), law(&by_notice, "suspended")), (0.0, 200.0));
    let over = one_case(10, &format!("{base}from = 2027-12-01\nuntil = 2027-12-30"));
    assert_eq!((law(&over, "paid"), law(&over, "suspended")), (200.0, 0.0));
    let by_arrival = one_case(10, &format!("{base}from = 2027-12-01\nuntil = 2027-12-30\napplies_to = \"arrivals\""));
    assert_eq!((law(&by_arrival, "paid"), law(&by_arrival, "suspended")), (0.0, 200.0));
    // Of days 11 to 30, days 16 to 18 lie in the law.
    let by_day = one_case(10, &format!("{base}from = 2028-01-05\nuntil = 2028-01-07\napplies_to = \"days\""));
    assert_eq!((law(&by_day, "paid"), law(&by_day, "suspended")), (170.0, 30.0));
    assert_eq!(law(&by_day, "per_case"), 170.0);
}

/// Years split where they turn, on any calendar: day 11 is 31 December.
#[test]
fn proved_an_amount_belongs_to_the_year_of_its_days() {
    let study = one_case(10, &format!("grace_days = 0\n{TIERS}"));
    let mut euros = vec![0.0; 2];
    watch(&study, 1, 0, |_, what| {
        if let Observation::Cost { year, euros: amount, .. } = what {
            euros[*year] += amount;
        }
    });
    assert_eq!(euros, [23.0, 13.0 * 23.0 + 6.0 * 35.0]);
}

/// A stock that was overdue at the start by 40 days; nobody decides anything for 100 days.
fn old_stock(penalty: &str) -> Study {
    study_of(&format!(
        "name = \"old stock\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nend = 2027-04-10\n[stream.cases]\n\
         initial.count = 1000\ninitial.age_months = {{ deterministic = 2 }}\nterm_days = 20\n[stage.rest]\ndelay_days = 200\n\
         then = \"decided\"\n[penalty.law]\nstreams = [\"cases\"]\n{penalty}\n"
    ))
}

#[test]
fn proved_what_was_late_before_the_start_has_used_up_its_days() {
    // Arrived 60.875 days before: day −61; due on day −41; with notice at once and no grace in default from day −40 on.
    // The tariff ends after 42 days: days 0 and 1 still cost 45.
    let all = old_stock(&format!("grace_days = 0\n{TIERS}"));
    assert_eq!(law(&all, "paid"), 1_000.0 * 2.0 * 45.0);
    // Given as none: notices come from the start on, and all 100 days cost.
    let none = old_stock("grace_days = 0\nper_day = 1\ninitial_notices = 0");
    assert_eq!(law(&none, "paid"), 1_000.0 * 100.0);
    assert_eq!(law(&none, "notices"), 1_000.0);
    // Three in ten gave notice before: those are no notices of the run. Binomial, 1,000 at 0.3: 5 standard deviations.
    let some = old_stock("grace_days = 0\nper_day = 1\ninitial_notices = 0.3\nnotice_after_term = 0");
    let paid = law(&some, "paid") / 100.0;
    assert!((paid - 300.0).abs() < 5.0 * 14.5, "{paid} of 1,000 had given notice");
    assert_eq!(law(&some, "notices"), 0.0);
}

/// An office that is late, with notices that make work of their own.
fn office(more: &str) -> String {
    format!(
        r#"
        name = "late office"
        start = 2027-01-01
        end = 2028-06-30
        [stream.cases]
        initial.count = 200
        initial.age_months = {{ least = 0, usual = 4, most = 12 }}
        inflow.per_month = 52
        term_months = 3
        [stream.notices]
        first_stage = "notice"
        priority = 0
        [stage.desk]
        effort_hours = {{ exponential = 10 }}
        by = ["clerks"]
        then = "decided"
        [stage.notice]
        effort_hours = {{ exponential = 3 }}
        by = ["clerks"]
        then = "closed"
        [pool.clerks]
        headcount = 3
        [penalty.law]
        streams = ["cases"]
        notice_after_term = 0.6
        notice_days = {{ least = 0, usual = 10, most = 90 }}
        tariff = [{{ days = 14, per_day = 23 }}, {{ days = 14, per_day = 35 }}, {{ days = 14, per_day = 45 }}]
        at_most = 1442
        court_share = 0.4
        court_after_months = {{ least = 1, usual = 2, most = 5 }}
        court_per_day = 100
        court_at_most = 7500
        claim = 0.9
        initial_notices = 0.5
        {more}
        "#
    )
}

const OPENS: &str = "notice_opens = \"notices\"\nappeal_opens = \"notices\"";

#[test]
fn held_the_world_agrees_with_itself_after_every_event() {
    let laws = [
        "",
        "suspended = { from = 2027-07-11 }",
        "suspended = { from = 2027-07-11, until = 2027-12-31, applies_to = \"days\", penalties = \"court\" }",
    ];
    for law in laws {
        let study = study_of(&office(&format!("{OPENS}\n{law}")));
        for replication in 0..2 {
            let source = Source::new(5, replication);
            sim::run_audited(&study.blueprint(source), source, &mut ());
        }
    }
}

/// The sum over years is what the gauge stands at in the end, and both are what the cases say.
#[test]
fn held_years_gauge_and_measures_are_one_amount() {
    let study = study_of(&office(OPENS));
    for row in rows(&study, 3, 4) {
        let all = named(&study, &row);
        assert!(all["penalty.law.paid"] > 10_000.0 && all["penalty.law.court_paid"] > 0.0);
        assert!(all["penalty.law.unclaimed"] > 0.0 && all["penalty.law.suspended"] == 0.0);
        let last = all["series penalty.law 2028-06-30"];
        assert!((last - all["penalty.law.paid"]).abs() < 1e-6, "{last} and {}", all["penalty.law.paid"]);
    }
}

/// Who comes, what each case takes and how it goes stays what it was; only what the notices add is new.
#[test]
fn held_penalties_without_work_of_their_own_move_no_case() {
    let with = study_of(&office(""));
    let text = office("");
    let without = study_of(&text[..text.find("[penalty.law]").unwrap()]);
    for (one, other) in rows(&with, 9, 3).iter().zip(&rows(&without, 9, 3)) {
        let (one, other) = (named(&with, one), named(&without, other));
        for (name, value) in other.iter().filter(|(name, _)| *name != "events") {
            assert!(same(*value, one[name]), "{name}: {value} without penalties, {} with", one[name]);
        }
    }
}

/// One more stream and regime in the file changes no amount of the first.
#[test]
fn held_another_regime_moves_no_draw() {
    let one = study_of(&office(""));
    let text = office("").replace(
        "[penalty.law]",
        "[stream.more]\ninitial.count = 5\nterm_days = 1\n[penalty.other]\nstreams = [\"more\"]\nper_day = 1\n[penalty.law]",
    );
    // Nobody works on them, so that they take no time.
    let text = text
        .replace("[pool.clerks]", "[pool.clerks]\nserves = [\"cases\", \"notices\"]")
        .replace("[stage.notice]", "[stage.rest]\ndelay_days = 400\nthen = \"decided\"\n[stage.notice]");
    let text = text.replace("[stream.more]", "[stream.more]\nfirst_stage = \"rest\"");
    let two = study_of(&text);
    for measure in ["paid", "notices", "appeals", "unclaimed", "court_paid"] {
        let path = format!("penalty.law.{measure}");
        assert_eq!(column(&one, &rows(&one, 4, 3), &path), column(&two, &rows(&two, 4, 3), &path), "{path}");
    }
}

/// The price of late decisions: notices and appeals take hours that the cases miss, and more of them are late.
#[test]
fn held_work_that_notices_make_delays_the_cases() {
    let (with, without) = (study_of(&office(OPENS)), study_of(&office("")));
    let (with_rows, without_rows) = (rows(&with, 2, 30), rows(&without, 2, 30));
    let decided = |study: &Study, rows: &[_]| column(study, rows, "stream.cases.decided");
    // Without an effect once in 7,000 seeds.
    assert!(paired_t(&decided(&with, &with_rows), &decided(&without, &without_rows)) < -4.0);
    let paid = |study: &Study, rows: &[_]| column(study, rows, "penalty.law.paid");
    assert!(paired_t(&paid(&with, &with_rows), &paid(&without, &without_rows)) > 4.0);
    // Every notice and every appeal opened one case.
    for row in &with_rows {
        let all = named(&with, row);
        let came = all["series arrived.notices 2028-06-30"];
        assert_eq!(came, all["penalty.law.notices"] + all["penalty.law.appeals"]);
    }
}

/// Past the maximum a case costs nothing more. Earliest due date first pays least as long as every day costs the same; with
/// a maximum it pays more than any order at all, which lets cases that have become free lie: the perverse incentive.
#[test]
fn held_a_maximum_turns_the_order_around() {
    let paid = |discipline: &str, regime: &str| {
        let study = study_of(&format!(
            "name = \"late\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nend = 2029-12-31\nwarm_up_days = 180\n\
             [stream.cases]\ninitial.count = 220\ninitial.age_months = {{ uniform = {{ min = 0, max = 7 }} }}\n\
             inflow.per_day = 1\nterm_days = 182\n[stage.desk]\neffort_hours = {{ exponential = 24 }}\nby = [\"clerks\"]\n\
             then = \"decided\"\ndiscipline = \"{discipline}\"\n[pool.clerks]\nheadcount = 1\n[penalty.law]\n\
             streams = [\"cases\"]\ngrace_days = 0\n{regime}\n"
        ));
        column(&study, &rows(&study, 6, 40), "penalty.law.paid")
    };
    let (no_end, capped) = ("per_day = 34", "per_day = 34\nat_most = 1442");
    // Without an effect each of these once in 7,000 seeds.
    assert!(paired_t(&paid("due-date", no_end), &paid("random", no_end)) < -4.0);
    assert!(paired_t(&paid("due-date", capped), &paid("random", capped)) > 4.0);
}

// ---- prices --------------------------------------------------------------------------------------------------------

/// Euros of one replication by (line, year).
fn accounts(study: &Study) -> Vec<(usize, usize, f64)> {
    let mut all: Vec<(usize, usize, f64)> = Vec::new();
    watch(study, 1, 0, |_, what| {
        if let Observation::Cost { line, year, euros } = *what {
            match all.iter_mut().find(|(of, on, _)| (*of, *on) == (line, year)) {
                Some((.., sum)) => *sum += euros,
                None => all.push((line, year, euros)),
            }
        }
    });
    all.sort_by_key(|(line, year, _)| (*line, *year));
    all
}

const DESK: &str = "name = \"desk\"\nstart = 2027-07-01\nend = 2028-06-30\n[stream.cases]\ninitial.count = 10\n\
     [stage.desk]\neffort_hours = 8\nby = [\"clerks\", \"temps\"]\nthen = \"decided\"\n[pool.clerks]\nheadcount = 3\n";

/// A full-time year costs its price whatever the working days in it; half of one costs half.
#[test]
fn proved_a_salary_is_split_at_the_turn_of_the_year() {
    let study = study_of(&format!("{DESK}cost_per_year = 52000\n[pool.temps]\nheadcount = 0\n"));
    let [(_, 0, first), (_, 1, second)] = accounts(&study)[..] else { panic!("two years of one line") };
    assert!((first - 3.0 * 52_000.0 * 184.0 / 365.0).abs() < 1e-6, "{first}");
    assert!((second - 3.0 * 52_000.0 * 182.0 / 366.0).abs() < 1e-6, "{second}");
    let row = &rows(&study, 1, 1)[0];
    assert!((named(&study, row)["cost.organisation"] - first - second).abs() < 1e-6);
}

/// Fees are paid for contract hours, and once for everybody who starts; who stays is own staff after the contract.
#[test]
fn proved_fees_are_paid_by_the_hour_until_the_contract_ends() {
    let temps = "[cohort.temps]\npool = \"temps\"\nheadcount = 4\nordered = 2027-09-01\ncontract_months = 3\n\
                 recruit_each = 1000\ntrain_each = 500\n";
    let leave = study_of(&format!("{DESK}[money]\nagency_hour = 50\n{temps}"));
    let all = named(&leave, &rows(&leave, 1, 1)[0]);
    let paid = all["paid temps"];
    assert!(paid > 4.0 * 400.0);
    assert!((all["cost.organisation"] - paid * 50.0 - 4.0 * 1_500.0).abs() < 1e-6);
    let stay = study_of(&format!(
        "{DESK}cost_per_hour = 0\n[money]\nagency_hour = 50\n{temps}stays_afterwards = 1\n[pool.temps]\ncost_per_hour = 20\n"
    ));
    let more = named(&stay, &rows(&stay, 1, 1)[0]);
    let after = more["paid temps"] - paid;
    assert!(after > 4.0 * 900.0);
    assert!((more["cost.organisation"] - paid * 50.0 - after * 20.0 - 4.0 * 1_500.0).abs() < 1e-5);
}

#[test]
fn held_prices_change_nothing_but_the_accounts() {
    let (with, without) =
        (study_of(&format!("{DESK}cost_per_year = 1\n[pool.temps]\n")), study_of(&format!("{DESK}[pool.temps]\n")));
    let (with, without) = (named(&with, &rows(&with, 2, 1)[0]), named(&without, &rows(&without, 2, 1)[0]));
    for (name, value) in &without {
        assert!(same(*value, with[name]), "{name}");
    }
}

// ---- reception -----------------------------------------------------------------------------------------------------

/// Some cases that come in on day 0 and are decided `days` later.
fn reception(cases: usize, days: u32, rules: &str) -> Study {
    study_of(&format!(
        "name = \"beds\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nend = 2028-12-31\n[stream.cases]\n\
         inflow.at_hours = {:?}\n[stage.rest]\ndelay_days = {days}\nthen = \"decided\"\n\
         [money]\nreception_day_regular = 74\nreception_day_emergency = 146\n[reception]\n{rules}\n",
        vec![0; cases]
    ))
}

const LEAVING: &str = "granted = 1\nleaves_after_grant = 0\nleaves_after_refusal = 0\n";

#[test]
fn proved_a_bed_is_taken_from_arrival_until_departure() {
    let nights = |study: &Study, measure: &str| column(study, &rows(study, 1, 1), &format!("reception.{measure}"))[0];
    let at_once = reception(1, 30, "freed = 1");
    assert_eq!((nights(&at_once, "person_days"), nights(&at_once, "people_decided")), (30.0, 0.0));
    let never = reception(1, 30, "freed = 0");
    assert_eq!(nights(&never, "person_days"), 731.0, "a place that is not freed is taken to the end");
    let granted = reception(1, 30, &LEAVING.replace("leaves_after_grant = 0", "leaves_after_grant = 10"));
    assert_eq!(nights(&granted, "person_days"), 40.0);
    assert_eq!(column(&granted, &rows(&granted, 1, 1), "cost.reception")[0], 40.0 * 74.0);
    let refused = reception(1, 30, "granted = 0\nleaves_after_grant = 0\nleaves_after_refusal = 20");
    assert_eq!(nights(&refused, "person_days"), 50.0);
    // A house every 30.4 days: the first leaves on day 30, the second on day 60.
    let houses = reception(2, 30, &format!("{LEAVING}housed_per_month = 1"));
    assert_eq!(nights(&houses, "person_days"), 90.0);
    // Beyond one place the second bed is an emergency one.
    let full = reception(2, 30, &format!("{LEAVING}housed_per_month = 1\nregular_places = 1"));
    assert_eq!(nights(&full, "emergency_days"), 30.0);
    assert_eq!(column(&full, &rows(&full, 1, 1), "cost.reception")[0], 60.0 * 74.0 + 30.0 * 146.0);
}

/// Where houses are scarce, deciding twice as fast frees not one bed: people only wait elsewhere.
#[test]
fn proved_faster_decisions_free_no_bed_where_houses_are_scarce() {
    let people = |days: u32, measure: &str| {
        let study = reception(12, days, &format!("{LEAVING}housed_per_month = 1"));
        column(&study, &rows(&study, 1, 1), &format!("reception.{measure}"))[0]
    };
    assert_eq!(people(28, "person_days"), people(14, "person_days"));
    assert!(people(14, "people_decided") > people(28, "people_decided"));
}

#[test]
fn held_every_bed_has_its_person() {
    let beds = "[reception]\nstreams = [\"cases\"]\nshare = 0.7\ngranted = 0.6\nhoused_per_month = 20\n\
                leaves_after_grant = { least = 0, usual = 30, most = 90 }\ninitial_permit_holders = 15\n\
                leaves_after_refusal = { least = 0, usual = 28, most = 200 }\n";
    let study = study_of(&format!("{}\n{beds}", office(OPENS)));
    let source = Source::new(6, 0);
    sim::run_audited(&study.blueprint(source), source, &mut ());
    let row = named(&study, &rows(&study, 6, 1)[0]);
    assert!(row["reception.people"] > row["reception.people_decided"] && row["reception.people_decided"] > 0.0);
    assert!(row["cost.reception"].is_nan() || !row.contains_key("cost.reception"), "no price, no cost");
}

/// Ten clerks of 100 euros an hour who each work four hours of overtime a week at half as much again, for a year.
#[test]
fn proved_overtime_costs_its_hours_and_a_surcharge() {
    let cost = |more: &str| {
        let study = study_of(&format!(
            "name = \"overtime\"\nstart = 2027-01-04\nend = 2027-12-31\n[stream.cases]\ninitial.count = 100000\n\
             [stage.desk]\neffort_hours = 1\nby = [\"clerks\"]\nthen = \"decided\"\n\
             [pool.clerks]\nheadcount = 10\ncost_per_hour = 100\n{more}"
        ));
        let row = named(&study, &rows(&study, 1, 1)[0]);
        (row["cost.organisation"], row["paid clerks"])
    };
    let (plain, contract) = cost("");
    assert!((plain - 100.0 * contract).abs() < 1e-6 * plain, "{plain} for {contract} hours");
    let (longer, paid) = cost("overtime_hours_per_week = 4\n");
    assert!((paid - 1.1 * contract).abs() < 0.01 * contract && (longer - 100.0 * paid).abs() < 1e-6 * longer);
    let (dearer, _) = cost("overtime_hours_per_week = 4\n[money]\novertime_surcharge = 0.5\n");
    let overtime = longer - plain;
    assert!((dearer - longer - 0.5 * overtime).abs() < 1e-6 * longer, "{dearer}, {longer} without the surcharge");
}

/// Nobody has a case: every hour without overhead is other work, worth 25 euros to others; the salaries stay.
#[test]
fn proved_other_work_is_worth_its_hours_to_others() {
    let study = study_of(
        "name = \"quiet\"\nstart = 2027-01-04\nend = 2027-02-26\n[stream.cases]\ninitial.count = 0\n\
         inflow.months = { \"2027-01\" = 0, \"2027-02\" = 0 }\n\
         [stage.desk]\neffort_hours = 1\nby = [\"clerks\"]\nthen = \"decided\"\n\
         [pool.clerks]\nheadcount = 4\noverhead = 0.25\ncost_per_hour = 40\n\
         other_work = { block_hours = 4, value_per_hour = 25 }\n",
    );
    let row = named(&study, &rows(&study, 1, 1)[0]);
    let hours = row["pool.clerks.other_work"];
    assert!((hours - 0.75 * row["paid clerks"]).abs() < 0.01 * hours && hours > 900.0, "{hours} hours");
    assert!((row["cost.others"] + 25.0 * hours).abs() < 1e-6 * 25.0 * hours, "{}", row["cost.others"]);
    assert_eq!(row["cost.organisation"], 40.0 * row["paid clerks"]);
}
