"""The encoder and its files against transformers: the same numbers, the same tokens."""

import json
import lzma
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from transformers import AutoTokenizer, BertConfig, BertForMaskedLM, BertModel

import checkpoint as ckpt
from evaluate import evaluate
from export import bert_config, export
from masking import continuation_table
from prepare import load_tokenizer, prepare
from settings import CLS, SEP, EncoderSettings, Recipe, TrainingSettings, VocabularySettings
from tokens import open_stream
from train import RunOptions, initial_model, train
from vocabulary import ordered_vocabulary

TEXT = [
    "Ada Lovelace wrote to Charles Babbage about the engine in London.",
    "The engine counts, and Babbage's letters to Ada count the days in Zürich.",
    "Writers write letters; engineers wrote engines and counted the letters.",
]


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    return Recipe(
        vocabulary=VocabularySettings(size=120, alphabet=60, min_frequency=1),
        encoder=EncoderSettings(
            vocab_size=120, hidden_size=24, num_hidden_layers=2, num_attention_heads=3, intermediate_size=48
        ),
        training=TrainingSettings(
            batch_tokens=256, lengths=(32, 64), warmup_tokens=512, plateau_tokens=20_000, learning_rate=5e-3
        ),
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    for name, repeats in (("shard.txt.xz", 60), ("heldout.txt.xz", 20)):
        with lzma.open(folder / name, "wt", encoding="utf-8") as out:
            out.write(("\n".join(TEXT) + "\n\n") * repeats)
    return folder


@pytest.fixture
def state(corpus: Path, tmp_path: Path, recipe: Recipe) -> Path:
    prepare(corpus, tmp_path, recipe.vocabulary)
    return tmp_path


def options(tokens: int, start: Path | None = None) -> RunOptions:
    return RunOptions(tokens, bf16=False, checkpoint_seconds=1e9, start=start)


def test_logits_equal_bert_for_masked_lm(state: Path, recipe: Recipe) -> None:
    ours = initial_model(state, recipe)
    theirs = BertForMaskedLM(BertConfig(**bert_config(recipe.encoder))).eval()
    loaded = theirs.load_state_dict(ours.state_dict(), strict=False)
    assert not loaded.unexpected_keys
    # What ours lacks is tied to tensors that it has, or a buffer.
    assert all("decoder" in name or name.endswith("_ids") for name in loaded.missing_keys)
    theirs.tie_weights()
    ids = torch.randint(5, 120, (3, 40), generator=torch.Generator().manual_seed(0))
    positions = torch.tensor([0, 17, 40, 79, 119])
    with torch.no_grad():
        expected = theirs(input_ids=ids).logits.flatten(0, 1)[positions]
        torch.testing.assert_close(ours(ids, positions), expected, rtol=1e-4, atol=1e-5)


def test_training_lowers_the_loss_and_resumes_exactly(state: Path, recipe: Recipe) -> None:
    train(state, recipe, options(20_480))
    records = [json.loads(line) for line in (state / "log.jsonl").read_text().splitlines()]
    heldout = open_stream(state / "heldout.bin")
    continues = continuation_table(ordered_vocabulary(load_tokenizer(state)))
    untrained = evaluate(initial_model(state, recipe), heldout, continues, recipe.evaluation)
    # The untrained bias already holds the frequencies: what is gained is context.
    assert records[-1]["heldout"]["loss"] < untrained.loss - 0.3
    unbroken = ckpt.load(state / ckpt.TRUNK)
    assert unbroken.progress.tokens == 16_384

    (state / ckpt.TRUNK).unlink()
    train(state, recipe, options(8_192))
    train(state, recipe, options(20_480))
    resumed = ckpt.load(state / ckpt.TRUNK)
    assert resumed.progress.windows_read == unbroken.progress.windows_read
    for name, tensor in unbroken.model.items():
        torch.testing.assert_close(resumed.model[name], tensor, rtol=1e-5, atol=1e-6, msg=name)


def test_export_opens_and_tells_its_stage(state: Path, recipe: Recipe, tmp_path: Path) -> None:
    out = tmp_path / "model"
    export(state, out, recipe)
    assert json.loads((out / "config.json").read_text())["tabtune"] == {
        "pretrained_tokens": 0,
        "stage": "untrained",
    }
    train(state, recipe, options(5_120))
    export(state, out, recipe)
    assert json.loads((out / "config.json").read_text())["tabtune"] == {
        "pretrained_tokens": 5_120,
        "stage": "pretrained",
    }

    model, report = BertModel.from_pretrained(out, dtype=torch.float32, output_loading_info=True)
    assert not report["missing_keys"]
    masked, report = BertForMaskedLM.from_pretrained(out, dtype=torch.float32, output_loading_info=True)
    assert not report["missing_keys"]
    trained = ckpt.load(state / ckpt.FINISHED).model
    ours = initial_model(state, recipe)
    ours.load_state_dict(trained)
    ids = torch.randint(5, 120, (2, 30), generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        # The file is f16: about three digits.
        torch.testing.assert_close(model.eval()(ids).last_hidden_state, ours.bert(ids), rtol=2e-2, atol=2e-2)
        expected = ours(ids, torch.arange(60)).view(2, 30, -1)
        torch.testing.assert_close(masked.eval()(ids).logits, expected, rtol=2e-2, atol=2e-2)

    tokenizer = AutoTokenizer.from_pretrained(out)
    ids = tokenizer("Ada, in Zürich?", "The letters.")
    raw = Tokenizer.from_file(str(out / "tokenizer.json")).encode("Ada, in Zürich?", "The letters.")
    assert ids["input_ids"] == raw.ids and ids["token_type_ids"] == raw.type_ids
    assert ids["input_ids"][0] == CLS and ids["input_ids"][-1] == SEP


def test_a_longer_run_continues_the_trunk(state: Path, recipe: Recipe) -> None:
    train(state, recipe, options(5_120))
    first = ckpt.load(state / ckpt.TRUNK).progress.tokens
    written = (state / ckpt.FINISHED).stat().st_mtime_ns
    train(state, recipe, options(5_120))
    assert (state / ckpt.FINISHED).stat().st_mtime_ns == written
    train(state, recipe, options(10_240))
    assert first == 4_096
    assert ckpt.load(state / ckpt.TRUNK).progress.tokens == 8_192
    finished = ckpt.load(state / ckpt.FINISHED).progress
    assert (finished.decay_start, finished.tokens) == (8_192, 10_240)


def test_a_new_state_goes_on_from_an_export(
    state: Path, corpus: Path, recipe: Recipe, tmp_path_factory: pytest.TempPathFactory
) -> None:
    train(state, recipe, options(10_240))
    out, other = tmp_path_factory.mktemp("export"), tmp_path_factory.mktemp("state")
    export(state, out, recipe)
    prepare(corpus, other, recipe.vocabulary, out)
    train(other, recipe, options(20_480, start=out))
    before, after = (ckpt.load(folder / ckpt.FINISHED) for folder in (state, other))
    assert after.progress.rewarm_start == before.progress.tokens == 10_240
    assert after.progress.step == 20_480 // recipe.training.batch_tokens
    # 20 steps of each length, whether they were taken here or there.
    assert after.progress.windows_read == {32: 40 * 8, 64: 40 * 4}
    records = [json.loads(line) for line in (other / "log.jsonl").read_text().splitlines()]
    heldout = open_stream(other / "heldout.bin")
    continues = continuation_table(ordered_vocabulary(load_tokenizer(other)))
    model = initial_model(state, recipe)
    model.load_state_dict(before.model)
    assert records[-1]["heldout"]["loss"] < evaluate(model, heldout, continues, recipe.evaluation).loss
