//! Levels and counts that the world keeps anyway, for series, targets and samples.

use super::observation::Closing;
use crate::model::{quality::measuring::Score, staff::Grade, target::Gauge};

/// Quality in the last calendar quarter, as it was and as it was measured.
#[derive(Clone, Copy, Debug)]
pub struct QualityGauge {
    /// Share of its decisions that were right, if the stated error rates hold.
    pub true_share: f64,
    pub measured: Option<Score>,
}

impl Default for QualityGauge {
    fn default() -> Self {
        QualityGauge { true_share: f64::NAN, measured: None }
    }
}

/// Cases of a stream that closed in one calendar year.
#[derive(Clone, Copy, Debug, Default)]
pub struct OnTime {
    /// Index of the year.
    pub year: usize,
    pub in_time: u64,
    pub closed: u64,
}

impl OnTime {
    /// A case closes: the first of a year begins it anew.
    pub fn count(&mut self, year: usize, is_late: bool) {
        if year != self.year {
            *self = OnTime { year, ..OnTime::default() };
        }
        self.closed += 1;
        self.in_time += u64::from(!is_late);
    }
}

/// The state in numbers, at one instant.
#[derive(Clone, Debug, Default)]
pub struct Gauges {
    /// Open cases, by stream.
    pub stock: Vec<u64>,
    /// Came in so far, the stock at the start among them.
    pub arrived: Vec<u64>,
    /// The stock at the start.
    pub initial: Vec<u64>,
    /// Final decisions, by stream.
    pub decided: Vec<u64>,
    /// Of the final decisions of all streams: by whom the last piece of work but signing was done, `[pool x grade]`.
    pub decided_by: Vec<[u64; 3]>,
    /// Closed without a decision, by stream.
    pub closed: Vec<u64>,
    /// Given up by their applicants, by stream.
    pub withdrawn: Vec<u64>,
    /// Turned away, by stream.
    pub lost: Vec<u64>,
    /// Sent back by a court so far, by the stream joined.
    pub remanded: Vec<u64>,
    /// Decided anew after that; `decided` counts first decisions.
    pub decided_again: Vec<u64>,
    /// Closed and under appeal now, by the stream of the decision; and those of them that will come back.
    pub at_court: Vec<u64>,
    pub latent: Vec<u64>,
    /// Quality as the last quarter showed it; not a number (NaN) where it showed nothing.
    pub quality: QualityGauge,
    pub overdue: Vec<u64>,
    /// Closed in time, and closed with a term, in the calendar year of the last that was; by stream.
    pub on_time: Vec<OnTime>,
    /// Of those that came in, opened by decisions elsewhere.
    pub opened: Vec<u64>,
    /// Waiting in a queue, by stage.
    pub queue: Vec<u64>,
    /// Held outside a full queue, by stage.
    pub held: Vec<u64>,
    /// Employed people, `[pool x grade]`.
    pub staff: Vec<[u32; 3]>,
    /// Appointed and present.
    pub supervisors: u32,
    /// In practice and present.
    pub trainees: u32,
    /// Trainees with an open question.
    pub asking: u32,
    /// Of each resource.
    pub in_use: Vec<u32>,
    /// Notices of default so far, and euros of penalties paid so far, by regime.
    pub notices: Vec<u64>,
    pub penalties: Vec<f64>,
    /// People in reception last night, and those of them who have had their decision.
    pub reception: u64,
    pub reception_decided: u64,
    /// How often each trigger fired, and whether it is in force.
    pub fired: Vec<(u32, bool)>,
}

impl Gauges {
    pub fn new(streams: usize, stages: usize, pools: usize, penalties: usize) -> Self {
        Gauges {
            stock: vec![0; streams],
            arrived: vec![0; streams],
            initial: vec![0; streams],
            decided: vec![0; streams],
            closed: vec![0; streams],
            withdrawn: vec![0; streams],
            lost: vec![0; streams],
            remanded: vec![0; streams],
            decided_again: vec![0; streams],
            at_court: vec![0; streams],
            latent: vec![0; streams],
            overdue: vec![0; streams],
            on_time: vec![OnTime::default(); streams],
            opened: vec![0; streams],
            queue: vec![0; stages],
            held: vec![0; stages],
            staff: vec![[0; 3]; pools],
            decided_by: vec![[0; 3]; pools],
            notices: vec![0; penalties],
            penalties: vec![0.0; penalties],
            ..Gauges::default()
        }
    }

    /// The value of one gauge; the span is not a number (NaN) when nobody supervises.
    pub fn read(&self, gauge: Gauge) -> f64 {
        match gauge {
            Gauge::Stock(stream) => self.stock[stream] as f64,
            Gauge::StockTotal => self.stock.iter().sum::<u64>() as f64,
            Gauge::Decided(stream) => self.decided[stream] as f64,
            Gauge::DecidedBy(pool, grade) => self.decided_by[pool][usize::from(grade)] as f64,
            Gauge::DecidedByPool(pool) => self.decided_by[pool].iter().sum::<u64>() as f64,
            Gauge::Withdrawn(stream) => self.withdrawn[stream] as f64,
            Gauge::Lost(stream) => self.lost[stream] as f64,
            Gauge::Remanded(stream) => self.remanded[stream] as f64,
            Gauge::DecidedAgain(stream) => self.decided_again[stream] as f64,
            Gauge::AtCourt(stream) => self.at_court[stream] as f64,
            Gauge::QualityTrue => self.quality.true_share,
            Gauge::QualityMeasured => self.quality.measured.map_or(f64::NAN, |score| score.share),
            Gauge::QualityMeasuredLow => self.quality.measured.map_or(f64::NAN, |score| score.low),
            Gauge::QualityMeasuredHigh => self.quality.measured.map_or(f64::NAN, |score| score.high),
            Gauge::Overdue(stream) => self.overdue[stream] as f64,
            Gauge::OnTimeShare(stream) => {
                let one = &self.on_time[stream];
                one.in_time as f64 / one.closed as f64
            }
            Gauge::Arrived(stream) => (self.arrived[stream] - self.initial[stream]) as f64,
            Gauge::Held(stage) => self.held[stage] as f64,
            Gauge::Queue(stage) => self.queue[stage] as f64,
            Gauge::Staff(pool, grade) => f64::from(self.staff[pool][grade as usize]),
            Gauge::Headcount(pool) => f64::from(self.staff[pool].iter().sum::<u32>()),
            Gauge::Supervisors => f64::from(self.supervisors),
            Gauge::Asking => f64::from(self.asking),
            Gauge::InUse(resource) => f64::from(self.in_use[resource]),
            Gauge::Notices(regime) => self.notices[regime] as f64,
            Gauge::Penalty(regime) => self.penalties[regime],
            Gauge::Reception => self.reception as f64,
            Gauge::ReceptionDecided => self.reception_decided as f64,
            Gauge::Span if self.supervisors == 0 => f64::NAN,
            // Where the plan without triggers is read by the same list, none has fired.
            Gauge::Fired(trigger) => f64::from(self.fired.get(trigger).map_or(0, |(times, _)| *times)),
            Gauge::InForce(trigger) => f64::from(u8::from(self.fired.get(trigger).is_some_and(|(_, is_on)| *is_on))),
            Gauge::Span => f64::from(self.trainees) / f64::from(self.supervisors),
        }
    }

    /// Cases of a stream that left so far, in one way.
    #[inline]
    pub fn closed_by(&mut self, closing: Closing, stream: usize) -> &mut u64 {
        match closing {
            Closing::Decided => &mut self.decided[stream],
            Closing::Closed => &mut self.closed[stream],
            Closing::Withdrawn => &mut self.withdrawn[stream],
            Closing::Lost => &mut self.lost[stream],
        }
    }

    /// Cases of a stream that left so far, in any way.
    pub fn gone(&self, stream: usize) -> u64 {
        self.decided[stream]
            + self.decided_again[stream]
            + self.closed[stream]
            + self.withdrawn[stream]
            + self.lost[stream]
    }

    pub fn staff_of(&mut self, pool: usize, grade: Grade) -> &mut u32 {
        &mut self.staff[pool][grade as usize]
    }
}
