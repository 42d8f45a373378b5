//! Where and with what people work: rooms, planned slots, ownership, sites.
//!
//! *Proved* values are counted by hand or follow from theory, exactly. *Held* prices of levers are means over 40
//! replications of one seed: without any effect a paired mean lies 4 standard errors on the stated side once in 7,000
//! seeds (Student, 39 degrees of freedom).

use std::collections::BTreeMap;

use surgecap::{
    observe::{ledger::Category, observation::Observation, tally::Tally},
    random::Source,
    replicate::Study,
    sim,
    time::TICKS_PER_HOUR,
};

use crate::support::{column, named, opened_text, paired_t, rows, same, study, study_of, watch};

const REPLICATIONS: u64 = 40;
const SURE: f64 = 4.0;

/// Runs one replication, verified after every event; every paid hour is in one category.
fn audited(study: &Study, seed: u64) -> Tally {
    let source = Source::new(seed, 0);
    let blueprint = study.blueprint(source);
    let mut tally = Tally::new(&study.measures.tally);
    sim::run_audited(&blueprint, source, &mut tally);
    for (pool, row) in tally.ledger.iter().enumerate() {
        assert_eq!(row.iter().sum::<u64>(), tally.paid[pool], "every paid hour of pool {pool} is in one category");
    }
    tally
}

/// Hours of a pool in one category.
fn hours(tally: &Tally, pool: usize, category: Category) -> f64 {
    tally.ledger[pool][category as usize] as f64 / TICKS_PER_HOUR as f64
}

// ---- rooms ----------------------------------------------------------------------------------------------------------

/// Ticks that each case waited, by its number, of cases taken up.
fn waits(study: &Study, seed: u64) -> BTreeMap<u64, u64> {
    let mut waits = BTreeMap::new();
    watch(study, seed, 0, |at, what| {
        if let Observation::Started { case, joined, .. } = what {
            waits.insert(*case, at.0 - joined.0);
        }
    });
    waits
}

fn desk(clerks: u32, rooms: Option<u32>) -> Study {
    let (uses, resource) = match rooms {
        Some(rooms) => ("uses = [\"rooms\"]", format!("[resource.rooms]\ncapacity = {rooms}")),
        None => ("", String::new()),
    };
    study_of(&format!(
        "name = \"desk\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nhours = 2000\n[stream.cases]\n\
         initial.count = 12\ninflow.per_hour = 0.7\n[stage.desk]\neffort_hours = {{ lognormal = {{ mean = 4, cv = 1.2 }} }}\n\
         by = [\"clerks\"]\nthen = \"decided\"\n{uses}\n[pool.clerks]\nheadcount = {clerks}\n{resource}\n"
    ))
}

/// Three rooms and nine clerks are three servers: case by case the queue of three clerks without rooms.
#[test]
fn proved_rooms_are_servers() {
    for seed in 1..=5 {
        let (clerks, rooms) = (waits(&desk(3, None), seed), waits(&desk(9, Some(3)), seed));
        assert!(clerks.len() > 1_000, "{} cases", clerks.len());
        assert_eq!(clerks, rooms, "seed {seed}");
    }
    audited(&desk(9, Some(3)), 1);
}

/// A room for everybody moves no draw and no hour.
#[test]
fn proved_rooms_enough_for_all_change_nothing() {
    let (without, with) = (desk(3, None), desk(3, Some(3)));
    let (without_row, with_row) = (&rows(&without, 2, 1)[0], &rows(&with, 2, 1)[0]);
    let with_names = named(&with, with_row);
    for (name, value) in named(&without, without_row).iter().filter(|(name, _)| *name != "events") {
        assert!(same(*value, with_names[name]), "{name}: {value} and {}", with_names[name]);
    }
}

/// Two clerks, one room, two cases of 4 hours at once: the second waits 4 hours, and so does its clerk.
#[test]
fn proved_an_hour_without_a_room_is_idle_for_want_of_it() {
    let study = study_of(
        "name = \"two clerks, one room\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nhours = 10\n[stream.cases]\n\
         inflow.at_hours = [0, 0]\n[stage.hearing]\neffort_hours = 4\nby = [\"clerks\"]\nthen = \"decided\"\n\
         uses = [\"rooms\"]\n[pool.clerks]\nheadcount = 2\n[resource.rooms]\ncapacity = 1\n",
    );
    let tally = audited(&study, 1);
    let of = |category| hours(&tally, 0, category);
    assert_eq!((of(Category::FirstTime), of(Category::IdleNoResource), of(Category::IdleNoCase)), (8.0, 4.0, 8.0));
    let rows = rows(&study, 1, 1);
    let measure = |path: &str| column(&study, &rows, path)[0];
    assert_eq!(measure("resource.rooms.utilisation"), 0.8);
    assert_eq!(measure("resource.rooms.wait_hours.mean"), 2.0);
    assert_eq!(measure("stage.hearing.wait_hours.mean"), 2.0);
}

/// The rooms close at hour 3: the hearing under way is finished, none starts until one room opens at hour 20.
#[test]
fn proved_a_lockdown_lets_finish_what_is_under_way() {
    let study = study_of(
        "name = \"lockdown\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nhours = 40\n[stream.cases]\n\
         inflow.at_hours = [0, 0, 1, 2]\n[stage.hearing]\neffort_hours = 6\nby = [\"clerks\"]\nthen = \"decided\"\n\
         uses = [\"rooms\", \"interpreters\"]\n[pool.clerks]\nheadcount = 4\n[resource.rooms]\ncapacity = 2\n\
         [resource.interpreters]\ncapacity = 3\n[change.lockdown]\nat_hours = 3\nresource.rooms.capacity = 0\n\
         [change.reopening]\nat_hours = 20\nresource.rooms.capacity = 1\n",
    );
    let mut starts = Vec::new();
    watch(&study, 1, 0, |at, what| {
        if let Observation::Started { .. } = what {
            starts.push(at.0 / TICKS_PER_HOUR);
        }
    });
    assert_eq!(starts, [0, 0, 20, 26]);
    let tally = audited(&study, 1);
    // Two clerks from hours 1 and 2 on and two from hour 6 on, until one goes on at 20 and the last at 26.
    assert_eq!(hours(&tally, 0, Category::IdleNoResource), 4.0 * 20.0 - 12.0 - 1.0 - 1.0 + 3.0 * 6.0);
}

/// One room, two trainees with questions, one busy supervisor.
fn questions(holds: bool) -> Study {
    study_of(&format!(
        "name = \"questions\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nhours = 600\n[stream.cases]\n\
         initial.count = 5000\n[stage.hearing]\neffort_hours = {{ exponential = 3 }}\nby = [\"newcomers\"]\n\
         then = \"decided\"\nuses = [\"rooms\"]\nholds_while_asking = {holds}\n[resource.rooms]\ncapacity = 2\n\
         [pool.seniors]\nheadcount = 2\n[pool.newcomers]\nheadcount = 6\ntrainees = 1\nlearns = false\n\
         questions_per_hour_at_start = 1\n[supervision]\nfrom = [\"seniors\"]\nspan = 3\n\
         answer_hours = {{ exponential = 0.5 }}\nscope = \"organisation\"\n"
    ))
}

/// Giving the room back during a question lets others in, and the one who asked may have to wait for a room again.
#[test]
fn held_a_room_given_back_for_a_question_lets_others_work_and_blocks_the_one_who_asked() {
    let (kept, given_back) = (questions(true), questions(false));
    let (kept_tally, given_tally) = (audited(&kept, 1), audited(&given_back, 1));
    assert_eq!(hours(&kept_tally, 1, Category::Blocked), 0.0);
    assert!(hours(&given_tally, 1, Category::Blocked) > 100.0);
    let (kept_rows, given_rows) = (rows(&kept, 3, REPLICATIONS), rows(&given_back, 3, REPLICATIONS));
    let decided = |study, rows| column(study, rows, "stream.cases.decided");
    assert!(paired_t(&decided(&given_back, &given_rows), &decided(&kept, &kept_rows)) > SURE);
    let waits = |study, rows| column(study, rows, "supervision.wait_hours.mean");
    assert!(paired_t(&waits(&given_back, &given_rows), &waits(&kept, &kept_rows)) > SURE, "the price: more questions");
}

/// The price of a lockdown: hearings wait, and their workers are idle.
#[test]
fn held_fewer_rooms_lengthen_the_wait_for_a_hearing() {
    let wait = |rooms_there: u32| {
        let study = desk(6, Some(rooms_there));
        column(&study, &rows(&study, 4, REPLICATIONS), "stage.desk.wait_hours.mean")
    };
    assert!(paired_t(&wait(3), &wait(4)) > SURE);
}

// ---- planned slots --------------------------------------------------------------------------------------------------

fn hearings(slot: &str, rooms: u32, hours: u32) -> Study {
    study_of(&format!(
        "name = \"hearings\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nhours = {hours}\n[stream.cases]\n\
         inflow.at_hours = [0]\n[stage.hearing]\neffort_hours = 4\nby = [\"clerks\"]\nthen = \"decided\"\n\
         uses = [\"rooms\"]\nslot = {{ {slot} }}\n[pool.clerks]\nheadcount = 1\n[resource.rooms]\ncapacity = {rooms}\n\
         [change.open]\nat_hours = 60\nresource.rooms.capacity = 1\n"
    ))
}

/// A day ahead, nobody ever comes: slots at hours 24, 50 and 76, each two hours of the clerk and of the room.
#[test]
fn proved_a_slot_to_which_nobody_comes_costs_its_hours_and_a_new_lead_time() {
    let study = hearings("lead_time_days = 1, no_show = 1, lost_hours = 2", 1, 100);
    let tally = audited(&study, 1);
    assert_eq!((hours(&tally, 0, Category::LostSlot), hours(&tally, 0, Category::FirstTime)), (6.0, 0.0));
    assert_eq!((tally.stages[0].slots_lost_applicant, tally.stages[0].slots_lost_office), (3, 0));
    assert_eq!(tally.stages[0].started, 0);
    let rows = rows(&study, 1, 1);
    assert_eq!(column(&study, &rows, "resource.rooms.in_use")[0], 0.06);
    assert_eq!(column(&study, &rows, "stage.hearing.slots_lost_share")[0], 1.0);
}

/// No room until hour 60: the slot of hour 24 is lost at hour 48, the next one, at hour 72, is not.
#[test]
fn proved_a_slot_without_a_room_is_lost_by_the_office_and_planned_anew() {
    let study = hearings("lead_time_days = 1", 0, 100);
    let tally = audited(&study, 1);
    assert_eq!((tally.stages[0].slots_lost_applicant, tally.stages[0].slots_lost_office), (0, 1));
    let mut starts = Vec::new();
    watch(&study, 1, 0, |at, what| {
        if let Observation::Started { joined, .. } = what {
            starts.push((at.0 / TICKS_PER_HOUR, joined.0 / TICKS_PER_HOUR));
        }
    });
    assert_eq!(starts, [(72, 72)]);
    // With three days of grace the same slot is used as soon as there is a room; the wait counts from its day.
    let patient = audited(&hearings("lead_time_days = 1, grace_hours = 72", 0, 100), 1);
    assert_eq!(patient.stages[0].slots_lost_office, 0);
    assert_eq!(patient.stages[0].waits.mean(), 36.0);
}

/// On a working calendar a case is there from the opening of its day to its closing.
#[test]
fn proved_a_slot_is_a_day_of_the_office() {
    let study = study_of(
        "name = \"days\"\nstart = 2027-01-04\nend = 2027-02-28\n[stream.cases]\ninflow.at_hours = [11]\n\
         [stage.hearing]\neffort_hours = 4\nby = [\"clerks\"]\nthen = \"decided\"\nuses = [\"rooms\"]\n\
         slot = { lead_time_days = 7 }\n[pool.clerks]\nheadcount = 1\n[resource.rooms]\ncapacity = 0\n\
         [change.open]\nat = 2027-01-20\nresource.rooms.capacity = 1\n",
    );
    let calendar = &study.scenario.calendar;
    let mut starts = Vec::new();
    watch(&study, 1, 0, |at, what| {
        if let Observation::Started { .. } = what {
            starts.push((calendar.date_of(at).to_string(), at.0 % calendar.day_length().0));
        }
    });
    // Monday 4, a week ahead: Monday 11, lost. A week on from that evening, which is Tuesday's morning: Tuesday 19, lost.
    // Wednesday 27 has a room.
    assert_eq!(starts, [("2027-01-27".to_owned(), 0)]);
    assert_eq!(audited(&study, 1).stages[0].slots_lost_office, 2);
}

/// Of all slots the stated share is lost; a case needs 1 / (1 - share) of them.
#[test]
fn proved_the_share_of_no_shows_is_that_of_the_slots() {
    let study = study_of(
        "name = \"no-shows\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nhours = 8000\n[stream.cases]\n\
         initial.count = 20000\n[stage.hearing]\neffort_hours = 1\nby = [\"clerks\"]\nthen = \"decided\"\n\
         slot = { lead_time_days = { uniform = { min = 1, max = 9 } }, no_show = 0.2 }\n[pool.clerks]\nheadcount = 20000\n",
    );
    let tally = audited_quickly(&study, 1);
    let stage = &tally.stages[0];
    assert_eq!((stage.started, stage.slots_lost_office), (20_000, 0));
    // Lost slots before 20,000 used ones: negative binomial, mean 5,000, variance 6,250. |z| > 4.5 once in 150,000 seeds.
    let z = (stage.slots_lost_applicant as f64 - 5_000.0) / 6_250f64.sqrt();
    assert!(z.abs() < 4.5, "z = {z}");
}

fn audited_quickly(study: &Study, seed: u64) -> Tally {
    let source = Source::new(seed, 0);
    let mut tally = Tally::new(&study.measures.tally);
    sim::run(&study.blueprint(source), source, &mut tally);
    tally
}

fn busy_hearings(slot: &str) -> Study {
    study_of(&format!(
        "name = \"busy\"\nstart = 2027-01-04\nend = 2027-12-31\n[stream.cases]\ninflow.per_month = 95\n\
         [stage.hearing]\neffort_hours = {{ exponential = 4 }}\nby = [\"clerks\"]\nthen = \"decided\"\n\
         slot = {{ {slot} }}\n[pool.clerks]\nheadcount = 3\n"
    ))
}

/// No-shows cost decisions and time; less grace loses slots for want of a worker, which long waits on the day had hidden.
#[test]
fn held_no_shows_and_short_days_have_their_price() {
    let measured = |slot: &str, path: &str| {
        let study = busy_hearings(slot);
        column(&study, &rows(&study, 5, REPLICATIONS), path)
    };
    let (all_come, some_stay_away) = ("lead_time_days = 21", "lead_time_days = 21, no_show = 0.2, lost_hours = 2");
    let time = "stream.cases.time_in_system_hours.mean";
    assert!(paired_t(&measured(some_stay_away, time), &measured(all_come, time)) > SURE);
    let idle = "pool.clerks.idle_share";
    assert!(paired_t(&measured(all_come, idle), &measured(some_stay_away, idle)) > SURE);
    let short = "lead_time_days = 21, grace_hours = 2";
    let lost = "stage.hearing.slots_lost_office";
    assert!(paired_t(&measured(short, lost), &measured(all_come, lost)) > SURE);
    // The price of the longer grace: people wait on the day.
    let wait = "stage.hearing.wait_hours.mean";
    assert!(paired_t(&measured(all_come, wait), &measured(short, wait)) > SURE);
}

// ---- files, owners and sites ----------------------------------------------------------------------------------------

fn two_clerks(owner: bool) -> Study {
    study_of(&format!(
        "name = \"two clerks\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nhours = 60\n[stream.cases]\n\
         inflow.at_hours = [0, 1, 10]\n[stage.prepare]\neffort_hours = 2\nby = [\"clerks\"]\nthen = \"draft\"\n\
         delay_after_days = 1\nowner = {owner}\n[stage.draft]\neffort_hours = 2\nby = [\"clerks\"]\nthen = \"decided\"\n\
         owner = {owner}\nread_in_hours = 0.5\n[pool.clerks]\nheadcount = 2\n"
    ))
}

/// Longest idle first, all three cases come to the other clerk the second time; with owners to the same one.
#[test]
fn proved_a_case_comes_back_to_its_owner_who_need_not_read_it() {
    let (shared, owned) = (audited(&two_clerks(false), 1), audited(&two_clerks(true), 1));
    let told =
        |tally: &Tally| (tally.streams[0].handovers, hours(tally, 0, Category::Handover), tally.streams[0].decided);
    assert_eq!(told(&shared), (3, 1.5, 3));
    assert_eq!(told(&owned), (0, 0.0, 3));
}

/// Two cases of one's own at most: the third is begun when the first is decided, at hour 242.
#[test]
fn proved_at_the_limit_no_new_case_is_taken() {
    let study = study_of(
        "name = \"caseload\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nhours = 243\n[stream.cases]\n\
         initial.count = 5\n[stage.prepare]\neffort_hours = 1\nby = [\"clerks\"]\nthen = \"draft\"\n\
         delay_after_days = 10\nowner = true\n[stage.draft]\neffort_hours = 1\nby = [\"clerks\"]\nthen = \"decided\"\n\
         owner = true\n[pool.clerks]\nheadcount = 1\ncaseload_at_most = 2\n",
    );
    let tally = audited(&study, 1);
    assert_eq!((hours(&tally, 0, Category::FirstTime), hours(&tally, 0, Category::IdleNoPermission)), (4.0, 239.0));
    assert_eq!(tally.streams[0].decided, 1);
}

fn owners(text: &str) -> Study {
    study_of(&format!(
        "name = \"owners\"\nstart = 2027-01-04\nend = 2027-12-31\n[stream.cases]\ninflow.per_month = 130\n\
         [stage.prepare]\neffort_hours = {{ exponential = 2 }}\nby = [\"clerks\"]\nthen = \"draft\"\n\
         delay_after_days = {{ exponential = 20 }}\n{text}\n[stage.draft]\neffort_hours = {{ exponential = 3 }}\n\
         by = [\"clerks\"]\nthen = \"decided\"\nread_in_hours = 0.3\n{text}\n[pool.clerks]\nheadcount = 5\n\
         leaving_per_year = 0.2\n"
    ))
}

/// Fewer hands, longer waits: a case waits for its own clerk while others are free.
#[test]
fn held_owners_spare_reading_and_lengthen_the_wait() {
    let (shared, owned) = (owners(""), owners("owner = true"));
    let (shared_rows, owned_rows) = (rows(&shared, 6, REPLICATIONS), rows(&owned, 6, REPLICATIONS));
    let of = |study, rows, path: &str| column(study, rows, path);
    let handovers = "stream.cases.handovers";
    assert!(paired_t(&of(&shared, &shared_rows, handovers), &of(&owned, &owned_rows, handovers)) > SURE);
    let wait = "stage.draft.wait_hours.mean";
    assert!(paired_t(&of(&owned, &owned_rows, wait), &of(&shared, &shared_rows, wait)) > SURE, "the price");
    audited(&owned, 1);
}

/// One seat: the second newcomer is paid to wait until the first one's contract ends after a month.
#[test]
fn proved_who_finds_no_seat_waits_outside_and_is_paid() {
    let study = study_of(
        "name = \"seats\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nhours = 1000\n[stream.cases]\n\
         initial.count = 1000\n[stage.work]\neffort_hours = 10\nby = [\"first\", \"second\"]\nthen = \"decided\"\n\
         [cohort.first]\nheadcount = 1\ncontract_months = 1\nsite = \"utrecht\"\n\
         [cohort.second]\nheadcount = 1\nsite = \"utrecht\"\n[site.utrecht]\nseats = 1\n",
    );
    let tally = audited(&study, 1);
    assert_eq!((hours(&tally, 0, Category::FirstTime), hours(&tally, 0, Category::Blocked)), (730.5, 0.0));
    assert_eq!((hours(&tally, 1, Category::FirstTime), hours(&tally, 1, Category::Blocked)), (269.5, 730.5));
}

/// Begun in one place, drafted in another: two days on the way, and reading in on both accounts.
#[test]
fn proved_a_file_travels_to_the_site_where_it_can_be_worked_on() {
    let study = study_of(
        "name = \"two sites\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nhours = 100\n[stream.cases]\n\
         inflow.at_hours = [0]\n[stage.prepare]\neffort_hours = 1\nby = [\"here\"]\nthen = \"draft\"\n[stage.draft]\n\
         effort_hours = 1\nby = [\"there\"]\nthen = \"check\"\ntransfer_days = 2\nread_in_hours = 0.25\n\
         site_handover_hours = 0.5\n[stage.check]\neffort_hours = 1\nby = [\"here\", \"there\"]\nthen = \"decided\"\n\
         transfer_days = 2\n[pool.here]\nheadcount = 1\nsite = \"utrecht\"\n[pool.there]\nheadcount = 1\n\
         site = \"zwolle\"\norder = [\"check\", \"draft\"]\n[site.utrecht]\n[site.zwolle]\n",
    );
    let mut starts = Vec::new();
    watch(&study, 1, 0, |at, what| {
        if let Observation::Started { .. } = what {
            starts.push(at.0 as f64 / TICKS_PER_HOUR as f64);
        }
    });
    // The check can be done where the file lies: it does not travel, whoever takes it.
    assert_eq!(starts, [0.0, 49.0, 50.75]);
    let tally = audited(&study, 1);
    assert_eq!(hours(&tally, 1, Category::Handover), 0.75);
    assert_eq!((tally.streams[0].site_handovers, tally.streams[0].decided), (2, 1));
}

fn far_help(scope: &str, zwolle_has_seniors: bool, factor: f64) -> Study {
    let seniors = if zwolle_has_seniors { 2 } else { 0 };
    study_of(&format!(
        "name = \"far help\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nhours = 500\n[stream.cases]\n\
         initial.count = 1400\n[stage.work]\neffort_hours = {{ exponential = 4 }}\nby = [\"newcomers\", \"near\"]\n\
         then = \"decided\"\n[pool.seniors]\nheadcount = 3\nsite = \"utrecht\"\n[pool.others]\nheadcount = {seniors}\n\
         site = \"zwolle\"\n[pool.newcomers]\nheadcount = 6\ntrainees = 1\nlearns = false\n\
         questions_per_hour_at_start = 0.3\nsite = \"zwolle\"\n[pool.near]\nheadcount = 3\ntrainees = 1\nlearns = false\n\
         questions_per_hour_at_start = 0.3\nsite = \"utrecht\"\n[supervision]\n\
         from = [\"seniors\", \"others\"]\nspan = 3\nanswer_hours = 0.5\nscope = \"{scope}\"\n\
         remote_factor = {factor}\n[site.utrecht]\n[site.zwolle]\n"
    ))
}

/// Where each site has its supervisors nobody is asked from afar; where one has none, its answers take their factor.
#[test]
fn proved_answers_from_another_site_take_longer_and_are_asked_only_where_none_is_near() {
    for scope in ["team", "site"] {
        let near = audited(&far_help(scope, true, 40.0), 1);
        let answering = hours(&near, 0, Category::Answering) + hours(&near, 1, Category::Answering);
        let answered = near.supervision.answered as f64;
        assert!(answered > 500.0, "{scope}: {answered} answers");
        // Three supervisors may be in the middle of an answer at the end.
        assert!((answering - 0.5 * answered).abs() <= 1.5, "{scope}: {answering} hours for {answered} answers");
        let far = audited(&far_help(scope, false, 2.0), 1);
        let (answering, answered) = (hours(&far, 0, Category::Answering), far.supervision.answered as f64);
        assert!(
            answering > 0.6 * answered && answering < 1.0 * answered,
            "{scope}: {answering} hours, {answered} answers"
        );
    }
    // The price of the distance: longer waits for the next one.
    let wait = |factor: f64| {
        let study = far_help("team", false, factor);
        column(&study, &rows(&study, 7, REPLICATIONS), "supervision.wait_hours.mean")
    };
    assert!(paired_t(&wait(1.5), &wait(1.0)) > SURE);
}

/// An organisation in which all that this file is about meets: audited after every event.
#[test]
fn held_offices_with_rooms_slots_owners_and_sites_verify_themselves() {
    for seed in 1..=8u32 {
        let text = format!(
            "name = \"rooms\"\nstart = 2027-01-04\nend = 2027-06-30\n[stream.a]\ninitial.count = 40\n\
             inflow.per_month = 60\n[stream.b]\npriority = 2\ninflow.per_month = 30\n\
             [stage.intake]\neffort_hours = 1\nby = [\"officers\", \"temps\"]\nthen = \"hearing\"\nowner = {owner}\n\
             [stage.hearing]\neffort_hours = {{ exponential = 3 }}\nby = [\"officers\", \"temps\"]\n\
             then = {{ intake = 0.1, draft = \"rest\" }}\nuses = [\"rooms\", \"interpreters\"]\nholds_while_asking = {holds}\n\
             slot = {{ lead_time_days = {lead}, no_show = 0.15, lost_hours = 1.5 }}\n\
             interruptible = {interruptible}\nowner = {owner}\nread_in_hours = 0.2\n\
             [stage.draft]\neffort_hours = 2\nby = [\"officers\", \"temps\"]\nthen = \"decided\"\nuses = [\"screens\"]\n\
             owner = {owner}\ntransfer_days = 2\nsite_handover_hours = 0.3\n\
             [stage.sign]\nsigns = \"draft\"\neffort_hours = 0.5\nby = [\"officers\"]\n\
             [quality]\nreturned_drafts_at_start = 0.5\nreturned_drafts_experienced = 0.2\n\
             [pool.officers]\nheadcount = 6\nleaving_per_year = 0.4\nhours_a_week = 32\noverhead = 0.1\non_leave = \"{on_leave}\"\n\
             site = \"utrecht\"\n{limit}\n\
             [cohort.temps]\nheadcount = 8\nfirst_day_after_weeks = 2\nclassroom_weeks = 1\ntrainees_per_trainer = 4\n\
             tau_hours = 200\npace_at_start = 0.5\nquestions_a_day_at_start = 8\ncontract_months = 3\nsite = \"zwolle\"\n{limit}\n\
             [site.utrecht]\n[site.zwolle]\nseats = 5\n\
             [supervision]\nfrom = [\"officers\"]\nspan = 3\ncoaching_hours_per_week = 2\npatience_minutes = 30\n\
             scope = \"{scope}\"\nremote_factor = 1.5\n\
             [resource]\nrooms = {{ capacity = 3 }}\ninterpreters = {{ capacity = {interpreters} }}\n\
             screens = {{ capacity = 4 }}\n\
             [change.lockdown]\nat = 2027-03-01\nresource.rooms.capacity = 1\nresource.screens.capacity = 3\n\
             [change.reopening]\nat = 2027-04-12\nresource.rooms.capacity = 5\n",
            owner = seed % 2 == 1,
            limit = if seed % 4 == 1 { "caseload_at_most = 12" } else { "" },
            scope = ["team", "site"][seed as usize / 2 % 2],
            holds = seed % 2 == 0,
            interruptible = seed % 3 > 0,
            on_leave = ["return", "return-lost", "finish"][seed as usize % 3],
            interpreters = 2 + seed % 3,
            lead = ["14", "0", "{ exponential = 10 }"][seed as usize % 3],
        );
        let tally = audited(&study(&opened_text(&text)), u64::from(seed));
        assert!(hours(&tally, 0, Category::IdleNoResource) + hours(&tally, 1, Category::IdleNoResource) > 0.0);
        let hearing = &tally.stages[1];
        assert!(hearing.slots_lost_applicant > 0 && hearing.slots_lost_office > 0);
        assert!(tally.streams[0].decided > 50, "{} decided", tally.streams[0].decided);
    }
}
