"""Simulation of a flow before anybody works by it: every way it can go, and how long it is likely to take."""
