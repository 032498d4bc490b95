"""Models without a tokenizer.json: what the studio makes of their files is what transformers' classes make of them."""

import json

import pytest
import transformers
from compare_tokenizers import assert_equal, cases
from sentencepiece_models import MODELS, sentencepiece_model

CASES = cases(11, 2000)
MASK = {"__type": "AddedToken", "content": "<mask>", "lstrip": True, "rstrip": False, "normalized": False, "single_word": False, "special": True}
SENTENCEPIECE = [
    ("albert", "spiece.model", "AlbertTokenizer", None),
    ("albert", "spiece.model", "AlbertTokenizer", {"do_lower_case": False, "keep_accents": True, "mask_token": {**MASK, "content": "[MASK]"}}),
    ("xlm_roberta", "sentencepiece.bpe.model", "XLMRobertaTokenizer", None),
    ("xlm_roberta", "sentencepiece.bpe.model", "XLMRobertaTokenizer", {"mask_token": MASK}),
    ("xlm_roberta", "sentencepiece.bpe.model", "XLMRobertaTokenizer", {"additional_special_tokens": ["<x>", "|||IP_ADDRESS|||"]}),
    ("camembert", "sentencepiece.bpe.model", "CamembertTokenizer", {}),
    ("camembert", "sentencepiece.bpe.model", "CamembertTokenizer", {"mask_token": {**MASK, "lstrip": False}, "additional_special_tokens": ["<x>"]}),
    ("deberta_v3", "spm.model", "DebertaV2Tokenizer", None),
    ("deberta_v3", "spm.model", "DebertaV2Tokenizer", {"split_by_punct": True, "do_lower_case": True}),
    ("identity", "spiece.model", "TokenizersBackend", None),
    ("bpe", "spiece.model", "TokenizersBackend", None),
    ("bpe_bytes", "spiece.model", "TokenizersBackend", None),
]


def write_config(folder, name, arguments):
    """None: the model has no tokenizer_config.json, and its class is known by its pieces."""
    if arguments is not None:
        (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": name, **arguments}))


@pytest.mark.parametrize("model, file, name, arguments", SENTENCEPIECE, ids=str)
def test_sentencepiece_equals_the_class(model, file, name, arguments, tmp_path):
    (tmp_path / file).write_bytes(sentencepiece_model(model))
    write_config(tmp_path, name, arguments)
    theirs = getattr(transformers, name).from_pretrained(tmp_path, vocab_file=str(tmp_path / file))
    assert_equal(theirs.backend_tokenizer, tmp_path, CASES)


# The last has pieces like XLM-R's: its config.json alone tells.
@pytest.mark.parametrize("model, file, model_type", [("albert", "spiece.model", "albert"), ("deberta_v3", "spm.model", "deberta-v2"), ("xlm_roberta", "sentencepiece.bpe.model", "xlm-roberta"), ("xlm_roberta", "sentencepiece.bpe.model", "camembert")])
def test_sentencepiece_equals_the_class_of_the_architecture(model, file, model_type, tmp_path):
    (tmp_path / file).write_bytes(sentencepiece_model(model))
    (tmp_path / "config.json").write_text(json.dumps({"model_type": model_type}))
    theirs = transformers.AutoTokenizer.from_pretrained(tmp_path)
    assert type(theirs).__name__ == {"albert": "AlbertTokenizer", "deberta-v2": "DebertaV2Tokenizer", "xlm-roberta": "XLMRobertaTokenizer", "camembert": "CamembertTokenizer"}[model_type]
    assert_equal(theirs.backend_tokenizer, tmp_path, CASES[:500])


def test_every_sentencepiece_model_is_tested():
    assert {model for model, *_ in SENTENCEPIECE} == set(MODELS)


@pytest.mark.parametrize("arguments", [None, {"add_prefix_space": True, "mask_token": MASK}], ids=str)
def test_merges_equal_the_class(families, arguments, tmp_path):
    families["roberta"].model.save(str(tmp_path))
    write_config(tmp_path, "RobertaTokenizer", arguments)
    theirs = transformers.RobertaTokenizer.from_pretrained(tmp_path)
    assert_equal(theirs.backend_tokenizer, tmp_path, CASES)


@pytest.mark.parametrize("arguments", [None, {"do_lower_case": False, "strip_accents": True, "tokenize_chinese_chars": False}], ids=str)
def test_vocab_equals_the_class(families, arguments, tmp_path):
    families["bert_uncased"].model.save(str(tmp_path))
    write_config(tmp_path, "BertTokenizer", arguments)
    theirs = transformers.BertTokenizer.from_pretrained(tmp_path)
    assert_equal(theirs.backend_tokenizer, tmp_path, CASES)
