"""5,000 texts through published tokenizers: as the Rust library reads their files, and as transformers' classes do."""

import json
import os
import shutil
from pathlib import Path

import pytest
import transformers
from compare_tokenizers import assert_equal, cases
from tokenizers import Tokenizer

PUBLISHED = Path(os.environ["TABTUNE_PUBLISHED_TOKENIZERS"])
CASES = cases(5, 5000)
BERT = ["all-MiniLM-L6-v2", "bert-base-NER-uncased"]
ALL = {*BERT, "albert-base-v2-sentiment", "roberta-base-tokenizer", "electra-small"}


def copy(folder, name, *files):
    for file in files:
        shutil.copy(PUBLISHED / name / file, folder / file)


def of_class(folder):
    """What Python's users get: the class that the model's files name, or its config.json."""
    return transformers.AutoTokenizer.from_pretrained(folder).backend_tokenizer


def test_every_published_tokenizer_is_tested():
    assert {path.name for path in PUBLISHED.iterdir()} == ALL


@pytest.mark.parametrize("name", BERT)
def test_tokenizer_json(name, tmp_path):
    copy(tmp_path, name, "tokenizer.json")
    assert_equal(Tokenizer.from_file(str(tmp_path / "tokenizer.json")), tmp_path, CASES)


@pytest.mark.parametrize("name", BERT)
def test_tokenizer_json_with_its_config(name, tmp_path):
    copy(tmp_path, name, "config.json", "tokenizer.json", "tokenizer_config.json")
    assert_equal(of_class(tmp_path), tmp_path, CASES)


@pytest.mark.parametrize("name", BERT)
def test_vocab_alone(name, tmp_path):
    copy(tmp_path, name, "config.json", "vocab.txt", "tokenizer_config.json")
    assert_equal(of_class(tmp_path), tmp_path, CASES)


def test_electra(tmp_path):
    """It comes without a vocabulary, which is that of BERT."""
    copy(tmp_path, "electra-small", "config.json")
    copy(tmp_path, "all-MiniLM-L6-v2", "vocab.txt")
    assert_equal(of_class(tmp_path), tmp_path, CASES)


def test_roberta(tmp_path):
    shutil.copy(PUBLISHED / "roberta-base-tokenizer" / "roberta-base.json", tmp_path / "tokenizer.json")
    assert_equal(Tokenizer.from_file(str(tmp_path / "tokenizer.json")), tmp_path, CASES)


@pytest.mark.parametrize("has_merges", [False, True], ids=["tokenizer_json", "merges"])
def test_roberta_with_its_class(has_merges, tmp_path):
    source = PUBLISHED / "roberta-base-tokenizer" / "roberta-base.json"
    if has_merges:
        model = json.loads(source.read_text())["model"]
        (tmp_path / "vocab.json").write_text(json.dumps(model["vocab"]))
        merges = [merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]]
        (tmp_path / "merges.txt").write_text("\n".join(["#version: 0.2", *merges, ""]))
    else:
        shutil.copy(source, tmp_path / "tokenizer.json")
    (tmp_path / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "RobertaTokenizer"}))
    assert_equal(of_class(tmp_path), tmp_path, CASES)


def test_albert(tmp_path):
    copy(tmp_path, "albert-base-v2-sentiment", "config.json", "spiece.model", "tokenizer_config.json")
    assert_equal(of_class(tmp_path), tmp_path, CASES)


def test_albert_without_its_config(tmp_path):
    copy(tmp_path, "albert-base-v2-sentiment", "config.json", "spiece.model")
    assert_equal(of_class(tmp_path), tmp_path, CASES)
