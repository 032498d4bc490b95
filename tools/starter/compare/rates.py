"""The learning rate of an arm, picked on a fifth of the training rows."""

from finetune import Arm, Run
from results import Results
from sets import Dataset

RATES = (1e-4, 3e-4, 1e-3, 3e-3)
DEVELOPMENT, DEVELOPMENT_LOSS = "development", "development loss"


def develop(arm: Arm, dataset: Dataset, results: Results) -> None:
    """Trains what is not known yet of what picks the rate of an arm."""
    for rate in RATES:
        measure(DEVELOPMENT, rate, arm, dataset, results)
    equals = best_rates(arm, dataset, results)
    if len(equals) > 1:
        for rate in equals:
            measure(DEVELOPMENT_LOSS, rate, arm, dataset, results)


def measure(kind: str, rate: float, arm: Arm, dataset: Dataset, results: Results) -> None:
    """One training run on four fifths of the rows, judged on the fifth, where it was not done before."""
    key = [dataset.name, arm.name, kind, rate]
    if results.get(key) is not None:
        return
    count = len(dataset.train) // 5
    run = Run(arm, dataset, 0)
    run.train(dataset.train[count:], rate)
    judge = run.loss if kind == DEVELOPMENT_LOSS else run.score
    results.put(key, judge(dataset.train[:count]))


def best_rates(arm: Arm, dataset: Dataset, results: Results) -> list[float]:
    """More than one where the development rows tell them not apart; none before all are trained."""
    scores = {rate: results.get([dataset.name, arm.name, DEVELOPMENT, rate]) for rate in RATES}
    known_scores = [score for score in scores.values() if score is not None]
    if len(known_scores) < len(RATES):
        return []
    return [rate for rate, score in scores.items() if score == max(known_scores)]


def picked_rate(arm: Arm, dataset: Dataset, results: Results) -> float | None:
    """The best rate, of equals the one with the lower loss; None while something is missing."""
    equals = best_rates(arm, dataset, results)
    if len(equals) < 2:
        return next(iter(equals), None)
    losses = {rate: results.get([dataset.name, arm.name, DEVELOPMENT_LOSS, rate]) for rate in equals}
    known_losses = {rate: loss for rate, loss in losses.items() if loss is not None}
    return min(known_losses, key=known_losses.__getitem__) if len(known_losses) == len(equals) else None
