"""What a sentence-transformers teacher says of texts: the mean of its hidden states, of length 1."""

import json
from collections import defaultdict
from dataclasses import fields
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch.nn import functional as F

from encoder import Bert
from settings import EncoderSettings

BATCH_TEXTS = 64
MAX_TOKENS = 256


class Teacher:
    """A BERT folder whose modules.json says Transformer, mean Pooling, Normalize (Reimers and Gurevych 2019)."""

    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        settings = EncoderSettings(**{each.name: config[each.name] for each in fields(EncoderSettings)})
        self.name = folder.name
        self.size = settings.hidden_size
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(MAX_TOKENS)
        self.model = Bert(settings)
        tensors = load_file(folder / "model.safetensors")
        unused = ("pooler.", "embeddings.position_ids")
        self.model.load_state_dict({name: t for name, t in tensors.items() if not name.startswith(unused)})

    @torch.inference_mode()
    def embed(self, texts: list[str], bf16: bool = False) -> np.ndarray:
        """[texts, C] float32 rows of length 1."""
        encodings = self.tokenizer.encode_batch_fast(texts)
        embeddings = np.empty((len(texts), self.size), dtype=np.float32)
        for rows in equal_lengths([len(encoding.ids) for encoding in encodings], BATCH_TEXTS):
            ids = torch.tensor([encodings[row].ids for row in rows])
            with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
                hidden = self.model(ids)
            embeddings[rows] = F.normalize(hidden.float().mean(1), dim=-1).numpy()
        return embeddings


def equal_lengths(lengths: list[int], most: int) -> list[list[int]]:
    """Indices in batches of one length and at most `most` rows: nothing is padded, so nothing needs a mask."""
    by_length: dict[int, list[int]] = defaultdict(list)
    for index, length in enumerate(lengths):
        by_length[length].append(index)
    return [rows[i : i + most] for _, rows in sorted(by_length.items()) for i in range(0, len(rows), most)]
