"""Losses of a fine-tuning run in PyTorch and transformers, for comparison with the studio's.

    npm run reference -- torch_losses.py MODEL_FOLDER PLAN.json

PLAN.json: {"task", "recipe": hyper-parameters as in recipe.json, "rows": [[text, class id], ...] or
[[words, tag ids], ...], "labels": number, "head": {tensor name: {"shape", "data": base64 of little-endian float32}}}.
The texts are tokenized, ordered and batched here, as the Trainer does: nothing of the studio's is used but the new
head's first values. Prints one JSON object.
"""

import base64
import json
import math
import struct
import sys
from pathlib import Path

import torch
from torch import nn
from transformers import (
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    AutoTokenizer,
    get_scheduler,
)

CLASSES = {
    "text-classification": AutoModelForSequenceClassification,
    "token-classification": AutoModelForTokenClassification,
}
IGNORED = -100


def unpacked(tensor: dict) -> torch.Tensor:
    data = base64.b64decode(tensor["data"])
    return torch.tensor(struct.unpack(f"<{len(data) // 4}f", data)).reshape(tensor["shape"])


def load_model(folder: str, plan: dict) -> nn.Module:
    model, info = CLASSES[plan["task"]].from_pretrained(
        folder,
        num_labels=plan["labels"],
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        classifier_dropout=0.0,
        output_loading_info=True,
    )
    head = {name: unpacked(tensor) for name, tensor in plan["head"].items()}
    if set(info["missing_keys"]) != set(head):
        sys.exit(f"the head is {sorted(head)}, but the model lacks {sorted(info['missing_keys'])}")
    model.load_state_dict(head, strict=False)
    freeze(model, plan["recipe"]["trainable_layers"])
    return model.train()


def freeze(model: nn.Module, trainable_layers: int | None) -> None:
    """Leaves the head and the last encoder layers to be trained; everything where the number is null."""
    if trainable_layers is None:
        return
    first = model.config.num_hidden_layers - trainable_layers
    for name, parameter in model.base_model.named_parameters():
        layer = name.removeprefix("encoder.layer.").split(".")[0] if name.startswith("encoder.layer.") else None
        is_trained = name.startswith("pooler.") if layer is None else int(layer) >= first
        parameter.requires_grad_(is_trained)


def batches(rows: list, recipe: dict):
    """Micro-batches of rows, epoch after epoch, in the order of accelerate's seedable sampler."""
    size = recipe["per_device_train_batch_size"]
    epoch = 0
    while True:
        generator = torch.Generator().manual_seed(recipe["seed"] + epoch)
        order = torch.randperm(len(rows), generator=generator).tolist()
        for start in range(0, len(order), size):
            yield [rows[i] for i in order[start : start + size]]
        epoch += 1


def parameter_groups(model: nn.Module, decay: float) -> list[dict]:
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    is_plain = lambda name: "bias" in name or "LayerNorm" in name
    return [
        {"params": [p for name, p in named if not is_plain(name)], "weight_decay": decay},
        {"params": [p for name, p in named if is_plain(name)], "weight_decay": 0.0},
    ]


def tag_labels(word_ids: list, tags: list, label_all_tokens: str) -> list[int]:
    """run_ner's alignment: a word's tag on its first token, or the same on all of them."""
    labels, previous = [], None
    for word in word_ids:
        is_labelled = word is not None and (word != previous or label_all_tokens == "all")
        labels.append(tags[word] if is_labelled else IGNORED)
        previous = word
    return labels


def model_inputs(tokenizer, batch: list, plan: dict) -> dict:
    recipe = plan["recipe"]
    is_words = plan["task"] == "token-classification"
    inputs = tokenizer(
        [row[0] for row in batch],
        is_split_into_words=is_words,
        truncation=True,
        max_length=recipe["max_length"],
        padding=True,
        return_tensors="pt",
    )
    if not is_words:
        return {**inputs, "labels": torch.tensor([label for _, label in batch])}
    if recipe["label_all_tokens"] not in ("first", "all"):
        sys.exit("turning B- into I- is not part of this comparison")
    labels = [
        tag_labels(inputs.word_ids(i), tags, recipe["label_all_tokens"]) for i, (_, tags) in enumerate(batch)
    ]
    return {**inputs, "labels": torch.tensor(labels)}


def train(model: nn.Module, tokenizer, plan: dict) -> dict:
    recipe, steps = plan["recipe"], plan["recipe"]["max_steps"]
    if recipe["gradient_accumulation_steps"] != 1:
        sys.exit("accumulation is not part of this comparison")
    optimizer = torch.optim.AdamW(
        parameter_groups(model, recipe["weight_decay"]),
        lr=recipe["learning_rate"],
        betas=(recipe["adam_beta1"], recipe["adam_beta2"]),
        eps=recipe["adam_epsilon"],
    )
    warmup = recipe["warmup_steps"]
    warmup = math.ceil(steps * warmup) if warmup < 1 else int(warmup)
    scheduler = get_scheduler(recipe["lr_scheduler_type"], optimizer, warmup, steps)
    result = {"losses": [], "grad_norms": [], "learning_rates": []}
    source = batches(plan["rows"], recipe)
    for _ in range(steps):
        loss = model(**model_inputs(tokenizer, next(source), plan)).loss
        loss.backward()
        norm = nn.utils.clip_grad_norm_(model.parameters(), recipe["max_grad_norm"] or math.inf)
        result["losses"].append(loss.item())
        result["grad_norms"].append(norm.item())
        result["learning_rates"].append(scheduler.get_last_lr()[0])
        optimizer.step()
        scheduler.step()
        optimizer.zero_grad()
    return result


def fine_tune(folder: str, plan: dict) -> tuple:
    """The trained model, its tokenizer, and what each step said."""
    torch.set_num_threads(2)
    model, tokenizer = load_model(folder, plan), AutoTokenizer.from_pretrained(folder)
    result = train(model, tokenizer, plan)
    return model.eval(), tokenizer, result


def losses(folder: str, plan: dict) -> dict:
    return fine_tune(folder, plan)[2]


if __name__ == "__main__":
    model_folder, plan_file = sys.argv[1:]
    print(json.dumps(losses(model_folder, json.loads(Path(plan_file).read_text(encoding="utf-8")))))
