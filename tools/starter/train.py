"""The pretraining run: resumes by itself, saves every few minutes, can be stopped at any time."""

import fcntl
import signal
import time
from contextlib import contextmanager
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

import checkpoint as ckpt
from encoder import MaskedLanguageModel
from evaluate import evaluate
from initial import initialise
from masked_loss import masked_loss
from masking import continuation_table, mask_words
from prepare import load_tokenizer
from reload import load_export
from run_log import RunLog
from schedule import Schedule
from settings import Recipe
from tokens import WindowOrder, open_stream
from vocabulary import ordered_vocabulary

LOG_STEPS = 50
EVALUATION_TOKENS = 2_000_000


@dataclass(frozen=True)
class RunOptions:
    tokens: int
    bf16: bool
    checkpoint_seconds: float
    start: Path | None  # an exported folder to go on from where the state has no checkpoint yet


@contextmanager
def only_trainer(state: Path) -> Iterator[None]:
    """Two trainers in one folder would overwrite each other: the second fails with BlockingIOError."""
    with (state / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


class Trainer:
    def __init__(self, state: Path, recipe: Recipe, options: RunOptions) -> None:
        self.state = state
        self.recipe = recipe
        self.options = options
        self.continues = continuation_table(ordered_vocabulary(load_tokenizer(state)))
        self.heldout = open_stream(state / "heldout.bin")
        stream = open_stream(state / "train.bin")
        settings = recipe.training
        self.orders = {n: WindowOrder(stream, n, settings.seed) for n in set(settings.lengths)}
        self.model = initial_model(state, recipe)
        self.optimizer = build_optimizer(self.model, recipe)
        self.progress = ckpt.Progress(windows_read={n: 0 for n in self.orders})
        self.stopping = False
        self.log = RunLog(state)

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        if self._is_finished():
            return
        decay_start = round(self.options.tokens * (1 - self.recipe.training.decay_fraction))
        if not self._resume_branch():
            if (self.state / ckpt.TRUNK).exists():
                self._restore(ckpt.load(self.state / ckpt.TRUNK))
            elif self.options.start is not None:
                self.progress = load_export(self.options.start, self.state, self.model, self.recipe.training)
            if self.progress.tokens > decay_start:
                # The trunk is already longer: decay from where it is.
                decay_start = self.progress.tokens
            self._log(event="trunk", until=decay_start)
            if not self._train(decay_start, decay_start, ckpt.TRUNK):
                return
            self.progress.decay_start = self.progress.tokens
            self.progress.total_tokens = self.options.tokens
        branch_start = self.progress.decay_start
        if branch_start is None:
            raise RuntimeError("the branch has no start")
        self._log(event="decay", start=branch_start, until=self.options.tokens)
        if self._train(self.options.tokens, branch_start, ckpt.BRANCH):
            self._save(ckpt.FINISHED)
            (self.state / ckpt.BRANCH).unlink(missing_ok=True)
            result = evaluate(self.model, self.heldout, self.continues, self.recipe.evaluation)
            self._log(event="finished", heldout=asdict(result))

    def _is_finished(self) -> bool:
        path = self.state / ckpt.FINISHED
        return path.exists() and ckpt.load(path).progress.total_tokens == self.options.tokens

    def _resume_branch(self) -> bool:
        path = self.state / ckpt.BRANCH
        if not path.exists():
            return False
        branch = ckpt.load(path)
        if branch.progress.total_tokens != self.options.tokens:
            return False
        self._restore(branch)
        return True

    def _restore(self, saved: ckpt.Checkpoint) -> None:
        self.model.load_state_dict(saved.model)
        self.optimizer.load_state_dict(saved.optimizer)
        self.progress = saved.progress

    def _save(self, name: str) -> None:
        saved = ckpt.Checkpoint(self.progress, self.model.state_dict(), self.optimizer.state_dict())
        ckpt.save(saved, self.state / name)

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _log(self, **record: object) -> None:
        self.log.write(step=self.progress.step, tokens=self.progress.tokens, **record)

    def _train(self, until: int, decay_start: int, name: str) -> bool:
        """Trains to `until` tokens and saves to `name`; False if a signal stopped it before."""
        settings = self.recipe.training
        schedule = Schedule(
            settings.learning_rate, settings.final_learning_rate, settings.warmup_tokens,
            settings.plateau_tokens, decay_start, max(self.options.tokens, decay_start + 1),
            settings.rewarm_tokens, self.progress.rewarm_start,
        )
        saved_at = logged_at = time.monotonic()
        losses: list[float] = []
        tokens_logged = self.progress.tokens
        while self.progress.tokens < until and not self.stopping:
            rate = schedule.learning_rate(self.progress.tokens)
            before = self.progress.tokens
            loss, norm = self._step(rate)
            losses.append(loss)
            if self.progress.step % LOG_STEPS == 0:
                now = time.monotonic()
                self._log(
                    loss=round(float(np.mean(losses)), 4), grad_norm=round(norm, 3), learning_rate=rate,
                    tokens_per_second=round((self.progress.tokens - tokens_logged) / (now - logged_at)),
                )
                losses, logged_at, tokens_logged = [], now, self.progress.tokens
            if before // EVALUATION_TOKENS != self.progress.tokens // EVALUATION_TOKENS:
                chosen = self.recipe.evaluation
                result = evaluate(self.model, self.heldout, self.continues, chosen, chosen.quick_windows)
                self._log(heldout_quick=asdict(result))
            if time.monotonic() - saved_at > self.options.checkpoint_seconds:
                self._save(name)
                saved_at = time.monotonic()
        self._save(name)
        return self.progress.tokens >= until

    def _step(self, rate: float) -> tuple[float, float]:
        settings, progress = self.recipe.training, self.progress
        length = settings.lengths[progress.step % len(settings.lengths)]
        rows = settings.batch_tokens // length
        windows = self.orders[length].read(progress.windows_read[length], rows)
        generator = np.random.default_rng([settings.seed, progress.step])
        batch = mask_words(windows, self.continues, settings.mask_probability, generator)

        for group in self.optimizer.param_groups:
            group["lr"] = rate
        loss = masked_loss(self.model, batch, self.options.bf16)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), settings.max_grad_norm)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)

        progress.windows_read[length] += rows
        progress.tokens += windows.size
        progress.step += 1
        return loss.item(), norm.item()


def initial_model(state: Path, recipe: Recipe) -> MaskedLanguageModel:
    model = MaskedLanguageModel(recipe.encoder)
    initialise(model, recipe.encoder, recipe.training.seed, torch.from_numpy(np.load(state / "counts.npy")))
    return model


def build_optimizer(model: nn.Module, recipe: Recipe) -> torch.optim.AdamW:
    """AdamW; biases and LayerNorm are not decayed."""
    settings = recipe.training
    decayed = [p for p in model.parameters() if p.ndim > 1]
    kept = [p for p in model.parameters() if p.ndim <= 1]
    groups = [
        {"params": decayed, "weight_decay": settings.weight_decay},
        {"params": kept, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=settings.learning_rate, betas=settings.betas, eps=settings.eps, fused=True)


def train(state: Path, recipe: Recipe, options: RunOptions) -> None:
    with only_trainer(state):
        Trainer(state, recipe, options).run()
