//! Waiting at a desk of many: Erlang's formulas and the square-root rule.

use super::{normal_cdf, normal_density, root::increasing_root};

/// The probability that an arriving case of M/M/c waits; 1 when the load is not below the number of servers.
///
/// # Source
/// Erlang (1917); by the recursion of the loss formula (Gross et al. 2008, section 2.4).
pub fn erlang_c(servers: u32, load: f64) -> f64 {
    if load >= f64::from(servers) {
        return 1.0;
    }
    let loss = erlang_b(servers, load);
    let servers = f64::from(servers);
    servers * loss / (servers - load * (1.0 - loss))
}

/// The probability that an arriving case of M/M/c/c is lost.
pub fn erlang_b(servers: u32, load: f64) -> f64 {
    (1..=servers).fold(1.0, |loss, server| load * loss / (f64::from(server) + load * loss))
}

/// The smallest staff at which at most this share waits.
///
/// # Panics
/// With a share outside (0, 1].
pub fn smallest_staff(load: f64, share_waiting: f64) -> u32 {
    assert!(share_waiting > 0.0 && share_waiting <= 1.0, "a share that waits lies above 0");
    let mut servers = load.ceil().max(1.0) as u32;
    while erlang_c(servers, load) > share_waiting {
        servers += 1;
    }
    servers
}

/// β of the square-root rule `c = R + β√R` at which this share waits in the limit of many servers.
///
/// # Source
/// Halfin & Whitt (1981), *Heavy-traffic limits for queues with many exponential servers*, Operations Research 29(3):
/// `P(wait) = (1 + βΦ(β)/φ(β))⁻¹`.
pub fn square_root_beta(share_waiting: f64) -> f64 {
    let waits = |beta: f64| {
        let density = normal_density(beta);
        1.0 / (1.0 + beta * normal_cdf(beta) / density)
    };
    increasing_root(0.0, 10.0, |beta| {
        let step = 1e-6;
        (share_waiting - waits(beta), (waits(beta) - waits(beta + step)) / step)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server_makes_wait_with_its_load() {
        assert!((erlang_c(1, 0.8) - 0.8).abs() < 1e-12);
        assert!((erlang_b(1, 0.8) - 0.8 / 1.8).abs() < 1e-12);
        assert_eq!(erlang_c(3, 3.0), 1.0);
    }
}
