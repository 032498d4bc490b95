"""The rows of the bundle as the model reads them, and which process sees which of them when."""

from dataclasses import dataclass
from pathlib import Path

import torch
from datasets import Dataset

from metrics import IGNORED


@dataclass
class Split:
    """Tokenized rows; `word_starts[i][t]` says whether token t of row i is the first of its word (words with tags)."""

    rows: Dataset
    word_starts: list[list[bool]] | None


def label_of_later_tokens(tags: list[str], option: str) -> list[int]:
    """By the number of a word's tag, the label of its tokens after the first."""
    if option == "first":
        return [IGNORED] * len(tags)
    numbers = {tag: number for number, tag in enumerate(tags)}
    inside = [numbers.get(tag.replace("B-", "I-"), number) for number, tag in enumerate(tags)]
    return inside if option == "all-iob" else list(range(len(tags)))


def tokenize_texts(batch, tokenizer, max_length):
    pairs = (batch["text_pair"],) if "text_pair" in batch else ()
    return {**tokenizer(batch["text"], *pairs, truncation=True, max_length=max_length), "labels": batch["label"]}


def tokenize_words(batch, tokenizer, max_length, later):
    encoded = tokenizer(batch["tokens"], is_split_into_words=True, truncation=True, max_length=max_length)
    labels, starts = [], []
    for row, tags in enumerate(batch["tags"]):
        words = encoded.word_ids(row)
        first = [word is not None and (t == 0 or word != words[t - 1]) for t, word in enumerate(words)]
        labels.append(
            [
                IGNORED if word is None else tags[word] if is_first else later[tags[word]]
                for word, is_first in zip(words, first, strict=True)
            ]
        )
        starts.append(first)
    return {**encoded, "labels": labels, "word_starts": starts}


def load_split(path: Path, tokenizer, recipe: dict, labels: list[str]) -> Split:
    rows = Dataset.from_parquet(str(path))
    max_length = min(recipe["max_length"], tokenizer.model_max_length)
    options = {"tokenizer": tokenizer, "max_length": max_length}
    if "tokens" not in rows.column_names:
        return Split(rows.map(tokenize_texts, batched=True, remove_columns=rows.column_names, fn_kwargs=options), None)
    options["later"] = label_of_later_tokens(labels, recipe["label_all_tokens"])
    tokenized = rows.map(tokenize_words, batched=True, remove_columns=rows.column_names, fn_kwargs=options)
    return Split(tokenized.remove_columns("word_starts"), tokenized["word_starts"])


class Examples(torch.utils.data.Dataset):
    """Rows by number; number -1 - i is row i with nothing to learn in it."""

    def __init__(self, rows: Dataset):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, number: int) -> dict:
        if number >= 0:
            return self.rows[number]
        row = self.rows[-1 - number]
        labels = row["labels"]
        return {**row, "labels": [IGNORED] * len(labels) if isinstance(labels, list) else IGNORED}


class DealtBatches:
    """The batches of one process, as numbers of rows.

    All processes walk through the same batches in the same order, that of accelerate's seedable sampler, and each takes
    its share of every batch: also of an epoch's last one, which may be short. A process that gets no row of it takes one
    that counts for nothing, because all processes must take part in every step.
    """

    def __init__(self, rows: int, batch_size: int, seed: int, process: int, processes: int):
        self.rows, self.batch_size, self.seed = rows, batch_size, seed
        self.process, self.processes = process, processes
        self.epoch = 0

    def set_epoch(self, epoch: int):
        self.epoch = epoch

    def __len__(self):
        return -(-self.rows // self.batch_size)

    def __iter__(self):
        generator = torch.Generator().manual_seed(self.seed + self.epoch)
        order = torch.randperm(self.rows, generator=generator).tolist()
        for start in range(0, self.rows, self.batch_size):
            batch = order[start : start + self.batch_size]
            yield batch[self.process :: self.processes] or [-1 - batch[0]]
