"""with_simpy.py A|B|C [customers] [seed]: the workloads in SimPy, a process for each customer."""

import random
import sys

import simpy

WORKLOADS = {
    "A": (1 / 0.9, [(1, 1.0)], 0.0),
    "B": (1 / 237.5, [(250, 1.0)], 0.0),
    "C": (1.0, [(20, 15.3), (5, 3.4)], 0.15),
}


def main(workload, customers=100_000, seed=1):
    gap, places, back = WORKLOADS[workload]
    draw = random.Random(seed)
    env = simpy.Environment()
    stations = [(simpy.Resource(env, capacity=free), 1 / mean) for free, mean in places]
    spent = [0.0, 0]

    def customer():
        born = env.now
        while True:
            for station, rate in stations:
                with station.request() as request:
                    yield request
                    yield env.timeout(draw.expovariate(rate))
            if back == 0.0 or draw.random() >= back:
                break
        spent[0] += env.now - born
        spent[1] += 1

    def source():
        for _ in range(customers):
            yield env.timeout(draw.expovariate(1 / gap))
            env.process(customer())

    env.process(source())
    env.run()
    print(f"simpy: mean time in system {spent[0] / spent[1]:.5f}, {spent[1]} customers")


main(sys.argv[1], *map(int, sys.argv[2:4]))
