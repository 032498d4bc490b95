"""The Python of the card, run as it is printed, in the unpacked folder."""

import ast
import re
import subprocess
import sys

import pytest
from transformers import AutoModelForSequenceClassification, AutoModelForTokenClassification, AutoTokenizer, pipeline

TEXT = "You will not believe this bill"


def snippet(export):
    card = (export.folder / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", card, flags=re.S | re.M)
    assert len(blocks) == 1
    return blocks[0]


def test_runs_as_it_is_printed(export):
    code = snippet(export)
    assert TEXT in code
    run = subprocess.run([sys.executable, "-c", code], cwd=export.folder, capture_output=True, text=True, check=True)
    # Scores of NumPy's kind print as `np.float32(0.5)`.
    printed = ast.literal_eval(re.sub(r"np\.float32\(([^)]*)\)", r"\1", run.stdout.strip().splitlines()[-1]))
    expected = export.expected
    folder = str(export.folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    if expected["task"] == "text-classification":
        model = AutoModelForSequenceClassification.from_pretrained(folder)
        ask = pipeline(expected["task"], model=model, tokenizer=tokenizer)
        assert [answer["label"] for answer in printed] == [ask(TEXT)[0]["label"]]
        assert printed[0]["score"] == pytest.approx(ask(TEXT)[0]["score"], abs=1e-6)
    else:
        model = AutoModelForTokenClassification.from_pretrained(folder)
        ask = pipeline(expected["task"], model=model, tokenizer=tokenizer, aggregation_strategy="average")
        place = [(entity["entity_group"], entity["start"], entity["end"]) for entity in ask(TEXT)]
        assert [(entity["entity_group"], entity["start"], entity["end"]) for entity in printed] == place
        assert place
