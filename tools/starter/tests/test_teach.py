"""Teaching: what is read when, that it learns, resumes and ends in the export."""

import json
import lzma
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from torch.nn import functional as F
from transformers import BertModel

import checkpoint as ckpt
from export import export
from lessons import Lessons
from prepare import load_tokenizer, prepare
from settings import EncoderSettings, Recipe, TeachingSettings, TrainingSettings, VocabularySettings
from student import Student
from teach import learning_rate, teach
from text_order import TextOrder
from train import RunOptions, initial_model, train

SENTENCE = "{} writes about the {} in {}."
NAMES, THINGS, PLACES = ("Ada", "Bob", "Cleo", "Dan"), ("engine", "letters", "days"), ("London", "Oslo", "Rome")
TEXTS = [SENTENCE.format(a, b, c) for a in NAMES for b in THINGS for c in PLACES] + ["Ada writes.", "Bob writes."]


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    return Recipe(
        vocabulary=VocabularySettings(size=80, alphabet=50, min_frequency=1),
        encoder=EncoderSettings(
            vocab_size=80, hidden_size=24, num_hidden_layers=2, num_attention_heads=3, intermediate_size=48
        ),
        training=TrainingSettings(batch_tokens=256, lengths=(32,), warmup_tokens=512, plateau_tokens=20_000),
        teaching=TeachingSettings(
            text_batch_tokens=64, windows=2, window_length=32, steps=60, warmup_steps=6, learning_rate=5e-3,
            taught_share=0.9,
        ),
    )


@pytest.fixture
def state(tmp_path: Path, recipe: Recipe) -> Path:
    """A pretrained state and the lessons of a teacher that tells the names apart and nothing else."""
    for name in ("shard", "heldout"):
        with lzma.open(tmp_path / f"{name}.txt.xz", "wt", encoding="utf-8") as out:
            out.write("\n".join(TEXTS * 10) + "\n\n")
    prepare(tmp_path, tmp_path, recipe.vocabulary)
    train(tmp_path, recipe, RunOptions(2_560, bf16=False, checkpoint_seconds=1e9, start=None))
    folder = tmp_path / "lessons"
    folder.mkdir()
    (folder / "embedding-size.txt").write_text("4\n")
    embeddings = np.array([[float(text.startswith(name)) for name in NAMES] for text in TEXTS], dtype=np.float16)
    for name in ("train", "heldout"):
        (folder / f"{name}.txt").write_text("\n".join(TEXTS))
        (folder / f"{name}.f16").write_bytes(embeddings.tobytes())
    return tmp_path


def records(state: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (state / "log.jsonl").read_text().splitlines()]


def test_a_pass_reads_every_text_once_with_its_embedding(state: Path) -> None:
    tokenizer = load_tokenizer(state)
    numbers = np.arange(len(TEXTS), dtype=np.float16)[:, None]
    order = TextOrder(Lessons(TEXTS, numbers), tokenizer, 64, seed=1)
    passes = []
    for number in range(2):
        batches = [order.read(number * order.batches_a_pass + i) for i in range(order.batches_a_pass)]
        assert all(batch.input_ids.size <= 64 for batch in batches)
        for batch in batches:
            for ids, row in zip(batch.input_ids, batch.embeddings[:, 0], strict=True):
                assert ids.tolist() == tokenizer.encode(TEXTS[int(row)]).ids
        passes.append([batch.embeddings[:, 0].tolist() for batch in batches])
    assert all(sorted(sum(each, [])) == list(range(len(TEXTS))) for each in passes)
    assert passes[0] != passes[1]
    again = TextOrder(Lessons(TEXTS, numbers), tokenizer, 64, seed=1)
    assert again.read(order.batches_a_pass + 1).embeddings[:, 0].tolist() == passes[1][1]


def test_the_student_is_bert_with_its_pooler(state: Path, recipe: Recipe, tmp_path: Path) -> None:
    teach(state, recipe, bf16=False, checkpoint_seconds=1e9)
    export(state, tmp_path / "model", recipe)
    theirs, report = BertModel.from_pretrained(tmp_path / "model", dtype=torch.float32, output_loading_info=True)
    assert not report["missing_keys"]
    student = Student(initial_model(state, recipe), recipe, 4)
    student.load_state_dict(ckpt.load(state / ckpt.TAUGHT).model)
    ids = torch.tensor([Tokenizer.from_file(str(tmp_path / "model/tokenizer.json")).encode(TEXTS[0]).ids])
    targets = torch.tensor([[0.0, 1.0, 0.0, 0.0]])
    with torch.no_grad():
        pooled = theirs.eval()(ids).pooler_output
        # The file is f16: about three digits.
        torch.testing.assert_close(student.pooler(student.masked.bert(ids)), pooled, rtol=2e-2, atol=2e-2)
        expected = 1 - F.cosine_similarity(student.projection(pooled), targets).mean()
        torch.testing.assert_close(student.distance(ids, targets, bf16=False), expected, rtol=5e-2, atol=2e-2)
    assert json.loads((tmp_path / "model/config.json").read_text())["tabtune"] == {
        "pretrained_tokens": 2_560,
        "stage": "pretrained",
        "taught_texts": ckpt.load(state / ckpt.TAUGHT).progress.taught_texts,
    }


def test_teaching_learns_what_the_teacher_tells_apart(state: Path, recipe: Recipe) -> None:
    teach(state, recipe, bf16=False, checkpoint_seconds=1e9)
    last = records(state)[-1]
    # A constant answer has cosine 0.5 to four orthogonal ones at best.
    assert last["event"] == "taught" and last["heldout_cosine"] > 0.9
    written = (state / ckpt.TAUGHT).stat().st_mtime_ns
    teach(state, recipe, bf16=False, checkpoint_seconds=1e9)
    assert (state / ckpt.TAUGHT).stat().st_mtime_ns == written


def test_stopped_teaching_goes_on_as_if_it_had_not_been(
    state: Path, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    teach(state, recipe, bf16=False, checkpoint_seconds=1e9)
    unbroken = ckpt.load(state / ckpt.TAUGHT)
    (state / ckpt.TAUGHT).unlink()

    class Stop(Exception):
        pass

    save = ckpt.save

    def stop_in_the_middle(checkpoint: ckpt.Checkpoint, path: Path) -> None:
        save(checkpoint, path)
        if checkpoint.progress.taught_steps == 20:
            raise Stop

    monkeypatch.setattr(ckpt, "save", stop_in_the_middle)
    with pytest.raises(Stop):
        teach(state, recipe, bf16=False, checkpoint_seconds=0)
    monkeypatch.setattr(ckpt, "save", save)
    teach(state, recipe, bf16=False, checkpoint_seconds=1e9)
    assert not (state / ckpt.TEACHING).exists()
    resumed = ckpt.load(state / ckpt.TAUGHT)
    assert resumed.progress == unbroken.progress
    for name, tensor in unbroken.model.items():
        torch.testing.assert_close(resumed.model[name], tensor, rtol=1e-5, atol=1e-6, msg=name)


def test_longer_pretraining_makes_the_teaching_out_of_date(state: Path, recipe: Recipe) -> None:
    teach(state, recipe, bf16=False, checkpoint_seconds=1e9)
    assert ckpt.newest(state) == state / ckpt.TAUGHT
    train(state, recipe, RunOptions(5_120, bf16=False, checkpoint_seconds=1e9, start=None))
    assert ckpt.newest(state) == state / ckpt.FINISHED
    teach(state, recipe, bf16=False, checkpoint_seconds=1e9)
    assert ckpt.newest(state) == state / ckpt.TAUGHT
    assert ckpt.load(state / ckpt.TAUGHT).progress.tokens == 5_120


def test_some_of_the_pretrained_weights_are_kept(state: Path, recipe: Recipe) -> None:
    taught = {}
    for share in (1.0, 0.25):
        (state / ckpt.TAUGHT).unlink(missing_ok=True)
        shared = replace(recipe, teaching=replace(recipe.teaching, steps=5, taught_share=share))
        teach(state, shared, bf16=False, checkpoint_seconds=1e9)
        taught[share] = ckpt.load(state / ckpt.TAUGHT).model
    for name, pretrained in ckpt.load(state / ckpt.FINISHED).model.items():
        expected = 0.25 * taught[1.0][f"masked.{name}"] + 0.75 * pretrained
        torch.testing.assert_close(taught[0.25][f"masked.{name}"], expected, rtol=1e-5, atol=1e-6, msg=name)
    for name in ("pooler.dense.weight", "projection.weight"):
        torch.testing.assert_close(taught[0.25][name], taught[1.0][name])


def test_rate_warms_up_and_falls_to_nothing() -> None:
    settings = replace(TeachingSettings(), steps=100, warmup_steps=10, learning_rate=1e-3)
    rates = [learning_rate(step, settings) for step in range(100)]
    assert rates[0] == pytest.approx(1e-4) and rates[9] == rates[10] == pytest.approx(1e-3)
    assert rates[55] == pytest.approx(5e-4) and 0 < rates[99] < 2e-5
