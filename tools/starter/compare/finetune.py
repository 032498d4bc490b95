"""One fine-tuning run in PyTorch, float32: the studio's way (AdamW, linear decay, clipping at 1), and its score."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from seqeval.metrics import f1_score
from torch import Tensor
from torch.nn import functional as F
from transformers import (
    AutoConfig,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    AutoTokenizer,
)

from sets import Dataset, Row

BATCH = 16
EVALUATION_BATCH = 64
WARMUP_SHARE = 0.1
MAX_LENGTH = 128
IGNORED = -100


@dataclass(frozen=True)
class Arm:
    name: str
    folder: Path
    pretrained: bool


@dataclass(frozen=True)
class Encoded:
    ids: list[int]
    labels: list[int]  # one, or one a token with -100 for all but first sub-words


class Run:
    def __init__(self, arm: Arm, dataset: Dataset, seed: int) -> None:
        self.dataset = dataset
        self.seed = seed
        self.per_token = dataset.task == "token-classification"
        self.tokenizer = AutoTokenizer.from_pretrained(arm.folder)
        torch.manual_seed(seed)
        self.model = new_model(arm, dataset)

    def train(self, rows: list[Row], learning_rate: float) -> None:
        encoded = self.encode(rows)
        order = np.random.default_rng(self.seed)
        optimizer = torch.optim.AdamW(self.model.parameters(), lr=learning_rate, weight_decay=0.0)
        steps, queue = self.dataset.steps, np.array([], dtype=np.int64)
        self.model.train()
        for step in range(steps):
            if len(queue) < BATCH:
                queue = np.concatenate([queue, order.permutation(len(encoded))])
            batch, queue = queue[:BATCH], queue[BATCH:]
            for group in optimizer.param_groups:
                group["lr"] = learning_rate * rate_factor(step, steps)
            logits, labels = self.forward([encoded[i] for i in batch])
            loss = F.cross_entropy(logits.flatten(0, -2), labels.flatten(), ignore_index=IGNORED)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)

    @torch.no_grad()
    def loss(self, rows: list[Row]) -> float:
        """Mean cross-entropy a label, in nats."""
        encoded = self.encode(rows)
        self.model.eval()
        total, count = 0.0, 0
        for begin in range(0, len(encoded), EVALUATION_BATCH):
            logits, labels = self.forward(encoded[begin : begin + EVALUATION_BATCH])
            losses = F.cross_entropy(logits.flatten(0, -2), labels.flatten(), ignore_index=IGNORED, reduction="sum")
            total += losses.item()
            count += int((labels != IGNORED).sum())
        return total / count

    def score(self, rows: list[Row]) -> float:
        """Word-level F1 of entities as seqeval counts them, or accuracy."""
        encoded = self.encode(rows)
        self.model.eval()
        right, truth, predicted = 0, [], []
        with torch.no_grad():
            for begin in range(0, len(encoded), EVALUATION_BATCH):
                logits, labels = self.forward(encoded[begin : begin + EVALUATION_BATCH])
                best = logits.argmax(-1)
                if not self.per_token:
                    right += int((best == labels).sum())
                    continue
                for best_row, label_row in zip(best.tolist(), labels.tolist(), strict=True):
                    kept = [(b, t) for b, t in zip(best_row, label_row, strict=True) if t != IGNORED]
                    predicted.append([self.dataset.labels[b] for b, _ in kept])
                    truth.append([self.dataset.labels[t] for _, t in kept])
        return float(f1_score(truth, predicted)) if self.per_token else right / len(rows)

    def forward(self, batch: list[Encoded]) -> tuple[Tensor, Tensor]:
        """Logits [B, L] or [B, T, L] and labels [B] or [B, T]."""
        longest = max(len(row.ids) for row in batch)
        pad = self.tokenizer.pad_token_id
        ids = torch.tensor([row.ids + [pad] * (longest - len(row.ids)) for row in batch])
        mask = torch.tensor([[1] * len(row.ids) + [0] * (longest - len(row.ids)) for row in batch])
        logits = self.model(input_ids=ids, attention_mask=mask).logits
        if not self.per_token:
            return logits, torch.tensor([row.labels[0] for row in batch])
        labels = [row.labels + [IGNORED] * (longest - len(row.labels)) for row in batch]
        return logits, torch.tensor(labels)

    def encode(self, rows: list[Row]) -> list[Encoded]:
        if not self.per_token:
            ids = self.tokenizer([row.words[0] for row in rows], truncation=True, max_length=MAX_LENGTH)["input_ids"]
            return [Encoded(each, row.labels) for each, row in zip(ids, rows, strict=True)]
        encoding = self.tokenizer(
            [row.words for row in rows], is_split_into_words=True, truncation=True, max_length=MAX_LENGTH
        )
        encoded = []
        for i, row in enumerate(rows):
            words = encoding.word_ids(i)
            firsts = [w if w is not None and (k == 0 or words[k - 1] != w) else None for k, w in enumerate(words)]
            labels = [IGNORED if word is None else row.labels[word] for word in firsts]
            encoded.append(Encoded(encoding["input_ids"][i], labels))
        return encoded


def new_model(arm: Arm, dataset: Dataset) -> torch.nn.Module:
    per_token = dataset.task == "token-classification"
    loader = AutoModelForTokenClassification if per_token else AutoModelForSequenceClassification
    config = AutoConfig.from_pretrained(arm.folder, num_labels=len(dataset.labels))
    if arm.pretrained:
        return loader.from_pretrained(arm.folder, config=config, dtype=torch.float32)
    config.dtype = torch.float32
    return loader.from_config(config)


def rate_factor(step: int, steps: int) -> float:
    """Warm-up over a tenth of the steps, then linear decay to 0."""
    warmup = max(1, round(WARMUP_SHARE * steps))
    if step < warmup:
        return (step + 1) / warmup
    return (steps - step) / max(1, steps - warmup)
