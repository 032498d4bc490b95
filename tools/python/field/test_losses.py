"""Fine-tuning all-MiniLM-L6-v2 on real titles: the studio's engine on WASM against PyTorch, step by step."""

import json
import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "reference"))

import torch_losses

MEASURED = json.loads((Path(os.environ["TABTUNE_EXPORTS"]) / "minilm.losses.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def torch_run():
    return torch_losses.losses(MEASURED["model"], MEASURED["plan"])


def worst(studio, reference, floor):
    assert len(studio) == len(reference) == 40
    return max(abs(a - b) / max(abs(b), floor) for a, b in zip(studio, reference, strict=True))


def test_learning_rates(torch_run):
    assert worst(MEASURED["studio"]["learning_rates"], torch_run["learning_rates"], 1e-9) <= 1e-9


def test_losses(torch_run):
    """1 % is what is asked for; 2e-7 was measured."""
    distance = worst(MEASURED["studio"]["losses"], torch_run["losses"], 0.1)
    print(f"worst |Δloss| / max(loss, 0.1): {distance:.1e}")
    assert distance <= 1e-4


def test_gradient_norms(torch_run):
    assert worst(MEASURED["studio"]["grad_norms"], torch_run["grad_norms"], 0.1) <= 1e-3


def test_the_run_learns(torch_run):
    """Forty losses that do not move would agree without saying anything."""
    losses = torch_run["losses"]
    assert sum(losses[-5:]) < 0.9 * sum(losses[:5])
