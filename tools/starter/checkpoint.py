"""Checkpoints of a run: the trunk, the decay branch in progress, the last finished branch, and its teaching."""

import os
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

TRUNK, BRANCH, FINISHED = "trunk.pt", "branch.pt", "finished.pt"
TEACHING, TAUGHT = "teaching.pt", "taught.pt"


@dataclass
class Progress:
    step: int = 0
    tokens: int = 0
    windows_read: dict[int, int] = field(default_factory=dict)  # by window length
    decay_start: int | None = None  # tokens at which the branch left the trunk
    total_tokens: int | None = None  # tokens at which the branch ends
    rewarm_start: int | None = None  # tokens at which this state went on from exported weights
    taught_steps: int = 0  # steps of teaching, after all of the above
    taught_texts: int = 0  # texts read in them, repeats counted


@dataclass
class Checkpoint:
    progress: Progress
    model: dict[str, Tensor]
    optimizer: dict[str, object]


def save(checkpoint: Checkpoint, path: Path) -> None:
    """Writes atomically: a reader sees the old file or the new one."""
    unfinished = path.with_suffix(".tmp")
    with unfinished.open("wb") as out:
        torch.save(
            {
                "progress": vars(checkpoint.progress),
                "model": checkpoint.model,
                "optimizer": checkpoint.optimizer,
            },
            out,
        )
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(path)


def load(path: Path) -> Checkpoint:
    raw = torch.load(path, map_location="cpu", weights_only=True)
    return Checkpoint(Progress(**raw["progress"]), raw["model"], raw["optimizer"])


def newest(state: Path) -> Path | None:
    """The checkpoint to export: a finished branch (taught, if it was), else the branch in progress, else the trunk."""
    for name in (FINISHED, BRANCH, TRUNK):
        if (state / name).exists():
            return state / TAUGHT if name == FINISHED and is_taught(state) else state / name
    return None


def is_taught(state: Path) -> bool:
    """Whether the teaching began from the last finished branch."""
    if not (state / TAUGHT).exists():
        return False
    taught, finished = (load(state / name).progress for name in (TAUGHT, FINISHED))
    return taught.tokens == finished.tokens
