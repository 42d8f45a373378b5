//! Forgetting during a break: the learn-forget curve model (LFCM). Jaber & Bonney 1996.
//!
//! In their words: f = l(1−l)·ln x / ln(1 + D/t), s = ((1−l)/T₁·(t+d))^(1/(1−l)), u = x^((l+f)/l)·s^(−f/l), where x cases in
//! t hours were learnt with exponent l, d is the break and D the break after which all is forgotten. T₁ follows from x
//! and t, and then l and T₁ fall out: u = x^m with m = 1 − ln(1 + d/t) / ln(1 + D/t), the share that is remembered.

/// The share remembered after a break; `worked`, `break_length` and `forgets_all_after` in one unit of time.
pub fn remembered(worked: f64, break_length: f64, forgets_all_after: f64) -> f64 {
    if worked <= 0.0 || forgets_all_after <= 0.0 {
        return 0.0;
    }
    (1.0 - libm::log1p(break_length / worked) / libm::log1p(forgets_all_after / worked)).max(0.0)
}

/// The cases that count after a break, of `cases` done: `x^m`. Of one case nothing is forgotten.
pub fn cases_after(cases: f64, remembered: f64) -> f64 {
    if cases > 1.0 { libm::pow(cases, remembered) } else { cases }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Case forgetting-lfcm-a: T₁ = 8, l = 0.32, 120 cases, a break of 60 of 365 hours.
    #[test]
    fn proved_the_units_remembered_are_those_of_the_reference() {
        let (first, l, x) = (8.0, 0.32, 120.0_f64);
        let worked = first * libm::pow(x, 1.0 - l) / (1.0 - l);
        assert!((worked / 305.087_435 - 1.0).abs() < 1e-8);
        let share = remembered(worked, 60.0, 365.0);
        let units = cases_after(x, share);
        assert!((units / 40.247_837_89 - 1.0).abs() < 1e-8, "{units}");
        let next = first * libm::pow(units + 1.0, -l);
        assert!((next / 2.433_109_232 - 1.0).abs() < 1e-8, "{next}");
    }

    #[test]
    fn no_break_forgets_nothing_and_the_longest_all() {
        assert_eq!(remembered(500.0, 0.0, 365.0), 1.0);
        assert_eq!(remembered(500.0, 365.0, 365.0), 0.0);
        assert_eq!(remembered(500.0, 9000.0, 365.0), 0.0);
        assert_eq!(remembered(0.0, 1.0, 365.0), 0.0);
    }
}
