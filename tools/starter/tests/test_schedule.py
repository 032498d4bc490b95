from schedule import Schedule

SCHEDULE = Schedule(peak=1e-3, final=1e-5, warmup_tokens=100, decay_start=800, total_tokens=1_000)


def test_warm_up_plateau_and_decay() -> None:
    assert SCHEDULE.learning_rate(0) == 1e-5
    assert SCHEDULE.learning_rate(49) == 5e-4
    assert SCHEDULE.learning_rate(100) == SCHEDULE.learning_rate(799) == 1e-3
    # 1 - sqrt(1/4) = 1/2 of the way after a quarter of the decay
    assert abs(SCHEDULE.learning_rate(850) - (1e-5 + (1e-3 - 1e-5) / 2)) < 1e-12
    assert SCHEDULE.learning_rate(1_000) == SCHEDULE.learning_rate(1_200) == 1e-5
