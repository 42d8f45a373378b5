//! Queues in which applicants give up, which are full, which a board clears, and who takes which case from them.

use std::collections::BTreeMap;

use surgecap::{
    observe::observation::{Closing, Observation},
    random::Source,
    sim,
    time::SimTime,
};

use crate::support::{Watch, column, named, paired_t, rows, study_of, watch};

/// Runs a text with the world verifying itself after every event.
fn audited(text: &str, seeds: std::ops::Range<u64>) {
    let study = study_of(text);
    for seed in seeds {
        let source = Source::new(seed, 0);
        sim::run_audited(&study.blueprint(source), source, &mut Watch(|_: SimTime, _: &Observation<'_>| ()));
    }
}

/// How often something was seen in the first replication of seed 1.
fn count(text: &str, mut what: impl FnMut(SimTime, &Observation<'_>) -> bool) -> usize {
    let mut seen = 0;
    watch(&study_of(text), 1, 0, |at, observation| seen += usize::from(what(at, observation)));
    seen
}

/// The measures of stream or stage `name`, of one replication.
fn measures_of(text: &str, name: &str) -> BTreeMap<String, u64> {
    let study = study_of(text);
    let row = &rows(&study, 1, 1)[0];
    let all = named(&study, row).into_iter();
    all.filter(|(path, _)| path.contains(name)).map(|(path, value)| (path, value.to_bits())).collect()
}

// ---- withdrawals ----------------------------------------------------------------------------------------------------

/// A hundred cases, one clerk who is busy with the first of them for ever.
fn pile(stage: &str, patience: &str) -> String {
    format!(
        "start = 2027-01-04\nend = 2027-03-31\n\
         [stream.cases]\ninitial.count = 100\n{patience}\n\
         [stage.desk]\neffort_hours = 100000\nby = [\"clerks\"]\nthen = \"decided\"\n{stage}\n\
         [pool.clerks]\nheadcount = 1\n"
    )
}

#[test]
fn all_who_wait_give_up_on_the_day_on_which_their_patience_ends() {
    // Ten days after Monday the 4th is Thursday the 14th: eight office days of eight hours.
    let mut moments = Vec::new();
    watch(&study_of(&pile("", "patience_days = 10")), 1, 0, |at, what| {
        if let Observation::Closed { closing, .. } = what {
            assert_eq!(*closing, Closing::Withdrawn);
            moments.push(at.hours());
        }
    });
    assert_eq!(moments, vec![64.0; 99], "the one in hand does not give up");
}

#[test]
fn a_weekend_does_not_stop_patience() {
    // Twelve and a half days: Saturday noon, which is Monday morning.
    let mut moments = Vec::new();
    watch(&study_of(&pile("", "patience_hours = 300")), 1, 0, |at, what| {
        if matches!(what, Observation::Closed { .. }) {
            moments.push(at.hours());
        }
    });
    assert_eq!(moments, vec![80.0; 99]);
}

#[test]
fn a_stage_that_is_exempt_keeps_its_applicants() {
    let closed = |text: &str| count(text, |_, what| matches!(what, Observation::Closed { .. }));
    assert_eq!(closed(&pile("withdrawal = false", "patience_days = 10")), 0);
    assert_eq!(closed(&pile("", "patience_days = 10")), 99);
}

#[test]
fn applicants_give_up_in_delays_and_in_the_days_after_a_stage() {
    let text = |stage: &str| {
        format!(
            "start = 2027-01-04\nend = 2027-03-31\n\
             [stream.cases]\ninitial.count = 50\npatience_days = 7\n{stage}\n[pool.clerks]\nheadcount = 50\n"
        )
    };
    let withdrawn =
        |text: &str| count(text, |_, what| matches!(what, Observation::Closed { closing: Closing::Withdrawn, .. }));
    let delay =
        |days: u32, more: &str| text(&format!("[stage.court]\ndelay_days = {days}\nthen = \"decided\"\n{more}"));
    assert_eq!(withdrawn(&delay(14, "")), 50);
    assert_eq!(withdrawn(&delay(14, "withdrawal = false")), 0);
    assert_eq!(withdrawn(&delay(6, "")), 0);
    let after = |days: u32| {
        text(&format!(
            "[stage.desk]\neffort_hours = 1\nby = [\"clerks\"]\ndelay_after_days = {days}\nthen = \"second\"\n\
             [stage.second]\neffort_hours = 1\nby = [\"clerks\"]\nthen = \"decided\"\n"
        ))
    };
    assert_eq!((withdrawn(&after(14)), withdrawn(&after(6))), (50, 0));
}

/// Everything at once: two stages of work with drafts that come back, leavers, part-timers, a delay, any discipline.
fn busy_office(discipline: &str, stream: &str, more: &str) -> String {
    format!(
        "start = 2027-01-04\nend = 2027-12-31\n\
         [class.plain]\n[class.hard]\neffort = 2.5\n\
         [stream.old]\ninitial.count = 60\ninitial.age_months = {{ exponential = 6 }}\nterm_days = 90\nshare.hard = 0.3\n\
         priority = 2\n{stream}\n\
         [stream.new]\ninflow.per_month = 45\nshare.hard = 0.2\nterm_days = 90\npriority = 1\n\
         withdraws_per_year = 0.6\n\
         [stage.prepare]\neffort_hours = {{ exponential = 6 }}\nby = [\"clerks\"]\nthen = {{ court = 0.2, draft = \"rest\" }}\n\
         discipline = \"{discipline}\"\nhandover_hours = 0.5\n\
         [stage.court]\ndelay_days = {{ exponential = 20 }}\nthen = \"draft\"\n\
         [stage.draft]\neffort_hours = {{ exponential = 8 }}\nby = [\"clerks\"]\nthen = {{ prepare = 0.1, decided = \"rest\" }}\n\
         discipline = \"{discipline}\"\ndelay_after_days = 3\n\
         [stage.sign]\nsigns = \"draft\"\neffort_hours = 1\nby = [\"clerks\"]\ndiscipline = \"{discipline}\"\n\
         [pool.clerks]\nheadcount = 8\nseniors = 0.4\nhours_a_week = 32\nleaving_per_year = 0.5\n\
         [cohort.temps]\npool = \"clerks\"\nordered = 2027-02-01\nheadcount = 4\ncontract_months = 5\n\
         months_to_independence = 3\npace_at_start = 0.5\nquestions_a_day_at_start = 4\n\
         [supervision]\nspan = 4\nfrom = [\"clerks\"]\nminutes_per_answer = 20\n\
         [quality]\nreturned_drafts_at_start = 0.4\nreturned_drafts_experienced = 0.3\n{more}"
    )
}

#[test]
fn offices_with_applicants_who_give_up_verify_themselves() {
    for discipline in ["fifo", "oldest", "due-date", "shortest", "easy-first", "random"] {
        audited(&busy_office(discipline, "patience_days = { exponential = 40 }", ""), 1..3);
    }
}

#[test]
fn patience_of_one_stream_moves_no_draw_of_another() {
    let text = |patience: &str| {
        format!(
            "start = 2027-01-04\nend = 2027-12-31\n\
             [stream.first]\ninflow.per_month = 40\nfirst_stage = \"desk\"\n\
             [stream.second]\ninflow.per_month = 40\nfirst_stage = \"other\"\n{patience}\n\
             [stage.desk]\neffort_hours = {{ exponential = 8 }}\nby = [\"clerks\"]\nthen = \"decided\"\n\
             [stage.other]\neffort_hours = {{ exponential = 8 }}\nby = [\"others\"]\nthen = \"decided\"\n\
             [pool.clerks]\nheadcount = 2\n[pool.others]\nheadcount = 2\n"
        )
    };
    let (without, with) = (text(""), text("patience_days = { exponential = 5 }"));
    let kept = measures_of(&without, ".first");
    let same: BTreeMap<String, u64> =
        measures_of(&with, ".first").into_iter().filter(|(path, _)| kept.contains_key(path)).collect();
    assert_eq!(same, kept);
    assert_ne!(measures_of(&without, "decided.second"), measures_of(&with, "decided.second"));
}

/// Who gives up under two plans gives up after the same wait: the fate is the applicant's, not the plan's.
#[test]
fn plans_share_the_patience_of_applicants() {
    let waits = |heads: u32| {
        let text = format!(
            "calendar = \"continuous\"\nstart = 2027-01-01\nhours = 2000\n\
             [stream.cases]\ninflow.per_hour = 4\npatience_hours = {{ exponential = 3 }}\n\
             [stage.desk]\neffort_hours = {{ exponential = 1 }}\nby = [\"clerks\"]\nthen = \"decided\"\n\
             [pool.clerks]\nheadcount = {heads}\n"
        );
        let mut waits = BTreeMap::new();
        watch(&study_of(&text), 1, 0, |at, what| {
            if let Observation::Closed { closing: Closing::Withdrawn, case, arrived, .. } = what {
                waits.insert(*case, at - *arrived);
            }
        });
        waits
    };
    let (few, many) = (waits(3), waits(4));
    assert!(few.len() > 2 * many.len(), "{} and {}", few.len(), many.len());
    let both = many.iter().filter(|(case, _)| few.contains_key(case)).count();
    assert!(both > 100);
    for (case, wait) in many {
        assert!(few.get(&case).is_none_or(|other| *other == wait), "case {case}");
    }
}

/// A draft that waits for an author who leaves has left one queue before it joins the next: level and count agree.
#[test]
fn the_level_of_a_queue_knows_who_left_a_tray() {
    let text = busy_office("fifo", "", "");
    let study = study_of(&text);
    for seed in 1..4 {
        let (mut level, mut checked) = (vec![0i64; 4], 0);
        watch(&study, seed, 0, |_, what| match *what {
            Observation::Joined { stage, .. } => level[stage] += 1,
            Observation::Started { stage, queued: true, .. }
            | Observation::Resumed { stage, queued: true, .. }
            | Observation::Unqueued { stage, .. } => level[stage] -= 1,
            Observation::PeriodEnd { gauges, .. } => {
                checked += 1;
                assert_eq!(level, gauges.queue.iter().map(|one| *one as i64).collect::<Vec<_>>());
            }
            _ => {}
        });
        assert!(checked > 10);
    }
}

// ---- queues that are full -------------------------------------------------------------------------------------------

/// Five cases at 1, 2, … 5 o'clock and one clerk who takes ten hours for each.
fn trickle(queue: &str) -> String {
    format!(
        "calendar = \"continuous\"\nstart = 2027-01-01\nhours = 100\n\
         [stream.cases]\ninflow.at_hours = [1, 2, 3, 4, 5]\n\
         [stage.desk]\neffort_hours = 10\nby = [\"clerks\"]\nthen = \"decided\"\n{queue}\n\
         [pool.clerks]\nheadcount = 1\n"
    )
}

#[test]
fn a_full_queue_turns_away_or_holds() {
    let closings = |text: &str| {
        let mut all = Vec::new();
        watch(&study_of(text), 1, 0, |at, what| {
            if let Observation::Closed { case, closing, .. } = *what {
                all.push((at.hours(), case, closing));
            }
        });
        all
    };
    use Closing::{Decided, Lost};
    let lost = closings(&trickle("queue_capacity = 2\nwhen_full = \"lost\""));
    assert_eq!(lost, [(4.0, 3, Lost), (5.0, 4, Lost), (11.0, 0, Decided), (21.0, 1, Decided), (31.0, 2, Decided)]);
    let held = closings(&trickle("queue_capacity = 2"));
    let decided: Vec<(f64, u64, Closing)> = (0..5).map(|n| (11.0 + 10.0 * n as f64, n, Decided)).collect();
    assert_eq!(held, decided, "who is held is open, and comes in its turn");
}

#[test]
fn who_is_held_comes_in_when_a_place_is_free() {
    let mut let_in = Vec::new();
    watch(&study_of(&trickle("queue_capacity = 2")), 1, 0, |at, what| {
        if let Observation::Unheld { since, .. } = *what {
            let_in.push((since.hours(), at.hours()));
        }
    });
    assert_eq!(let_in, [(4.0, 11.0), (5.0, 21.0)]);
    // Without any place the worker takes the next one from outside.
    let_in.clear();
    watch(&study_of(&trickle("queue_capacity = 0")), 1, 0, |at, what| {
        if let Observation::Unheld { since, .. } = *what {
            let_in.push((since.hours(), at.hours()));
        }
    });
    assert_eq!(let_in, [(2.0, 11.0), (3.0, 21.0), (4.0, 31.0), (5.0, 41.0)]);
}

#[test]
fn the_stock_at_the_start_is_not_turned_away() {
    let text = trickle("queue_capacity = 2\nwhen_full = \"lost\"").replace("inflow", "initial.count = 20\ninflow");
    let lost = |text: &str| count(text, |_, what| matches!(what, Observation::Closed { closing: Closing::Lost, .. }));
    assert_eq!(lost(&text), 5, "twenty stay, and all who come find them there");
}

#[test]
fn who_is_held_gives_up_after_the_patience_of_the_whole_wait() {
    // Held from 4 to 11 and from 5 to 21; a patience of 14 hours ends for both outside or inside, 14 hours after coming.
    let text = trickle("queue_capacity = 2").replace("inflow", "patience_hours = 14\ninflow");
    let mut gone = Vec::new();
    watch(&study_of(&text), 1, 0, |at, what| {
        if let Observation::Closed { case, closing: Closing::Withdrawn, .. } = *what {
            gone.push((at.hours(), case));
        }
    });
    assert_eq!(gone, [(17.0, 2), (18.0, 3), (19.0, 4)]);
}

#[test]
fn offices_with_full_queues_verify_themselves() {
    for (queue, discipline) in [
        ("queue_capacity = 5", "fifo"),
        ("queue_capacity = 0", "oldest"),
        ("queue_capacity = 3\nwhen_full = \"lost\"", "shortest"),
    ] {
        let text = busy_office(discipline, "patience_days = { exponential = 40 }", "")
            .replace("[stage.draft]\n", &format!("[stage.draft]\n{queue}\n"))
            .replace("[stage.sign]\n", "[stage.sign]\nqueue_capacity = 2\n");
        audited(&text, 1..3);
    }
}

/// A change of the plan that makes room lets in who waits outside; streams that another pool serves do not wait for it.
#[test]
fn room_made_on_the_way_lets_in_who_waits_outside() {
    let text = trickle("queue_capacity = 1")
        .replace("[stage", "[change.room]\nat_hours = 6\nstage.desk.queue_capacity = 50\n[stage");
    let mut let_in = Vec::new();
    watch(&study_of(&text), 1, 0, |at, what| {
        if let Observation::Unheld { .. } = *what {
            let_in.push(at.hours());
        }
    });
    assert_eq!(let_in, [6.0, 6.0, 6.0]);
    audited(&text, 1..2);
    let two = "calendar = \"continuous\"\nstart = 2027-01-01\nhours = 200\n\
         [stream.first]\ninflow.at_hours = [1, 2, 3, 4, 5]\n[stream.second]\ninflow.at_hours = [6, 7]\n\
         [stage.desk]\neffort_hours = 10\nby = [\"clerks\", \"others\"]\nthen = \"decided\"\nqueue_capacity = 2\n\
         [pool.clerks]\nheadcount = 1\nserves = [\"first\"]\n[pool.others]\nheadcount = 1\nserves = [\"second\"]\n";
    let mut second = Vec::new();
    watch(&study_of(two), 1, 0, |at, what| {
        if let Observation::Closed { stream: 1, .. } = what {
            second.push(at.hours());
        }
    });
    assert_eq!(second, [16.0, 26.0], "the others are not idle while a case of theirs waits outside");
    audited(two, 1..2);
}

/// No lever is free: a shorter queue shortens waits and turns more applicants away (paired, same seeds).
#[test]
fn a_shorter_queue_is_paid_for_by_those_who_are_turned_away() {
    let text = |places: u32| {
        format!(
            "start = 2027-01-04\nend = 2027-12-31\n\
             [stream.cases]\ninflow.per_month = 40\n\
             [stage.desk]\neffort_hours = {{ exponential = 8 }}\nby = [\"clerks\"]\nthen = \"decided\"\n\
             queue_capacity = {places}\nwhen_full = \"lost\"\n[pool.clerks]\nheadcount = 2\n"
        )
    };
    let (long, short) = (study_of(&text(30)), study_of(&text(5)));
    let (long_rows, short_rows) = (rows(&long, 1, 30), rows(&short, 1, 30));
    let paired = |path: &str| paired_t(&column(&short, &short_rows, path), &column(&long, &long_rows, path));
    assert!(paired("stream.cases.lost") > 5.0);
    assert!(paired("stage.desk.wait_hours.mean") < -5.0);
    assert!(paired("stream.cases.decided") < -3.0);
}

// ---- boards ---------------------------------------------------------------------------------------------------------

fn board(keys: &str, stock: u32) -> String {
    format!(
        "start = 2027-01-04\nend = 2027-03-31\n\
         [stream.cases]\ninitial.count = {stock}\n\
         [stage.panel]\nthen = \"decided\"\n[stage.panel.board]\n{keys}\n"
    )
}

/// (office hour, cases) of each meeting that cleared anything.
fn meetings(text: &str) -> Vec<(f64, u64)> {
    let mut all = Vec::new();
    watch(&study_of(text), 1, 0, |at, what| {
        if let Observation::Met { cleared, .. } = *what
            && cleared > 0
        {
            all.push((at.hours(), cleared));
        }
    });
    all
}

#[test]
fn a_board_clears_so_many_on_its_days() {
    // Friday the 8th is the fifth office day; then every week.
    let keys = "meets_every_weeks = 1\nfirst = 2027-01-08\nat_most = 3";
    assert_eq!(meetings(&board(keys, 10)), [(32.0, 3), (72.0, 3), (112.0, 3), (152.0, 1)]);
    // Without a number it clears all; the first meeting is one interval after the start.
    assert_eq!(meetings(&board("meets_every_days = 3", 10)), [(24.0, 10)]);
    assert_eq!(meetings(&board("meets_every_hours = 5", 10)), [(5.0, 10)]);
}

#[test]
fn meetings_that_fall_on_one_opening_are_one() {
    // Every day with one case: five a week, Monday's for the weekend too.
    let all = meetings(&board("meets_every_days = 1\nfirst = 2027-01-08\nat_most = 1", 4));
    assert_eq!(all, [(32.0, 1), (40.0, 1), (48.0, 1), (56.0, 1)]);
}

#[test]
fn a_board_takes_streams_by_priority_and_verifies_itself() {
    let text = busy_office("due-date", "patience_days = { exponential = 60 }", "[stage.panel]\nthen = { draft = 0.2, decided = \"rest\" }\ndiscipline = \"due-date\"\n[stage.panel.board]\nmeets_every_weeks = 2\nat_most = 12\n")
        .replace("then = { prepare = 0.1, decided = \"rest\" }", "then = { prepare = 0.1, panel = \"rest\" }");
    audited(&text, 1..3);
    let study = study_of(&text);
    let mut last: Option<(SimTime, usize)> = None;
    let mut seen = 0;
    watch(&study, 1, 0, |at, what| {
        if let Observation::Started { stage: 4, stream, .. } = *what {
            seen += 1;
            // Of one meeting the new stream (priority 1) goes before the old one.
            if let Some((when, before)) = last
                && when == at
            {
                assert!(before >= stream, "stream {stream} after {before}");
            }
            last = Some((at, stream));
        }
    });
    assert!(seen > 100, "{seen}");
}

/// No lever is free: a board that meets half as often makes cases wait longer.
#[test]
fn a_board_that_meets_less_often_makes_cases_wait() {
    let text = |weeks: u32| {
        format!(
            "start = 2027-01-04\nend = 2027-12-31\n[stream.cases]\ninflow.per_month = 30\n\
             [stage.panel]\nthen = \"decided\"\n[stage.panel.board]\nmeets_every_weeks = {weeks}\n"
        )
    };
    let (often, seldom) = (study_of(&text(2)), study_of(&text(4)));
    let (often_rows, seldom_rows) = (rows(&often, 1, 20), rows(&seldom, 1, 20));
    let path = "stage.panel.wait_hours.mean";
    assert!(paired_t(&column(&seldom, &seldom_rows, path), &column(&often, &often_rows, path)) > 10.0);
}

// ---- other work -----------------------------------------------------------------------------------------------------

fn quiet_desk(other: &str) -> String {
    format!(
        "start = 2027-01-04\nend = 2027-12-31\n\
         [stream.cases]\ninflow.per_month = 40\nterm_days = 10\n\
         [stage.desk]\neffort_hours = {{ exponential = 6 }}\nby = [\"clerks\"]\nthen = \"decided\"\n\
         [pool.clerks]\nheadcount = 2\n{other}\n"
    )
}

/// Idle hours become useful ones, and cases wait for the end of a block (paired, same seeds).
#[test]
fn other_work_uses_idle_hours_and_makes_cases_wait() {
    let with = quiet_desk("[pool.clerks.other_work]\nblock_hours = 4");
    let (without, with) = (study_of(&quiet_desk("")), study_of(&with));
    let (without_rows, with_rows) = (rows(&without, 1, 30), rows(&with, 1, 30));
    assert!(column(&with, &with_rows, "pool.clerks.idle_share").iter().all(|share| *share == 0.0));
    assert!(column(&with, &with_rows, "pool.clerks.other_work_share").iter().all(|share| *share > 0.1));
    for path in ["stage.desk.wait_hours.mean", "stage.desk.wait_probability"] {
        let paired = paired_t(&column(&with, &with_rows, path), &column(&without, &without_rows, path));
        assert!(paired > 10.0, "{path}: {paired}");
    }
}

#[test]
fn a_block_of_other_work_is_not_interrupted() {
    // Two blocks of eight hours; the case comes at one o'clock, at nine it is taken, at ten it is done.
    let text = "calendar = \"continuous\"\nstart = 2027-01-01\nhours = 100\n[stream.cases]\ninflow.at_hours = [9]\n\
         [stage.desk]\neffort_hours = 1\nby = [\"clerks\"]\nthen = \"decided\"\n\
         [pool.clerks]\nheadcount = 1\n[pool.clerks.other_work]\nblock_hours = 8\n";
    let mut closed = Vec::new();
    watch(&study_of(text), 1, 0, |at, what| {
        if matches!(what, Observation::Closed { .. }) {
            closed.push(at.hours());
        }
    });
    assert_eq!(closed, [17.0]);
    audited(&busy_office("fifo", "", "[pool.clerks.other_work]\nblock_hours = { exponential = 3 }\n"), 1..4);
}

// ---- preemption -----------------------------------------------------------------------------------------------------

/// A case of ten hours at nought o'clock, an urgent one of two hours at three.
fn urgent(keys: &str, stage: &str) -> String {
    format!(
        "calendar = \"continuous\"\nstart = 2027-01-01\nhours = 100\n\
         [class.long]\n[class.short]\neffort = 0.2\n\
         [stream.plain]\npriority = 2\ninitial.count = 1\n\
         [stream.urgent]\npriority = 1\nshare.short = 1\ninflow.at_hours = [3]\n{keys}\n\
         [stage.desk]\neffort_hours = 10\nby = [\"clerks\"]\nthen = \"decided\"\n{stage}\n\
         [pool.clerks]\nheadcount = 1\n"
    )
}

#[test]
fn an_urgent_case_interrupts_and_nothing_is_lost() {
    let closed = |text: &str| {
        let mut all = Vec::new();
        watch(&study_of(text), 1, 0, |at, what| {
            if let Observation::Closed { stream, .. } = *what {
                all.push((stream, at.hours()));
            }
        });
        all
    };
    assert_eq!(closed(&urgent("", "")), [(0, 10.0), (1, 12.0)]);
    assert_eq!(closed(&urgent("preempts = true", "")), [(1, 5.0), (0, 12.0)]);
    assert_eq!(closed(&urgent("preempts = true", "interruptible = false")), [(0, 10.0), (1, 12.0)]);
    // To read in again takes half an hour where a handover does.
    assert_eq!(closed(&urgent("preempts = true", "handover_hours = 0.5")), [(1, 5.0), (0, 12.5)]);
    let mut interrupted = Vec::new();
    watch(&study_of(&urgent("preempts = true", "")), 1, 0, |at, what| {
        if let Observation::Resumed { since, .. } = *what {
            interrupted.push((at - since).hours());
        }
    });
    assert_eq!(interrupted, [2.0]);
}

#[test]
fn offices_with_urgent_cases_verify_themselves() {
    for discipline in ["fifo", "due-date"] {
        let text = busy_office(discipline, "patience_days = { exponential = 40 }", "")
            .replace("[stream.new]\n", "[stream.new]\npreempts = true\n");
        assert!(text.contains("preempts"));
        audited(&text, 1..4);
        assert!(count(&text, |_, what| matches!(what, Observation::Resumed { .. })) > 20);
    }
}

/// No lever is free: what the urgent stream gains the other one loses (paired, same seeds).
#[test]
fn the_interrupted_pay_for_the_urgent() {
    let text = |keys: &str| {
        format!(
            "start = 2027-01-04\nend = 2027-12-31\n\
             [stream.plain]\npriority = 2\ninflow.per_month = 25\n\
             [stream.urgent]\npriority = 1\ninflow.per_month = 10\n{keys}\n\
             [stage.desk]\neffort_hours = {{ exponential = 8 }}\nby = [\"clerks\"]\nthen = \"decided\"\n\
             [pool.clerks]\nheadcount = 2\n"
        )
    };
    let (polite, rude) = (study_of(&text("")), study_of(&text("preempts = true")));
    let (polite_rows, rude_rows) = (rows(&polite, 1, 30), rows(&rude, 1, 30));
    let paired = |path: &str| paired_t(&column(&rude, &rude_rows, path), &column(&polite, &polite_rows, path));
    assert!(paired("stream.urgent.time_in_system_hours.mean") < -5.0);
    assert!(paired("stream.plain.time_in_system_hours.mean") > 5.0);
}

// ---- who takes which case -------------------------------------------------------------------------------------------

/// Five seniors (workers 0 to 4) and ten others; a fifth of the cases is hard.
fn two_grades(needs: &str, more: &str) -> String {
    format!(
        "start = 2027-01-04\nend = 2027-06-30\n[class.plain]\n[class.hard]\n{needs}\n\
         [stream.cases]\ninitial.count = 600\nshare.hard = 0.2\n\
         [stage.desk]\neffort_hours = {{ exponential = 16 }}\nby = [\"seniors\", \"others\"]\nthen = \"decided\"\n{more}\n\
         [pool.seniors]\nheadcount = 5\n[pool.others]\nheadcount = 10\nseniors = 0\n"
    )
}

#[test]
fn only_those_with_the_grade_take_what_needs_it_and_the_mix_hardens() {
    for text in [two_grades("needs = \"senior\"", ""), two_grades("", "needs_of.hard = \"senior\"")] {
        let (mut hard, mut easy) = (Vec::new(), 0);
        watch(&study_of(&text), 1, 0, |_, what| match *what {
            Observation::Started { class: 1, worker, .. } => hard.push(worker),
            Observation::Closed { class: 0, .. } => easy += 1,
            _ => {}
        });
        assert!(hard.len() > 20 && hard.iter().all(|worker| *worker < 5), "{hard:?}");
        assert!(easy > 400, "the others go on with the easy ones");
        audited(&text, 1..3);
    }
    // Without the need others take hard ones too.
    let others = count(
        &two_grades("", ""),
        |_, what| matches!(what, Observation::Started { class: 1, worker, .. } if *worker >= 5),
    );
    assert!(others > 20);
    let text = busy_office("easy-first", "patience_days = { exponential = 40 }\ndifficulty = { exponential = 1 }", "")
        .replace("effort = 2.5\n", "effort = 2.5\nneeds = \"independent\"\n")
        .replace("[stage.draft]\n", "[stage.draft]\nneeds_of.hard = \"senior\"\nfidelity = 0.5\nqueue_capacity = 4\n");
    audited(&text, 1..4);
}

#[test]
fn difficulty_multiplies_the_hours_of_a_case_at_every_stage_and_moves_no_other_draw() {
    let text = |difficulty: &str| {
        format!(
            "start = 2027-01-04\nend = 2027-12-31\n\
             [stream.first]\ninitial.count = 40\n{difficulty}\n[stream.second]\ninitial.count = 40\n\
             [stage.prepare]\neffort_hours = {{ exponential = 6 }}\nby = [\"clerks\"]\nthen = \"decide\"\n\
             [stage.decide]\neffort_hours = {{ exponential = 6 }}\nby = [\"clerks\"]\nthen = \"decided\"\n\
             [pool.clerks]\nheadcount = 80\n"
        )
    };
    // Everybody has a case at once, so that a case's time in system is its own hours.
    let hours = |text: &str| {
        let mut hours: BTreeMap<(usize, u64), u64> = BTreeMap::new();
        watch(&study_of(text), 1, 0, |at, what| {
            if let Observation::Closed { stream, case, .. } = *what {
                hours.insert((stream, case), at.0);
            }
        });
        assert_eq!(hours.len(), 80);
        hours
    };
    let (plain, twice) = (hours(&text("")), hours(&text("difficulty = 2")));
    for (case, ticks) in &plain {
        let factor = if case.0 == 0 { 2 } else { 1 };
        assert!(twice[case].abs_diff(factor * ticks) <= 2, "{case:?}: {ticks} and {}", twice[case]);
    }
    let drawn = hours(&text("difficulty = { exponential = 1 }"));
    let ratios: Vec<f64> =
        plain.iter().filter(|(case, _)| case.0 == 0).map(|(case, ticks)| drawn[case] as f64 / *ticks as f64).collect();
    assert!(ratios.iter().any(|ratio| *ratio < 0.5) && ratios.iter().any(|ratio| *ratio > 1.5));
}

/// With fidelity 1 the easy half goes first to the last; with fidelity 0 the first hundred are as all (five standard
/// deviations of 100 of 500 without replacement: a false alarm in two million).
#[test]
fn easy_first_is_as_good_as_the_ease_is_judged() {
    let easy_among_first = |fidelity: f64| {
        let text = format!(
            "start = 2027-01-04\nend = 2027-06-30\n[class.easy]\neffort = 0.5\n[class.hard]\n\
             [stream.cases]\ninitial.count = 500\nshare.hard = 0.5\n\
             [stage.desk]\neffort_hours = 8\nby = [\"clerks\"]\nthen = \"decided\"\n\
             discipline = \"easy-first\"\nfidelity = {fidelity}\n[pool.clerks]\nheadcount = 10\n"
        );
        let mut classes = Vec::new();
        watch(&study_of(&text), 1, 0, |_, what| {
            if let Observation::Started { class, .. } = *what {
                classes.push(class);
            }
        });
        classes.iter().take(100).filter(|class| **class == 0).count()
    };
    assert_eq!(easy_among_first(1.0), 100);
    let blind = easy_among_first(0.0);
    assert!((28..=72).contains(&blind), "{blind} of 100");
    let half = easy_among_first(0.5);
    assert!(half > blind && half < 100, "{half} of 100");
}

/// One clerk prepares an hour a case, one decides four hours a case.
fn line(limit: &str) -> String {
    format!(
        "calendar = \"continuous\"\nstart = 2027-01-01\nhours = 400\n\
         [stream.cases]\ninitial.count = 80\n\
         [stage.prepare]\neffort_hours = {{ exponential = 1 }}\nby = [\"first\"]\nthen = \"decide\"\n\
         [stage.decide]\neffort_hours = {{ exponential = 4 }}\nby = [\"second\"]\nthen = \"decided\"\n{limit}\n\
         [pool.first]\nheadcount = 1\n[pool.second]\nheadcount = 1\n"
    )
}

#[test]
fn preparation_stops_while_enough_waits_at_the_next_stage() {
    let longest = |text: &str| {
        let (mut waiting, mut longest) = (0i64, 0);
        watch(&study_of(text), 1, 0, |_, what| match *what {
            Observation::Joined { stage: 1, .. } => {
                waiting += 1;
                longest = longest.max(waiting);
            }
            Observation::Started { stage: 1, queued: true, .. } => waiting -= 1,
            _ => {}
        });
        longest
    };
    assert!(longest(&line("")) > 20);
    assert_eq!(longest(&line("wip_max = 3")), 3, "what is in hand is finished, nothing new is begun");
    audited(&line("wip_max = 3"), 1..4);
    let text = busy_office("oldest", "patience_days = { exponential = 40 }", "")
        .replace("[stage.sign]\n", "[stage.sign]\nwip_max = 2\n")
        .replace("[stage.draft]\n", "[stage.draft]\nwip_max = 3\nqueue_capacity = 5\n");
    audited(&text, 1..4);
}

/// No lever is free: who decides runs dry more often, and fewer are decided (paired, same seeds).
#[test]
fn a_limit_is_paid_for_with_decisions() {
    // Preparing takes nearly as long as deciding, and the run ends before the stock does.
    let text = |limit: &str| line(limit).replace("exponential = 1 }", "exponential = 3.5 }").replace("400", "250");
    let (free, limited) = (study_of(&text("")), study_of(&text("wip_max = 1")));
    let (free_rows, limited_rows) = (rows(&free, 1, 30), rows(&limited, 1, 30));
    let paired = |path: &str| paired_t(&column(&limited, &limited_rows, path), &column(&free, &free_rows, path));
    assert!(paired("stage.decide.queue.mean") < -5.0);
    assert!(paired("stream.cases.decided") < -5.0, "{}", paired("stream.cases.decided"));
    assert!(paired("pool.second.idle_share") > 5.0, "{}", paired("pool.second.idle_share"));
}

fn shared(share: &str, second: u32) -> String {
    format!(
        "start = 2027-01-04\nend = 2027-12-31\n\
         [stream.first]\ninitial.count = 5000\npriority = 1\n[stream.second]\ninitial.count = {second}\npriority = 2\n\
         [stage.desk]\neffort_hours = {{ exponential = 6 }}\nby = [\"clerks\"]\nthen = \"decided\"\n\
         [pool.clerks]\nheadcount = 10\n{share}\n"
    )
}

#[test]
fn streams_get_their_share_of_the_hours_and_none_is_kept_free() {
    let decided = |text: &str| {
        let mut decided = [0u32; 2];
        watch(&study_of(text), 1, 0, |_, what| {
            if let Observation::Closed { stream, .. } = *what {
                decided[stream] += 1;
            }
        });
        decided
    };
    let [first, second] = decided(&shared("share = { first = 0.7, second = 0.3 }", 5000));
    // Hours are held to the share within a case or two a day; decisions differ from hours by chance only.
    let part = f64::from(first) / f64::from(first + second);
    assert!((part - 0.7).abs() < 5.0 * libm::sqrt(0.7 * 0.3 / f64::from(first + second)), "{part}");
    assert_eq!(decided(&shared("", 5000))[1], 0, "by priority the second stream gets nothing");
    let [_, all] = decided(&shared("share = { first = 1 }", 100));
    assert_eq!(all, 0, "a stream without a share waits for the others");
    // The second stream is soon empty: the first gets all the hours then.
    let text = shared("share = { first = 0.1, second = 0.9 }", 200);
    let [first, second] = decided(&text);
    let alone = decided(&shared("", 0))[0];
    assert_eq!(second, 200);
    assert!(f64::from(first + second) > 0.97 * f64::from(alone), "{first} and {second}, alone {alone}");
    audited(&shared("share = { first = 0.7, second = 0.3 }", 300).replace("5000", "300"), 1..3);
}

/// No lever is free: what one stream gets the other waits for (paired, same seeds).
#[test]
fn a_share_is_taken_from_the_other_stream() {
    let of = |share: &str| study_of(&shared(share, 5000));
    let (less, more) = (of("share = { first = 0.7, second = 0.3 }"), of("share = { first = 0.5, second = 0.5 }"));
    let (less_rows, more_rows) = (rows(&less, 1, 5), rows(&more, 1, 5));
    let paired = |path: &str| paired_t(&column(&more, &more_rows, path), &column(&less, &less_rows, path));
    assert!(paired("stream.second.decided") > 10.0);
    assert!(paired("stream.first.decided") < -10.0);
}
