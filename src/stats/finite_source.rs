//! Machine repair: a few customers who come back, and the servers that they share.
//!
//! # Source
//! Gross, Shortle, Thompson & Harris (2008), *Fundamentals of queueing theory*, section 2.7 (M/M/c//N).

/// The share of time that a customer of M/M/c//N spends outside the station: a trainee at work who neither waits for an
/// answer nor gets one.
///
/// `rate`: breakdowns per time of a customer outside; `service`: mean time of a repair in the same unit. Without
/// servers, or with an endless repair, nobody who broke down comes back: 0 (1 where nothing breaks down).
pub fn finite_source_up(customers: u32, servers: u32, rate: f64, service: f64) -> f64 {
    if customers == 0 || rate <= 0.0 || service <= 0.0 {
        return 1.0;
    }
    if servers == 0 || !service.is_finite() {
        return 0.0;
    }
    // States: how many are down; births (n − k)·rate, deaths min(k, c) / service. Weights relative to the largest so
    // far, so that many customers do not overflow.
    let (mut weight, mut sum, mut up) = (1.0, 1.0, f64::from(customers));
    for down in 1..=customers {
        weight *= f64::from(customers - down + 1) * rate * service / f64::from(down.min(servers));
        sum += weight;
        up += weight * f64::from(customers - down);
        if sum > 1e200 {
            weight /= sum;
            up /= sum;
            sum = 1.0;
        }
    }
    up / sum / f64::from(customers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_trainees_with_a_quarter_hour_each_two_hours_work_seventy_percent() {
        // Case span-questions-a.
        assert!((finite_source_up(10, 1, 0.5, 0.25) - 0.702_671_148_6).abs() < 1e-9);
    }

    #[test]
    fn as_many_servers_as_customers_leave_nobody_waiting() {
        // Alone with its server: 1 / (1 + rate · service).
        assert!((finite_source_up(7, 7, 0.5, 0.25) - 1.0 / 1.125).abs() < 1e-12);
    }

    #[test]
    fn a_flooded_server_gives_out_its_own_rate() {
        // A thousand customers, one server always busy: 1 / service repairs, so up = 1 / (service · rate · n).
        assert!((finite_source_up(1000, 1, 1.0, 1.0) - 0.001).abs() < 1e-9);
    }
}
