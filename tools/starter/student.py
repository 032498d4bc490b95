"""The encoder with what teaching adds: the pooler it keeps, and a projection to the teacher that is thrown away."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from encoder import MaskedLanguageModel, Pooler
from settings import Recipe

POOLER = "pooler."
MASKED = "masked."


class Student(nn.Module):
    def __init__(self, masked: MaskedLanguageModel, recipe: Recipe, teacher_size: int) -> None:
        super().__init__()
        self.masked = masked
        self.pooler = Pooler(recipe.encoder)
        self.projection = nn.Linear(recipe.encoder.hidden_size, teacher_size)
        generator = torch.Generator().manual_seed(recipe.teaching.seed)
        for linear in (self.pooler.dense, self.projection):
            nn.init.normal_(linear.weight, std=linear.in_features**-0.5, generator=generator)
            nn.init.zeros_(linear.bias)

    def forward(self, input_ids: Tensor) -> Tensor:
        """[B, T] token ids without padding to [B, teacher's C]."""
        return self.projection(self.pooler(self.masked.bert(input_ids)))

    def distance(self, input_ids: Tensor, embeddings: Tensor, bf16: bool) -> Tensor:
        """Mean of 1 - cosine to the teacher's embeddings [B, teacher's C]."""
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            projected = self(input_ids)
        return 1 - F.cosine_similarity(projected.float(), embeddings, dim=-1).mean()

    @torch.no_grad()
    def mix_with(self, pretrained: dict[str, Tensor], taught_share: float) -> None:
        """Averages the encoder and its head with the state dict it began from (Wortsman et al. 2022, arXiv:2109.01903)."""
        for name, tensor in self.masked.state_dict().items():
            tensor.copy_(torch.lerp(pretrained[name], tensor, taught_share))


def masked_weights(student: dict[str, Tensor]) -> dict[str, Tensor]:
    """The state dict of the MaskedLanguageModel in a student's."""
    return {name.removeprefix(MASKED): tensor for name, tensor in student.items() if name.startswith(MASKED)}


def pooler_weights(student: dict[str, Tensor]) -> dict[str, Tensor]:
    """The state dict of the Pooler in a student's."""
    return {name.removeprefix(POOLER): tensor for name, tensor in student.items() if name.startswith(POOLER)}
