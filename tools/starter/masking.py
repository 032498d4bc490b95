"""Whole-word masking (Devlin et al. 2019, and the whole-word variant of its authors' repository)."""

from dataclasses import dataclass

import numpy as np

from settings import MASK, SPECIAL_TOKENS


@dataclass(frozen=True)
class MaskedBatch:
    input_ids: np.ndarray  # [B, L] int64, with masks in place
    positions: np.ndarray  # [M] int64, into the flattened [B * L]
    labels: np.ndarray  # [M] int64, the tokens that stood there


def continuation_table(vocabulary: list[str]) -> np.ndarray:
    """[V] bool: whether the token continues a word."""
    return np.array([token.startswith("##") for token in vocabulary])


def mask_words(
    windows: np.ndarray,
    continues: np.ndarray,
    probability: float,
    generator: np.random.Generator,
    always_mask: bool = False,
) -> MaskedBatch:
    """Chooses each word with `probability`; of its tokens 80 % become [MASK], 10 % random, 10 % stay.

    `windows` is [B, L] int64. With `always_mask` every chosen token becomes [MASK].
    """
    vocab_size = len(continues)
    word = np.cumsum(~continues[windows], axis=1)  # [B, L], constant within a word
    draws = generator.random((windows.shape[0], windows.shape[1] + 1))
    chosen = np.take_along_axis(draws, word, axis=1) < probability
    chosen &= windows >= len(SPECIAL_TOKENS)

    positions = np.flatnonzero(chosen)
    flat = windows.reshape(-1)
    labels = flat[positions]
    replaced = flat.copy()
    if always_mask:
        replaced[positions] = MASK
    else:
        action = generator.random(len(positions))
        noise = generator.integers(len(SPECIAL_TOKENS), vocab_size, len(positions))
        replaced[positions] = np.where(action < 0.8, MASK, np.where(action < 0.9, noise, labels))
    return MaskedBatch(replaced.reshape(windows.shape), positions, labels)
