//! Scenario discovery: the box of inputs in which most of the cases of interest lie, and little else.
//!
//! # Source
//! Friedman and Fisher (1999), *Bump hunting in high-dimensional data*, Statistics and Computing 9 (peeling and pasting);
//! Bryant and Lempert (2010), *Thinking inside the box*, Technological Forecasting and Social Change 77 (coverage, density, few
//! inputs, and the quasi p-value of each).

use super::binomial::binomial_cdf;

/// Share of the cases in the box that one peel takes off.
const PEEL: f64 = 0.05;

/// A box holds at least this share of all cases.
const LEAST_MASS: f64 = 0.05;

/// An input stays only when chance alone would raise the density as much less often than this, shared by all inputs.
const LEVEL: f64 = 0.05;

/// One side of a box: an input, and between what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    pub input: usize,
    /// Minus infinity: no bound below.
    pub low: f64,
    /// Infinite: no bound above.
    pub high: f64,
    /// How often chance alone would do as much, for this input, the others held (the quasi p-value).
    pub by_chance: f64,
}

/// A box.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Most telling first.
    pub limits: Vec<Limit>,
    /// Cases in the box, and those of interest among them.
    pub cases: usize,
    pub hits: usize,
    /// Share of all cases of interest that lie in the box.
    pub coverage: f64,
    /// Share of the cases in the box that are of interest.
    pub density: f64,
}

/// Bounds by input.
type Sides = Vec<(f64, f64)>;

/// The box of at most `inputs` inputs with the best balance (harmonic mean) of coverage and density; none where no input
/// tells the cases of interest from the others better than chance, or all cases are of one kind.
///
/// `points`: `[case][input]`. Two passes: the first may use every input, the second only those that told most.
///
/// # Panics
/// When the lists differ in length.
pub fn prim(points: &[Vec<f64>], is_of_interest: &[bool], inputs: usize) -> Option<Found> {
    assert_eq!(points.len(), is_of_interest.len(), "each case has its outcome");
    let hits = is_of_interest.iter().filter(|hit| **hit).count();
    if hits == 0 || hits == points.len() || inputs == 0 {
        return None;
    }
    let data = Data { points, is_of_interest, hits };
    let mut allowed: Vec<usize> = (0..points[0].len()).collect();
    let mut found = data.told(data.best(&allowed));
    while found.len() > inputs || found.len() < allowed.len() {
        allowed = found.iter().take(inputs).map(|limit| limit.input).collect();
        if allowed.is_empty() {
            return None;
        }
        found = data.told(data.best(&allowed));
    }
    let mut sides = data.open();
    for limit in &found {
        sides[limit.input] = (limit.low, limit.high);
    }
    let (cases, hits) = data.count(&sides);
    Some(Found {
        limits: found,
        cases,
        hits,
        coverage: hits as f64 / data.hits as f64,
        density: hits as f64 / cases as f64,
    })
}

struct Data<'a> {
    points: &'a [Vec<f64>],
    is_of_interest: &'a [bool],
    hits: usize,
}

fn is_in(point: &[f64], sides: &Sides) -> bool {
    point.iter().zip(sides).all(|(x, (low, high))| low <= x && x <= high)
}

impl Data<'_> {
    fn open(&self) -> Sides {
        vec![(f64::NEG_INFINITY, f64::INFINITY); self.points[0].len()]
    }

    /// Cases within, and those of interest.
    fn count(&self, sides: &Sides) -> (usize, usize) {
        let within = self.points.iter().zip(self.is_of_interest).filter(|(point, _)| is_in(point, sides));
        within.fold((0, 0), |(cases, hits), (_, hit)| (cases + 1, hits + usize::from(*hit)))
    }

    /// The harmonic mean of coverage and density.
    fn balance(&self, sides: &Sides) -> f64 {
        let (cases, hits) = self.count(sides);
        2.0 * hits as f64 / (cases + self.hits) as f64
    }

    /// Peels until little is left, and gives the best box on the way, pasted back where that helps.
    fn best(&self, allowed: &[usize]) -> Sides {
        let mut sides = self.open();
        let mut best = (self.balance(&sides), sides.clone());
        let least = (LEAST_MASS * self.points.len() as f64).ceil() as usize;
        while let Some(peeled) = self.peeled(&sides, allowed, least) {
            sides = peeled;
            let balance = self.balance(&sides);
            if balance > best.0 {
                best = (balance, sides.clone());
            }
        }
        self.pasted(best.1, allowed)
    }

    /// The box after the peel that leaves the greatest density; ties: the one that leaves more, then the first input.
    fn peeled(&self, sides: &Sides, allowed: &[usize], least: usize) -> Option<Sides> {
        let within: Vec<&Vec<f64>> = self.points.iter().filter(|point| is_in(point, sides)).collect();
        let take = ((PEEL * within.len() as f64).floor() as usize).max(1);
        let mut best: Option<(f64, usize, Sides)> = None;
        for input in allowed {
            let mut values: Vec<f64> = within.iter().map(|point| point[*input]).collect();
            values.sort_by(f64::total_cmp);
            // The least value that stays when at least `take` go: equal values go together.
            let from = values.get(take).and_then(|next| {
                let lowest_gone = values[take - 1];
                if *next > lowest_gone {
                    Some(*next)
                } else {
                    values.iter().copied().find(|value| *value > lowest_gone)
                }
            });
            let until = values.len().checked_sub(take + 1).and_then(|place| {
                let highest_gone = values[place + 1];
                values[..=place].iter().rev().copied().find(|value| *value < highest_gone)
            });
            let (low, high) = sides[*input];
            for side in [from.map(|from| (from, high)), until.map(|until| (low, until))].into_iter().flatten() {
                let mut candidate = sides.clone();
                candidate[*input] = side;
                let (cases, hits) = self.count(&candidate);
                if cases < least || cases == within.len() {
                    continue;
                }
                let density = hits as f64 / cases as f64;
                if best.as_ref().is_none_or(|(most, size, _)| density > *most || density == *most && cases > *size) {
                    best = Some((density, cases, candidate));
                }
            }
        }
        best.map(|(.., sides)| sides)
    }

    /// Takes back bounds, or parts of them, as long as the balance grows.
    fn pasted(&self, mut sides: Sides, allowed: &[usize]) -> Sides {
        loop {
            let mut best = (self.balance(&sides), None);
            for input in allowed {
                let (low, high) = sides[*input];
                let beyond = |is_wanted: &dyn Fn(f64) -> bool| {
                    let mut without = sides.clone();
                    without[*input] = (f64::NEG_INFINITY, f64::INFINITY);
                    let mut values: Vec<f64> = (self.points.iter())
                        .filter(|point| is_in(point, &without) && is_wanted(point[*input]))
                        .map(|point| point[*input])
                        .collect();
                    values.sort_by(f64::total_cmp);
                    values
                };
                let (below, above) = (beyond(&|x| x < low), beyond(&|x| x > high));
                let step = |count: usize| ((PEEL * count as f64).ceil() as usize).max(1);
                let mut candidates = vec![(f64::NEG_INFINITY, high), (low, f64::INFINITY)];
                candidates.extend(below.len().checked_sub(step(below.len())).map(|place| (below[place], high)));
                candidates.extend(above.get(step(above.len()) - 1).map(|next| (low, *next)));
                for side in candidates {
                    let mut candidate = sides.clone();
                    candidate[*input] = side;
                    let balance = self.balance(&candidate);
                    if balance > best.0 {
                        best = (balance, Some(candidate));
                    }
                }
            }
            match best.1 {
                Some(better) => sides = better,
                None => return sides,
            }
        }
    }

    /// The inputs that a box limits and that tell more than chance, most telling first.
    fn told(&self, sides: Sides) -> Vec<Limit> {
        let (cases, hits) = self.count(&sides);
        let mut limits: Vec<Limit> = Vec::new();
        for (input, (low, high)) in sides.iter().copied().enumerate() {
            if low == f64::NEG_INFINITY && high == f64::INFINITY {
                continue;
            }
            let mut without = sides.clone();
            without[input] = (f64::NEG_INFINITY, f64::INFINITY);
            let (more, more_hits) = self.count(&without);
            let share = more_hits as f64 / more as f64;
            let below = (hits as u64).checked_sub(1).map_or(0.0, |below| binomial_cdf(below, cases as u64, share));
            let by_chance = 1.0 - below;
            if by_chance <= LEVEL / sides.len() as f64 {
                limits.push(Limit { input, low, high, by_chance });
            }
        }
        limits.sort_by(|one, other| one.by_chance.total_cmp(&other.by_chance));
        limits
    }
}
