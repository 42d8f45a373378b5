//! Closed forms of a surge whose newcomers must be supervised: what the simulation must meet where its assumptions are
//! switched to theirs.
//!
//! # Source
//! Derived for this tool (fluid supervision: each newcomer takes experienced time until trained); the optimum is the
//! closed-form core of Brooks (1975), *The mythical man-month*.

/// A fixed pool of experienced staff shares its supervision among all newcomers who start together.
///
/// Output is counted in persons' months of an experienced worker.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SharedSupervision {
    pub experienced: f64,
    /// Share of the experienced who may supervise.
    pub share: f64,
    /// Person-months of supervision that one newcomer needs.
    pub amount: f64,
    /// Months that training takes at least.
    pub minimum_months: f64,
    /// Output of a trained newcomer, over an experienced worker's.
    pub trained_output: f64,
    pub horizon_months: f64,
}

impl SharedSupervision {
    /// Months of training when n start together: `max(T_min, nA / φN)`.
    pub fn training_months(&self, newcomers: f64) -> f64 {
        self.minimum_months.max(newcomers * self.amount / (self.share * self.experienced))
    }

    /// Person-months that n newcomers add by the horizon, net of what they take.
    pub fn gain(&self, newcomers: f64) -> f64 {
        let months = self.training_months(newcomers);
        if months >= self.horizon_months {
            // Nobody is trained in time: only the supervision is spent.
            return -(newcomers * self.amount).min(self.share * self.experienced * self.horizon_months);
        }
        newcomers * (self.trained_output * (self.horizon_months - months) - self.amount)
    }

    /// The number with the largest gain where the pool binds: `φN(pH − A) / 2pA`; 0 when none gains.
    pub fn best(&self) -> f64 {
        let (p, h, a) = (self.trained_output, self.horizon_months, self.amount);
        (self.share * self.experienced * (p * h - a) / (2.0 * p * a)).max(0.0)
    }

    /// Beyond this number the surge takes more than it brings: twice the best.
    pub fn harmful_from(&self) -> f64 {
        2.0 * self.best()
    }
}

/// Experienced staff whose graduates train the next: the best is to train with all until `H − A`, then to produce.
///
/// # Source
/// Pontryagin's principle for `E' = uE/A`, output `(1 − u)E`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    pub experienced: f64,
    /// Person-months of supervision for one graduate.
    pub amount: f64,
    pub horizon_months: f64,
}

impl Growth {
    /// When training stops; 0 when the horizon is shorter than one training.
    pub fn switch_months(&self) -> f64 {
        (self.horizon_months - self.amount).max(0.0)
    }

    /// Experienced staff after training with all for so many months.
    pub fn staff_after(&self, months: f64) -> f64 {
        self.experienced * libm::exp(months / self.amount)
    }

    /// Person-months of output when training stops after so many months.
    pub fn output(&self, switch_months: f64) -> f64 {
        self.staff_after(switch_months) * (self.horizon_months - switch_months)
    }
}

/// The crowded-out stream while its experts supervise: backlog `B₀ + (λ − capacity)⁺ T`, worked off at what is spare.
///
/// Rates in cases a month; gives the peak and the months that it takes to be worked off (infinite without spare hands).
pub fn crowding_out(start: f64, inflow: f64, during: f64, months: f64, afterwards: f64) -> (f64, f64) {
    let peak = start + (inflow - during).max(0.0) * months;
    let spare = afterwards - inflow;
    (peak, if spare > 0.0 { peak / spare } else { f64::INFINITY })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_beats_the_best_and_twice_the_best_gains_nothing() {
        let plan = SharedSupervision {
            experienced: 100.0,
            share: 0.5,
            amount: 2.0,
            minimum_months: 0.0,
            trained_output: 0.8,
            horizon_months: 12.5,
        };
        let best = plan.gain(plan.best());
        assert!((1..400).all(|n| plan.gain(f64::from(n)) <= best + 1e-9));
        assert!(plan.gain(plan.harmful_from()).abs() < 1e-9);
    }
}
