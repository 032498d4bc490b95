"""An exported zip opens in transformers and computes there what the studio computes."""

import json
import math
import shutil

import pytest
import torch
from huggingface_hub import ModelCard
from safetensors.torch import load_file, save_file
from transformers import (
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    AutoTokenizer,
    BertTokenizer,
    TrainerState,
    pipeline,
)

CLASSES = {
    "text-classification": AutoModelForSequenceClassification,
    "token-classification": AutoModelForTokenClassification,
}
# Of what the fixtures predict at their best step.
ACCURACY = {"text-classification": 6 / 7, "token-classification": 5 / 7}
REPORTED = ("missing_keys", "unexpected_keys", "mismatched_keys", "error_msgs")


def load(export, folder=None):
    model_class = CLASSES[export.expected["task"]]
    return model_class.from_pretrained(folder or export.folder, output_loading_info=True)


def test_loads_without_missing_or_unexpected_keys(export):
    model, info = load(export)
    assert {key: list(info[key]) for key in REPORTED if info.get(key)} == {}
    assert type(model).__name__ == export.json("config.json")["architectures"][0]
    assert {p.dtype for p in model.parameters()} == {torch.float32}


def test_a_lost_or_foreign_tensor_is_reported(export, tmp_path):
    """The check above can fail."""
    folder = tmp_path / "broken"
    shutil.copytree(export.folder, folder)
    tensors = load_file(folder / "model.safetensors")
    tensors["stranger.weight"] = tensors.pop("classifier.weight").clone()
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    _, info = load(export, folder)
    assert list(info["missing_keys"]) == ["classifier.weight"]
    assert list(info["unexpected_keys"]) == ["stranger.weight"]


def test_labels_and_problem(export):
    config = load(export)[0].config
    labels = export.expected["labels"]
    assert config.id2label == dict(enumerate(labels))
    assert config.label2id == {label: i for i, label in enumerate(labels)}
    is_classifier = export.expected["task"] == "text-classification"
    assert config.problem_type == ("single_label_classification" if is_classifier else None)


def encode(tokenizer, export, text):
    return tokenizer(text, truncation=True, max_length=export.expected["max_length"])["input_ids"]


@pytest.mark.parametrize("tokenizer_class", [AutoTokenizer, BertTokenizer])
def test_tokenizer_gives_the_same_ids(export, tokenizer_class):
    """BertTokenizer is the slow one, from vocab.txt, in transformers 4."""
    tokenizer = tokenizer_class.from_pretrained(export.folder)
    for text, ids in zip(export.expected["texts"], export.expected["input_ids"], strict=True):
        assert encode(tokenizer, export, text) == ids, text


def test_logits_are_those_of_the_studio(export):
    model = load(export)[0].eval()
    tokenizer = AutoTokenizer.from_pretrained(export.folder)
    batch = tokenizer(
        export.expected["texts"],
        truncation=True,
        max_length=export.expected["max_length"],
        padding=True,
        return_tensors="pt",
    )
    with torch.no_grad():
        logits = export.of_tokens_that_are_there(model(**batch).logits, batch)
    expected = torch.tensor(export.expected["logits"])
    assert logits.shape == expected.shape
    assert torch.isfinite(expected).all()
    # Logits that are all alike would agree without saying anything.
    assert expected.std() > 0.1
    assert (logits - expected).abs().max().item() <= 1e-4


def test_pipeline_ranks_the_labels(classifier):
    folder = str(classifier.folder)
    classify = pipeline("text-classification", model=folder, tokenizer=folder, top_k=None, device="cpu")
    logits = classifier.expected["logits"][0]
    order = sorted(range(len(logits)), key=lambda i: -logits[i])
    total = sum(math.exp(value) for value in logits)
    result = classify(classifier.expected["texts"][0])
    scores = result[0] if isinstance(result[0], list) else result
    assert [score["label"] for score in scores] == [classifier.expected["labels"][i] for i in order]
    assert scores[0]["score"] == pytest.approx(math.exp(logits[order[0]]) / total, abs=1e-4)


def test_config_is_written_as_transformers_writes_it(export):
    text = (export.folder / "config.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True) + "\n"


def test_trainer_state_is_read_by_transformers(export):
    state = TrainerState.load_from_json(str(export.folder / "trainer_state.json"))
    assert state.global_step == 12
    assert state.best_global_step == 8
    assert state.log_history[-1]["train_loss"] == 1.25
    assert set(export.json("trainer_state.json")) == set(vars(TrainerState()))


def test_model_card_is_understood_by_the_hub_library(export):
    card = ModelCard.load(export.folder / "README.md")
    card_data = card.data
    assert card_data.library_name == "transformers"
    assert card_data.license == "apache-2.0"
    assert card_data.base_model == "someone/tiny-bert"
    assert card_data.model_name == "My *run* #1"
    results = {(r.dataset_split, r.metric_name): r.metric_value for r in card_data.eval_results}
    assert results["validation", "Accuracy"] == pytest.approx(ACCURACY[export.expected["task"]])
    assert {r.dataset_name for r in card_data.eval_results} == {'titles | "May".csv'}
