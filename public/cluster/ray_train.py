"""The same training as a job of Ray Train.

    python ray_train.py --workers 4 --gpu --bundle /shared/bundle --output /shared/finished

The folders must be the same on every machine of the Ray cluster: a shared file system.
"""

import argparse
import sys
from pathlib import Path

import ray
from ray.train import RunConfig, ScalingConfig
from ray.train.huggingface.transformers import RayTrainReportCallback, prepare_trainer
from ray.train.torch import TorchTrainer


def train_on_worker(config: dict):
    bundle = Path(config["bundle"])
    sys.path.insert(0, str(bundle))
    from train import train

    def prepare(trainer):
        trainer.add_callback(RayTrainReportCallback())
        return prepare_trainer(trainer)

    train(bundle, Path(config["output"]), prepare)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=1, help="processes, each with a GPU of its own under --gpu")
    parser.add_argument("--gpu", action="store_true")
    parser.add_argument("--bundle", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--output", type=Path, default=Path("finished"))
    parser.add_argument("--storage", type=Path, help="where Ray keeps its own records (default: beside the output)")
    chosen = parser.parse_args()
    output = chosen.output.resolve()
    ray.init()
    TorchTrainer(
        train_on_worker,
        train_loop_config={"bundle": str(chosen.bundle.resolve()), "output": str(output)},
        scaling_config=ScalingConfig(num_workers=chosen.workers, use_gpu=chosen.gpu),
        run_config=RunConfig(storage_path=str((chosen.storage or output.parent / "ray").resolve())),
    ).fit()


if __name__ == "__main__":
    main()
