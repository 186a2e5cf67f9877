"""What was found, as headings, sentences and tables: the same for the page, the command and the file to attach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``bars`` are for each row the length of its bar (0 to 1), drawn where there is room for it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bars: tuple[float, ...] = ()
    chart: str = ""  # what the bars show


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences and perhaps a table. ``folded``: long, and opened on a page only when wanted."""

    title: str
    says: tuple[str, ...] = ()
    table: Table | None = None
    folded: bool = False

    @property
    def charted(self) -> Sequence[tuple[str, str, int]]:
        """For each row its name, the number that its bar shows, and the bar's width in hundredths."""
        table = self.table
        if table is None or not table.bars:
            return []
        shown = table.head.index(table.chart)
        return [(row[0], row[shown], round(100 * bar)) for row, bar in zip(table.rows, table.bars, strict=True)]


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its title, what it rests on, and its sections."""

    title: str
    about: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...] = field(default_factory=tuple)


def as_text(report: Report) -> list[str]:
    """Lines for a terminal."""
    lines = [report.title, *(f"  {name}  {value}" for name, value in report.about)]
    for section in report.sections:
        lines += ["", section.title, *(f"  {said}" for said in section.says)]
        if section.table:
            lines += [f"  {'  '.join(row)}" for row in (section.table.head, *section.table.rows)]
    return lines


def as_markdown(report: Report) -> str:
    """The report as Markdown."""
    lines = [f"# {report.title}", "", *(f"- {name}: {value}" for name, value in report.about)]
    for section in report.sections:
        lines += ["", f"## {section.title}", *(line for said in section.says for line in ("", said))]
        if section.table:
            rule = " | ".join("---" for _ in section.table.head)
            body = (" | ".join(cell.replace("|", "\\|") for cell in row) for row in section.table.rows)
            lines += ["", f"| {' | '.join(section.table.head)} |", f"| {rule} |", *(f"| {row} |" for row in body)]
    return "\n".join(lines) + "\n"


STYLE = (
    "body{font:16px/1.6 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{border-bottom:1px solid #ccc;padding:.3rem .5rem;"
    "text-align:left;vertical-align:top}dt{font-weight:bold}dd{margin:0 0 .5rem}"
    "i.bar{display:block;height:.6rem;background:#a32020}"
)


def as_html(report: Report) -> str:
    """The report as one file that any browser opens and prints; it needs nothing else."""
    parts = [f"<h1>{escape(report.title)}</h1><dl>"]
    parts += [f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in report.about]
    parts.append("</dl>")
    for section in report.sections:
        parts.append(f"<h2>{escape(section.title)}</h2>")
        parts += [f"<p>{escape(said)}</p>" for said in section.says]
        parts += [_table(section)] if section.table else []
    title, language = escape(report.title), get_language() or "zh-hans"
    head = f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
    return f"{head}{''.join(parts)}</html>\n"


def _table(section: Section) -> str:
    table = section.table
    assert table is not None
    bars = [f'<td style="width:30%"><i class="bar" style="width:{round(100 * b)}%"></i></td>' for b in table.bars]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.head)
    more = f'<th scope="col">{escape(table.chart)}</th>' if bars else ""
    rows = []
    for place, row in enumerate(table.rows):
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in row)
        rows.append(f"<tr>{cells}{bars[place] if bars else ''}</tr>")
    return f"<table><thead><tr>{head}{more}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
