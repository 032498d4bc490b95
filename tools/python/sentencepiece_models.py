"""SentencePiece models as ALBERT, XLM-R, CamemBERT and DeBERTa-v3 are published with, small, trained on made-up text."""

from io import BytesIO

from hostile_text import texts, well_formed
from sentencepiece import SentencePieceTrainer

UNIGRAM = {"model_type": "unigram", "vocab_size": 900, "hard_vocab_limit": False}
ALBERT = {"pad_id": 0, "pad_piece": "<pad>", "unk_id": 1, "bos_id": -1, "eos_id": -1, "control_symbols": "[CLS],[SEP],[MASK]", "user_defined_symbols": "(,),\",-,.,–,£,€", "normalization_rule_name": "nmt_nfkc"}
DEBERTA = {"pad_id": 0, "pad_piece": "[PAD]", "bos_id": 1, "bos_piece": "[CLS]", "eos_id": 2, "eos_piece": "[SEP]", "unk_id": 3, "unk_piece": "[UNK]", "normalization_rule_name": "nmt_nfkc"}
BPE = {"model_type": "bpe", "vocab_size": 700, "unk_id": 0, "bos_id": 1, "eos_id": 2}

MODELS = {
    "albert": {**UNIGRAM, **ALBERT},
    "xlm_roberta": {**UNIGRAM, "normalization_rule_name": "nmt_nfkc"},
    "camembert": {**UNIGRAM, "control_symbols": "<mark>", "normalization_rule_name": "nfkc"},
    "deberta_v3": {**UNIGRAM, **DEBERTA},
    "identity": {**UNIGRAM, "normalization_rule_name": "identity", "bos_piece": "<bos>", "eos_piece": "<eos>", "byte_fallback": True, "vocab_size": 1200},
    "bpe": {**BPE, "normalization_rule_name": "nfkc", "user_defined_symbols": "<x>,``"},
    "bpe_bytes": {**BPE, "vocab_size": 1000, "normalization_rule_name": "identity", "byte_fallback": True},
}


def sentencepiece_model(name: str) -> bytes:
    """The bytes of a `.model` file."""
    # Of the ordinary texts alone, so that much of the others is unknown.
    lines = (line for text in texts(1, 1200)[::2] for line in well_formed(text).splitlines())
    written = BytesIO()
    SentencePieceTrainer.train(sentence_iterator=lines, model_writer=written, minloglevel=2, num_threads=1, **MODELS[name])
    return written.getvalue()
