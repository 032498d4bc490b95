"""The character maps of SentencePiece models (`precompiled_charsmap`), made by SentencePiece itself."""

from sentencepiece import SentencePieceNormalizer, sentencepiece_model_pb2


def charsmap(rules: str | dict[str, str]) -> bytes:
    """A map by its published name, such as `nmt_nfkc`, or with rules of its own."""
    normalizer = SentencePieceNormalizer(rule_name=rules) if isinstance(rules, str) else SentencePieceNormalizer(norm_map=list(rules.items()))
    spec = sentencepiece_model_pb2.NormalizerSpec()
    spec.ParseFromString(normalizer.serialized_normalizer_spec())
    return spec.precompiled_charsmap
