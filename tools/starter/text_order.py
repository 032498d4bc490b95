"""The endless, seeded order of batches of texts; each batch holds texts of one length."""

from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from lessons import Lessons
from teacher import equal_lengths


@dataclass(frozen=True)
class TextBatch:
    input_ids: np.ndarray  # [B, T] int64, [CLS] and [SEP] included
    embeddings: np.ndarray  # [B, teacher's C] float32


class TextOrder:
    """Each pass draws anew which texts share a batch and in which order the batches come."""

    def __init__(self, lessons: Lessons, tokenizer: Tokenizer, batch_tokens: int, seed: int) -> None:
        self.embeddings = lessons.embeddings
        self.ids = [np.array(each.ids, dtype=np.uint16) for each in tokenizer.encode_batch_fast(lessons.texts)]
        self.batch_tokens = batch_tokens
        self.seed = seed
        self._pass = -1
        self._batches: list[list[int]] = []
        self.batches_a_pass = len(self.batches_of(0))

    def batches_of(self, number: int) -> list[list[int]]:
        """The indices of the texts in each batch of a pass: `batch_tokens` tokens at most, or one text."""
        generator = np.random.default_rng([self.seed, number])
        order = generator.permutation(len(self.ids)).tolist()
        batches = []
        for rows in equal_lengths([len(self.ids[i]) for i in order], len(order)):
            size = max(1, self.batch_tokens // len(self.ids[order[rows[0]]]))
            batches += [[order[row] for row in rows[i : i + size]] for i in range(0, len(rows), size)]
        return [batches[i] for i in generator.permutation(len(batches))]

    def read(self, position: int) -> TextBatch:
        number, offset = divmod(position, self.batches_a_pass)
        if number != self._pass:
            self._batches, self._pass = self.batches_of(number), number
        rows = self._batches[offset]
        ids = np.stack([self.ids[row] for row in rows]).astype(np.int64)
        return TextBatch(ids, self.embeddings[rows].astype(np.float32))
