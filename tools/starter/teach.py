"""Teaching: sentence embeddings of a teacher through the pooler, and masked words beside; resumes by itself."""

import signal
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

import checkpoint as ckpt
from evaluate import evaluate
from lessons import HELDOUT, TRAIN, open_lessons
from masked_loss import masked_loss
from masking import continuation_table, mask_words
from prepare import load_tokenizer
from run_log import RunLog
from settings import Recipe, TeachingSettings
from student import Student
from text_order import TextOrder
from tokens import WindowOrder, open_stream
from train import LOG_STEPS, build_optimizer, initial_model, only_trainer
from vocabulary import ordered_vocabulary


class Teaching:
    def __init__(self, state: Path, recipe: Recipe, bf16: bool, checkpoint_seconds: float) -> None:
        self.state, self.recipe, self.bf16 = state, recipe, bf16
        self.checkpoint_seconds = checkpoint_seconds
        settings = recipe.teaching
        tokenizer = load_tokenizer(state)
        self.continues = continuation_table(ordered_vocabulary(tokenizer))
        train, heldout = open_lessons(state, TRAIN), open_lessons(state, HELDOUT)
        self.texts = TextOrder(train, tokenizer, settings.text_batch_tokens, settings.seed)
        self.heldout = TextOrder(heldout, tokenizer, settings.text_batch_tokens, settings.seed)
        self.windows = WindowOrder(open_stream(state / "train.bin"), settings.window_length, settings.seed)
        self.student = Student(initial_model(state, recipe), recipe, train.embeddings.shape[1])
        self.optimizer = build_optimizer(self.student, recipe)
        self.log = RunLog(state)
        self.progress = ckpt.Progress()
        self.stopping = False

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        if self._is_finished():
            return
        self._start()
        steps = self.recipe.teaching.steps
        self.log.write(event="teaching", taught_steps=self.progress.taught_steps, until=steps)
        saved_at = time.monotonic()
        distances, losses = [], []
        while self.progress.taught_steps < steps and not self.stopping:
            distance, loss = self._step()
            distances.append(distance)
            losses.append(loss)
            if self.progress.taught_steps % LOG_STEPS == 0:
                self._log(distance=round(float(np.mean(distances)), 4), loss=round(float(np.mean(losses)), 4))
                distances, losses = [], []
            if time.monotonic() - saved_at > self.checkpoint_seconds:
                self._save(ckpt.TEACHING)
                saved_at = time.monotonic()
        if self.stopping:
            self._save(ckpt.TEACHING)
            return
        self.student.mix_with(ckpt.load(self.state / ckpt.FINISHED).model, self.recipe.teaching.taught_share)
        self._save(ckpt.TAUGHT)
        (self.state / ckpt.TEACHING).unlink(missing_ok=True)
        heldout = open_stream(self.state / "heldout.bin")
        result = evaluate(self.student.masked, heldout, self.continues, self.recipe.evaluation)
        self._log(event="taught", heldout=asdict(result), heldout_cosine=round(self._heldout_cosine(), 4))

    def _is_finished(self) -> bool:
        if not ckpt.is_taught(self.state):
            return False
        return ckpt.load(self.state / ckpt.TAUGHT).progress.taught_steps == self.recipe.teaching.steps

    def _start(self) -> None:
        """Where it was stopped, or from the end of pretraining."""
        finished = ckpt.load(self.state / ckpt.FINISHED)
        path = self.state / ckpt.TEACHING
        if path.exists():
            saved = ckpt.load(path)
            if saved.progress.tokens == finished.progress.tokens:
                self.student.load_state_dict(saved.model)
                self.optimizer.load_state_dict(saved.optimizer)
                self.progress = saved.progress
                return
        self.student.masked.load_state_dict(finished.model)
        self.progress = finished.progress

    def _step(self) -> tuple[float, float]:
        """Distance to the teacher and nats a masked token."""
        settings, progress = self.recipe.teaching, self.progress
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate(progress.taught_steps, settings)
        distances = []
        for i in range(settings.text_batches):
            batch = self.texts.read(progress.taught_steps * settings.text_batches + i)
            embeddings = torch.from_numpy(batch.embeddings)
            distance = self.student.distance(torch.from_numpy(batch.input_ids), embeddings, self.bf16)
            (distance * settings.teacher_weight / settings.text_batches).backward()
            distances.append(distance.item())
            progress.taught_texts += len(batch.input_ids)
        windows = self.windows.read(progress.taught_steps * settings.windows, settings.windows)
        generator = np.random.default_rng([settings.seed, progress.taught_steps])
        masked = mask_words(windows, self.continues, self.recipe.training.mask_probability, generator)
        loss = masked_loss(self.student.masked, masked, self.bf16)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.student.parameters(), self.recipe.training.max_grad_norm)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        progress.taught_steps += 1
        return float(np.mean(distances)), loss.item()

    @torch.inference_mode()
    def _heldout_cosine(self) -> float:
        """Mean cosine to the teacher over texts of documents that no training saw."""
        total = 0.0
        for position in range(self.heldout.batches_a_pass):
            batch = self.heldout.read(position)
            embeddings = torch.from_numpy(batch.embeddings)
            distance = self.student.distance(torch.from_numpy(batch.input_ids), embeddings, bf16=False)
            total += (1 - distance.item()) * len(batch.input_ids)
        return total / len(self.heldout.ids)

    def _save(self, name: str) -> None:
        saved = ckpt.Checkpoint(self.progress, self.student.state_dict(), self.optimizer.state_dict())
        ckpt.save(saved, self.state / name)

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _log(self, **record: object) -> None:
        self.log.write(taught_steps=self.progress.taught_steps, taught_texts=self.progress.taught_texts, **record)


def learning_rate(step: int, settings: TeachingSettings) -> float:
    """Linear warm-up, then linear to 0."""
    if step < settings.warmup_steps:
        return settings.learning_rate * (step + 1) / settings.warmup_steps
    return settings.learning_rate * (settings.steps - step) / (settings.steps - settings.warmup_steps)


def teach(state: Path, recipe: Recipe, bf16: bool, checkpoint_seconds: float) -> None:
    with only_trainer(state):
        Teaching(state, recipe, bf16, checkpoint_seconds).run()
