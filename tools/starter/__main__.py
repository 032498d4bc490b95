"""python tools/starter {prepare,train,evaluate,export,run}: see README.md."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import torch

import checkpoint as ckpt
from evaluate import evaluate
from export import export
from masking import continuation_table
from prepare import load_tokenizer, prepare
from settings import Recipe
from tokens import open_stream
from train import RunOptions, initial_model, train
from vocabulary import ordered_vocabulary


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python tools/starter", description="Pretrains the built-in encoder.")
    parser.add_argument("command", choices=["prepare", "train", "evaluate", "export", "run"])
    parser.add_argument("--state", type=Path, required=True, help="folder of tokens, checkpoints and log")
    parser.add_argument("--corpus", type=Path, help="folder of *.txt.xz shards (prepare, run)")
    parser.add_argument("--out", type=Path, help="model folder to write (export, run)")
    parser.add_argument("--tokens", type=int, default=60_000_000, help="length of the run, decay included")
    parser.add_argument("--from", dest="start", type=Path, help="exported folder to go on from in a new state (prepare, train, run)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--precision", choices=["bf16", "f32"], default="bf16")
    parser.add_argument("--checkpoint-seconds", type=float, default=300)
    arguments = parser.parse_args()
    if arguments.command in ("prepare", "run") and arguments.corpus is None:
        parser.error("--corpus is needed")
    if arguments.command in ("export", "run") and arguments.out is None:
        parser.error("--out is needed")
    return arguments


def main() -> None:
    arguments = parse_arguments()
    recipe = Recipe()
    torch.set_num_threads(arguments.threads)
    if arguments.command in ("prepare", "run"):
        prepare(arguments.corpus, arguments.state, recipe.vocabulary, arguments.start)
    if arguments.command in ("train", "run"):
        bf16 = arguments.precision == "bf16"
        train(
            arguments.state, recipe,
            RunOptions(arguments.tokens, bf16, arguments.checkpoint_seconds, arguments.start),
        )
    if arguments.command in ("export", "run"):
        export(arguments.state, arguments.out, recipe)
    if arguments.command == "evaluate":
        model = initial_model(arguments.state, recipe)
        path = ckpt.newest(arguments.state)
        if path is not None:
            model.load_state_dict(ckpt.load(path).model)
        continues = continuation_table(ordered_vocabulary(load_tokenizer(arguments.state)))
        result = evaluate(model, open_stream(arguments.state / "heldout.bin"), continues, recipe.evaluation)
        print(json.dumps(asdict(result)))


main()
