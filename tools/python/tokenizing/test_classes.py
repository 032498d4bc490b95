"""tokenizer_config.json has the last word: transformers' classes build their own normalizer and pre-tokenizer."""

import json

import pytest
import transformers
from compare_tokenizers import assert_equal, cases

CASES = cases(13, 600)
VARIANTS = [
    ("BertTokenizer", "bert_uncased", {}),
    ("BertTokenizer", "bert_uncased", {"do_lower_case": False, "tokenize_chinese_chars": False}),
    ("BertTokenizer", "bert_cased", {"strip_accents": True}),
    ("RobertaTokenizer", "roberta", {}),
    ("RobertaTokenizer", "roberta", {"add_prefix_space": True}),
    ("RobertaTokenizer", "roberta_prefix", {"trim_offsets": False}),
    ("AlbertTokenizer", "albert", {}),
    ("AlbertTokenizer", "albert", {"keep_accents": True, "do_lower_case": False}),
    ("AlbertTokenizer", "albert", {"add_prefix_space": False}),
    ("XLMRobertaTokenizer", "xlm_roberta", {}),
    ("XLMRobertaTokenizer", "xlm_roberta", {"add_prefix_space": False}),
    ("CamembertTokenizer", "xlm_roberta", {}),
    ("DebertaV2Tokenizer", "deberta_v3", {}),
    ("DebertaV2Tokenizer", "deberta_v3", {"do_lower_case": True, "split_by_punct": True}),
    ("DebertaV2Tokenizer", "deberta_v3", {"add_prefix_space": False}),
]


@pytest.mark.parametrize("name, family, arguments", VARIANTS, ids=str)
def test_equals_the_class(families, name, family, arguments, tmp_path):
    families[family].save(str(tmp_path / "tokenizer.json"))
    (tmp_path / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": name, **arguments}))
    theirs = getattr(transformers, name).from_pretrained(tmp_path)
    assert_equal(theirs.backend_tokenizer, tmp_path, CASES)
