from dataclasses import replace

import pytest

from schedule import Schedule

SCHEDULE = Schedule(
    peak=1e-3, final=1e-5, warmup_tokens=100, plateau_tokens=200, decay_start=800, total_tokens=1_000,
    rewarm_tokens=50, rewarm_start=None,
)


def test_warm_up_and_plateau() -> None:
    assert SCHEDULE.learning_rate(0) == pytest.approx(1e-5)
    assert SCHEDULE.learning_rate(49) == pytest.approx(5e-4)
    assert SCHEDULE.learning_rate(100) == SCHEDULE.learning_rate(200) == 1e-3


def test_trunk_falls_with_the_root_of_the_tokens_whatever_its_length() -> None:
    longer = replace(SCHEDULE, decay_start=8_000, total_tokens=10_000)
    assert longer.learning_rate(799) == SCHEDULE.learning_rate(799)
    assert longer.learning_rate(800) == pytest.approx(5e-4)
    assert longer.learning_rate(3_200) == pytest.approx(2.5e-4)


def test_decay_starts_where_the_trunk_is() -> None:
    assert SCHEDULE.learning_rate(800) == pytest.approx(5e-4)
    # 1 - sqrt(1/4) = 1/2 of the way after a quarter of the decay
    assert SCHEDULE.learning_rate(850) == pytest.approx(1e-5 + (5e-4 - 1e-5) / 2)
    assert SCHEDULE.learning_rate(1_000) == SCHEDULE.learning_rate(1_200) == pytest.approx(1e-5)


def test_a_start_from_exported_weights_warms_up_again() -> None:
    reloaded = replace(SCHEDULE, rewarm_start=400)
    assert reloaded.learning_rate(400) == pytest.approx(SCHEDULE.learning_rate(400) / 50)
    assert reloaded.learning_rate(424) == pytest.approx(SCHEDULE.learning_rate(424) / 2)
    assert reloaded.learning_rate(450) == SCHEDULE.learning_rate(450)
