"""Qingdan 清单: runs a city's list of village-level powers."""

__version__ = "0.1.0"
