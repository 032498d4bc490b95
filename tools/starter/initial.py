"""The weights training starts from.

From BERT's usual N(0, 0.02) a model this narrow stayed at the words' frequencies for more than 7 million tokens:
its attention was uniform, and finding the neighbours of a mask takes a separate lesson at each learned position.
So the positions start as sinusoids and three heads of the first layer start out looking at the neighbours; all of
it is trained on from there. Held-out figures of both starts are in README.md.
"""

from dataclasses import dataclass
from math import cos, log, sin, sqrt

import torch
from torch import Tensor, nn

from encoder import MaskedLanguageModel
from settings import EncoderSettings

EMBEDDING_STD = 0.02
LINEAR_STD = 0.06
HIGHEST_FREQUENCY, LOWEST_FREQUENCY = 3.0, 0.01  # radians a token


@dataclass(frozen=True)
class NeighbourHead:
    offset: int
    band: int  # which D/2 of the frequencies it compares, from the highest
    gain: float


NEIGHBOUR_HEADS = (NeighbourHead(-1, 0, 2.0), NeighbourHead(1, 0, 2.0), NeighbourHead(0, 1, 0.45))


def initialise(model: MaskedLanguageModel, settings: EncoderSettings, seed: int, token_counts: Tensor) -> None:
    """Seeded weights in place; the output bias starts at the log frequencies of `token_counts` [V]."""
    generator = torch.Generator().manual_seed(seed)
    for module in model.modules():
        if isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=LINEAR_STD, generator=generator)
            nn.init.zeros_(module.bias)
        elif isinstance(module, nn.Embedding):
            nn.init.normal_(module.weight, std=EMBEDDING_STD, generator=generator)
    with torch.no_grad():
        model.bert.embeddings.position_embeddings.weight.copy_(sinusoids(settings))
        set_neighbour_heads(model, settings)
        smoothed = token_counts.double() + 1
        model.cls["predictions"].bias.copy_((smoothed / smoothed.sum()).log())


def frequencies(settings: EncoderSettings) -> Tensor:
    """[C/2], falling geometrically."""
    return torch.linspace(log(HIGHEST_FREQUENCY), log(LOWEST_FREQUENCY), settings.hidden_size // 2).exp()


def sinusoids(settings: EncoderSettings) -> Tensor:
    """[P, C] interleaved sine and cosine, of the word embeddings' deviation (Vaswani et al. 2017, section 3.5)."""
    angles = torch.arange(settings.max_position_embeddings)[:, None] * frequencies(settings)[None, :]
    return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1) * EMBEDDING_STD * sqrt(2)


def set_neighbour_heads(model: MaskedLanguageModel, settings: EncoderSettings) -> None:
    """Query i and key j of such a head agree most where j = i + offset: the query turns each sinusoid by it."""
    attention = model.bert.encoder.layer[0].attention.self
    query, key = attention.query.weight, attention.key.weight  # [C, C]
    head_size = settings.hidden_size // settings.num_attention_heads
    pairs = head_size // 2
    omega = frequencies(settings).tolist()
    for number, head in enumerate(NEIGHBOUR_HEADS[: settings.num_attention_heads]):
        rows = slice(number * head_size, (number + 1) * head_size)
        query[rows] *= 0.3
        key[rows] *= 0.3
        for k in range(pairs):
            pair = head.band * pairs + k
            turn, scale = omega[pair] * head.offset, sqrt(head.gain)
            row, column = number * head_size + 2 * k, 2 * pair
            rotation = torch.tensor([[cos(turn), sin(turn)], [-sin(turn), cos(turn)]])
            query[row : row + 2, column : column + 2] += scale * rotation
            key[row : row + 2, column : column + 2] += scale * torch.eye(2)
