"""What was measured, kept as it comes."""

import json
from pathlib import Path


class Results:
    """Scores by what was run, one JSON line each."""

    def __init__(self, path: Path) -> None:
        self.path = path
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self.scores = {json.dumps(record["key"]): record["score"] for record in map(json.loads, lines)}

    def get(self, key: list[object]) -> float | None:
        return self.scores.get(json.dumps(key))

    def put(self, key: list[object], score: float) -> None:
        self.scores[json.dumps(key)] = score
        with self.path.open("a", encoding="utf-8") as out:
            out.write(json.dumps({"key": key, "score": score}) + "\n")
        print(*key, f"{score:.4f}", flush=True)
