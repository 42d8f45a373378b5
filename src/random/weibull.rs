//! The shape of a Weibull variable that has a given coefficient of variation.
//!
//! # Source
//! Johnson, Kotz and Balakrishnan (1994), *Continuous univariate distributions* 1, chapter 21:
//! 1 + cv² = Γ(1 + 2x) / Γ(1 + x)², where x = 1 / shape. The series of ln Γ(1 + x): Abramowitz and Stegun
//! (1964), 6.1.33.

/// ζ(2), ζ(3), … ζ(16).
const ZETA: [f64; 15] = [
    1.644_934_066_848_226_4,
    1.202_056_903_159_594_2,
    1.082_323_233_711_138_2,
    1.036_927_755_143_37,
    1.017_343_061_984_449,
    1.008_349_277_381_922_8,
    1.004_077_356_197_944_3,
    1.002_008_392_826_082_2,
    1.000_994_575_127_818,
    1.000_494_188_604_119_4,
    1.000_246_086_553_308,
    1.000_122_713_347_578_5,
    1.000_061_248_135_058_7,
    1.000_030_588_236_307,
    1.000_015_282_259_408_6,
];

/// ln(Γ(1 + 2x) / Γ(1 + x)²), for x ≥ 0; this is ln(1 + cv²), and grows with x.
pub(super) fn ln_moment_ratio(x: f64) -> f64 {
    if x > 0.02 {
        return libm::lgamma(1.0 + 2.0 * x) - 2.0 * libm::lgamma(1.0 + x);
    }
    // Near 0 the difference above cancels; the series Σ ζ(k) (−x)^k (2^k − 2) / k does not.
    let mut sum = 0.0;
    let mut power = -x;
    let mut two = 2.0;
    for (index, zeta) in ZETA.iter().enumerate() {
        power *= -x;
        two *= 2.0;
        sum += zeta * power * (two - 2.0) / (index + 2) as f64;
    }
    sum
}

/// 1 / shape for a coefficient of variation `cv` in (0, 100], by bisection down to neighbouring floats.
pub(super) fn inverse_shape(cv: f64) -> f64 {
    let goal = libm::log1p(cv * cv);
    // At 20 the ratio is e^26 and the cv some 10⁵, beyond any that is let in.
    let (mut low, mut high) = (0.0, 20.0);
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        if ln_moment_ratio(middle) < goal {
            low = middle;
        } else {
            high = middle;
        }
    }
}
