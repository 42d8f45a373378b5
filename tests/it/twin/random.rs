//! Random small organisations for the twin.

use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use super::{office::Reading, parting};

/// One random organisation; shrinks towards one stage, one worker and nothing special.
#[derive(Clone, Debug)]
struct Small {
    is_continuous: bool,
    streams: Vec<SmallStream>,
    stages: Vec<SmallStage>,
    is_signed: bool,
    pools: Vec<SmallPool>,
    /// Tenths: of drafts returned, of questions an hour.
    returned: u32,
    questions: u32,
    learns: bool,
    is_team: bool,
    patience_minutes: Option<u32>,
    dedicated: bool,
}

#[derive(Clone, Debug)]
struct SmallStream {
    inflow: usize,
    priority: u32,
    stock: u32,
    hard: u32,
    term_days: Option<u32>,
}

#[derive(Clone, Debug)]
struct SmallStage {
    /// 0: a delay.
    kind: u32,
    law: usize,
    discipline: usize,
    /// Tenths of the cases that go back to the first stage.
    back: u32,
    delay_after: bool,
    interruptible: bool,
    everybody: bool,
}

#[derive(Clone, Debug)]
struct SmallPool {
    headcount: u32,
    seniors: u32,
    trainees: u32,
    overhead: u32,
    reserved: u32,
}

fn stream() -> impl Strategy<Value = SmallStream> {
    (0..5usize, 1..3u32, 0..12u32, 0..6u32, prop::option::of(1..40u32))
        .prop_map(|(inflow, priority, stock, hard, term_days)| SmallStream { inflow, priority, stock, hard, term_days })
}

fn stage() -> impl Strategy<Value = SmallStage> {
    (0..5u32, 0..4usize, 0..6usize, 0..4u32, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(kind, law, discipline, back, delay_after, interruptible, everybody)| SmallStage {
            kind,
            law,
            discipline,
            back,
            delay_after,
            interruptible,
            everybody,
        },
    )
}

fn pool() -> impl Strategy<Value = SmallPool> {
    (1..6u32, 0..10u32, 0..8u32, 0..4u32, 0..3u32).prop_map(|(headcount, seniors, trainees, overhead, reserved)| {
        SmallPool { headcount, seniors, trainees: trainees.min(10 - seniors), overhead, reserved }
    })
}

fn small() -> impl Strategy<Value = Small> {
    let lists = (
        prop::collection::vec(stream(), 1..3),
        prop::collection::vec(stage(), 1..4),
        prop::collection::vec(pool(), 1..3),
    );
    let switches = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (lists, switches, 0..10u32, 0..20u32, prop::option::of(1..60u32)).prop_map(
        |(
            (streams, stages, pools),
            (is_continuous, is_signed, learns, is_team, dedicated),
            returned,
            questions,
            patience_minutes,
        )| Small {
            is_continuous,
            streams,
            stages,
            is_signed,
            pools,
            returned,
            questions,
            learns,
            is_team,
            patience_minutes,
            dedicated,
        },
    )
}

impl Small {
    fn text(&self) -> String {
        let mut text = String::from("start = 2024-01-03\nend = 2024-03-08\n");
        if self.is_continuous {
            text += "calendar = \"continuous\"\n";
        }
        text += "[class.easy]\n[class.hard]\neffort = 1.7\n";
        for (index, stream) in self.streams.iter().enumerate() {
            let inflow = [
                "inflow.per_day = 1.5",
                "inflow.per_day = 3",
                "inflow.at_hours = [0, 0, 7, 30, 30, 200, 500, 501]",
                "inflow.months = { \"2024-01\" = 40, \"2024-02\" = 25.4 }\ninflow.kind = \"realised\"",
                "inflow.months = { \"2024-01\" = 30, \"2024-02\" = 60 }\ninflow.kind = \"expected\"",
            ][stream.inflow];
            text += &format!(
                "[stream.x{index}]\npriority = {}\n{inflow}\nshare.hard = 0.{}\n",
                stream.priority, stream.hard
            );
            if stream.stock > 0 {
                text += &format!(
                    "initial.count = {}\ninitial.age_months = {{ uniform = {{ min = 0, max = 2 }} }}\n",
                    stream.stock
                );
                text += &format!("initial.at.s{} = 0.4\n", self.stages.len() - 1);
            }
            if let Some(days) = stream.term_days {
                text += &format!("term_days = {days}\n");
            }
        }
        let everybody: Vec<String> = (0..self.pools.len()).map(|pool| format!("\"p{pool}\"")).collect();
        let last = self.stages.len() - 1;
        for (index, stage) in self.stages.iter().enumerate() {
            let law = [
                "{ exponential = 4 }",
                "3",
                "{ lognormal = { mean = 5, cv = 1 } }",
                "{ uniform = { min = 1, max = 6 } }",
            ][stage.law];
            let by = if stage.everybody { everybody.join(", ") } else { "\"p0\"".to_owned() };
            text += &format!("[stage.s{index}]\n");
            // The last stage is work, since it may be signed.
            if stage.kind == 0 && index < last {
                text += &format!("delay_days = {law}\n");
            } else {
                let discipline = ["fifo", "oldest", "due-date", "shortest", "easy-first", "random"][stage.discipline];
                text += &format!("effort_hours = {law}\nby = [{by}]\ndiscipline = \"{discipline}\"\n");
                text += &format!("interruptible = {}\n", stage.interruptible);
                if stage.delay_after && index < last {
                    text += "delay_after_days = { exponential = 2 }\n";
                }
            }
            let next = if index < last { format!("s{}", index + 1) } else { "decided".to_owned() };
            if stage.back > 0 && !(self.is_signed && index == last) {
                text += &format!("then = {{ s0 = 0.{}, closed = 0.05, {next} = \"rest\" }}\n", stage.back);
            } else {
                text += &format!("then = \"{next}\"\n");
            }
        }
        if self.is_signed {
            text += &format!(
                "[stage.sign]\nsigns = \"s{last}\"\neffort_hours = 0.6\ngrowth = 0.8\nby = [{}]\n",
                everybody.join(", ")
            );
        }
        for (index, pool) in self.pools.iter().enumerate() {
            text += &format!("[pool.p{index}]\nheadcount = {}\n", pool.headcount);
            text += &format!(
                "seniors = {}\ntrainees = {}\n",
                f64::from(pool.seniors) / 10.0,
                f64::from(pool.trainees) / 10.0
            );
            text +=
                &format!("overhead = 0.{}\nreserved_for.x0 = {}\n", pool.overhead, pool.reserved.min(pool.headcount));
            if pool.trainees > 0 {
                text += &format!(
                    "pace_at_start = 0.5\nquestions_per_hour_at_start = {}\n",
                    f64::from(self.questions) / 10.0
                );
                text += "learns_without_help = 0.4\n";
                text += if self.learns { "tau_hours = 90\nlearning_spread = 0.3\n" } else { "learns = false\n" };
            }
        }
        // While people learn the wanted number of supervisors falls: one for all then.
        let span = if self.learns { 50 } else { 2 };
        text += &format!("[supervision]\nfrom = [{}]\nspan = {span}\n", everybody.join(", "));
        text += "answer_hours = { exponential = 0.4 }\n";
        text += if self.is_team { "scope = \"team\"\n" } else { "scope = \"organisation\"\n" };
        text += &format!("dedicated = {}\n", self.dedicated && !self.learns);
        if let Some(minutes) = self.patience_minutes {
            text += &format!("patience_minutes = {minutes}\n");
        }
        let returned = f64::from(self.returned) / 10.0;
        text += &format!(
            "[quality]\nreturned_drafts_at_start = {returned}\nreturned_drafts_experienced = {}\n",
            returned / 2.0
        );
        text
    }
}

#[test]
fn random_small_organisations() {
    let config = Config { cases: 800, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let outcome = runner.run(&small(), |small| {
        let text = small.text();
        match parting(&text, 2, Reading::default()) {
            None => Ok(()),
            Some(why) => Err(TestCaseError::fail(why)),
        }
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}
