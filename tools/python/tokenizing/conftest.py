"""Tokenizers of every family, made here, each against the Rust library."""

import os
import sys
from pathlib import Path

import pytest

os.environ["HF_HUB_OFFLINE"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


@pytest.fixture(scope="session")
def families():
    from tokenizer_families import families

    return families()


def pytest_terminal_summary(terminalreporter):
    from compare_tokenizers import compared

    terminalreporter.write_line("{texts} texts in {comparisons} comparisons: {differences} differences".format(**compared))
