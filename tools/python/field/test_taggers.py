"""Fine-tuning all-MiniLM-L6-v2 on tagged tweets: the studio's engine on WASM against PyTorch and seqeval."""

import json
import os
import sys
from pathlib import Path

import pytest
import torch
from seqeval.metrics import f1_score
from transformers import pipeline

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "reference"))

import torch_losses

MEASURED = json.loads((Path(os.environ["TABTUNE_EXPORTS"]) / "minilm.taggers.json").read_text(encoding="utf-8"))
LABELS = MEASURED["labels"]
JOBS = ("whole", "last")
BATCH = 32


@pytest.fixture(scope="module")
def torch_runs():
    return {job: torch_losses.fine_tune(MEASURED["model"], MEASURED[job]["plan"]) for job in JOBS}


def worst(studio, reference, floor):
    assert len(studio) == len(reference)
    return max(abs(a - b) / max(abs(b), floor) for a, b in zip(studio, reference, strict=True))


@pytest.mark.parametrize("job", JOBS)
def test_learning_rates(torch_runs, job):
    reference = torch_runs[job][2]["learning_rates"]
    # The last rate of a linear schedule is next to nothing.
    assert worst(MEASURED[job]["studio"]["learning_rates"], reference, 1e-7) <= 1e-9


@pytest.mark.parametrize("job", JOBS)
def test_losses(torch_runs, job):
    """1 % is what is asked for."""
    distance = worst(MEASURED[job]["studio"]["losses"], torch_runs[job][2]["losses"], 0.1)
    print(f"{job}: worst |Δloss| / max(loss, 0.1): {distance:.1e}")
    assert distance <= 1e-4


@pytest.mark.parametrize("job", JOBS)
def test_gradient_norms(torch_runs, job):
    assert worst(MEASURED[job]["studio"]["grad_norms"], torch_runs[job][2]["grad_norms"], 0.1) <= 1e-3


@pytest.mark.parametrize("job", JOBS)
def test_the_run_learns(torch_runs, job):
    """Losses that do not move would agree without saying anything."""
    losses = torch_runs[job][2]["losses"]
    assert sum(losses[-5:]) < 0.5 * sum(losses[:5])


def predicted_tags(model, tokenizer, rows, max_length):
    """A tag a word, of its first token, as run_ner evaluates; words that are cut off, or are nothing, have none."""
    pairs = []
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        inputs = tokenizer(
            [words for words, _ in batch],
            is_split_into_words=True,
            truncation=True,
            max_length=max_length,
            padding=True,
            return_tensors="pt",
        )
        with torch.no_grad():
            best = model(**inputs).logits.argmax(-1).tolist()
        for i, (_, tags) in enumerate(batch):
            labels = torch_losses.tag_labels(inputs.word_ids(i), tags, "first")
            kept = [(LABELS[t], LABELS[p]) for t, p in zip(labels, best[i], strict=True) if t >= 0]
            pairs.append(([t for t, _ in kept], [p for _, p in kept]))
    return [true for true, _ in pairs], [found for _, found in pairs]


def test_word_level_f1_on_unseen_tweets(torch_runs):
    """0.3 points is what is asked for."""
    model, tokenizer, _ = torch_runs["whole"]
    rows = MEASURED["whole"]["validation"]
    assert len(rows) == 2001
    max_length = MEASURED["whole"]["plan"]["recipe"]["max_length"]
    reference = f1_score(*predicted_tags(model, tokenizer, rows, max_length))
    studio = MEASURED["whole"]["metrics"]["f1"]
    print(f"F1: studio {studio:.5f}, seqeval {reference:.5f}")
    assert abs(studio - reference) <= 0.003
    # A model that finds nothing would agree without saying anything.
    assert reference > 0.1


def test_probabilities_of_the_sentence(torch_runs):
    """Of every token and tag, after the last layer has learned as the tweets recipe says."""
    model, tokenizer, _ = torch_runs["last"]
    with torch.no_grad():
        scores = model(**tokenizer(MEASURED["last"]["sentence"], return_tensors="pt")).logits[0, 1:-1].softmax(-1)
    studio = torch.tensor(MEASURED["last"]["scores"])
    distance = (studio - scores).abs().max().item()
    print(f"worst |Δp|: {distance:.1e}")
    assert studio.shape == scores.shape
    assert distance <= 1e-4


@pytest.mark.parametrize("strategy", ("none", "simple", "first", "average", "max"))
def test_entities_of_the_sentence(torch_runs, strategy):
    model, tokenizer, _ = torch_runs["last"]
    model.config.id2label = dict(enumerate(LABELS))
    find = pipeline("token-classification", model=model, tokenizer=tokenizer, aggregation_strategy=strategy)
    reference = [
        {"label": found.get("entity_group", found.get("entity")), "start": found["start"], "end": found["end"]}
        for found in find(MEASURED["last"]["sentence"])
    ]
    studio = MEASURED["last"]["entities"][strategy]
    print(f"{strategy}: {[(e['label'], e['start'], e['end'], round(e['score'], 3)) for e in studio]}")
    assert [{key: found[key] for key in ("label", "start", "end")} for found in studio] == reference
