"""The benchmark's training step in PyTorch and transformers, from the same weights on the same batch.

    npm run bench:torch

CASE.json, WEIGHTS.safetensors: as torch.ts writes them. Runs on the GPU where PyTorch has one, else on the processor.
Prints one JSON object.
"""

import sys
from pathlib import Path

# A module named torch lies in this file's folder.
sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != Path(__file__).parent]

import json
import time

import torch
import transformers
from safetensors.torch import load_file
from transformers import BertConfig, BertForSequenceClassification


def device() -> torch.device:
    if torch.cuda.is_available():
        return torch.device("cuda")
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")


def name_of(where: torch.device) -> str:
    if where.type == "cuda":
        return torch.cuda.get_device_name(where)
    return f"{where.type}, threads: {torch.get_num_threads()}"


def wait_for(where: torch.device) -> None:
    if where.type == "cuda":
        torch.cuda.synchronize()
    elif where.type == "mps":
        torch.mps.synchronize()


def load_model(case: dict, weights: str) -> BertForSequenceClassification:
    model = BertForSequenceClassification(BertConfig(**case["config"], num_labels=case["num_labels"]))
    missing, unexpected = model.load_state_dict(load_file(weights), strict=False)
    if unexpected or any(not name.endswith("position_ids") for name in missing):
        sys.exit(f"missing {missing}, unexpected {unexpected}")
    return model.train()


def optimizer_for(model: torch.nn.Module, update: dict) -> torch.optim.AdamW:
    named = list(model.named_parameters())
    is_plain = lambda name: "bias" in name or "LayerNorm" in name
    groups = [
        {"params": [p for name, p in named if not is_plain(name)], "weight_decay": update["weight_decay"]},
        {"params": [p for name, p in named if is_plain(name)], "weight_decay": 0.0},
    ]
    betas = (update["beta1"], update["beta2"])
    return torch.optim.AdamW(groups, lr=update["learning_rate"], betas=betas, eps=update["epsilon"])


def main(case_file: str, weights: str) -> None:
    case = json.loads(Path(case_file).read_text())
    where = device()
    model = load_model(case, weights).to(where)
    optimizer = optimizer_for(model, case["update"])
    batch = {name: torch.tensor(values, device=where) for name, values in case["batch"].items()}

    def step() -> torch.Tensor:
        loss = model(**batch).loss
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), case["update"]["max_grad_norm"])
        optimizer.step()
        return loss.detach()

    losses = [step().item() for _ in range(case["compared_updates"])]
    times = []
    for _ in range(case["steps"]):
        wait_for(where)
        start = time.perf_counter()
        step()
        wait_for(where)
        times.append(1000 * (time.perf_counter() - start))
    versions = {"torch": torch.__version__, "transformers": transformers.__version__}
    print(json.dumps({"device": name_of(where), "versions": versions, "losses": losses, "step_ms": times}))


main(*sys.argv[1:])
