import numpy as np

from settings import CLS, SEP
from tokens import TokenStream, WindowOrder, read_windows, window_starts


def stream_of(*lines: int) -> TokenStream:
    """Lines of the given lengths, [SEP] included; the tokens count up from 10."""
    starts = np.cumsum([0, *lines[:-1]])
    ids = np.arange(10, 10 + sum(lines)).astype(np.uint16)
    ids[np.cumsum(lines) - 1] = SEP
    return TokenStream(ids, starts.astype(np.uint32))


def test_windows_have_their_frame() -> None:
    stream = stream_of(30, 5, 40)
    rows = read_windows(stream, window_starts(stream, 16), 16)
    assert rows.shape[1] == 16
    assert (rows[:, 0] == CLS).all() and (rows[:, -1] == SEP).all()


def test_no_token_is_left_out() -> None:
    stream = stream_of(30, 5, 40, 3, 60, 22)
    rows = read_windows(stream, window_starts(stream, 16), 16)
    last = window_starts(stream, 16)[-1] + 14
    text = [token for token in stream.ids[:last].tolist() if token != SEP]
    assert set(text) <= set(rows.reshape(-1).tolist())


def test_a_late_line_is_read_again_from_its_start() -> None:
    # Payload of 15: the second line begins at 12, in the last quarter.
    assert window_starts(stream_of(12, 40), 16).tolist()[:2] == [0, 12]
    # It begins at 8: the next window goes on where the first was cut.
    assert window_starts(stream_of(8, 40), 16).tolist()[:2] == [0, 14]


def test_order_is_a_permutation_anew_each_pass_and_depends_on_the_position_alone() -> None:
    stream = stream_of(*[20] * 40)
    order = WindowOrder(stream, 16, seed=1)
    count = len(order.starts)
    first, second = order.read(0, count), order.read(count, count)
    assert sorted(map(tuple, first)) == sorted(map(tuple, second))
    assert (first != second).any()
    resumed = WindowOrder(stream, 16, seed=1).read(count - 3, 6)
    assert (resumed == np.concatenate([first[-3:], second[:3]])).all()
