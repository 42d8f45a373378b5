//! What a study found: plain values, the only thing that reports read.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::{Deserialize, Serialize, Serializer, ser::SerializeMap};

use super::{alarm::AlarmFinding, background::Background, fluid::FluidFinding};

/// Pairs in an order of their own, written as one object.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed<T>(pub Vec<(String, T)>);

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Listed(Vec::new())
    }
}

impl<T> Listed<T> {
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(one, _)| one == name).map(|(_, value)| value)
    }
}

impl<T: Serialize> Serialize for Listed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// The answer of `run`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// The command that asked: "run"; of a plan within another answer empty.
    pub question: Cow<'static, str>,
    /// Version of the tool.
    pub surgecap: String,
    pub scenario: ScenarioName,
    /// The plan of the file that ran; empty: the file itself.
    pub plan: String,
    /// What `--set` changed, as it was typed; where anything was, this is a variant of the file and not the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variant: Vec<String>,
    pub seed: u64,
    pub replications: u64,
    /// Executed events of the plan, over all replications.
    pub events: u64,
    /// Ctrl-C ended the study early.
    pub interrupted: bool,
    pub targets: Vec<TargetFinding>,
    pub measures: Listed<MeasureFinding>,
    /// 10 and 90 % points of the same measures.
    pub in_8_of_10: Listed<[f64; 2]>,
    /// Hours, mean over replications, by pool and category.
    pub ledger: Listed<Listed<f64>>,
    pub series: Listed<SeriesFinding>,
    /// Plan minus nothing, paired.
    pub difference: Listed<DifferenceFinding>,
    /// The same by period, for the stock and the overdue cases of each stream.
    pub series_difference: Listed<SeriesFinding>,
    /// How the risk of a wrong decision compares with that of `nothing`, where it is asked whether decisions are right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk: Option<RiskFinding>,
    /// From how few decisions on the way the promise is in danger; none where nothing tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alarm: Option<AlarmFinding>,
    /// What cases waited for, most first.
    pub stuck: Vec<StuckFinding>,
    /// Realised figures beside the simulated ones.
    pub realised: Vec<RealisedFinding>,
    /// How the ranges agree with what is known from before the start; none where nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<BeforeFinding>,
    /// Costs by who pays; none where no price was filled in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub costs: Option<CostsFinding>,
    pub caveats: Vec<String>,
    pub assumptions: Assumptions,
    /// The fluid solution beside the simulation, when it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fluid: Option<FluidFinding>,
    pub people: People,
    /// The organisation and its numbers as they were read, for the report; none for the other plans of an assessment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background: Option<Background>,
}

/// Draws of the inputs held against what is known from before the start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BeforeFinding {
    /// Share of the draws that give all the figures; only these were used.
    pub used_share: f64,
    pub figures: Vec<KnownFigure>,
}

/// Decisions a month that are known from before the start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KnownFigure {
    pub name: String,
    pub at_least: f64,
    /// None: no upper bound.
    pub at_most: Option<f64>,
    pub source: String,
    /// In words.
    pub says: String,
}

/// By what factor the risk of a wrong decision rises, if the stated error rates hold. How many are wrong is no finding: the
/// rates are assumptions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RiskFinding {
    /// Mean share of the plan over that of `nothing`.
    pub factor: f64,
    /// Its 95 % interval: chance in the simulation alone.
    pub low: f64,
    pub high: f64,
    /// Share of decisions of which somebody below a senior had the last word.
    pub below_senior: f64,
    /// Share of questions that went unanswered; none without questions.
    pub unanswered: Option<f64>,
}

/// Euros by who pays, since the warm-up; never added up over payers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CostsFinding {
    pub payers: Listed<PayerFinding>,
    /// What nobody filled in, in words.
    pub not_counted: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PayerFinding {
    pub years: Listed<Amount>,
    pub total: Amount,
    /// Plan minus nothing, paired.
    pub because_of_the_plan: Option<Amount>,
    pub lines: Vec<CostLine>,
}

/// Euros over replications.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Amount {
    pub mean: f64,
    pub q05: f64,
    pub q10: f64,
    pub q50: f64,
    pub q90: f64,
    pub q95: f64,
}

/// What an amount is for; `of`: a pool, cohort or regime.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CostLine {
    pub kind: String,
    pub of: String,
    pub mean: f64,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScenarioName {
    pub name: String,
    pub sha256: String,
}

/// Names and lists that the words need.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct People {
    pub streams: Vec<StreamName>,
    pub pools: Vec<(String, String)>,
    /// Pools that cohorts join: (name, says).
    pub hired: Vec<(String, String)>,
    pub is_sequential: bool,
    pub end: String,
    pub not_included: Vec<String>,
    pub checked_by: String,
    pub has_nothing: bool,
    pub horizon_hours: f64,
}

/// A stream as people know it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StreamName {
    pub name: String,
    pub says: String,
    /// Cases at the start, the most likely number.
    pub initial: f64,
    /// It only follows from others and has no term of its own: cases that a court sends back, notices of default.
    pub only_follows: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Assumptions {
    /// Numbers that are ranges.
    pub uncertain: usize,
    /// Of these: written as "unknown".
    pub unknown: usize,
    /// Of these: without a source and without the owner's agreement.
    pub unconfirmed: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TargetFinding {
    pub name: String,
    pub says: String,
    pub measure: String,
    /// "at most 500" or "at least …".
    pub bound: String,
    pub level: f64,
    pub is_at_most: bool,
    pub by: Date,
    pub wanted: f64,
    pub probability: f64,
    pub low: f64,
    pub high: f64,
    /// Level of the interval `low` to `high`.
    pub confidence: f64,
    pub verdict: Verdict,
    /// The first date from which the target stays met, by probability.
    pub dates: Listed<Promise>,
    /// The same date at 20 equally likely points: 2.5 %, 7.5 %, … 97.5 %.
    pub dots: Vec<Promise>,
    /// What could be promised for the date `by` instead, by probability.
    pub amounts: Listed<f64>,
    /// The measure when due: 5, 50 and 95 % points.
    pub value: [f64; 3],
    /// Its 10 and 90 % points.
    pub value_8_in_10: [f64; 2],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    Reachable,
    Uncertain,
    OutOfReach,
    Undecided,
}

impl Verdict {
    /// From an interval of the probability and the wanted one (RULES 15).
    pub fn of(low: f64, high: f64, wanted: f64, replications: u64) -> Verdict {
        if replications < 100 {
            Verdict::Undecided
        } else if low >= wanted {
            Verdict::Reachable
        } else if high <= 1.0 - wanted {
            Verdict::OutOfReach
        } else if low > 1.0 - wanted && high < wanted {
            Verdict::Uncertain
        } else {
            Verdict::Undecided
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Verdict::Reachable => "REACHABLE",
            Verdict::Uncertain => "UNCERTAIN",
            Verdict::OutOfReach => "OUT OF REACH",
            Verdict::Undecided => "UNDECIDED",
        }
    }
}

/// A date, or that it lies beyond the end of the run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Promise {
    By(Date),
    After { after: Date, share_by_end: f64 },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeasureFinding {
    pub unit: String,
    pub mean: f64,
    pub se: f64,
    /// 95 % interval of the mean.
    pub low: f64,
    pub high: f64,
    pub q05: f64,
    pub q50: f64,
    pub q95: f64,
}

/// A level at the end of each period.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SeriesFinding {
    pub dates: Vec<Date>,
    pub mean: Vec<f64>,
    pub q05: Vec<f64>,
    pub q10: Vec<f64>,
    pub q25: Vec<f64>,
    pub q50: Vec<f64>,
    pub q75: Vec<f64>,
    pub q90: Vec<f64>,
    pub q95: Vec<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DifferenceFinding {
    pub mean: f64,
    /// 95 % interval of the mean difference.
    pub low: f64,
    pub high: f64,
    /// 5, 10, 50, 90 and 95 % points over replications.
    pub q05: f64,
    pub q10: f64,
    pub q50: f64,
    pub q90: f64,
    pub q95: f64,
}

/// Case-hours that cases begun waited for one thing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StuckFinding {
    pub stream: String,
    /// "supervisors", or the name of the stage whose workers are waited for.
    pub waits_for: String,
    pub says: String,
    pub case_hours: f64,
    /// Share of all waiting of cases begun.
    pub share: f64,
    /// First and last period in which it was the longest wait.
    pub most_from: Option<Date>,
    pub most_to: Option<Date>,
}

/// A realised figure and where it falls among the simulated ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RealisedFinding {
    pub what: String,
    pub date: Date,
    pub realised: f64,
    pub q05: f64,
    pub q50: f64,
    pub q95: f64,
    /// Share of the replications at or below the realised figure, half of those equal to it.
    pub percentile: f64,
}

impl RealisedFinding {
    /// Outside 5 to 95 % the model is off.
    pub fn is_off(&self) -> bool {
        !(0.05..=0.95).contains(&self.percentile)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_needs_its_whole_interval_on_one_side() {
        assert_eq!(Verdict::of(0.81, 0.9, 0.8, 100), Verdict::Reachable);
        assert_eq!(Verdict::of(0.79, 0.9, 0.8, 100), Verdict::Undecided);
        assert_eq!(Verdict::of(0.0, 0.15, 0.8, 100), Verdict::OutOfReach);
        assert_eq!(Verdict::of(0.3, 0.6, 0.8, 100), Verdict::Uncertain);
        assert_eq!(Verdict::of(0.0, 0.01, 0.8, 99), Verdict::Undecided, "never before 100 replications");
    }
}
