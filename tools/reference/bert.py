"""Golden values of tiny BERT models, from transformers and PyTorch in float64: src/engine/testing/golden/bert-*.json.

Sizes are odd on purpose, texts are of unequal length, dropout is off. Weights are exact in float32; they and the
gradients are base64 of little-endian float32, row-major.
"""

import base64
import struct

import golden
import torch
from torch import nn
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    BertForTokenClassification,
    get_scheduler,
)

CONFIG = {
    "model_type": "bert",
    "vocab_size": 37,
    "hidden_size": 15,
    "num_attention_heads": 3,
    "num_hidden_layers": 2,
    "intermediate_size": 29,
    "hidden_act": "gelu",
    "max_position_embeddings": 13,
    "type_vocab_size": 2,
    "layer_norm_eps": 1e-12,
    "initializer_range": 0.02,
    "pad_token_id": 0,
    "hidden_dropout_prob": 0.0,
    "attention_probs_dropout_prob": 0.0,
}
HEADS = {
    "text-classification": (BertForSequenceClassification, 3),
    "token-classification": (BertForTokenClassification, 5),
}
BATCH_LENGTHS = [[9, 4, 7], [5, 5, 2], [11, 3, 8], [1, 6, 6], [7]]
RECIPE = {
    "learning_rate": 0.01,
    "weight_decay": 0.05,
    "adam_beta1": 0.9,
    "adam_beta2": 0.999,
    "adam_epsilon": 1e-8,
    "max_grad_norm": 1.0,
    "lr_scheduler_type": "linear",
    "warmup_steps": 3,
    "total_steps": 20,
    "gradient_accumulation_steps": 2,
}


def packed(tensor: torch.Tensor) -> dict:
    values = tensor.detach().to(torch.float32).flatten().tolist()
    data = base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()
    return {"shape": list(tensor.shape), "data": data}


def make_model(task: str, generator: torch.Generator) -> nn.Module:
    """Weights larger than a new model's, so that every part of it shows in the results."""
    model_class, label_count = HEADS[task]
    torch.manual_seed(0)
    model = model_class(BertConfig(**CONFIG, num_labels=label_count, attn_implementation="eager")).double()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            centre, spread = (1.0, 0.2) if "LayerNorm.weight" in name else (0.0, 0.35)
            parameter.copy_((centre + spread * noise).double())
    return model.train()


def make_batch(task: str, lengths: list[int], generator: torch.Generator) -> dict:
    label_count = HEADS[task][1]
    longest = max(lengths)
    ids, mask, types, labels = [], [], [], []
    for length in lengths:
        pad = longest - length
        second = length // 2
        ids.append(torch.randint(1, CONFIG["vocab_size"], (length,), generator=generator).tolist() + [0] * pad)
        mask.append([1] * length + [0] * pad)
        types.append([0] * (length - second) + [1] * second + [0] * pad)
        tags = torch.randint(0, label_count, (length,), generator=generator).tolist()
        # First and last token carry no label, like [CLS] and [SEP].
        active = [tag if 0 < i < length - 1 else -100 for i, tag in enumerate(tags)]
        labels.append(tags[0] if task == "text-classification" else active + [-100] * pad)
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": types, "labels": labels}


def run(model: nn.Module, batch: dict):
    return model(**{key: torch.tensor(value) for key, value in batch.items()})


def decays(name: str) -> bool:
    return "bias" not in name and "LayerNorm" not in name


def train(model: nn.Module, batches: list[dict]) -> list[dict]:
    """Epochs over the batches in order; the loss of an update is the mean of its batches' mean losses."""
    trained = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    groups = [
        {"params": [p for name, p in trained if decays(name)], "weight_decay": RECIPE["weight_decay"]},
        {"params": [p for name, p in trained if not decays(name)], "weight_decay": 0.0},
    ]
    betas = (RECIPE["adam_beta1"], RECIPE["adam_beta2"])
    optimizer = torch.optim.AdamW(groups, lr=RECIPE["learning_rate"], betas=betas, eps=RECIPE["adam_epsilon"])
    scheduler = get_scheduler(
        RECIPE["lr_scheduler_type"], optimizer, RECIPE["warmup_steps"], RECIPE["total_steps"]
    )
    size = RECIPE["gradient_accumulation_steps"]
    epoch = [list(range(i, min(i + size, len(batches)))) for i in range(0, len(batches), size)]
    steps = []
    for step in range(RECIPE["total_steps"]):
        group = epoch[step % len(epoch)]
        optimizer.zero_grad()
        losses = [run(model, batches[i]).loss for i in group]
        loss = sum(losses) / len(losses)
        loss.backward()
        norm = nn.utils.clip_grad_norm_([p for _, p in trained], RECIPE["max_grad_norm"])
        rate = scheduler.get_last_lr()[0]
        optimizer.step()
        scheduler.step()
        steps.append({"batches": group, "learning_rate": rate, "loss": loss.item(), "grad_norm": norm.item()})
    return steps


def freeze_below(model: nn.Module, trained_layers: int) -> None:
    """Only the top layers, the pooler and the head stay trained."""
    first = CONFIG["num_hidden_layers"] - trained_layers
    kept = ("bert.pooler.", "classifier.", *(f"bert.encoder.layer.{i}." for i in range(first, first + trained_layers)))
    for name, parameter in model.named_parameters():
        parameter.requires_grad = name.startswith(kept)


def write_case(task: str, seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    model = make_model(task, generator)
    start = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    batches = [make_batch(task, lengths, generator) for lengths in BATCH_LENGTHS]
    output = run(model, batches[0])
    output.loss.backward()
    gradients = {name: packed(p.grad) for name, p in model.named_parameters()}
    model.zero_grad()
    content = {
        "task": task,
        "config": CONFIG,
        "num_labels": HEADS[task][1],
        "weights": {name: packed(tensor) for name, tensor in start.items()},
        "batches": batches,
        "logits": output.logits.detach().flatten().tolist(),
        "loss": output.loss.item(),
        "gradients": gradients,
        "recipe": RECIPE,
        "steps": train(model, batches),
        "logits_after_training": run(model, batches[0]).logits.detach().flatten().tolist(),
    }
    model.load_state_dict(start)
    freeze_below(model, 1)
    content["frozen"] = {"trained_layers": 1, "steps": train(model, batches)[:6]}
    golden.write(f"bert-{task}.json", "bert.py", ["torch", "transformers"], content)


if __name__ == "__main__":
    write_case("text-classification", 3)
    write_case("token-classification", 4)
