"""An exported tagger finds in transformers' pipeline what it finds in the studio: types, places, texts and scores."""

import pytest
from transformers import AutoTokenizer, pipeline

STRATEGIES = ("none", "simple", "first", "average", "max")


def findings(entities):
    """The pipeline's entities, under the names that the studio's have."""
    return [
        {
            "label": found.get("entity_group", found.get("entity")),
            "word": found["word"],
            "start": found["start"],
            "end": found["end"],
        }
        for found in entities
    ]


def agree(studio, python):
    assert [{key: found[key] for key in ("label", "word", "start", "end")} for found in studio] == findings(python)
    scores = [float(found["score"]) for found in python]
    assert [found["score"] for found in studio] == pytest.approx(scores, abs=1e-5)


def tag(tagger, strategy, **arguments):
    tokenizer = AutoTokenizer.from_pretrained(tagger.folder)
    # The length that the studio's windows have, and the pipeline's with a stride.
    assert tokenizer.model_max_length == tagger.expected["max_length"]
    return pipeline(
        "token-classification",
        model=str(tagger.folder),
        tokenizer=tokenizer,
        aggregation_strategy=strategy,
        device="cpu",
        **arguments,
    )


def cases(tagger, strategy):
    """Texts with what the studio found in them; the pipeline refuses a text without tokens."""
    pairs = zip(tagger.expected["texts"], tagger.expected["entities"][strategy], strict=True)
    return [(text, found) for text, found in pairs if text.strip()]


def is_long(tagger, text):
    return len(AutoTokenizer.from_pretrained(tagger.folder)(text)["input_ids"]) > tagger.expected["max_length"]


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_entities_are_those_of_the_pipeline(tagger, strategy):
    find = tag(tagger, strategy)
    short = [(text, found) for text, found in cases(tagger, strategy) if not is_long(tagger, text)]
    for text, found in short:
        agree(found, find(text))
    # Texts without entities would agree without saying anything.
    assert sum(len(found) for _, found in short) > 5


@pytest.mark.parametrize("strategy", STRATEGIES[1:])
def test_a_long_text_is_read_in_the_same_windows(tagger, strategy):
    """The pipeline has no stride for strategy "none"."""
    find = tag(tagger, strategy, stride=tagger.expected["stride"])
    long = [(text, found) for text, found in cases(tagger, strategy) if is_long(tagger, text)]
    assert long
    for text, found in long:
        agree(found, find(text))


def test_strategies_differ_somewhere(tagger):
    """Strategies that always agree would be one."""
    found = [repr(findings_of(tagger, strategy)) for strategy in STRATEGIES]
    assert len(set(found)) >= 4  # few words of the tiny vocabulary fall apart


def findings_of(tagger, strategy):
    return [[(e["label"], e["start"], e["end"]) for e in found] for _, found in cases(tagger, strategy)]
