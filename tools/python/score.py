"""Accuracy of an exported zip on a CSV, by transformers alone: an independent check of what the studio reports.

    python tools/python/score.py model.zip rows.csv [--text text] [--label label] [--expect 0.93 --within 0.005]
"""

import argparse
import csv
import json
import sys
import tempfile
import zipfile
from pathlib import Path

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

BATCH = 32


def predict(folder: Path, texts: list[str]) -> list[str]:
    """The most probable label of each text, cut to the length that the model was trained with."""
    max_length = json.loads((folder / "recipe.json").read_text(encoding="utf-8"))["max_length"]
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    labels: list[str] = []
    with torch.no_grad():
        for start in range(0, len(texts), BATCH):
            batch = tokenizer(
                texts[start : start + BATCH],
                truncation=True,
                max_length=max_length,
                padding=True,
                return_tensors="pt",
            )
            ids = model(**batch).logits.argmax(-1).tolist()
            labels += [model.config.id2label[i] for i in ids]
    return labels


def read_rows(path: Path, text_column: str, label_column: str) -> tuple[list[str], list[str]]:
    """Texts and labels of the rows that have both."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row[text_column] or "", (row[label_column] or "").strip()) for row in csv.DictReader(file)]
    usable = [(text, label) for text, label in rows if text.strip() and label]
    return [text for text, _ in usable], [label for _, label in usable]


def score(model_zip: Path, data: Path, text_column: str = "text", label_column: str = "label") -> dict:
    texts, labels = read_rows(data, text_column, label_column)
    if not texts:
        raise SystemExit(f"{data} holds no row with a text and a label")
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(model_zip) as archive:
            archive.extractall(folder)
        predicted = predict(Path(folder), texts)
    right = sum(p == label for p, label in zip(predicted, labels))
    return {"rows": len(texts), "right": right, "accuracy": right / len(texts)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("zip", type=Path)
    parser.add_argument("csv", type=Path)
    parser.add_argument("--text", default="text", help="name of the text column")
    parser.add_argument("--label", default="label", help="name of the label column")
    parser.add_argument("--expect", type=float, help="the accuracy that the studio reports, between 0 and 1")
    parser.add_argument("--within", type=float, default=0.005, help="how far it may lie from the truth")
    args = parser.parse_args()
    result = score(args.zip, args.csv, args.text, args.label)
    print(json.dumps(result))
    if args.expect is not None and not abs(result["accuracy"] - args.expect) <= args.within:
        sys.exit(f"the studio says {args.expect}, transformers {result['accuracy']}")


if __name__ == "__main__":
    main()
