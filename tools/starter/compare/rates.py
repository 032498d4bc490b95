"""The learning rate of an arm, picked on a fifth of the training rows."""

from finetune import Arm, Run
from results import Results
from sets import Dataset, Row

RATES = (1e-4, 3e-4, 1e-3, 3e-3)
DEVELOPMENT, DEVELOPMENT_LOSS = "development", "development loss"


def develop(arm: Arm, dataset: Dataset, results: Results) -> float:
    """The rate of an arm; trains what is not known yet."""
    rest, development = split(dataset)
    for rate in RATES:
        if results.get([dataset.name, arm.name, DEVELOPMENT, rate]) is None:
            run = Run(arm, dataset, 0)
            run.train(rest, rate)
            results.put([dataset.name, arm.name, DEVELOPMENT, rate], run.score(development))
    equals = best_rates(arm, dataset, results)
    for rate in equals if len(equals) > 1 else []:
        if results.get([dataset.name, arm.name, DEVELOPMENT_LOSS, rate]) is None:
            run = Run(arm, dataset, 0)
            run.train(rest, rate)
            results.put([dataset.name, arm.name, DEVELOPMENT_LOSS, rate], run.loss(development))
    rate = picked_rate(arm, dataset, results)
    if rate is None:
        raise RuntimeError(f"{dataset.name}, {arm.name}: no score is a number")
    return rate


def split(dataset: Dataset) -> tuple[list[Row], list[Row]]:
    """The rows to train on while a rate is looked for, and those that judge it."""
    count = len(dataset.train) // 5
    return dataset.train[count:], dataset.train[:count]


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
