"""Writes the encoder as a Hugging Face model folder."""

import json
from pathlib import Path

import torch
from safetensors.torch import save
from torch import Tensor

import checkpoint as ckpt
from card import model_card
from evaluate import evaluate
from masking import continuation_table
from prepare import load_tokenizer
from settings import PAD, EncoderSettings, Recipe
from tokens import open_stream
from vocabulary import ordered_vocabulary, write_tokenizer
from weights import newest_weights

SIZE_LIMIT_BYTES = 8_000_000


def export(state: Path, out: Path, recipe: Recipe) -> None:
    """Writes config, tokenizer, f16 weights and card of the newest checkpoint, or of the untrained weights."""
    newest = newest_weights(state, recipe)
    model, progress, stage = newest.model, newest.progress, stage_of(newest.path)

    tokenizer = load_tokenizer(state)
    continues = continuation_table(ordered_vocabulary(tokenizer))
    heldout = evaluate(model, open_stream(state / "heldout.bin"), continues, recipe.evaluation)

    out.mkdir(parents=True, exist_ok=True)
    write_tokenizer(tokenizer, out)
    done: dict[str, object] = {"pretrained_tokens": progress.tokens, "stage": stage}
    if progress.taught_steps:
        done["taught_texts"] = progress.taught_texts
    config = bert_config(recipe.encoder) | {"tabtune": done}
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    weights = save(model_tensors(model.state_dict(), newest.pooler), metadata={"format": "pt"})
    (out / "model.safetensors").write_bytes(weights)
    prepared = json.loads((state / "prepared.json").read_text(encoding="utf-8"))
    card = model_card(recipe, progress, stage, heldout, prepared)
    (out / "README.md").write_text(card, encoding="utf-8")

    size = sum(file.stat().st_size for file in out.iterdir())
    if size > SIZE_LIMIT_BYTES:
        raise ValueError(f"{out} has {size} bytes, more than {SIZE_LIMIT_BYTES}")


def stage_of(path: Path | None) -> str:
    if path is None:
        return "untrained"
    return "pretrained" if path.name in (ckpt.FINISHED, ckpt.TAUGHT) else "pretraining"


def model_tensors(weights: dict[str, Tensor], pooler: dict[str, Tensor]) -> dict[str, Tensor]:
    """Encoder, pooler and masked-language-model head in f16.

    The head (its product is tied to the word embeddings, so it is small) lets a later run go on from the export.
    """
    tensors = weights | {f"bert.pooler.{name}": tensor for name, tensor in pooler.items()}
    return {name: tensor.to(torch.float16).contiguous() for name, tensor in tensors.items()}


def bert_config(settings: EncoderSettings) -> dict[str, object]:
    return {
        "architectures": ["BertForMaskedLM"],
        "model_type": "bert",
        **vars(settings),
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "attention_probs_dropout_prob": 0.1,
        "position_embedding_type": "absolute",
        "pad_token_id": PAD,
        "dtype": "float16",
    }
