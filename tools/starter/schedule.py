"""A trunk that can be lengthened without end, and decays that branch off it."""

from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True)
class Schedule:
    """Warm-up, plateau, 1/sqrt(tokens) (the trunk), then from `decay_start` a decay to `final`.

    The trunk's rate does not depend on its length, as in Zhai et al. 2022 (arXiv:2106.04560, section 3.5);
    the decay is 1 - sqrt, as in Hägele et al. 2024 (arXiv:2405.18392).
    """

    peak: float
    final: float
    warmup_tokens: int
    plateau_tokens: int  # end of the plateau
    decay_start: int
    total_tokens: int
    rewarm_tokens: int
    rewarm_start: int | None

    def learning_rate(self, tokens: int) -> float:
        return self._rewarm(tokens) * self._planned(tokens)

    def _rewarm(self, tokens: int) -> float:
        if self.rewarm_start is None:
            return 1.0
        return min(1.0, (tokens - self.rewarm_start + 1) / self.rewarm_tokens)

    def _planned(self, tokens: int) -> float:
        if tokens < self.decay_start:
            return self._trunk(tokens)
        progress = (tokens - self.decay_start) / (self.total_tokens - self.decay_start)
        return self.final + (self._trunk(self.decay_start) - self.final) * (1 - sqrt(min(1.0, progress)))

    def _trunk(self, tokens: int) -> float:
        if tokens < self.warmup_tokens:
            return self.peak * (tokens + 1) / self.warmup_tokens
        return self.peak * min(1.0, sqrt(self.plateau_tokens / max(tokens, 1)))
