"""Fine-tunes the starter, the same architecture with random weights, and all-MiniLM-L6-v2: the table of docs/starter.md.

python tools/starter/compare --data <datasets> --minilm <folder> --state <folder> [--arms starter random minilm] [--sets clickbait]

Every arm takes the same steps over the same rows. Its learning rate is the best of four on a fifth of the training
rows (seed 0, trained on the rest; of equals the one with the lower loss there); then it is trained on all of them with
three seeds. Each finished run is kept in <state>/runs.jsonl, so that a stopped comparison goes on; --write puts the table
of all finished arms into docs/starter.md.
"""

import argparse
import json
from pathlib import Path
from statistics import mean

import torch

from finetune import Arm, Run
from rates import develop, picked_rate
from results import Results
from sets import Dataset, load_sets
from table import write_table

SEEDS = (1, 2, 3)
ROOT = Path(__file__).resolve().parents[3]


def test(arm: Arm, dataset: Dataset, results: Results) -> None:
    rate = picked_rate(arm, dataset, results)
    for seed in SEEDS:
        key = [dataset.name, arm.name, "test", rate, seed]
        if results.get(key) is None:
            run = Run(arm, dataset, seed)
            run.train(dataset.train, rate)
            results.put(key, run.score(dataset.test))


def known(arm: Arm, dataset: Dataset, results: Results) -> tuple[float, list[float]] | None:
    """The rate and the scores of an arm whose runs are all done."""
    rate = picked_rate(arm, dataset, results)
    if rate is None:
        return None
    scores = [results.get([dataset.name, arm.name, "test", rate, seed]) for seed in SEEDS]
    found = [score for score in scores if score is not None]
    return (rate, found) if len(found) == len(SEEDS) else None


def starter_name(folder: Path) -> str:
    """What tells its weights from those before and after, as config.json has it."""
    done = json.loads((folder / "config.json").read_text(encoding="utf-8"))["tabtune"]
    name = f"starter after {done['pretrained_tokens']} tokens"
    return f"{name} and {done['taught_texts']} taught texts" if "taught_texts" in done else name


def main() -> None:
    parser = argparse.ArgumentParser(prog="python tools/starter/compare")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=ROOT / "public/models/starter-en")
    parser.add_argument("--arms", nargs="+", choices=["starter", "random", "minilm"], default=["starter", "random", "minilm"])
    parser.add_argument("--sets", nargs="+", help="datasets by name; all unless told")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="put the table into docs/starter.md")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    arguments.state.mkdir(parents=True, exist_ok=True)
    starter = starter_name(arguments.model)
    arms = {
        # Scores of the starter belong to the weights it had.
        "starter": Arm(starter, arguments.model, pretrained=True),
        "random": Arm("random", arguments.model, pretrained=False),
        "minilm": Arm("all-MiniLM-L6-v2", arguments.minilm, pretrained=True),
    }
    results = Results(arguments.state / "runs.jsonl")
    datasets = load_sets(arguments.data)
    for dataset in datasets:
        if dataset.name not in (arguments.sets or [dataset.name]):
            continue
        for name in arguments.arms:
            arm = arms[name]
            develop(arm, dataset, results)
            test(arm, dataset, results)
            _, scores = known(arm, dataset, results)
            print(f"{dataset.name}, {arm.name}: {100 * mean(scores):.1f}", flush=True)
    if arguments.write:
        table = [(dataset, {name: known(arm, dataset, results) for name, arm in arms.items()}) for dataset in datasets]
        write_table(ROOT / "docs/starter.md", table, starter)


main()
