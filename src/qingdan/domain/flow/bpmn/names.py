"""Names in an exported file: namespaces, identifiers, variables, durations."""

from __future__ import annotations

import re

from qingdan.domain.flow.conditions import Both, Compare, Condition, Not, Operand
from qingdan.domain.rules.limits import Unit, parse_limit

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
QINGDAN = "urn:qingdan:bpmn:1"  # our extension elements
EXPRESSION = "urn:qingdan:expression:1"  # comparisons of variables, whole numbers and words; and, or, not
WORKING_TIME = "urn:qingdan:limit:1"  # ``5 wd``: what ISO 8601 has no form for

_NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)
_ISO = {Unit.DAYS: "P{}D", Unit.HOURS: "PT{}H", Unit.MONTHS: "P{}M"}


def ncname(text: str) -> str:
    """``text`` as an XML identifier; ids of steps are that already unless they begin with a digit."""
    if _NCNAME.fullmatch(text):
        return text
    return "_" + re.sub(r"[^A-Za-z0-9_.-]", "_", text, flags=re.ASCII)


def result_variable(step: str) -> str:
    """The variable that holds a step's result."""
    return f"result_of_{variable(step)}"


def variable(name: str) -> str:
    """A name as a variable: letters, digits and underscores."""
    return name.replace("-", "_")


def property_id(fact: str) -> str:
    """The process property that declares a fact."""
    return f"fact.{ncname(fact)}"


def iso_duration(limit: str) -> str | None:
    """A limit in ISO 8601; None for working days, for which it has no form."""
    parsed = parse_limit(limit)
    form = _ISO.get(parsed.unit)
    return form.format(parsed.amount) if form else None


def expression(condition: Condition, limits: dict[str, int]) -> str:
    """A condition in the small language of the file, with the numbers of ``limits`` written out."""
    match condition:
        case Compare(left=left, sign=sign, right=right):
            return f"{_operand(left, limits)} {sign} {_operand(right, limits)}"
        case Not(inner=inner):
            return f"not ({expression(inner, limits)})"
        case Both(every=every, parts=parts):
            return (" and " if every else " or ").join(f"({expression(p, limits)})" for p in parts)


def _operand(operand: Operand, limits: dict[str, int]) -> str:
    match operand.kind:
        case "result":
            return result_variable(operand.name)
        case "limit":
            return str(limits[operand.name])
        case "item":
            return f"{variable(operand.name)}.{operand.field}"
        case "literal" if isinstance(operand.value, bool):
            return str(operand.value).lower()
        case "literal" if isinstance(operand.value, str):
            return f"'{operand.value}'"
        case "literal":
            return str(operand.value)
        case _:
            return variable(operand.name)
