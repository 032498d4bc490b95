"""Writing golden files: small JSON, one line a number list, with the command that makes the file again."""

import json
import os
from importlib.metadata import version
from pathlib import Path

COMMITTED = Path(__file__).resolve().parents[2] / "src/engine/testing/golden"
FOLDER = Path(os.environ.get("TABTUNE_GOLDEN") or COMMITTED)


def write(name: str, script: str, packages: list[str], content: dict) -> None:
    """Writes `name` with its origin in front; `packages` are those that computed the numbers."""
    origin = {
        "made_by": f"npm run reference -- {script}",
        "with": {package: version(package) for package in packages},
    }
    text = json.dumps({**origin, **content}, separators=(",", ":"), ensure_ascii=False)
    path = FOLDER / name
    path.write_text(text + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")
