"""A dataset packed for the Hub opens with `datasets` as its card says: splits, rows, names of classes."""

import csv
import json
import os
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT
from datasets import ClassLabel, load_dataset
from huggingface_hub import DatasetCard

PACKED = Path(os.environ["TABTUNE_DATASETS"])
SAMPLES = ROOT / "public" / "samples"


def unpacked(sample: str, folder: Path) -> Path:
    with zipfile.ZipFile(PACKED / f"{sample}.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder


def opened(sample: str, folder: Path):
    return load_dataset(str(unpacked(sample, folder)), cache_dir=str(folder / "cache"))


def test_texts_with_their_labels(tmp_path):
    rows = opened("headlines.csv", tmp_path)
    with open(SAMPLES / "headlines.csv", encoding="utf-8", newline="") as file:
        sample = list(csv.DictReader(file))
    for split in rows:
        label = rows[split].features["label"]
        assert isinstance(label, ClassLabel)
        assert [(row["text"], label.int2str(row["label"])) for row in rows[split]] == [
            (row["headline"], row["label"]) for row in sample if row["split"] == split
        ]
    assert sum(len(part) for part in rows.values()) == len(sample)


def test_words_with_their_tags(tmp_path):
    rows = opened("entities.jsonl", tmp_path)
    lines = (SAMPLES / "entities.jsonl").read_text(encoding="utf-8").splitlines()
    sample = [json.loads(line) for line in lines]
    for split in rows:
        tag = rows[split].features["tags"].feature
        assert isinstance(tag, ClassLabel)
        assert [(row["tokens"], tag.int2str(row["tags"])) for row in rows[split]] == [
            (row["tokens"], row["tags"]) for row in sample if row["split"] == split
        ]
    assert sum(len(part) for part in rows.values()) == len(sample)


@pytest.mark.parametrize("sample", ["headlines.csv", "entities.jsonl"])
def test_the_card_and_the_record(sample, tmp_path):
    folder = unpacked(sample, tmp_path)
    card = DatasetCard.load(folder / "README.md")
    splits = {file["split"]: file["path"] for file in card.data.configs[0]["data_files"]}
    assert splits == {path.stem: f"data/{path.name}" for path in (folder / "data").iterdir()}
    record = json.loads((folder / "repairs.json").read_text(encoding="utf-8"))
    assert record["format"] == "tabtune-repairs"
    assert [file["name"] for file in record["files"]] == [sample]
