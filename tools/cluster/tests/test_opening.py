"""What a bundle's training leaves opens in the studio as a finished run."""

import pytest
from conftest import log_history
from transformers import pipeline


def test_as_a_run_that_is_over(bundle):
    run = bundle.opened(2)["run"]
    assert run["status"] == "completed"
    assert run["name"] == bundle.name
    assert run["cluster"]["processes"] == 2
    assert run["cluster"]["hasBase"] is True
    assert set(run["cluster"]["software"]) == {"accelerate", "torch", "transformers"}
    assert run["best"]["step"] == bundle.studio["best"]["step"]
    assert [c["step"] for c in run["checkpoints"]] == [bundle.studio["best"]["step"]]


def test_with_its_curves(bundle):
    curves = bundle.opened(2)["curves"]
    drawn = [
        (step, loss)
        for step, loss in zip(curves["steps"], curves["values"]["train/loss"], strict=True)
        if loss is not None
    ]
    logged = [(entry["step"], entry["loss"]) for entry in log_history(bundle.finished(2)) if "loss" in entry]
    assert drawn == logged
    assert {"train/grad_norm", "train/learning_rate", "eval/loss", "eval/accuracy"} <= set(curves["values"])


def test_with_its_evaluations(bundle):
    found = {(e["split"], e["step"]): e for e in bundle.opened(2)["run"]["evaluations"]}
    expected = {(e["split"], e["step"]): e for e in bundle.studio["evaluations"]}
    assert set(found) == set(expected)
    for key, evaluation in found.items():
        assert evaluation["metrics"] == pytest.approx(expected[key]["metrics"], abs=1e-5)
        assert evaluation["confusion"] == expected[key]["confusion"]
        assert evaluation["perLabel"]


def test_and_answers_what_transformers_answers(bundle):
    task = {"texts": "text-classification", "entities": "token-classification"}[bundle.name]
    ask = pipeline(task, model=str(bundle.finished(2)), tokenizer=str(bundle.finished(2)))
    for text, answer in zip(bundle.texts, bundle.opened(2)["answers"], strict=True):
        if bundle.name == "texts":
            theirs = {row["label"]: row["score"] for row in ask(text, top_k=None)}
            assert {row["label"]: row["score"] for row in answer["scores"]} == pytest.approx(theirs, abs=1e-5)
        else:
            theirs = [(e["entity"], e["start"], e["end"]) for e in ask(text)]
            assert [(e["label"], e["start"], e["end"]) for e in answer["entities"]["none"]] == theirs
