"""score.py, against accuracies that are known."""

import csv
import sys

import pytest
import score


def write_rows(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"])
        writer.writerows(rows)


def studio_labels(classifier):
    labels = classifier.expected["labels"]
    return [labels[max(range(len(row)), key=row.__getitem__)] for row in classifier.expected["logits"]]


@pytest.fixture
def rows(classifier):
    """What the studio predicts, the empty text left out as both sides do."""
    pairs = zip(classifier.expected["texts"], studio_labels(classifier), strict=True)
    return [(text, label) for text, label in pairs if text.strip()]


def test_agrees_with_the_studio_on_every_row(classifier, rows, tmp_path):
    write_rows(tmp_path / "rows.csv", [*rows, ("no label", ""), ("", "news")])
    assert score.score(classifier.zip, tmp_path / "rows.csv") == {"rows": 7, "right": 7, "accuracy": 1}


def test_counts_wrong_rows_and_refuses_an_accuracy_that_is_not_true(classifier, rows, tmp_path, monkeypatch, capsys):
    wrong = [(text, label if i > 1 else "something else") for i, (text, label) in enumerate(rows)]
    write_rows(tmp_path / "rows.csv", wrong)
    argv = ["score.py", str(classifier.zip), str(tmp_path / "rows.csv"), "--expect"]
    monkeypatch.setattr(sys, "argv", [*argv, "0.714"])
    score.main()
    assert '"right": 5' in capsys.readouterr().out
    monkeypatch.setattr(sys, "argv", [*argv, "0.72"])
    with pytest.raises(SystemExit, match="transformers 0.71"):
        score.main()
