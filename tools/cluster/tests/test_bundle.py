"""What is in a bundle, without running it."""

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
        assert importlib.metadata.version(package.split("[")[0]) == version
