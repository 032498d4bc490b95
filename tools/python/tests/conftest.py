"""The exports under test: zips that `make-export.ts` wrote, each with what the studio's engine says beside it."""

import json
import os
import sys
import zipfile
from pathlib import Path

import pytest

os.environ["HF_HUB_OFFLINE"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

EXPORTS = Path(os.environ["TABTUNE_EXPORTS"])
ZIPS = sorted(EXPORTS.glob("*.zip"))
assert ZIPS, f"no exports in {EXPORTS}"


class Export:
    def __init__(self, path: Path, folder: Path):
        self.zip = path
        self.folder = folder
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            archive.extractall(folder)
        self.expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))

    def of_tokens_that_are_there(self, logits, batch):
        """A row a text, or one for each token without the padding, as the studio's are written down."""
        return logits if logits.ndim == 2 else logits[batch["attention_mask"] == 1]

    def json(self, name: str):
        return json.loads((self.folder / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="session", params=ZIPS, ids=lambda path: path.stem)
def export(request, tmp_path_factory) -> Export:
    return Export(request.param, tmp_path_factory.mktemp(request.param.stem))


def of_task(task: str) -> list[Path]:
    return [path for path in ZIPS if json.loads(path.with_suffix(".expected.json").read_text())["task"] == task]


@pytest.fixture(scope="session", params=of_task("text-classification"), ids=lambda path: path.stem)
def classifier(request, tmp_path_factory) -> Export:
    return Export(request.param, tmp_path_factory.mktemp(request.param.stem))


@pytest.fixture(scope="session", params=of_task("token-classification"), ids=lambda path: path.stem)
def tagger(request, tmp_path_factory) -> Export:
    return Export(request.param, tmp_path_factory.mktemp(request.param.stem))
