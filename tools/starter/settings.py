"""Every fixed choice of the recipe, in one place."""

from dataclasses import dataclass, field

SEED = 20240517

SPECIAL_TOKENS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
PAD, UNK, CLS, SEP, MASK = range(5)


@dataclass(frozen=True)
class VocabularySettings:
    size: int = 8_000
    # Each character takes two entries (`x` and `##x`), so rare scripts and emoji are left to [UNK].
    alphabet: int = 200
    min_frequency: int = 5


@dataclass(frozen=True)
class EncoderSettings:
    """The keys and meanings of transformers' BertConfig."""

    vocab_size: int = 8_000
    hidden_size: int = 192
    num_hidden_layers: int = 3
    num_attention_heads: int = 3
    intermediate_size: int = 768
    max_position_embeddings: int = 512
    type_vocab_size: int = 2
    layer_norm_eps: float = 1e-12
    initializer_range: float = 0.02


@dataclass(frozen=True)
class TrainingSettings:
    batch_tokens: int = 4_096
    # Mostly 128; short ones because fine-tuning inputs are short, 512 so that every position is trained.
    lengths: tuple[int, ...] = (128, 128, 64, 128, 128, 32, 128, 512)
    mask_probability: float = 0.2
    learning_rate: float = 1e-3
    final_learning_rate: float = 1e-5
    warmup_tokens: int = 500_000
    plateau_tokens: int = 4_000_000
    # After a start from exported weights: AdamW's moments are new, and so may be the head.
    rewarm_tokens: int = 400_000
    decay_fraction: float = 0.2
    betas: tuple[float, float] = (0.9, 0.98)
    eps: float = 1e-6
    weight_decay: float = 0.01
    max_grad_norm: float = 1.0
    seed: int = SEED


@dataclass(frozen=True)
class EvaluationSettings:
    length: int = 128
    mask_probability: float = 0.15
    seed: int = SEED + 1
    # Windows of the quick check during training; the card reports all of them.
    quick_windows: int = 512


@dataclass(frozen=True)
class Recipe:
    vocabulary: VocabularySettings = field(default_factory=VocabularySettings)
    encoder: EncoderSettings = field(default_factory=EncoderSettings)
    training: TrainingSettings = field(default_factory=TrainingSettings)
    evaluation: EvaluationSettings = field(default_factory=EvaluationSettings)
