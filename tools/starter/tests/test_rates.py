"""The learning rate of an arm: the best on its development rows, of equals the one with the lower loss."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "compare"))

from finetune import Arm
from rates import DEVELOPMENT, DEVELOPMENT_LOSS, RATES, best_rates, picked_rate
from results import Results
from sets import Dataset

ARM = Arm("arm", Path("nowhere"), pretrained=False)
DATASET = Dataset("set", "text-classification", [], [], [], 1)


@pytest.fixture
def results(tmp_path: Path) -> Results:
    return Results(tmp_path / "runs.jsonl")


def put(results: Results, kind: str, scores: dict[float, float]) -> None:
    for rate, score in scores.items():
        results.put(["set", "arm", kind, rate], score)


def test_the_best_of_all_rates(results: Results) -> None:
    put(results, DEVELOPMENT, dict(zip(RATES, (0.5, 0.9, 0.8, 0.1), strict=True)))
    assert picked_rate(ARM, DATASET, results) == RATES[1]


def test_none_before_every_rate_is_trained(results: Results) -> None:
    put(results, DEVELOPMENT, dict(zip(RATES[:3], (0.5, 0.9, 0.8), strict=True)))
    assert picked_rate(ARM, DATASET, results) is None


def test_equals_are_told_apart_by_their_loss(results: Results) -> None:
    put(results, DEVELOPMENT, dict(zip(RATES, (0.9, 0.9, 0.9, 0.1), strict=True)))
    assert best_rates(ARM, DATASET, results) == list(RATES[:3])
    put(results, DEVELOPMENT_LOSS, dict(zip(RATES[:2], (0.06, 0.05), strict=True)))
    assert picked_rate(ARM, DATASET, results) is None
    put(results, DEVELOPMENT_LOSS, {RATES[2]: 0.07})
    assert picked_rate(ARM, DATASET, results) == RATES[1]


def test_a_stopped_comparison_goes_on_from_what_is_kept(results: Results) -> None:
    put(results, DEVELOPMENT, dict(zip(RATES, (0.5, 0.9, 0.8, 0.1), strict=True)))
    assert picked_rate(ARM, DATASET, Results(results.path)) == RATES[1]
