"""The newest weights of a state folder, taught or not."""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

import checkpoint as ckpt
from encoder import MaskedLanguageModel
from settings import Recipe
from student import masked_weights, pooler_weights
from train import initial_model


@dataclass(frozen=True)
class Weights:
    model: MaskedLanguageModel
    pooler: dict[str, Tensor]
    progress: ckpt.Progress
    path: Path | None  # the checkpoint they are of; None: as training starts


def newest_weights(state: Path, recipe: Recipe) -> Weights:
    model, path = initial_model(state, recipe), ckpt.newest(state)
    if path is None:
        return Weights(model, random_pooler(recipe), ckpt.Progress(), path)
    saved = ckpt.load(path)
    if path.name != ckpt.TAUGHT:
        model.load_state_dict(saved.model)
        return Weights(model, random_pooler(recipe), saved.progress, path)
    model.load_state_dict(masked_weights(saved.model))
    return Weights(model, pooler_weights(saved.model), saved.progress, path)


def random_pooler(recipe: Recipe) -> dict[str, Tensor]:
    """The pooler that pretraining does not have: N(0, 0.02), seeded."""
    hidden = recipe.encoder.hidden_size
    generator = torch.Generator().manual_seed(recipe.training.seed)
    weight = torch.empty(hidden, hidden).normal_(std=recipe.encoder.initializer_range, generator=generator)
    return {"dense.weight": weight, "dense.bias": torch.zeros(hidden)}
