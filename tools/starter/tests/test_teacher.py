"""The teacher against transformers, and what is asked of it."""

import json
import lzma
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from torch.nn import functional as F
from transformers import BertConfig, BertModel

from lessons import CHUNK_TEXTS, embed_rest, open_lessons, prepare_lessons, read_texts
from sentences import short_texts
from settings import TeachingSettings
from teacher import Teacher, equal_lengths

TEXTS = ["the cat sat", "a cat", "the dog sat on the cat on the mat", "dogs", "the mat sat on a dog"]
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "cat", "sat", "on", "a", "dog", "##s", "mat"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of the teacher's kind with random weights, padding and truncation as sentence-transformers saves them."""
    folder = tmp_path_factory.mktemp("teacher")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=24, num_hidden_layers=2, num_attention_heads=3, intermediate_size=48
    )
    model = BertModel(config)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    tensors = model.state_dict() | {"embeddings.position_ids": torch.arange(512)[None]}
    save_file(tensors, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps(config.to_dict()))
    tokenizer = Tokenizer(models.WordPiece({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.enable_padding(length=128)
    tokenizer.enable_truncation(128)
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def test_embeddings_are_the_masked_mean_of_transformers(folder: Path) -> None:
    model = BertModel.from_pretrained(folder, dtype=torch.float32).eval()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_padding(length=20)
    encodings = tokenizer.encode_batch(TEXTS)
    ids = torch.tensor([each.ids for each in encodings])
    mask = torch.tensor([each.attention_mask for each in encodings])
    with torch.no_grad():
        hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state
    mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    ours = torch.from_numpy(Teacher(folder).embed(TEXTS))
    torch.testing.assert_close(ours, F.normalize(mean, dim=-1), rtol=1e-4, atol=1e-5)


def test_batches_hold_every_text_once_and_one_length_each() -> None:
    lengths = [3, 5, 3, 3, 5, 9, 3]
    batches = equal_lengths(lengths, 2)
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    assert all(len({lengths[i] for i in batch}) == 1 and len(batch) <= 2 for batch in batches)


def test_long_lines_are_cut_into_sentences() -> None:
    line = 'He said "one two." Then 3.5 went by, e.g. slowly! "Why?" asked Ann. No.'
    assert short_texts(line, (2, 20)) == [line]
    assert short_texts(line, (2, 9)) == ['He said "one two.', "Then 3.5 went by, e.g. slowly!", '"Why?" asked Ann.']


def test_stopped_embeddings_go_on(folder: Path, tmp_path: Path) -> None:
    texts = [TEXTS[i % len(TEXTS)] for i in range(CHUNK_TEXTS + 3)]
    teacher, path = Teacher(folder), tmp_path / "all.f16"
    embed_rest(teacher, texts, path, bf16=False)
    whole = path.read_bytes()
    # Stopped within a row of the last chunk.
    path.write_bytes(whole[: CHUNK_TEXTS * 48 + 7])
    embed_rest(teacher, texts, path, bf16=False)
    resumed = np.frombuffer(path.read_bytes(), dtype=np.float16)
    np.testing.assert_allclose(resumed, np.frombuffer(whole, dtype=np.float16), atol=2e-3)


def test_lessons_take_the_same_number_from_each_shard_and_keep_the_heldout_apart(folder: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("heldout", "one", "two"):
        with lzma.open(corpus / f"{name}.txt.xz", "wt", encoding="utf-8") as out:
            out.write("\n".join(f"the {name} sat on {i % 40}" for i in range(60)))
    settings = TeachingSettings(texts_per_shard=30, heldout_texts=10)
    prepare_lessons(corpus, folder, tmp_path, settings, bf16=False)
    train, heldout = open_lessons(tmp_path, "train"), open_lessons(tmp_path, "heldout")
    assert len(train.texts) == len(set(train.texts)) == 60
    assert sum("one" in text for text in train.texts) == 30
    assert len(heldout.texts) == 10 and all("heldout" in text for text in heldout.texts)
    assert not any("heldout" in text for text in train.texts)
    expected = Teacher(folder).embed(read_texts(tmp_path / "lessons/train.txt"))
    np.testing.assert_allclose(train.embeddings, expected, atol=2e-3)


def test_more_lessons_keep_those_there_are(folder: Path, tmp_path: Path) -> None:
    for name in ("heldout", "one"):
        with lzma.open(tmp_path / f"{name}.txt.xz", "wt", encoding="utf-8") as out:
            out.write("\n".join(f"the {name} sat on {i}" for i in range(60)))
    fewer, more = TeachingSettings(texts=20, heldout_texts=10), TeachingSettings(texts=50, heldout_texts=10)
    prepare_lessons(tmp_path, folder, tmp_path, fewer, bf16=False)
    first = open_lessons(tmp_path, "train")
    texts, written = first.texts, (tmp_path / "lessons/train.f16").read_bytes()
    prepare_lessons(tmp_path, folder, tmp_path, more, bf16=False)
    second = open_lessons(tmp_path, "train")
    assert (len(texts), len(second.texts)) == (20, 50) and second.texts[:20] == texts
    assert (tmp_path / "lessons/train.f16").read_bytes()[: len(written)] == written
