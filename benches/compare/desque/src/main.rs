//! `with-desque A|B|C [customers] [seed]`: the workloads as events of desque.

use std::{cmp::Ordering, collections::VecDeque};

use desque::{SimState, SimTime, serial::*};
use rand::{RngExt, SeedableRng, rngs::SmallRng};
use rand_distr::{Distribution, Exp1};

#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
struct Time(f64);

impl Eq for Time {}

impl Ord for Time {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl SimTime for Time {}

#[derive(Debug)]
struct Station {
    free: u32,
    mean: f64,
    /// When those who wait were born.
    queue: VecDeque<f64>,
}

#[derive(Debug)]
struct Net {
    random: SmallRng,
    gap: f64,
    back: f64,
    to_come: u64,
    stations: Vec<Station>,
    sum: f64,
    gone: u64,
}

impl SimState<Time> for Net {
    fn is_complete(&self, _: &Time) -> bool {
        false
    }
}

impl Net {
    fn draw(&mut self, mean: f64) -> f64 {
        let unit: f64 = Exp1.sample(&mut self.random);
        unit * mean
    }
}

fn begin(simulation: &mut Simulation<Net, Time>, station: usize, born: f64) {
    let now = simulation.current_time().0;
    let net = simulation.state_mut();
    let span = net.draw(net.stations[station].mean);
    simulation.schedule(Done { station, born }, Time(now + span)).expect("the future is open");
}

fn join(simulation: &mut Simulation<Net, Time>, station: usize, born: f64) {
    let place = &mut simulation.state_mut().stations[station];
    if place.free > 0 {
        place.free -= 1;
        begin(simulation, station, born);
    } else {
        place.queue.push_back(born);
    }
}

#[derive(Debug)]
struct Arrive;

impl OkEvent<Net, Time> for Arrive {
    fn execute(&mut self, simulation: &mut Simulation<Net, Time>) {
        let now = simulation.current_time().0;
        let net = simulation.state_mut();
        net.to_come -= 1;
        if net.to_come > 0 {
            let gap = net.draw(net.gap);
            simulation.schedule(Arrive, Time(now + gap)).expect("the future is open");
        }
        join(simulation, 0, now);
    }
}

#[derive(Debug)]
struct Done {
    station: usize,
    born: f64,
}

impl OkEvent<Net, Time> for Done {
    fn execute(&mut self, simulation: &mut Simulation<Net, Time>) {
        let now = simulation.current_time().0;
        let place = &mut simulation.state_mut().stations[self.station];
        match place.queue.pop_front() {
            Some(born) => begin(simulation, self.station, born),
            None => place.free += 1,
        }
        let net = simulation.state_mut();
        if self.station + 1 < net.stations.len() {
            join(simulation, self.station + 1, self.born);
        } else if net.back > 0.0 && net.random.random::<f64>() < net.back {
            join(simulation, 0, self.born);
        } else {
            net.sum += now - self.born;
            net.gone += 1;
        }
    }
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let number = |place: usize, default: u64| args.get(place).and_then(|text| text.parse().ok()).unwrap_or(default);
    let (to_come, seed) = (number(2, 3_000_000), number(3, 1));
    let (gap, stations, back): (f64, &[(u32, f64)], f64) = match args.get(1).map(String::as_str) {
        Some("A") => (1.0 / 0.9, &[(1, 1.0)], 0.0),
        Some("B") => (1.0 / 237.5, &[(250, 1.0)], 0.0),
        _ => (1.0, &[(20, 15.3), (5, 3.4)], 0.15),
    };
    let stations = stations.iter().map(|&(free, mean)| Station { free, mean, queue: VecDeque::new() }).collect();
    let net = Net { random: SmallRng::seed_from_u64(seed), gap, back, to_come, stations, sum: 0.0, gone: 0 };
    let mut simulation = Simulation::new(net, Time(0.0));
    simulation.schedule(Arrive, Time(0.0)).expect("the future is open");
    simulation.run().expect("no event fails");
    let net = simulation.state();
    println!("desque: mean time in system {:.5}, {} customers", net.sum / net.gone as f64, net.gone);
}
