//! The life of a case or a worker in sentences, or as JSON lines.

use jiff::civil::Weekday;
use serde_json::{Value, json};

use super::words::date;
use crate::{
    calendar::{Calendar, MONTH_DAYS, TICKS_PER_DAY},
    experiment::{
        open::Opened,
        trace::{Trace, kins},
    },
    observe::observation::Closing,
    sim::trace::{CaseName, CaseState, State, Step, Subject, WorkerName, WorkerState},
    time::{SimTime, TICKS_PER_HOUR},
};

/// The page for people, with a line end.
pub fn page(opened: &Opened, trace: &Trace) -> String {
    let teller = Teller { opened };
    let mut page = teller.title(trace);
    let mut last_date = String::new();
    for (line, step) in teller.lines(trace).iter().zip(&trace.steps).take(trace.shown.end).skip(trace.shown.start) {
        let (day, hour) = teller.clock(step.at);
        // A date is said once.
        let shown = if day == last_date { String::new() } else { day.clone() };
        last_date = day;
        page.push_str(&format!("  {shown:<15}  {hour}  {line}\n"));
    }
    page.push_str(&teller.sum(trace));
    page
}

/// One JSON value a step, one step a line.
pub fn lines(opened: &Opened, trace: &Trace) -> String {
    let teller = Teller { opened };
    let told = teller.lines(trace);
    let shown = trace.steps.iter().zip(told).take(trace.shown.end).skip(trace.shown.start);
    let lines = shown.map(|(step, says)| format!("{}\n", teller.record(step, &says)));
    lines.collect()
}

struct Teller<'a> {
    opened: &'a Opened,
}

impl Teller<'_> {
    fn calendar(&self) -> &Calendar {
        &self.opened.scenario.calendar
    }

    /// "Mon 4 Jan 2027" and "10:12".
    fn clock(&self, at: SimTime) -> (String, String) {
        let moment = self.calendar().moment_at(at);
        let day = self.calendar().date_of_moment(moment);
        let minutes = moment.0.rem_euclid(TICKS_PER_DAY as i64) * 60 / TICKS_PER_HOUR as i64;
        let weekday = match day.weekday() {
            Weekday::Monday => "Mon",
            Weekday::Tuesday => "Tue",
            Weekday::Wednesday => "Wed",
            Weekday::Thursday => "Thu",
            Weekday::Friday => "Fri",
            Weekday::Saturday => "Sat",
            Weekday::Sunday => "Sun",
        };
        (format!("{weekday} {}", date(day)), format!("{:02}:{:02}", minutes / 60, minutes % 60))
    }

    /// Office time in words: minutes, hours, working days.
    fn span(&self, from: SimTime, until: SimTime) -> String {
        let hours = until.since(from).hours();
        let day = self.calendar().day_length().hours();
        let unit = if self.calendar().is_continuous() { "days" } else { "working days" };
        if hours * 60.0 < 1.0 {
            "less than a minute".to_owned()
        } else if hours < 1.0 {
            format!("{:.0} min", hours * 60.0)
        } else if hours < 2.0 * day {
            format!("{hours:.1} h")
        } else {
            format!("{:.0} {unit}", hours / day)
        }
    }

    fn stage(&self, stage: usize) -> &str {
        &self.opened.scenario.first().stages[stage].says
    }

    fn case(&self, case: CaseName) -> String {
        let stream = &self.opened.names.streams[case.stream];
        if case.is_stock {
            format!("{stream}:stock-{}", case.number + 1)
        } else {
            format!("{stream}:{}", case.number + 1)
        }
    }

    fn worker(&self, worker: WorkerName) -> String {
        format!("{}:{}", kins(self.opened)[worker.kin].0, worker.ordinal + 1)
    }

    /// "temps:3 (trainee)".
    fn who(&self, worker: &WorkerState) -> String {
        format!("{} ({})", self.worker(worker.name), worker.grade.name())
    }

    fn title(&self, trace: &Trace) -> String {
        let scenario = &self.opened.scenario;
        let when = format!("replication {}, seed {}", trace.replication, trace.seed);
        match (trace.subject, &trace.steps[0].state) {
            (Subject::Case(name), State::Case(state)) => {
                let came = self.calendar().date_of_moment(crate::calendar::Moment(state.moment));
                let class = match scenario.classes.len() {
                    1 => String::new(),
                    _ => format!(", {}", scenario.classes[state.class].says),
                };
                let due = state.due_day.map_or(String::new(), |day| {
                    format!(", due {}", date(crate::calendar::date_after(self.calendar().start(), i64::from(day))))
                });
                let stream = &scenario.streams[name.stream].says;
                format!("Case {} of \"{stream}\"{class}: came in on {}{due} ({when})\n", self.case(name), date(came))
            }
            (Subject::Worker(name), State::Worker(state)) => {
                let pool = &scenario.first().pools[kins(self.opened)[name.kin].1].says;
                format!("{} of \"{pool}\", {} ({when})\n", self.worker(name), state.grade.name())
            }
            (Subject::Case(name), _) => format!("Case {} ({when})\n", self.case(name)),
            (Subject::Worker(name), _) => format!("{} ({when})\n", self.worker(name)),
        }
    }

    /// A sentence for each step.
    fn lines(&self, trace: &Trace) -> Vec<String> {
        let before = std::iter::once(None).chain(trace.steps.iter().map(Some));
        before.zip(&trace.steps).map(|(before, step)| self.line(before, step)).collect()
    }

    fn line(&self, before: Option<&Step>, step: &Step) -> String {
        match &step.state {
            State::Closed { closing, overdue, has_term } => {
                let what = match closing {
                    Closing::Decided => "decided",
                    Closing::Closed => "closed without a decision",
                    Closing::Withdrawn => "withdrawn: the applicant gave up",
                    Closing::Lost => "turned away: there was no room",
                };
                let late = match (has_term, overdue) {
                    (false, _) => "",
                    (true, true) => ", after its term",
                    (true, false) => ", within its term",
                };
                format!("{what}{late}")
            }
            State::Case(state) => {
                let last = match before.map(|before| (&before.state, before.at)) {
                    Some((State::Case(last), at)) => Some((last, at)),
                    _ => None,
                };
                self.case_line(last, state, step.at)
            }
            State::Worker(state) => {
                let last = match before.map(|before| (&before.state, before.at)) {
                    Some((State::Worker(last), at)) => Some((last, at)),
                    _ => None,
                };
                self.worker_line(last, state, step)
            }
        }
    }

    fn case_line(&self, last: Option<(&CaseState, SimTime)>, now: &CaseState, at: SimTime) -> String {
        let stage = self.stage(now.stage);
        let again = if now.visit > 0 { format!(" (visit {})", now.visit + 1) } else { String::new() };
        let after = |place: &str| {
            last.filter(|(last, _)| last.place == place)
                .map_or(String::new(), |(_, since)| format!(" after {}", self.span(since, at)))
        };
        let same_visit = last.is_some_and(|(last, _)| (last.stage, last.visit) == (now.stage, now.visit));
        match now.place {
            "queued" if last.is_none() => format!("stands in the queue of {stage}{again}"),
            "queued" if same_visit && last.is_some_and(|(last, _)| last.place == "in-hand") => {
                format!("goes back into the queue of {stage}: its worker is no longer there")
            }
            "at-court" => "the decision is appealed: the case lies at court".to_owned(),
            "queued" if last.is_some_and(|(last, _)| last.place == "at-court") => {
                format!("comes back from court{}: joins the queue of {stage}{again}", after("at-court"))
            }
            "queued" if now.is_rework => format!("returned: joins the queue of {stage}{again}"),
            "queued" => format!("joins the queue of {stage}{again}{}", after("delayed")),
            "in-tray" => {
                let author = now.worker.as_ref().map_or("its author".to_owned(), |worker| self.who(worker));
                format!("returned: lies with {author}, who wrote the draft")
            }
            "delayed" => match last {
                Some((last, _)) if last.stage == now.stage && last.place == "in-hand" => {
                    format!("done at {stage}; time goes by")
                }
                Some((last, _)) if last.place == "in-hand" => {
                    format!("done at {}; time goes by before {stage}", self.stage(last.stage))
                }
                _ => format!("{stage}{again}: time goes by"),
            },
            "in-hand" => {
                let Some(worker) = &now.worker else { return format!("in hand at {stage}") };
                let is_same = same_visit
                    && last.is_some_and(|(last, _)| {
                        last.place == "in-hand" && { last.worker.as_ref().is_some_and(|last| last.name == worker.name) }
                    });
                if is_same && let Some((last, since)) = last {
                    return self.in_hand_line(last.worker.as_ref(), since, worker, at);
                }
                let work = if now.is_rework { "rework" } else { "taken up" };
                format!("{work} at {stage}{again} by {}{}{}", self.who(worker), after("queued"), after("delayed"))
            }
            other => format!("{other} at {stage}{again}"),
        }
    }

    /// What its worker does while the case stays in hand.
    fn in_hand_line(&self, last: Option<&WorkerState>, since: SimTime, now: &WorkerState, at: SimTime) -> String {
        let who = self.worker(now.name);
        let partner = now.partner.map_or("somebody".to_owned(), |partner| self.worker(partner));
        let was = last.map_or("", |last| last.doing);
        let span = self.span(since, at);
        match now.doing {
            "waiting-for-supervisor" => format!("{who} stops with a question and waits for a supervisor"),
            "asking" if was == "waiting-for-supervisor" => format!("{partner} answers, after {span}"),
            "asking" => format!("{who} stops with a question; {partner} answers at once"),
            "working" if was == "asking" => format!("{who} goes on, answered in {span}"),
            "working" if was == "waiting-for-supervisor" => format!("{who} goes on without an answer, after {span}"),
            "working" if was == "working" => format!("{who} goes on ({})", now.grade.name()),
            "working" => format!("{who} goes on with it after {span}"),
            "settling-in" => format!("{who} gets back into it after {span}"),
            "answering" => format!("laid aside: {who} answers a question of {partner}"),
            "coaching" => format!("laid aside: {who} coaches {partner}"),
            "coached" => format!("laid aside: {who} is coached by {partner}"),
            "absent" => format!("laid aside: {who} is ill or on leave"),
            "away" => format!("laid aside: {who} has a free day"),
            "blocked" => format!("{who} waits for a room, an interpreter or what else is needed"),
            "waiting-in-vain" => format!("{who} waits, and the applicant does not come"),
            other => format!("laid aside: {who} is {other}"),
        }
    }

    fn worker_line(&self, last: Option<(&WorkerState, SimTime)>, now: &WorkerState, step: &Step) -> String {
        let mut parts = Vec::new();
        let was = last.map_or("", |(last, _)| last.doing);
        let span = last.map_or(String::new(), |(_, since)| self.span(since, step.at));
        if let Some((last, _)) = last {
            if last.grade != now.grade {
                let skill = if step.competence.is_nan() {
                    String::new()
                } else {
                    format!(", competence {:.2}", step.competence)
                };
                parts.push(format!("is now {}{skill}", now.grade.name()));
            }
            if now.is_supervisor && !last.is_supervisor {
                parts.push("becomes a supervisor".to_owned());
            } else if last.is_supervisor && !now.is_supervisor {
                parts.push("supervises no longer".to_owned());
            }
            if now.is_supervisor && last.team != now.team {
                parts.push(format!("has a team of {}", now.team));
            }
        } else if now.is_supervisor {
            parts.push(format!("supervises a team of {}", now.team));
        }
        let partner = now.partner.map_or("somebody".to_owned(), |partner| self.worker(partner));
        let task = now
            .task
            .map_or("a case".to_owned(), |(case, stage)| format!("{} at {}", self.case(case), self.stage(stage)));
        let is_new_task = last.is_none_or(|(last, _)| last.task != now.task);
        if now.doing != was || is_new_task && now.doing == "working" {
            parts.push(match now.doing {
                "gone" if last.is_none() => "is not there yet".to_owned(),
                "gone" => "leaves".to_owned(),
                "away" => "has a free day".to_owned(),
                "absent" => "is ill or on leave".to_owned(),
                "idle" => "has nothing to do".to_owned(),
                "standing-by" => "waits for questions".to_owned(),
                "in-class" => "is in class".to_owned(),
                "teaching" => "teaches a class".to_owned(),
                "working" if was == "asking" => format!("goes on with {task}, answered in {span}"),
                "working" if was == "waiting-for-supervisor" => {
                    format!("goes on with {task} without an answer, after {span}")
                }
                "working" if is_new_task => format!("takes up {task}"),
                "working" => format!("goes on with {task} after {span}"),
                "settling-in" => format!("gets back into {task} after {span}"),
                "waiting-for-supervisor" => format!("stops with a question on {task} and waits for a supervisor"),
                "asking" if was == "waiting-for-supervisor" => format!("is answered by {partner}, after {span}"),
                "asking" => format!("asks {partner}, who answers at once"),
                "answering" => format!("answers a question of {partner}"),
                "coaching" => format!("coaches {partner}"),
                "coached" => format!("is coached by {partner}"),
                "blocked" => format!("waits with {task} for a room, an interpreter or what else is needed"),
                "waiting-in-vain" => "waits, and the applicant does not come".to_owned(),
                "outside" => "has no seat".to_owned(),
                other => format!("is {other}"),
            });
        }
        if parts.is_empty() {
            parts.push(format!("goes on with {task}"));
        }
        parts.join("; ")
    }

    /// Where the time went.
    fn sum(&self, trace: &Trace) -> String {
        let mut spans: Vec<(&str, u64)> = Vec::new();
        let mut add = |what: &'static str, ticks: u64| match spans.iter_mut().find(|(name, _)| *name == what) {
            Some((_, sum)) => *sum += ticks,
            None => spans.push((what, ticks)),
        };
        for pair in trace.steps[trace.shown.clone()].windows(2) {
            let what = match &pair[0].state {
                State::Case(CaseState { place: "in-hand", worker: Some(worker), .. }) => match worker.doing {
                    "working" => "worked on",
                    "waiting-for-supervisor" => "waiting for a supervisor",
                    "asking" => "being answered",
                    _ => "laid aside",
                },
                State::Case(case) => match case.place {
                    "queued" => "in queues",
                    "in-tray" => "in its author's tray",
                    "delayed" => "in delays",
                    other => other,
                },
                State::Worker(worker) => worker.doing,
                State::Closed { .. } => continue,
            };
            add(what, pair[1].at.since(pair[0].at).0);
        }
        if spans.is_empty() {
            return String::new();
        }
        spans.sort_by_key(|(_, ticks)| std::cmp::Reverse(*ticks));
        let parts: Vec<String> =
            spans.iter().map(|(what, ticks)| format!("{what} {}", self.span(SimTime(0), SimTime(*ticks)))).collect();
        let open = match (trace.subject, trace.steps.last().map(|step| &step.state)) {
            (Subject::Case(_), Some(State::Closed { .. })) | (Subject::Worker(_), _) => "",
            _ if trace.shown.end < trace.steps.len() => "",
            (_, Some(State::Case(CaseState { place: "at-court", .. }))) => " At the end of the run it lies at court.",
            _ => " It is still open at the end of the run.",
        };
        let whole = match &trace.steps[0].state {
            State::Case(case) if trace.shown == (0..trace.steps.len()) => {
                let last = trace.steps.last().map_or(SimTime(0), |step| step.at);
                let days = (self.calendar().moment_at(last).0 - case.moment) as f64 / TICKS_PER_DAY as f64;
                let words = if days < 10.0 {
                    format!("{days:.1} days")
                } else if days < 90.0 {
                    format!("{days:.0} days")
                } else {
                    format!("{:.1} months", days / MONTH_DAYS)
                };
                format!("  From arrival to the last step {words}. ")
            }
            _ => "  ".to_owned(),
        };
        format!("{whole}In office time: {}.{open}\n", parts.join(" · "))
    }

    fn record(&self, step: &Step, says: &str) -> Value {
        let moment = self.calendar().moment_at(step.at);
        let (_, hour) = self.clock(step.at);
        let mut record = json!({
            "time": format!("{}T{hour}", self.calendar().date_of_moment(moment)),
            "hours": step.at.hours(),
            "says": says,
        });
        let worker = |worker: &WorkerState| {
            json!({
                "worker": self.worker(worker.name),
                "doing": worker.doing,
                "grade": worker.grade.name(),
                "is_supervisor": worker.is_supervisor,
                "team": worker.team,
                "case": worker.task.map(|(case, _)| self.case(case)),
                "stage": worker.task.map(|(_, stage)| self.opened.names.stages[stage].clone()),
                "partner": worker.partner.map(|partner| self.worker(partner)),
            })
        };
        match &step.state {
            State::Case(case) => {
                record["case"] = json!(self.case(case.name));
                record["place"] = json!(case.place);
                record["stage"] = json!(self.opened.names.stages[case.stage]);
                record["visit"] = json!(case.visit + 1);
                record["returns"] = json!(case.returns);
                record["is_rework"] = json!(case.is_rework);
                record["in_hand_of"] = case.worker.as_ref().map_or(Value::Null, worker);
            }
            State::Worker(state) => record["state"] = worker(state),
            State::Closed { closing, overdue, has_term } => {
                record["place"] = json!("closed");
                record["closing"] = json!(format!("{closing:?}").to_lowercase());
                record["overdue"] = if *has_term { json!(overdue) } else { Value::Null };
            }
        }
        if !step.competence.is_nan() {
            record["competence"] = json!(step.competence);
        }
        record
    }
}
