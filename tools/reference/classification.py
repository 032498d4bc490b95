"""Golden values for src/engine/evaluate: scikit-learn's own scores of awkward label lists."""

import random
import warnings

import golden
from sklearn import metrics


def scores(y_true: list[int], y_pred: list[int], label_count: int) -> dict:
    labels = list(range(label_count))
    result = {"accuracy": metrics.accuracy_score(y_true, y_pred)}
    for average in ("macro", "weighted", "micro"):
        values = metrics.precision_recall_fscore_support(
            y_true, y_pred, labels=labels, average=average, zero_division=0
        )
        for name, value in zip(("precision", "recall", "f1"), values):
            result[f"{name}_{average}"] = float(value)
    result["matthews_correlation"] = float(metrics.matthews_corrcoef(y_true, y_pred))
    return result


def case(name: str, y_true: list[int], y_pred: list[int], label_count: int) -> dict:
    labels = list(range(label_count))
    per_label = metrics.precision_recall_fscore_support(
        y_true, y_pred, labels=labels, zero_division=0
    )
    return {
        "name": name,
        "y_true": y_true,
        "y_pred": y_pred,
        "metrics": scores(y_true, y_pred, label_count),
        "per_label": {
            key: [float(value) for value in values]
            for key, values in zip(("precision", "recall", "f1", "support"), per_label)
        },
        "confusion": metrics.confusion_matrix(y_true, y_pred, labels=labels).tolist(),
    }


def noisy(rng: random.Random, size: int, label_count: int, right: float) -> tuple[list[int], list[int]]:
    weights = [1 / (i + 1) ** 2 for i in range(label_count)]
    y_true = rng.choices(range(label_count), weights, k=size)
    y_pred = [y if rng.random() < right else rng.randrange(label_count) for y in y_true]
    return y_true, y_pred


def main() -> None:
    warnings.simplefilter("ignore")
    rng = random.Random(20)
    cases = [
        case("two labels", *noisy(rng, 97, 2, 0.8), 2),
        case("seven unbalanced labels", *noisy(rng, 301, 7, 0.6), 7),
        case("nothing right", [0, 1, 2, 0, 1], [1, 2, 0, 2, 0], 3),
        case("one label predicted throughout", [0, 0, 0, 1, 2], [0, 0, 0, 0, 0], 3),
        case("a label without rows", [0, 0, 2, 2], [0, 1, 2, 2], 3),
        case("a label neither true nor predicted", [0, 1, 1], [0, 1, 0], 4),
    ]
    golden.write("classification-sklearn.json", "classification.py", ["scikit-learn"], {"cases": cases})


if __name__ == "__main__":
    main()
