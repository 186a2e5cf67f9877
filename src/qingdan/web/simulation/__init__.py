"""Simulation of the lists before they are released: every way a power can go, how long it takes, who checks whom."""
