"""Has pm4py write a process tree as BPMN, run as a program, because pm4py greets on standard output: TREE FILE."""

from __future__ import annotations

import sys
from pathlib import Path


def main(tree: str, file: str) -> None:
    from pm4py.objects.bpmn.exporter.variants.etree import get_xml_string  # ``write_bpmn`` lays it out with Graphviz
    from pm4py.objects.conversion.process_tree import converter
    from pm4py.objects.process_tree.utils.generic import parse

    Path(file).write_bytes(get_xml_string(converter.apply(parse(tree), variant=converter.Variants.TO_BPMN)))


if __name__ == "__main__":
    main(*sys.argv[1:])
