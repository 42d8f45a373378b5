//! The answer of `frontier` in the terminal, and its points as a tidy table.

use super::{
    page::{WIDTH, line, wrap},
    table::table,
    words::{about, date, month, whole},
};
use crate::experiment::frontier::{Answer, Binding, Effect, Frontier, Gain, Line, Point, Scan};

/// The answer, and at its end the one sentence to remember.
pub fn page(found: &Frontier) -> String {
    let mut text = head(found);
    if found.futures == 0 {
        text.push_str("\nNo future was run whole.\n");
        return text;
    }
    for curve in &found.lines {
        text.push_str(&curve_table(found, curve));
    }
    text.push('\n');
    if let [curve] = found.lines.as_slice() {
        for (moment, answer) in curve.answers.iter().enumerate() {
            line(&mut text, &head_of(found, moment), &answer_words(found, answer, moment));
        }
    }
    for (scan, words) in found.scans.iter().zip(found.scans.iter().map(|scan| scan_words(found, scan))) {
        line(&mut text, scan_head(scan), &words);
    }
    for (name, words) in limits(found) {
        line(&mut text, &name, &words);
    }
    if let Some(gain) = found.without_the_hires.first().filter(|gain| gain.low != gain.high) {
        line(&mut text, "Own staff", &own_staff(found, gain));
    }
    if let Some(binding) = &found.binding {
        for words in binding_words(binding) {
            line(&mut text, "Binds", &words);
        }
    }
    for form in &found.closed_forms {
        line(&mut text, "On paper", &format!("{} ({})", form.says, form.name));
    }
    for caveat in &found.caveats {
        line(&mut text, "Note", caveat);
    }
    text.push('\n');
    wrap(&mut text, "", 0, &closing(found));
    text
}

fn head(found: &Frontier) -> String {
    let plan = if found.plan.is_empty() { String::new() } else { format!(", plan {}", found.plan) };
    let luck = if found.luck > 1 { format!(" × {} replications", found.luck) } else { String::new() };
    let name = format!("{}{plan}: how many of \"{}\"?", found.scenario.name, found.says);
    let runs = format!("{} futures{luck}, seed {}", whole(found.futures as f64), found.seed);
    let gap = WIDTH.saturating_sub(name.chars().count() + runs.chars().count()).max(3);
    format!("{name}{}{runs}\n", " ".repeat(gap))
}

fn head_of(found: &Frontier, moment: usize) -> String {
    if found.moments[moment].name == "target" { "Target" } else { "End" }.to_owned()
}

/// A value of an axis as people read it.
fn shown(axis: &str, value: &str) -> String {
    match (axis, value.parse()) {
        ("start", Ok(day)) => date(day),
        _ => value.to_owned(),
    }
}

fn signed(value: f64) -> String {
    let words = about(value);
    if value > 0.0 && words != "0" { format!("+{words}") } else { words }
}

fn hundred(share: f64) -> String {
    format!("{:.0}", share * 100.0)
}

fn between(gain: &Gain) -> String {
    if gain.low.is_finite() { format!("{} to {}", signed(gain.low), signed(gain.high)) } else { "–".to_owned() }
}

/// A line a number of hires; the columns of every moment.
fn curve_table(found: &Frontier, curve: &Line) -> String {
    let at: Vec<String> = curve.at.iter().map(|(axis, value)| format!("{axis} {}", shown(axis, value))).collect();
    let title = if at.is_empty() { String::new() } else { format!("\n{}\n", at.join(", ")) };
    let dates: Vec<String> = found.moments.iter().map(|moment| date(moment.date)).collect();
    let mut heads = vec!["hires".to_owned()];
    for day in &dates {
        heads.extend([format!("by {day}"), "95 % of the mean".to_owned(), "of 100".to_owned(), "next ten".to_owned()]);
    }
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let rows: Vec<Vec<String>> =
        curve.points.iter().enumerate().map(|(place, point)| row(curve, place, point)).collect();
    format!("{title}\n{}", table(&heads, &rows))
}

fn row(curve: &Line, place: usize, point: &Point) -> Vec<String> {
    let mut row = vec![point.value.clone()];
    for (gain, answer) in point.gains.iter().zip(&curve.answers) {
        let next = answer.steps.get(place).map_or(String::new(), |step| signed(step.next_ten));
        if point.hires == 0 {
            row.extend(["0".to_owned(), String::new(), String::new(), next]);
        } else {
            row.extend([signed(gain.mean), between(gain), hundred(gain.share), next]);
        }
    }
    row
}

/// What a curve comes to at one moment.
fn answer_words(found: &Frontier, answer: &Answer, moment: usize) -> String {
    let day = date(found.moments[moment].date);
    let best = &answer.best;
    let mut parts = Vec::new();
    parts.push(match answer.useful_from {
        Some(from) if from < answer.useful => {
            format!("by {day} {from} to {} are useful: each step brings something in 80 of 100 futures", answer.useful)
        }
        Some(from) => format!("by {day} {from} are useful, in 80 of 100 futures, and no step beyond"),
        None => format!("by {day} no number is useful in 80 of 100 futures"),
    });
    if best.gain <= 0.0 {
        parts.push("the best number is none".to_owned());
    } else {
        let interval = format!("{:.0} to {:.0}", best.low, best.high);
        if best.is_inside {
            parts.push(format!("best is {:.0} ({interval}), {} decisions", best.hires, signed(best.gain)));
        } else {
            parts.push(format!("no optimum inside the range: {:.0} is best ({interval})", best.hires));
        }
        if let Some([low, high]) = answer.plateau {
            parts.push(format!("{} to {} are within 2 % of the best", low.floor(), high.ceil()));
        }
    }
    parts.push(match answer.zero {
        Some([zero, low, high]) if zero > 0.0 => {
            let high = if high.is_finite() { format!("{high:.0}") } else { "beyond the range".to_owned() };
            let harmless = answer.harmless_up_to;
            format!("nothing is left at {zero:.0} ({low:.0} to {high}), and above {harmless} harm is not excluded")
        }
        Some(_) => "every number harms in the mean".to_owned(),
        None if answer.is_open => "no number in the range harms".to_owned(),
        None => format!("above {} harm is not excluded", answer.harmless_up_to),
    });
    parts.join("; ")
}

fn scan_head(scan: &Scan) -> &'static str {
    match scan.axis.as_str() {
        "start" => "Start",
        "contract" => "Contract",
        "span" => "Span",
        _ => "Classes",
    }
}

fn scan_words(found: &Frontier, scan: &Scan) -> String {
    let all: Vec<String> = scan
        .points
        .iter()
        .map(|point| format!("{} {}", shown(&scan.axis, &point.value), signed(point.gains[0].mean)))
        .collect();
    let day = date(found.moments[0].date);
    let limit = scan.limits[0].as_deref().map(|limit| shown(&scan.axis, limit));
    let what = match (scan.axis.as_str(), limit) {
        ("start", Some(limit)) => format!("{limit} is the last order that is useful by {day}"),
        ("start", None) => format!("no order is useful by {day}"),
        ("contract", Some(limit)) => format!("{limit} months is the shortest contract that is useful by {day}"),
        ("contract", None) => format!("no contract is useful by {day}"),
        ("span", Some(limit)) => format!("{limit} a supervisor is the widest that is useful by {day}"),
        ("span", None) => format!("no span is useful by {day}"),
        (_, limit) => format!("{} brings most by {day}", limit.unwrap_or_else(|| "nothing".to_owned())),
    };
    let mut words = format!("{what} ({} people: {})", scan.hires, all.join(" · "));
    if scan.axis == "span" {
        let minutes = found.answer_hours.unwrap_or(f64::NAN) * 60.0;
        words += &match &scan.in_time {
            Some(span) => format!(
                "; supervisors are free in time (a question waits no longer than its answer takes, {minutes:.0} minutes) up to \
                 {span}"
            ),
            None => format!("; at no span are supervisors free in time (within the {minutes:.0} minutes of an answer)"),
        };
    }
    words
}

/// Of the axes that were asked for: up to where some number of hires is useful.
fn limits(found: &Frontier) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let Some(first) = found.lines.first() else { return all };
    for axis in first.at.iter().map(|(axis, _)| axis) {
        for (moment, at) in found.moments.iter().enumerate() {
            let useful: Vec<String> = found
                .lines
                .iter()
                .filter(|line| line.answers[moment].useful > 0)
                .filter_map(|line| {
                    let value = &line.at.iter().find(|(one, _)| one == axis)?.1;
                    let best = &line.answers[moment];
                    let others: Vec<String> = (line.at.iter().filter(|(one, _)| one != axis))
                        .map(|(axis, value)| format!(", {axis} {value}"))
                        .collect();
                    Some(format!("{value}{} (to {} useful, best {:.0})", others.concat(), best.useful, best.best.hires))
                })
                .collect();
            let words = if useful.is_empty() { "at none".to_owned() } else { format!("at {}", useful.join(" · ")) };
            let head = axis[..1].to_uppercase() + &axis[1..];
            all.push((head, format!("something is useful by {} {words}", date(at.date))));
        }
    }
    all
}

fn own_staff(found: &Frontier, gain: &Gain) -> String {
    format!(
        "what else the plan changes does {} by {} without anybody hired ({})",
        signed(gain.mean),
        date(found.moments[0].date),
        between(gain)
    )
}

fn binding_words(binding: &Binding) -> Vec<String> {
    let effect = |effect: &Effect| format!("{} {}", effect.lever, signed(effect.mean));
    let binds: Vec<String> = binding.whole.iter().filter(|one| one.binds()).map(effect).collect();
    let others: Vec<String> = (binding.whole.iter().filter(|one| !one.binds()))
        .map(|one| if one.high < 0.0 { format!("{} {}", one.lever, signed(one.mean)) } else { one.lever.clone() })
        .collect();
    let mut words = Vec::new();
    let by = date(binding.by);
    words.push(if binds.is_empty() {
        format!("nothing that a tenth more of would bring decisions by {by}")
    } else {
        format!("a tenth more all the time brings by {by}: {}", binds.join(" · "))
    });
    if !others.is_empty() {
        words.push(format!("not: {}", others.join(", ")));
    }
    // Months in a row with the same answer are one.
    let mut runs: Vec<(String, String, String)> = Vec::new();
    for one in &binding.months {
        let mut effects: Vec<&Effect> = one.effects.iter().filter(|effect| effect.binds()).collect();
        effects.sort_by(|a, b| b.mean.total_cmp(&a.mean));
        let levers: Vec<&str> = effects.iter().map(|effect| effect.lever.as_str()).collect();
        let levers = if levers.is_empty() { "nothing alone".to_owned() } else { levers.join(", ") };
        match runs.last_mut() {
            Some((_, to, same)) if *same == levers => *to = month(one.from),
            _ => runs.push((month(one.from), month(one.from), levers)),
        }
    }
    let shown: Vec<String> = runs
        .iter()
        .map(
            |(from, to, levers)| {
                if from == to { format!("{from} {levers}") } else { format!("{from} to {to} {levers}") }
            },
        )
        .collect();
    if !shown.is_empty() {
        words.push(format!("by month: {}", shown.join(" · ")));
    }
    words
}

/// The sentence to remember.
pub fn closing(found: &Frontier) -> String {
    let day = date(found.moments[0].date);
    let people = format!("of \"{}\"", found.says);
    // Of several curves the one with the highest top.
    let best = |line: &&Line| line.answers[0].best.gain;
    let Some(curve) = found.lines.iter().max_by(|a, b| best(a).total_cmp(&best(b))) else { return String::new() };
    let answer = &curve.answers[0];
    let last = curve.points.last().map_or(0, |point| point.hires);
    let with: Vec<String> = curve.at.iter().map(|(axis, value)| format!("{axis} {value}")).collect();
    let with = if with.is_empty() { String::new() } else { format!(" With {}:", with.join(", ")) };
    let Some(from) = answer.useful_from else {
        let later =
            found.moments.get(1).zip(curve.answers.get(1)).map_or(String::new(), |(moment, answer)| {
                match answer.useful_from {
                    Some(from) if from < answer.useful => {
                        format!("; by {} {from} to {} do", date(moment.date), answer.useful)
                    }
                    Some(from) => format!("; by {} {from} do", date(moment.date)),
                    None => format!("; by {} neither", date(moment.date)),
                }
            });
        return format!(
            "{with} No number {people} up to {last} brings decisions by {day} in 80 of 100 futures{later}."
        )
        .trim_start()
        .to_owned();
    };
    let number = if from < answer.useful { format!("Between {from} and {}", answer.useful) } else { format!("{from}") };
    let mut text = format!("{with} {number} {people} help by {day}");
    let limit = |axis: &str| found.scans.iter().find(|scan| scan.axis == axis);
    if let Some(start) = limit("start").and_then(|scan| scan.limits[0].clone()) {
        text += &format!(", ordered on {} at the latest", shown("start", &start));
    }
    if let Some(span) = limit("span").and_then(|scan| scan.in_time.clone().or_else(|| scan.limits[0].clone())) {
        text += &format!(", with at most {span} per supervisor");
    }
    let best = &answer.best;
    text += &if best.is_inside {
        format!("; above {:.0} ({:.0} to {:.0}) each costs more than he or she brings", best.hires, best.low, best.high)
    } else {
        let next = answer.steps.last().map_or(0.0, |step| step.next_ten);
        format!("; no optimum lies inside the range: the last ten of {last} still bring {}", signed(next))
    };
    text.trim_start().to_owned() + "."
}

/// The one curve over the hires in few words, for a page that says other things too.
pub(super) fn short(found: &Frontier) -> String {
    let Some(answer) = found.lines.first().and_then(|curve| curve.answers.first()) else { return String::new() };
    let mut parts = vec![answer_words(found, answer, 0)];
    for scan in &found.scans {
        let limit = scan.limits[0].as_deref().map(|limit| shown(&scan.axis, limit));
        parts.push(match (scan.axis.as_str(), limit) {
            ("start", Some(limit)) => format!("{limit} is the last useful order of {}", scan.hires),
            ("start", None) => format!("no order of {} is useful", scan.hires),
            ("span", Some(limit)) => format!("one supervisor for {limit} is the widest useful span"),
            ("span", None) => "no span is useful".to_owned(),
            _ => continue,
        });
    }
    format!("{} ({} futures for each number)", parts.join("; "), found.futures)
}

/// Every point: a row for each moment.
pub fn csv(found: &Frontier) -> String {
    let mut text =
        "axis,value,other_axes,hires,moment,date,mean,low,high,share_of_futures,gained,others,returns\n".to_owned();
    let mut put = |axis: &str, others: &str, point: &Point| {
        for (moment, gain) in found.moments.iter().zip(&point.gains) {
            let Gain { mean, low, high, share, gained, others: lost, returns } = gain;
            let value = point.value.replace(',', ";");
            text.push_str(&format!(
                "{axis},{value},{others},{},{},{},{mean},{low},{high},{share},{gained},{lost},{returns}\n",
                point.hires, moment.name, moment.date
            ));
        }
    };
    for line in &found.lines {
        let others: Vec<String> = line.at.iter().map(|(axis, value)| format!("{axis}={value}")).collect();
        line.points.iter().for_each(|point| put("hires", &others.join(" "), point));
    }
    for scan in &found.scans {
        scan.points.iter().for_each(|point| put(&scan.axis, "", point));
    }
    text
}
