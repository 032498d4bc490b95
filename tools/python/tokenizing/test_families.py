"""5,000 texts through a tokenizer of each family: equal to the Rust library in every id, offset and word id."""

import pytest
from compare_tokenizers import assert_equal, cases

NAMES = [
    "bert_uncased", "bert_cased", "bert_raw", "roberta", "roberta_prefix", "xlm_roberta", "albert", "deberta_v3", "deberta_class",
    "unigram_whole", "modernbert", "gpt4", "byte_fallback", "bpe_fused", "bpe_unfused", "bpe_without_unknown",
]
CASES = cases(7, 5000)


def test_every_family_is_tested(families):
    assert list(families) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_equals_the_rust_library(families, name, tmp_path):
    families[name].save(str(tmp_path / "tokenizer.json"))
    assert_equal(families[name], tmp_path, CASES)
