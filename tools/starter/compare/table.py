"""The comparison as Markdown, between two marks of a page."""

import re
from pathlib import Path
from statistics import mean

from sets import Dataset

BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
# Points by which the starter must beat random weights.
GOALS = {"Broad Twitter Corpus": 10, "clickbait": 3, "banking77": 10}
Result = tuple[float, list[float]]
Row = dict[str, Result | None]


def write_table(page: Path, table: list[tuple[Dataset, Row]], starter: str) -> None:
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    page.write_text(f"{before}{BEGIN}\n{markdown(table, starter)}\n{END}{after}", encoding="utf-8")


def markdown(table: list[tuple[Dataset, Row]], starter: str) -> str:
    lines = [
        f"{grouped(starter).capitalize()}; means of three seeds, lowest and highest in brackets; learning rate behind the @.",
        "",
        "| set | rows, test rows, steps | measure | starter | random weights | all-MiniLM-L6-v2 | gain over random | goal |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for dataset, row in table:
        measure = "entity F1" if dataset.task == "token-classification" else "accuracy"
        cells = [
            dataset.name,
            f"{len(dataset.train):,}, {len(dataset.test):,}, {dataset.steps}",
            measure,
            *(cell(row[arm]) for arm in ("starter", "random", "minilm")),
            gain(row["starter"], row["random"]),
            f"≥ {GOALS[dataset.name]}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def grouped(text: str) -> str:
    """Thousands set apart by commas."""
    return re.sub(r"\d+", lambda number: f"{int(number[0]):,}", text)


def gain(starter: Result | None, random: Result | None) -> str:
    if starter is None or random is None:
        return "–"
    return f"{100 * (mean(starter[1]) - mean(random[1])):+.1f}"


def cell(result: Result | None) -> str:
    if result is None:
        return "–"
    rate, scores = result
    low, high = 100 * min(scores), 100 * max(scores)
    return f"{100 * mean(scores):.1f} ({low:.1f}–{high:.1f}) @ {rate:g}"
