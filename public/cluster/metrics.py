"""Figures under the names and by the rules of the studio: scikit-learn's for texts and tokens, seqeval's for entities."""

import numpy as np
import torch
from seqeval import metrics as seqeval
from seqeval.scheme import IOB2
from sklearn import metrics as sklearn
from torch.nn import functional as F

IGNORED = -100


def predictions_and_losses(logits: torch.Tensor, labels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Class and cross-entropy at each label, in place of the logits, which need not be gathered then."""
    losses = F.cross_entropy(
        logits.flatten(0, -2).float(), labels.flatten(), ignore_index=IGNORED, reduction="none"
    )
    return logits.argmax(-1), losses.view(labels.shape)


def by_class(truth, predicted, labels: list[str]) -> dict:
    """Scores of classes; labels that do not occur count as 0, as scikit-learn does when it is given them all."""
    classes = list(range(len(labels)))
    found = {"accuracy": sklearn.accuracy_score(truth, predicted)}
    for average in ("macro", "weighted", "micro"):
        scores = sklearn.precision_recall_fscore_support(
            truth, predicted, labels=classes, average=average, zero_division=0
        )
        found |= {f"{name}_{average}": score for name, score in zip(("precision", "recall", "f1"), scores[:3])}
    found["matthews_correlation"] = sklearn.matthews_corrcoef(truth, predicted)
    return found


def of_each_label(truth, predicted, labels: list[str]) -> list[dict]:
    scores = sklearn.precision_recall_fscore_support(
        truth, predicted, labels=list(range(len(labels))), zero_division=0
    )
    names = ("precision", "recall", "f1", "support")
    return [{"label": label, **dict(zip(names, row, strict=True))} for label, *row in zip(labels, *scores, strict=True)]


def of_each_type(truth, predicted) -> list[dict]:
    report = seqeval.classification_report(truth, predicted, output_dict=True, zero_division=0)
    return [
        {
            "label": name,
            "precision": row["precision"],
            "recall": row["recall"],
            "f1": row["f1-score"],
            "support": row["support"],
        }
        for name, row in report.items()
        if not name.endswith(" avg")
    ]


def by_entity(truth: list[list[str]], predicted: list[list[str]]) -> dict:
    """Entities in seqeval's default mode and, by the letter of IOB2, in its strict one; accuracy of words' tags."""
    found = {"accuracy": seqeval.accuracy_score(truth, predicted)}
    for prefix, options in (("", {}), ("strict_", {"mode": "strict", "scheme": IOB2})):
        for name in ("precision", "recall", "f1"):
            score = getattr(seqeval, f"{name}_score")
            found[prefix + name] = score(truth, predicted, zero_division=0, **options)
    return found


class Scorer:
    """Turns what the Trainer gathers about one split into figures; `report` holds all of the newest ones."""

    def __init__(self, split, labels: list[str], is_text: bool, recipe: dict):
        self.split, self.labels, self.is_text = split, labels, is_text
        self.batch_size = recipe["per_device_eval_batch_size"]
        self.report: dict = {}

    def __call__(self, gathered) -> dict:
        (predicted, losses), truth = gathered.predictions, gathered.label_ids
        is_labelled = truth != IGNORED
        flat = truth[is_labelled], predicted[is_labelled]
        figures = by_class(*flat, self.labels)
        each = of_each_label(*flat, self.labels) if self.is_text else None
        if not self.is_text:
            tags = self.words(truth), self.words(predicted)
            tokens = {"token_accuracy": figures["accuracy"], "token_f1_weighted": figures["f1_weighted"]}
            figures, each = {**by_entity(*tags), **tokens}, of_each_type(*tags)
        figures = {"loss": self.loss(losses, is_labelled), **figures}
        classes = list(range(len(self.labels)))
        self.report = {
            "metrics": {name: float(value) for name, value in figures.items()},
            "per_label": [{key: plain(value) for key, value in row.items()} for row in each],
            "confusion": sklearn.confusion_matrix(*flat, labels=classes).tolist(),
        }
        return self.report["metrics"]

    def words(self, numbers) -> list[list[str]]:
        """The tag of each word, by its first token."""
        return [
            [self.labels[number] for number, is_start in zip(row, starts) if is_start]
            for row, starts in zip(numbers, self.split.word_starts, strict=True)
        ]

    def loss(self, losses, is_labelled) -> float:
        """The Trainer's eval_loss on one process: means of batches, weighted by their rows."""
        losses = losses.reshape(len(losses), -1).astype(np.float64)
        is_labelled = is_labelled.reshape(losses.shape)
        total = 0.0
        for start in range(0, len(losses), self.batch_size):
            batch = slice(start, start + self.batch_size)
            total += losses[batch][is_labelled[batch]].mean() * len(losses[batch])
        return total / len(losses)


def plain(value):
    return value.item() if isinstance(value, np.generic) else value
