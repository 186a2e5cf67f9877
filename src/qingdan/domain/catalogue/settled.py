"""A power as it runs under given limits, for whatever shows a definition to people: its times have their numbers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace

from qingdan.domain.catalogue.model import Power
from qingdan.domain.flow.settle import settle

_MOST = 512  # powers kept, each under one set of limits
_kept: OrderedDict[tuple[str, tuple[tuple[str, int], ...]], Power] = OrderedDict()


def power_under(power: Power, limits: Mapping[str, int]) -> Power:
    """``power`` with every time limit written out under ``limits``; itself where none is a setting.

    The same power under the same limits is always the same object, so that what is made from its flow can be kept.
    """
    key = (power.digest, tuple(sorted(limits.items())))
    found = _kept.get(key)
    if found is None:
        flow = settle(power.flow, limits)
        found = _kept[key] = power if flow is power.flow else replace(power, flow=flow)
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return found
