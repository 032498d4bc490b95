"""The masked-language-modelling loss of a batch."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from encoder import MaskedLanguageModel
from masking import MaskedBatch

# Kernels are built and kept per shape: the count of masked positions is padded to a multiple of this.
MASKED_MULTIPLE = 128
IGNORED = -100


def masked_loss(model: MaskedLanguageModel, batch: MaskedBatch, bf16: bool) -> Tensor:
    """Mean nats a masked token."""
    with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
        logits = model(torch.from_numpy(batch.input_ids), padded(batch.positions, 0))
    return F.cross_entropy(logits.float(), padded(batch.labels, IGNORED), ignore_index=IGNORED)


def padded(values: np.ndarray, fill: int) -> Tensor:
    """[M] values, filled up to the next multiple of MASKED_MULTIPLE."""
    return torch.from_numpy(np.pad(values, (0, -len(values) % MASKED_MULTIPLE), constant_values=fill))
