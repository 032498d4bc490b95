import pytest
import torch

from encoder import MaskedLanguageModel
from initial import NEIGHBOUR_HEADS, initialise
from settings import EncoderSettings

SETTINGS = EncoderSettings()


@pytest.fixture(scope="module")
def model() -> MaskedLanguageModel:
    model = MaskedLanguageModel(SETTINGS)
    initialise(model, SETTINGS, seed=1, token_counts=torch.arange(SETTINGS.vocab_size))
    return model


@pytest.mark.parametrize("start", [0, 380])
@torch.no_grad()
def test_heads_look_at_their_neighbour_at_every_place(model: MaskedLanguageModel, start: int) -> None:
    ids = torch.randint(5, SETTINGS.vocab_size, (1, 512), generator=torch.Generator().manual_seed(0))
    x = model.bert.embeddings(ids)[0, start : start + 128]
    attention = model.bert.encoder.layer[0].attention.self
    query, key = (part(x).view(128, 3, 64).transpose(0, 1) for part in (attention.query, attention.key))
    weights = (query @ key.transpose(1, 2) / 8).softmax(-1)  # [H, T, T]
    for weight, head in zip(weights, NEIGHBOUR_HEADS, strict=True):
        means = {offset: weight.diagonal(offset).mean().item() for offset in range(-20, 21)}
        assert max(means, key=means.__getitem__) == head.offset
        assert means[head.offset] > 5 / 128


@torch.no_grad()
def test_bias_holds_the_log_frequencies(model: MaskedLanguageModel) -> None:
    probabilities = model.cls["predictions"].bias.exp()
    assert abs(probabilities.sum().item() - 1) < 1e-4
    assert abs((probabilities[199] / probabilities[99]).item() - 2) < 1e-4
