"""The three datasets of the comparison, cut the same way for every arm and seed."""

import csv
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Task = Literal["text-classification", "token-classification"]


@dataclass(frozen=True)
class Row:
    words: list[str]  # one text for classification, the words of a sentence for tags
    labels: list[int]  # one label, or one a word


@dataclass(frozen=True)
class Dataset:
    name: str
    task: Task
    labels: list[str]
    train: list[Row]
    test: list[Row]
    steps: int  # of 16 rows


CUT_SEED = 1


def load_sets(data: Path) -> list[Dataset]:
    return [tweets(data / "broad_twitter_corpus"), clickbait(data / "clickbait"), banking(data / "banking77")]


def tweets(folder: Path) -> Dataset:
    """2,000 training tweets, the whole validation file."""
    train, test = read_tags(folder / "train.jsonl"), read_tags(folder / "validation.jsonl")
    labels = sorted({tag for _, tags in train for tag in tags})
    ids = {label: i for i, label in enumerate(labels)}
    rows = [[Row(words, [ids[tag] for tag in tags]) for words, tags in part] for part in (train, test)]
    random.Random(CUT_SEED).shuffle(rows[0])
    return Dataset("Broad Twitter Corpus", "token-classification", labels, rows[0][:2000], rows[1], 400)


def read_tags(path: Path) -> list[tuple[list[str], list[str]]]:
    records = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [(record["tokens"], record["ner_tags"]) for record in records]


def clickbait(folder: Path) -> Dataset:
    """500 training rows, 2,000 others."""
    return texts("clickbait", folder / "train.csv", "label", 500, 2000, 150)


def banking(folder: Path) -> Dataset:
    """2,000 training rows, 1,000 others."""
    return texts("banking77", folder / "train.csv", "category", 2000, 1000, 600)


def texts(name: str, path: Path, column: str, train: int, test: int, steps: int) -> Dataset:
    with path.open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    labels = sorted({record[column] for record in records})
    ids = {label: i for i, label in enumerate(labels)}
    rows = [Row([record["text"]], [ids[record[column]]]) for record in records]
    random.Random(CUT_SEED).shuffle(rows)
    return Dataset(name, "text-classification", labels, rows[:train], rows[train : train + test], steps)
