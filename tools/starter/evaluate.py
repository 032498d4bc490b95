"""Held-out loss and accuracy at masked positions."""

from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional as F

from encoder import MaskedLanguageModel
from masking import mask_words
from settings import EvaluationSettings
from tokens import TokenStream, read_windows, window_starts

BATCH_WINDOWS = 64


@dataclass(frozen=True)
class HeldoutResult:
    loss: float  # nats a masked token
    accuracy: float
    masked_tokens: int


@torch.inference_mode()
def evaluate(
    model: MaskedLanguageModel,
    heldout: TokenStream,
    continues: np.ndarray,
    settings: EvaluationSettings,
    windows: int | None = None,
) -> HeldoutResult:
    """Over `windows` windows spread over the held-out text (all when None), the same masks every time.

    Whole words, each chosen token replaced by [MASK].
    """
    starts = window_starts(heldout, settings.length)
    if windows is not None:
        starts = starts[np.linspace(0, len(starts) - 1, min(windows, len(starts)), dtype=np.int64)]
    generator = np.random.default_rng(settings.seed)
    loss, right, count = 0.0, 0, 0
    for first in range(0, len(starts), BATCH_WINDOWS):
        rows = read_windows(heldout, starts[first : first + BATCH_WINDOWS], settings.length)
        batch = mask_words(rows, continues, settings.mask_probability, generator, always_mask=True)
        labels = torch.from_numpy(batch.labels)
        logits = model(torch.from_numpy(batch.input_ids), torch.from_numpy(batch.positions))
        loss += F.cross_entropy(logits, labels, reduction="sum").item()
        right += int((logits.argmax(-1) == labels).sum())
        count += len(labels)
    return HeldoutResult(loss / count, right / count, count)
