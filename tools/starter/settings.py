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
class TeachingSettings:
    """Learning sentence embeddings from a teacher, after pretraining (teach.py)."""

    # The same number from every shard that has as many: the kinds of text count alike, not their length.
    texts_per_shard: int = 6_000
    # The first so many of those in their order; a larger number later asks the teacher about the new ones alone.
    texts: int = 132_000
    heldout_texts: int = 2_000
    words: tuple[int, int] = (3, 40)
    # A step is so many batches of about so many tokens, each of texts of one length, and some windows of the
    # pretraining text: what it taught must not be lost.
    text_batches: int = 3
    text_batch_tokens: int = 1_024
    window_length: int = 128
    windows: int = 8
    steps: int = 4_000
    warmup_steps: int = 100
    learning_rate: float = 7e-4
    teacher_weight: float = 10.0  # of the distance to the teacher, beside one nat a masked token
    # Of the taught weights in the encoder at the end; the rest are the pretrained ones.
    taught_share: float = 0.7
    seed: int = SEED + 2


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
    teaching: TeachingSettings = field(default_factory=TeachingSettings)
    evaluation: EvaluationSettings = field(default_factory=EvaluationSettings)
