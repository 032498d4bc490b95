"""Fine-tunes the model of this bundle with transformers' Trainer, as recipe.json says.

    accelerate launch --config_file accelerate/one-gpu.yaml train.py --output finished

The same command on any number of processes: the recipe's batch is dealt out over them, so that the steps, the learning
rate and the losses stay what they are on one. Started again with the same --output, it goes on from the last checkpoint.
"""

import argparse
import json
import os
import re
import shutil
import sys
import time
from importlib.metadata import version
from pathlib import Path

import torch
from torch.nn import functional as F
from torch.utils.data import DataLoader
from transformers import (
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    AutoTokenizer,
    DataCollatorForTokenClassification,
    DataCollatorWithPadding,
    EarlyStoppingCallback,
    Trainer,
    TrainerCallback,
    TrainingArguments,
)
from transformers.trainer_utils import get_last_checkpoint

from examples import DealtBatches, Examples, load_split
from metrics import IGNORED, Scorer, predictions_and_losses

HERE = Path(__file__).resolve().parent
# The names that recipe.json and TrainingArguments share.
SHARED = (
    "learning_rate num_train_epochs max_steps per_device_eval_batch_size gradient_accumulation_steps weight_decay"
    " adam_beta1 adam_beta2 adam_epsilon max_grad_norm lr_scheduler_type warmup_steps seed logging_steps"
).split()


class RecipeTrainer(Trainer):
    """A Trainer whose steps do not depend on how many processes share them."""

    batch_size: int
    loss_is_scaled_for_ga = False  # The Trainer divides by the batches of a step; `compute_loss` does not.

    def get_train_dataloader(self):
        args = self.args
        batches = DealtBatches(len(self.train_dataset), self.batch_size, args.seed, args.process_index, args.world_size)
        loader = DataLoader(
            Examples(self.train_dataset),
            batch_sampler=batches,
            collate_fn=self.data_collator,
            pin_memory=args.dataloader_pin_memory,
        )
        loader.set_epoch = batches.set_epoch
        return loader

    def compute_loss(self, model, inputs, return_outputs=False, **_):
        """The mean over what is labelled in the whole batch, on whichever process it lies."""
        labels = inputs["labels"]
        outputs = model(**{name: value for name, value in inputs.items() if name != "labels"})
        logits = outputs.logits.flatten(0, -2).float()
        count = (labels != IGNORED).sum()
        processes = 1
        if model.training and self.args.world_size > 1:
            count = self.accelerator.reduce(count, "sum")
            processes = self.args.world_size  # Gradients are averaged over the processes: their sum is wanted.
        loss = F.cross_entropy(logits, labels.flatten(), ignore_index=IGNORED, reduction="sum") * processes / count
        # Beside the loss, only the logits are of use to an evaluation.
        return (loss, {"logits": outputs.logits}) if return_outputs else loss

    def prediction_step(self, *args, **kwargs):
        """Leaves the loss to the metrics, which see every row once; the last batches of processes may repeat rows."""
        _, logits, labels = super().prediction_step(*args, **kwargs)
        return None, logits, labels


class Reports(TrainerCallback):
    """Keeps all that is found out by the evaluations on the way: of each label, and what is taken for what."""

    def __init__(self, scorer):
        self.scorer, self.found = scorer, []

    def on_evaluate(self, args, state, control, metrics, **_):
        self.found.append(
            {
                "split": "validation",
                "step": state.global_step,
                "examples": len(self.scorer.split.rows),
                "seconds": metrics.get("eval_runtime", 0.0),
                **self.scorer.report,
            }
        )


def freeze(model, trainable_layers):
    """Only the upper layers of the encoder and the head are trained; None trains everything."""
    if trainable_layers is None:
        return
    first = model.config.num_hidden_layers - trainable_layers
    for name, parameter in model.base_model.named_parameters():
        layer = re.search(r"\blayers?\.(\d+)\.", name)
        parameter.requires_grad = "pooler" in name or (layer is not None and int(layer[1]) >= first)


def arguments(recipe, output, has_validation):
    strategy = recipe["eval_strategy"] if has_validation else "no"
    keeps_best = recipe["load_best_model_at_end"] and strategy != "no"
    return TrainingArguments(
        output_dir=str(output),
        **{name: recipe[name] for name in SHARED},
        optim="adamw_torch",
        eval_strategy=strategy,
        eval_steps=recipe["eval_steps"] if strategy == "steps" else None,
        save_strategy=strategy,
        save_steps=recipe["eval_steps"] if strategy == "steps" else 500,
        save_total_limit=2,
        load_best_model_at_end=keeps_best,
        metric_for_best_model=recipe["metric_for_best_model"] if strategy != "no" else None,
        dataloader_pin_memory=torch.cuda.is_available(),
        ddp_find_unused_parameters=False,
        report_to="none",
        use_cpu=not torch.accelerator.is_available(),  # Processes without GPUs find each other only when told so.
    )


def build_trainer(bundle, output):
    recipe = json.loads((bundle / "recipe.json").read_text(encoding="utf-8"))
    run = json.loads((bundle / "run.json").read_text(encoding="utf-8"))["spec"]
    is_text = run["task"] == "text-classification"
    tokenizer = AutoTokenizer.from_pretrained(bundle / "model")
    # The folder holds the weights of the first step, a new head among them.
    auto_class = AutoModelForSequenceClassification if is_text else AutoModelForTokenClassification
    model = auto_class.from_pretrained(bundle / "model", dtype=torch.float32)
    freeze(model, recipe["trainable_layers"])

    files = {path.stem: path for path in sorted((bundle / "data").glob("*.parquet"))}
    splits = {name: load_split(path, tokenizer, recipe, run["labels"]) for name, path in files.items()}
    scorers = {name: Scorer(split, run["labels"], is_text, recipe) for name, split in splits.items()}
    validation = splits.get("validation")
    patience = recipe["early_stopping_patience"]
    stopping = [EarlyStoppingCallback(patience, recipe["early_stopping_threshold"])] if patience else []
    args = arguments(recipe, output, validation is not None)
    trainer = RecipeTrainer(
        model=model,
        args=args,
        train_dataset=splits["train"].rows,
        eval_dataset=None if validation is None else validation.rows,
        data_collator=DataCollatorWithPadding(tokenizer) if is_text else DataCollatorForTokenClassification(tokenizer),
        processing_class=tokenizer,
        compute_metrics=scorers.get("validation"),
        preprocess_logits_for_metrics=predictions_and_losses,
        callbacks=stopping if args.eval_strategy != "no" else [],
    )
    trainer.batch_size = recipe["per_device_train_batch_size"]
    if args.world_size != int(os.environ.get("WORLD_SIZE", 1)):
        sys.exit("The processes do not find each other: each would train a model of its own.")
    return trainer, splits, scorers


def score_the_kept_weights(trainer, split, scorer):
    """What they are worth on rows that decided nothing."""
    state, started = trainer.state, time.monotonic()
    trainer.compute_metrics = scorer
    trainer.predict(split.rows)
    kept = state.best_global_step if trainer.args.load_best_model_at_end else None
    return {
        "split": "test",
        "step": kept or state.global_step,
        "examples": len(split.rows),
        "seconds": time.monotonic() - started,
        **scorer.report,
    }


def train(bundle=HERE, output=Path("finished"), prepare=lambda trainer: trainer):
    trainer, splits, scorers = build_trainer(bundle, output)
    reports = Reports(scorers.get("validation"))
    trainer.add_callback(reports)
    trainer = prepare(trainer)
    started = time.monotonic()
    trainer.train(resume_from_checkpoint=get_last_checkpoint(output) if output.is_dir() else None)
    seconds = time.monotonic() - started
    if trainer.args.eval_strategy == "no" and "validation" in splits:
        trainer.evaluate()
    if "test" in splits:
        reports.found.append(score_the_kept_weights(trainer, splits["test"], scorers["test"]))
    results = {
        "device": torch.cuda.get_device_name() if torch.cuda.is_available() else "CPU",
        "evaluations": reports.found,
        "processes": trainer.args.world_size,
        "seconds": seconds,
        "software": {name: version(name) for name in ("accelerate", "torch", "transformers")},
    }
    trainer.save_model()
    trainer.save_state()
    if trainer.is_world_process_zero():
        for name in ("recipe.json", "run.json"):
            shutil.copy(bundle / name, output / name)
        (output / "results.json").write_text(json.dumps(results, indent=2) + os.linesep, encoding="utf-8")
        print(f"The finished run is in {output}.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", type=Path, default=HERE, help="the unpacked bundle (default: where this file lies)")
    parser.add_argument("--output", type=Path, default=Path("finished"), help="where the finished run goes")
    chosen = parser.parse_args()
    train(chosen.bundle, chosen.output)
