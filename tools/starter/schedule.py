"""Warmup-stable-decay: a trunk at constant rate that can be lengthened, and decays that branch off it."""

from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True)
class Schedule:
    peak: float
    final: float
    warmup_tokens: int
    decay_start: int
    total_tokens: int

    def learning_rate(self, tokens: int) -> float:
        """The rate after `tokens` tokens; the decay is 1 - sqrt, as in Hägele et al. 2024 (arXiv:2405.18392)."""
        if tokens < self.warmup_tokens:
            return self.peak * (tokens + 1) / self.warmup_tokens
        if tokens < self.decay_start:
            return self.peak
        progress = (tokens - self.decay_start) / (self.total_tokens - self.decay_start)
        return self.final + (self.peak - self.final) * (1 - sqrt(min(1.0, progress)))
