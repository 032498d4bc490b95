"""<state>/log.jsonl: what a run has to say, one JSON line each."""

import json
import time
from pathlib import Path


class RunLog:
    def __init__(self, state: Path) -> None:
        self._file = (state / "log.jsonl").open("a", encoding="utf-8")

    def write(self, **record: object) -> None:
        self._file.write(json.dumps({"time": round(time.time(), 1)} | record) + "\n")
        self._file.flush()
