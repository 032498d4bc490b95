"""What is in a bundle, without running it."""

import importlib
import importlib.metadata
import json

import pytest
from accelerate.commands.config.config_args import load_config_from_file
from datasets import Dataset
from transformers import AutoConfig, AutoTokenizer


def test_rows_are_those_of_the_studio_with_named_classes(bundle):
    labels = bundle.studio["labels"]
    for split, count in bundle.studio["rows"].items():
        rows = Dataset.from_parquet(str(bundle.folder / "data" / f"{split}.parquet"))
        assert len(rows) == count > 0
        if bundle.name == "texts":
            assert rows.features["label"].names == labels
            assert all(isinstance(text, str) and text for text in rows["text"])
        else:
            assert rows.features["tags"].feature.names == labels
            assert all(len(row["tokens"]) == len(row["tags"]) for row in rows)


def test_an_epoch_ends_with_a_single_row(bundle):
    """What two processes cannot share is part of these tests."""
    assert bundle.studio["rows"]["train"] % bundle.recipe()["per_device_train_batch_size"] == 1


def test_the_model_is_complete(bundle):
    config = AutoConfig.from_pretrained(bundle.folder / "model")
    assert config.id2label == dict(enumerate(bundle.studio["labels"]))
    assert AutoTokenizer.from_pretrained(bundle.folder / "model").is_fast


def test_the_run_is_described(bundle):
    run = json.loads((bundle.folder / "run.json").read_text(encoding="utf-8"))
    assert run["format"] == "tabtune-run"
    assert run["base"]["source"] == {"kind": "starter"}
    assert run["spec"]["labels"] == bundle.studio["labels"]


SCHEDULES = [
    {"lr_scheduler_type": "cosine", "warmup_steps": 0.1, "eval_strategy": "steps", "eval_steps": 0.25},
    {"lr_scheduler_type": "constant", "eval_strategy": "steps", "eval_steps": 100, "load_best_model_at_end": False},
    {"lr_scheduler_type": "constant_with_warmup", "eval_strategy": "no", "metric_for_best_model": "loss"},
    {"max_steps": 7, "early_stopping_patience": 2, "max_grad_norm": 0, "seed": 2**32 - 1},
]


@pytest.mark.parametrize("changes", SCHEDULES)
@pytest.mark.parametrize("has_validation", [True, False])
def test_the_trainer_takes_every_kind_of_recipe(bundle, changes, has_validation, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(bundle.folder))
    train = importlib.import_module("train")
    recipe = {**bundle.recipe(), **changes}
    args = train.arguments(recipe, tmp_path, has_validation)
    assert args.lr_scheduler_type == recipe["lr_scheduler_type"]
    assert args.warmup_steps == recipe["warmup_steps"]
    assert args.eval_strategy == (recipe["eval_strategy"] if has_validation else "no")
    assert args.save_strategy == args.eval_strategy
    assert args.load_best_model_at_end == (recipe["load_best_model_at_end"] and args.eval_strategy != "no")


def test_later_tokens_of_a_word(bundle, monkeypatch):
    monkeypatch.syspath_prepend(str(bundle.folder))
    later = importlib.import_module("examples").label_of_later_tokens
    tags = ["B-LOC", "B-PER", "I-PER", "O"]
    assert later(tags, "first") == [-100] * 4
    assert later(tags, "all") == [0, 1, 2, 3]
    # There is no I-LOC to go on with.
    assert later(tags, "all-iob") == [0, 2, 2, 3]


@pytest.mark.parametrize("processes", [1, 2, 3, 8, 11])
def test_every_row_is_learned_from_once_an_epoch(bundle, processes, monkeypatch):
    monkeypatch.syspath_prepend(str(bundle.folder))
    DealtBatches = importlib.import_module("examples").DealtBatches
    shares = [DealtBatches(65, 8, 42, process, processes) for process in range(processes)]
    for epoch in (0, 1):
        for share in shares:
            share.set_epoch(epoch)
        dealt = [list(share) for share in shares]
        # All take part in every step.
        assert {len(batches) for batches in dealt} == {len(shares[0])} == {9}
        assert all(batch for batches in dealt for batch in batches)
        learned = [row for batches in dealt for batch in batches for row in batch if row >= 0]
        assert sorted(learned) == list(range(65))


@pytest.mark.parametrize("name", ["one-gpu", "many-gpus", "many-nodes"])
def test_accelerate_takes_the_configuration(bundle, name):
    config = load_config_from_file(str(bundle.folder / "accelerate" / f"{name}.yaml"))
    assert config.num_processes >= config.num_machines
    assert (config.distributed_type == "MULTI_GPU") == (name != "one-gpu")


def test_requirements_are_what_is_tested(bundle):
    lines = [
        line
        for name in ("requirements.txt", "requirements-ray.txt")
        for line in (bundle.folder / name).read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert len(lines) == 7
    for line in lines:
        package, version = line.split("==")
        # A build of its own for one kind of device is the same version.
        assert importlib.metadata.version(package.split("[")[0]).split("+")[0] == version
