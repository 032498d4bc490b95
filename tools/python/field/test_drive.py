"""What the scripted user brought home from the built app, judged by transformers and PyTorch alone."""

import json
import math
import os
import sys
import zipfile
from pathlib import Path

import pytest
import torch
from seqeval.metrics import f1_score
from transformers import AutoModelForTokenClassification, AutoTokenizer, pipeline

TOOLS = Path(__file__).resolve().parents[2]
sys.path += [str(TOOLS / "python"), str(TOOLS / "reference")]

import score
import torch_losses

DRIVES = Path(os.environ["TABTUNE_EXPORTS"]) / "drives"
JOBS = ("starter", "tagger", "encoder")


def read(job: str, name: str) -> dict:
    return json.loads((DRIVES / job / name).read_text(encoding="utf-8"))


STARTER, TAGGER, ENCODER = (read(job, "report.json") for job in JOBS)


@pytest.mark.parametrize("job", JOBS)
def test_nothing_leaves_the_origin_and_nothing_fails(job):
    report = read(job, "report.json")
    assert report["requests_off_origin"] == []
    assert report["console_errors"] == []


@pytest.mark.parametrize(("job", "backend"), [("starter", "wasm"), ("tagger", "wasm"), ("encoder", "webgpu")])
def test_every_step_is_there_on_the_wished_back_end(job, backend):
    report, recipe = read(job, "report.json"), read(job, "recipe.json")
    assert (report["device"]["backend"], report["device"]["fallback"]) == (backend, None)
    assert {name: report["recipe"][name] for name in recipe} == recipe
    assert [step["step"] for step in report["steps"]] == list(range(1, recipe["max_steps"] + 1))
    assert all(math.isfinite(value) for step in report["steps"] for value in step.values())


def test_every_row_is_used():
    data = STARTER["data"]
    assert [(file["role"], file["rows"]) for file in data["files"]] == [("auto", 2000), ("test", 500)]
    assert (data["train"] + data["validation"], data["test"], data["left_out"]) == (2000, 500, 0)
    assert data["labels"] == ["clickbait", "not_clickbait"]


@pytest.mark.parametrize("job", ["starter", "tagger"])
def test_the_page_stays_responsive(job):
    """Between the first and the last step, by the clock on the wall: other programs' work counts too."""
    thread = read(job, "report.json")["main_thread"]
    longest = sorted(thread["over_50_ms"], key=lambda task: -task["ms"])[:5]
    print(f"{thread['share_within_50_ms']:.2%} of {thread['tasks']} tasks within 50 ms; the longest: {longest}")
    assert thread["tasks"] > 100
    assert thread["share_within_50_ms"] >= 0.99
    assert thread["longest_ms"] <= 200


def test_accuracy_on_held_back_rows():
    """Half a point is what is asked for; the same number was measured."""
    [evaluation] = [each for each in STARTER["evaluations"] if each["split"] == "test"]
    independent = score.score(DRIVES / "starter" / "model.zip", DRIVES / "starter" / "held-back.csv")
    print(f"studio {evaluation['metrics']['accuracy']}, transformers {independent['accuracy']}")
    assert (evaluation["examples"], independent["rows"]) == (500, 500)
    assert abs(evaluation["metrics"]["accuracy"] - independent["accuracy"]) <= 0.005
    # A model that gives one answer to everything would agree without saying anything.
    assert independent["accuracy"] > 0.7


def test_predictions_are_those_of_the_pipeline(tmp_path):
    with zipfile.ZipFile(DRIVES / "starter" / "model.zip") as archive:
        archive.extractall(tmp_path)
    max_length = read("starter", "recipe.json")["max_length"]
    classify = pipeline("text-classification", model=str(tmp_path), top_k=None, device="cpu")
    texts = [prediction["text"] for prediction in STARTER["predictions"]]
    assert len(texts) == 5
    answers = classify(texts, truncation=True, max_length=max_length)
    by_label = lambda scores: {each["label"]: each["score"] for each in scores}
    for prediction, answer in zip(STARTER["predictions"], answers, strict=True):
        assert by_label(prediction["scores"]) == pytest.approx(by_label(answer), abs=1e-3), prediction["text"]
        assert prediction["scores"] == sorted(prediction["scores"], key=lambda each: -each["score"])
    # All of one opinion would say little.
    assert len({prediction["scores"][0]["label"] for prediction in STARTER["predictions"]}) == 2


def test_every_tweet_is_used():
    data = TAGGER["data"]
    assert [(file["role"], file["rows"]) for file in data["files"]] == [("auto", 2000), ("test", 500)]
    assert (data["train"] + data["validation"], data["test"], data["left_out"]) == (2000, 500, 0)
    assert sorted(data["labels"]) == ["B-LOC", "B-ORG", "B-PER", "I-LOC", "I-ORG", "I-PER", "O"]


@pytest.fixture(scope="module")
def tagger(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tagger")
    with zipfile.ZipFile(DRIVES / "tagger" / "model.zip") as archive:
        archive.extractall(folder)
    return folder


def tagged_words(folder: Path, rows: list[dict], max_length: int) -> list[dict[int, str]]:
    """The tag of each word by its index, from its first token; words that are cut off, or are nothing to the tokenizer, have none."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForTokenClassification.from_pretrained(folder).eval()
    found = []
    for row in rows:
        options = {"is_split_into_words": True, "truncation": True, "max_length": max_length}
        inputs = tokenizer(row["tokens"], return_tensors="pt", **options)
        with torch.no_grad():
            best = model(**inputs).logits[0].argmax(-1).tolist()
        word_ids = inputs.word_ids()
        firsts = {word: k for k, word in reversed(list(enumerate(word_ids))) if word is not None}
        found.append({word: model.config.id2label[best[k]] for word, k in firsts.items()})
    return found


def test_word_level_f1_on_held_back_tweets(tagger):
    """0.3 points is what is asked for."""
    [evaluation] = [each for each in TAGGER["evaluations"] if each["split"] == "test"]
    lines = (DRIVES / "tagger" / "held-back.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    found = tagged_words(tagger, rows, read("tagger", "recipe.json")["max_length"])
    truth = [[row["ner_tags"][word] for word in sorted(tags)] for row, tags in zip(rows, found, strict=True)]
    reference = f1_score(truth, [[tags[word] for word in sorted(tags)] for tags in found])
    print(f"F1: studio {evaluation['metrics']['f1']}, seqeval {reference}")
    assert (evaluation["examples"], len(rows)) == (500, 500)
    assert abs(evaluation["metrics"]["f1"] - reference) <= 0.003
    # A model that finds nothing would agree without saying anything.
    assert reference > 0.1


def test_entities_are_those_of_the_pipeline(tagger):
    """Long texts are read in windows that share a quarter of their tokens."""
    max_length = read("tagger", "recipe.json")["max_length"]
    find = pipeline(
        "token-classification",
        model=str(tagger),
        aggregation_strategy="average",
        stride=max_length // 4,
        device="cpu",
    )
    assert find.tokenizer.model_max_length == max_length
    predictions = TAGGER["predictions"]
    assert len(predictions) == 4
    for prediction in predictions:
        answer = find(prediction["text"])
        place = lambda found, label: (found[label], found["start"], found["end"])
        assert [place(found, "label") for found in prediction["entities"]] == [
            place(found, "entity_group") for found in answer
        ], prediction["text"]
        scores = [float(found["score"]) for found in answer]
        assert [found["score"] for found in prediction["entities"]] == pytest.approx(scores, abs=1e-3)
        assert all(
            prediction["text"][found["start"] : found["end"]] == found["text"] for found in prediction["entities"]
        )
    assert any(prediction["entities"] for prediction in predictions)


@pytest.fixture(scope="module")
def torch_run():
    given = read("encoder", "plan.json")
    assert ENCODER["data"]["labels"] == given["labels"]
    assert ENCODER["data"]["train"] == len(given["plan"]["rows"])
    return torch_losses.losses(given["model"], given["plan"])


def distances(name: str, reference: list[float], floor: float) -> list[float]:
    studio = [step[name] for step in ENCODER["steps"]]
    return [abs(a - b) / max(b, floor) for a, b in zip(studio, reference, strict=True)]


def test_webgpu_losses_are_those_of_pytorch(torch_run):
    """1 % is what is asked for; 3e-7 was measured. Five steps of another head or order may lie within 1 %."""
    worst = max(distances("loss", torch_run["losses"], 0.1))
    print(f"worst |Δloss| / max(loss, 0.1): {worst:.1e}")
    assert worst <= 1e-4


def test_webgpu_gradient_norms_are_those_of_pytorch(torch_run):
    worst = max(distances("grad_norm", torch_run["grad_norms"], 0.1))
    print(f"worst |Δnorm| / max(norm, 0.1): {worst:.1e}")
    assert worst <= 1e-3


def test_webgpu_learning_rates_are_those_of_pytorch(torch_run):
    assert max(distances("learning_rate", torch_run["learning_rates"], 1e-9)) <= 1e-9
