"""Bundles that `make-bundles.ts` wrote, run as a cluster would run them; each way of running, once."""

import json
import os
import shutil
import socket
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

os.environ |= {"HF_HUB_OFFLINE": "1", "CUDA_VISIBLE_DEVICES": "", "TOKENIZERS_PARALLELISM": "false"}

ROOT = Path(__file__).resolve().parents[3]
BUNDLES = Path(os.environ["TABTUNE_BUNDLES"])
LAUNCH = [sys.executable, "-m", "accelerate.commands.launch", "--config_file"]
RUN_SECONDS = 600


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def log_history(folder: Path) -> list[dict]:
    return json.loads((folder / "trainer_state.json").read_text(encoding="utf-8"))["log_history"]


class Bundle:
    def __init__(self, name: str, folder: Path):
        self.name, self.folder = name, folder
        with zipfile.ZipFile(BUNDLES / f"{name}.zip") as archive:
            assert archive.testzip() is None
            archive.extractall(folder)
        self.studio = json.loads((BUNDLES / f"{name}.studio.json").read_text(encoding="utf-8"))
        columns = self.studio["columns"]
        self.studio_steps = [
            {"step": step, **{key: columns["values"][f"train/{key}"][i] for key in ("loss", "grad_norm", "learning_rate")}}
            for i, step in enumerate(columns["steps"])
            if columns["values"]["train/loss"][i] is not None
        ]

    def recipe(self) -> dict:
        return json.loads((self.folder / "recipe.json").read_text(encoding="utf-8"))

    def run(self, command: list[str], output: Path) -> Path:
        done = subprocess.run(
            [*command, "--output", str(output)],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=RUN_SECONDS,
        )
        assert done.returncode == 0, done.stdout[-5000:]
        return output

    @cache
    def finished(self, processes: int) -> Path:
        """The folder that `accelerate launch` on so many processes of this machine leaves."""
        config = "accelerate/one-gpu.yaml" if processes == 1 else "accelerate/many-gpus.yaml"
        launch = [*LAUNCH, config, "--num_processes", str(processes)]
        return self.run([*launch, "train.py"], self.folder / f"finished-{processes}")

    @cache
    def finished_on_nodes(self) -> Path:
        """The folder that two machines leave, here both this one, with a process each."""
        output = self.folder / "finished-nodes"
        nodes = ["accelerate/many-nodes.yaml", "--num_machines", "2", "--num_processes", "2"]
        meeting = ["--main_process_ip", "127.0.0.1", "--main_process_port", str(free_port())]
        commands = [[*LAUNCH, *nodes, *meeting, "--machine_rank", str(rank), "train.py"] for rank in (1, 0)]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda command: self.run(command, output), commands))
        return output

    @cache
    def opened(self, processes: int) -> dict:
        """What the studio says of that folder, zipped as a person would."""
        finished = self.finished(processes)
        zipped = shutil.make_archive(str(self.folder / "zipped"), "zip", finished.parent, finished.name)
        out = self.folder / "opened.json"
        script = ["--import", "tsx", "tools/cluster/make-open.ts", zipped, str(out), *self.texts]
        subprocess.run([os.environ["TABTUNE_NODE"], *script], cwd=ROOT, check=True, timeout=RUN_SECONDS)
        return json.loads(out.read_text(encoding="utf-8"))

    texts = ("8 things nobody tells you about bees in Lisbon", "Maria Silva of Ashford Labs met Tom in Ghana on Monday .")


@pytest.fixture(scope="session")
def unpack(tmp_path_factory):
    """A bundle by its name, the same each time."""
    return cache(lambda name: Bundle(name, tmp_path_factory.mktemp(name)))


@pytest.fixture(scope="session", params=["texts", "entities"])
def bundle(request, unpack) -> Bundle:
    return unpack(request.param)
