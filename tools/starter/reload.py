"""Goes on from an exported model folder where the checkpoints of its run are lost."""

import json
from pathlib import Path

from safetensors.torch import load_file

from checkpoint import Progress
from encoder import MaskedLanguageModel
from prepare import load_tokenizer
from settings import TrainingSettings
from vocabulary import ordered_vocabulary


def load_export(folder: Path, state: Path, model: MaskedLanguageModel, settings: TrainingSettings) -> Progress:
    """Fills `model` in place and returns where the exported run was.

    A folder without a head (`cls.*`) leaves the head of `model` as it is. ValueError: another vocabulary, tensors
    that are missing, or a count of tokens that no step of this recipe ends at.
    """
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1]
    if vocabulary != ordered_vocabulary(load_tokenizer(state)):
        raise ValueError(f"{folder} has another vocabulary than {state}")
    tensors = {name: tensor.float() for name, tensor in load_file(folder / "model.safetensors").items()}
    exported = {name: tensor for name, tensor in tensors.items() if not name.startswith("bert.pooler.")}
    missing, unexpected = model.load_state_dict(exported, strict=False)
    if unexpected or any(not name.startswith("cls.") for name in missing):
        raise ValueError(f"{folder} lacks {missing} and has {unexpected} too many")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return progress_at(config["tabtune"]["pretrained_tokens"], settings)


def progress_at(tokens: int, settings: TrainingSettings) -> Progress:
    """Every step has `batch_tokens` tokens, so the count of tokens tells which windows were read."""
    step, rest = divmod(tokens, settings.batch_tokens)
    if rest != 0:
        raise ValueError(f"{tokens} tokens are not a whole number of steps")
    windows = {length: 0 for length in settings.lengths}
    for length in (settings.lengths[i % len(settings.lengths)] for i in range(step)):
        windows[length] += settings.batch_tokens // length
    return Progress(step=step, tokens=tokens, windows_read=windows, rewarm_start=tokens)
