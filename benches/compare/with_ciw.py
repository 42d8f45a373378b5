"""with_ciw.py A|B|C [customers] [seed]: the workloads in Ciw, which stops after so many customers."""

import sys

import ciw

Exponential = ciw.dists.Exponential
NETWORKS = {
    "A": dict(arrival_distributions=[Exponential(0.9)], service_distributions=[Exponential(1.0)], number_of_servers=[1]),
    "B": dict(
        arrival_distributions=[Exponential(237.5)], service_distributions=[Exponential(1.0)], number_of_servers=[250]
    ),
    "C": dict(
        arrival_distributions=[Exponential(1.0), None],
        service_distributions=[Exponential(1 / 15.3), Exponential(1 / 3.4)],
        number_of_servers=[20, 5],
        routing=[[0.0, 1.0], [0.15, 0.0]],
    ),
}


def main(workload, customers=100_000, seed=1):
    ciw.seed(seed)
    simulation = ciw.Simulation(ciw.create_network(**NETWORKS[workload]))
    simulation.simulate_until_max_customers(customers, method="Finish")
    born, gone = {}, {}
    for record in simulation.get_all_records():
        born[record.id_number] = min(born.get(record.id_number, float("inf")), record.arrival_date)
        gone[record.id_number] = max(gone.get(record.id_number, 0.0), record.exit_date)
    mean = sum(gone[one] - born[one] for one in gone) / len(gone)
    print(f"ciw: mean time in system {mean:.5f}, {len(gone)} customers")


main(sys.argv[1], *map(int, sys.argv[2:4]))
