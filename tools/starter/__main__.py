"""python tools/starter {prepare,train,teach,evaluate,export,run}: see README.md."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import torch

from evaluate import evaluate
from export import export
from lessons import prepare_lessons
from masking import continuation_table
from prepare import load_tokenizer, prepare
from settings import Recipe
from teach import teach
from tokens import open_stream
from train import RunOptions, train
from vocabulary import ordered_vocabulary
from weights import newest_weights


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python tools/starter", description="Pretrains the built-in encoder.")
    parser.add_argument("command", choices=["prepare", "train", "teach", "evaluate", "export", "run"])
    parser.add_argument("--state", type=Path, required=True, help="folder of tokens, checkpoints and log")
    parser.add_argument("--corpus", type=Path, help="folder of *.txt.xz shards (prepare, teach, run)")
    parser.add_argument("--teacher", type=Path, help="folder of all-MiniLM-L6-v2 (teach, run); run does without")
    parser.add_argument("--out", type=Path, help="model folder to write (export, run)")
    parser.add_argument("--tokens", type=int, default=60_000_000, help="length of the run, decay included")
    parser.add_argument("--from", dest="start", type=Path, help="exported folder to go on from in a new state (prepare, train, run)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--precision", choices=["bf16", "f32"], default="bf16")
    parser.add_argument("--checkpoint-seconds", type=float, default=300)
    arguments = parser.parse_args()
    if arguments.command in ("prepare", "teach", "run") and arguments.corpus is None:
        parser.error("--corpus is needed")
    if arguments.command == "teach" and arguments.teacher is None:
        parser.error("--teacher is needed")
    if arguments.command in ("export", "run") and arguments.out is None:
        parser.error("--out is needed")
    return arguments


def main() -> None:
    arguments = parse_arguments()
    recipe = Recipe()
    torch.set_num_threads(arguments.threads)
    if arguments.command in ("prepare", "run"):
        prepare(arguments.corpus, arguments.state, recipe.vocabulary, arguments.start)
    bf16 = arguments.precision == "bf16"
    if arguments.command in ("train", "run"):
        train(
            arguments.state, recipe,
            RunOptions(arguments.tokens, bf16, arguments.checkpoint_seconds, arguments.start),
        )
    if arguments.command in ("teach", "run") and arguments.teacher is not None:
        prepare_lessons(arguments.corpus, arguments.teacher, arguments.state, recipe.teaching, bf16)
        teach(arguments.state, recipe, bf16, arguments.checkpoint_seconds)
    if arguments.command in ("export", "run"):
        export(arguments.state, arguments.out, recipe)
    if arguments.command == "evaluate":
        model = newest_weights(arguments.state, recipe).model
        continues = continuation_table(ordered_vocabulary(load_tokenizer(arguments.state)))
        result = evaluate(model, open_stream(arguments.state / "heldout.bin"), continues, recipe.evaluation)
        print(json.dumps(asdict(result)))


main()
