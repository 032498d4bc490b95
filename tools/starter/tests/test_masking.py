import numpy as np

from masking import continuation_table, mask_words
from settings import CLS, MASK, SEP

# Five special tokens, then two words of two pieces each and two whole words.
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "##do", "re", "##do2", "cat", "dog"]
CONTINUES = continuation_table(VOCABULARY)


def windows(rows: int) -> np.ndarray:
    row = [CLS, 5, 6, 9, 7, 8, 10, SEP]
    return np.array([row] * rows, dtype=np.int64)


def test_words_are_chosen_whole() -> None:
    batch = mask_words(windows(200), CONTINUES, 0.5, np.random.default_rng(0), always_mask=True)
    masked = batch.input_ids == MASK
    assert masked.any() and not masked.all()
    assert (masked[:, 1] == masked[:, 2]).all()
    assert (masked[:, 4] == masked[:, 5]).all()
    assert (masked[:, 1] != masked[:, 4]).any()


def test_special_tokens_are_never_chosen() -> None:
    batch = mask_words(windows(50), CONTINUES, 1.0, np.random.default_rng(0), always_mask=True)
    assert (batch.input_ids[:, 0] == CLS).all()
    assert (batch.input_ids[:, -1] == SEP).all()
    assert len(batch.positions) == 50 * 6


def test_labels_are_the_tokens_that_stood_there() -> None:
    rows = windows(50)
    batch = mask_words(rows, CONTINUES, 0.5, np.random.default_rng(1))
    assert (rows.reshape(-1)[batch.positions] == batch.labels).all()
    untouched = np.setdiff1d(np.arange(rows.size), batch.positions)
    assert (batch.input_ids.reshape(-1)[untouched] == rows.reshape(-1)[untouched]).all()


def test_shares_of_mask_noise_and_unchanged() -> None:
    rows = windows(20_000)
    batch = mask_words(rows, CONTINUES, 0.2, np.random.default_rng(2))
    assert abs(len(batch.positions) / (rows.size * 6 / 8) - 0.2) < 0.005
    after = batch.input_ids.reshape(-1)[batch.positions]
    assert abs((after == MASK).mean() - 0.8) < 0.01
    # A sixth of the 10 % noise hits the token that stood there.
    assert abs((after == batch.labels).mean() - (0.1 + 0.1 / 6)) < 0.01
