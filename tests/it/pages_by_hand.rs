//! Findings written by hand of the questions that compare, take apart and ask what it would take; their pages are in `pages`.

use jiff::civil::date;
use surgecap::{
    experiment::{
        bridge::{Bridge, Step},
        compare::{
            ArmFinding, BestFinding, Comparison, ExploratoryFinding, Headline, NamedFuture, PairFinding, RegretFinding,
            StreamFinding,
        },
        feasibility::{Belief, Chance, Feasibility, JointBelief, LeverFinding, MattersMost, PointFinding, SpeedLimit},
        findings::{Promise, ScenarioName, Verdict},
    },
    metric::Better,
};

use crate::golden::listed;

fn name(name: &str) -> ScenarioName {
    ScenarioName { name: name.to_owned(), sha256: "0123456789abcdef".to_owned() }
}

/// Four plans: two that are better and not told apart, one that is worse, and the first.
pub fn comparison() -> Comparison {
    let plans = [
        ("as-ordered", "as ordered", 0.0),
        ("fewer", "fewer with help", -900.0),
        ("later", "half of them later", -800.0),
        ("double", "twice as many", 600.0),
    ];
    let arm = |(arm, says, more): (&str, &str, f64)| ArmFinding {
        name: arm.to_owned(),
        says: says.to_owned(),
        mean: 5_200.0 + more,
        low: 5_000.0 + more,
        high: 5_400.0 + more,
        q05: 3_900.0 + more,
        q50: 5_200.0 + more,
        q95: 6_800.0 + more,
        targets: listed(vec![("cleared", [0.2 - more / 4_000.0, 0.15 - more / 4_000.0, 0.27 - more / 4_000.0])]),
    };
    let pair = |(arm, _, mean): (&str, &str, f64)| PairFinding {
        arm: arm.to_owned(),
        against: "as-ordered".to_owned(),
        mean,
        low: mean - 200.0,
        high: mean + 200.0,
        q05: mean - 900.0,
        q50: mean,
        q95: mean + 900.0,
        better: if mean < 0.0 { 0.93 } else { 0.08 },
        better_low: if mean < 0.0 { 0.88 } else { 0.04 },
        better_high: if mean < 0.0 { 0.96 } else { 0.13 },
        luck_share: Some(0.27),
    };
    let regret = |(arm, _, more): (&str, &str, f64)| RegretFinding {
        arm: arm.to_owned(),
        mean: 950.0 + more,
        low: 900.0 + more,
        high: 1_000.0 + more,
        worst_tenth: 1_600.0 + more,
    };
    let stream = |arm: &str, stream: &str, decided: f64| StreamFinding {
        arm: arm.to_owned(),
        stream: stream.to_owned(),
        case_months: [-decided, -decided - 10.0, -decided + 10.0],
        overdue_at_end: [-decided, -decided - 60.0, -decided + 60.0],
        decided: [decided, decided - 60.0, decided + 60.0],
    };
    Comparison {
        surgecap: "0.1.0".to_owned(),
        scenarios: vec![name("250 temporary staff"), name("250 temporary staff, fewer with help")],
        seed: 1,
        futures: 200,
        luck: 5,
        interrupted: false,
        headline: Headline {
            measure: "stock.old@2020-12-31".to_owned(),
            unit: "cases".to_owned(),
            better: Better::Lower,
        },
        arms: plans.map(arm).to_vec(),
        pairs: plans[1..].iter().copied().map(pair).collect(),
        regret: plans.map(regret).to_vec(),
        named: vec![NamedFuture {
            future: "storm".to_owned(),
            says: "twice as many come".to_owned(),
            values: listed(vec![("as-ordered", 8_000.0), ("fewer", 7_100.0)]),
            regret: listed(vec![("as-ordered", 900.0), ("fewer", 0.0)]),
        }],
        best: Some(BestFinding {
            delta: 500.0,
            confidence: 0.95,
            standing: vec!["fewer".to_owned(), "later".to_owned()],
            futures_used: 200,
        }),
        dominated: vec![
            ("double".to_owned(), "as-ordered".to_owned()),
            ("double".to_owned(), "fewer".to_owned()),
            ("as-ordered".to_owned(), "fewer".to_owned()),
        ],
        streams: vec![stream("fewer", "old", 900.0), stream("fewer", "new", -300.0), stream("later", "new", 20.0)],
        exploratory: vec![ExploratoryFinding {
            measure: "supervision.answered_share".to_owned(),
            unit: "share".to_owned(),
            better: Better::Higher,
            arm: "fewer".to_owned(),
            mean: 0.21,
            low: 0.15,
            high: 0.27,
        }],
        caveats: vec![
            "Intervals are Monte Carlo error only; the ranges of the inputs stand as written. Only the headline was declared \
             beforehand: other measures have wider, simultaneous intervals."
                .to_owned(),
            "Not included: standstill through corona".to_owned(),
        ],
    }
}

/// The same where no plan is told apart from the first.
pub fn alike() -> Comparison {
    let mut found = comparison();
    for pair in &mut found.pairs {
        (pair.mean, pair.low, pair.high) = (40.0, -160.0, 240.0);
    }
    (found.best, found.dominated, found.interrupted) = (None, Vec::new(), true);
    found
}

fn chance(p: f64) -> Chance {
    Chance { p, low: (p - 0.06).max(0.0), high: (p + 0.06).min(1.0), replications: 200 }
}

pub fn feasibility() -> Feasibility {
    let point = |value: f64, p: f64| PointFinding { value, chance: chance(p), upper: (p + 0.1).min(1.0) };
    let lever = |path: &str, ps: [f64; 4], smallest: Option<f64>| LeverFinding {
        path: path.to_owned(),
        points: ps.iter().enumerate().map(|(number, p)| point(number as f64 * 10.0, *p)).collect(),
        smallest,
        none_does: smallest.is_none(),
        falls: smallest.is_none(),
    };
    let belief = |input: &str, likely: f64, [low, high]: [f64; 2], flips_at: Option<f64>| Belief {
        input: input.to_owned(),
        likely,
        at_low: (likely * 0.5, chance(low)),
        at_high: (likely * 1.5, chance(high)),
        flips_at,
        move_probability: flips_at.map(|_| 0.4),
    };
    Feasibility {
        surgecap: "0.1.0".to_owned(),
        scenario: name("Ten temporary workers for 300 old cases"),
        seed: 1,
        replications: 200,
        interrupted: false,
        target: "cleared".to_owned(),
        says: "At most 30 old cases are left".to_owned(),
        measure: "stock.old".to_owned(),
        bound: "at most 30".to_owned(),
        by: date(2027, 10, 1),
        wanted: 0.8,
        chance: chance(0.5),
        verdict: Verdict::Uncertain,
        dates: listed(vec![
            ("0.5", Promise::By(date(2027, 10, 4))),
            ("0.8", Promise::By(date(2027, 10, 15))),
            ("0.9", Promise::After { after: date(2027, 12, 31), share_by_end: 0.88 }),
        ]),
        amounts: listed(vec![("0.5", 31.0), ("0.8", 69.0), ("0.9", 90.0)]),
        luck_share: Some([0.52, 0.39, 0.68]),
        matters_most: Some(MattersMost {
            input: "cohort.temps.pace_at_start".to_owned(),
            correlation: 0.47,
            lowest_tenth: chance(0.2),
            highest_tenth: chance(0.85),
            depends: true,
        }),
        levers: vec![
            lever("cohort.temps.headcount", [0.0, 0.5, 0.81, 0.9], Some(20.0)),
            lever("supervision.span", [0.1, 0.4, 0.3, 0.2], None),
        ],
        together: None,
        speed_limit: vec![SpeedLimit {
            cohort: "temps".to_owned(),
            supervisor_months: 1.4,
            share: 0.4,
            leaving_per_month: 0.009,
            growth: 0.277,
            doubling_months: Some(2.5),
        }],
        beliefs: vec![
            belief("cohort.temps.pace_at_start", 0.4, [0.2, 0.88], Some(0.6)),
            belief("cohort.temps.first_day_after_weeks", 8.0, [0.67, 0.38], None),
        ],
        joint_belief: Some(JointBelief { values: None, move_probability: None, at_most: chance(0.7) }),
        caveats: vec![
            "The intervals are Monte Carlo error only; the ranges of the inputs stand as written.".to_owned(),
            "Every probability rests on the same 200 replications of luck and inputs: points differ by what is changed \
             alone."
                .to_owned(),
            "Not included: appeals".to_owned(),
        ],
    }
}

/// A sum of which too little is left: below nothing, with one step that adds.
pub fn bridge() -> Bridge {
    let step = |name: &str, says: &str, mean: f64, backward: Option<f64>| Step {
        name: name.to_owned(),
        says: says.to_owned(),
        mean,
        low: mean - 50.0,
        high: mean + 50.0,
        backward,
    };
    Bridge {
        surgecap: "0.1.0".to_owned(),
        scenario: name("250 temporary staff for 15,350 cases"),
        seed: 1,
        futures: 40,
        luck: 1,
        cohort: "agency".to_owned(),
        says: "agency staff".to_owned(),
        by: Some(date(2020, 12, 31)),
        heads: 250.0,
        months: 8.6,
        norm: 2.6,
        paper: 5_600.0,
        steps: vec![
            step("arrival", "they come weeks after the order, in groups", -1_900.0, Some(-1_400.0)),
            step("pace", "beginners are slow", -1_150.4, Some(-900.0)),
            step(
                "supervision",
                "questions, waiting for a supervisor, and the supervisors' time",
                -2_900.0,
                Some(-3_300.0),
            ),
            step("signature", "signing, and waiting for it", 120.0, Some(100.0)),
            step("other streams", "decided less, or more, of all other streams", -170.0, None),
        ],
        net: -400.4,
        net_low: -900.0,
        net_high: 200.0,
        order: Some(500.0),
        unused: vec!["returned work".to_owned()],
        ..Bridge::default()
    }
}
