"""BERT (Devlin et al. 2019) with the module names of transformers, so that the state dict is a checkpoint."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from settings import EncoderSettings


class SelfAttention(nn.Module):
    def __init__(self, s: EncoderSettings) -> None:
        super().__init__()
        self.heads = s.num_attention_heads
        self.query = nn.Linear(s.hidden_size, s.hidden_size)
        self.key = nn.Linear(s.hidden_size, s.hidden_size)
        self.value = nn.Linear(s.hidden_size, s.hidden_size)

    def forward(self, x: Tensor) -> Tensor:
        B, T, C = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(B, T, self.heads, C // self.heads).transpose(1, 2)  # [B, H, T, D]

        y = F.scaled_dot_product_attention(split(self.query(x)), split(self.key(x)), split(self.value(x)))
        return y.transpose(1, 2).reshape(B, T, C)


class ResidualOutput(nn.Module):
    """Projection, residual, LayerNorm: BertSelfOutput and BertOutput."""

    def __init__(self, inputs: int, s: EncoderSettings) -> None:
        super().__init__()
        self.dense = nn.Linear(inputs, s.hidden_size)
        self.LayerNorm = nn.LayerNorm(s.hidden_size, eps=s.layer_norm_eps)

    def forward(self, y: Tensor, residual: Tensor) -> Tensor:
        return self.LayerNorm(self.dense(y) + residual)


class Attention(nn.Module):
    def __init__(self, s: EncoderSettings) -> None:
        super().__init__()
        self.self = SelfAttention(s)
        self.output = ResidualOutput(s.hidden_size, s)

    def forward(self, x: Tensor) -> Tensor:
        return self.output(self.self(x), x)


class Intermediate(nn.Module):
    def __init__(self, s: EncoderSettings) -> None:
        super().__init__()
        self.dense = nn.Linear(s.hidden_size, s.intermediate_size)

    def forward(self, x: Tensor) -> Tensor:
        return F.gelu(self.dense(x))


class Layer(nn.Module):
    def __init__(self, s: EncoderSettings) -> None:
        super().__init__()
        self.attention = Attention(s)
        self.intermediate = Intermediate(s)
        self.output = ResidualOutput(s.intermediate_size, s)

    def forward(self, x: Tensor) -> Tensor:
        x = self.attention(x)
        return self.output(self.intermediate(x), x)


class Embeddings(nn.Module):
    def __init__(self, s: EncoderSettings) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(s.vocab_size, s.hidden_size)
        self.position_embeddings = nn.Embedding(s.max_position_embeddings, s.hidden_size)
        self.token_type_embeddings = nn.Embedding(s.type_vocab_size, s.hidden_size)
        self.LayerNorm = nn.LayerNorm(s.hidden_size, eps=s.layer_norm_eps)

    def forward(self, input_ids: Tensor) -> Tensor:
        T = input_ids.shape[1]
        place = self.position_embeddings.weight[:T] + self.token_type_embeddings.weight[0]  # [T, C]
        return self.LayerNorm(self.word_embeddings(input_ids) + place)


class Encoder(nn.Module):
    def __init__(self, s: EncoderSettings) -> None:
        super().__init__()
        self.layer = nn.ModuleList(Layer(s) for _ in range(s.num_hidden_layers))

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layer:
            x = layer(x)
        return x


class Bert(nn.Module):
    def __init__(self, s: EncoderSettings) -> None:
        super().__init__()
        self.embeddings = Embeddings(s)
        self.encoder = Encoder(s)

    def forward(self, input_ids: Tensor) -> Tensor:
        """[B, T] token ids without padding to [B, T, C] hidden states."""
        return self.encoder(self.embeddings(input_ids))


class Pooler(nn.Module):
    """What transformers classifies texts by."""

    def __init__(self, s: EncoderSettings) -> None:
        super().__init__()
        self.dense = nn.Linear(s.hidden_size, s.hidden_size)

    def forward(self, hidden: Tensor) -> Tensor:
        """[B, T, C] hidden states to [B, C], from the first of each row."""
        return self.dense(hidden[:, 0]).tanh()


class Transform(nn.Module):
    def __init__(self, s: EncoderSettings) -> None:
        super().__init__()
        self.dense = nn.Linear(s.hidden_size, s.hidden_size)
        self.LayerNorm = nn.LayerNorm(s.hidden_size, eps=s.layer_norm_eps)

    def forward(self, x: Tensor) -> Tensor:
        return self.LayerNorm(F.gelu(self.dense(x)))


class Predictions(nn.Module):
    def __init__(self, s: EncoderSettings) -> None:
        super().__init__()
        self.transform = Transform(s)
        self.bias = nn.Parameter(torch.zeros(s.vocab_size))

    def forward(self, x: Tensor, word_embeddings: Tensor) -> Tensor:
        return F.linear(self.transform(x), word_embeddings, self.bias)


class MaskedLanguageModel(nn.Module):
    """BertForMaskedLM whose head, tied to the word embeddings, runs at the masked positions alone."""

    def __init__(self, s: EncoderSettings) -> None:
        super().__init__()
        self.bert = Bert(s)
        self.cls = nn.ModuleDict({"predictions": Predictions(s)})

    def forward(self, input_ids: Tensor, positions: Tensor) -> Tensor:
        """[B, T] token ids and [M] flat positions to [M, V] logits."""
        hidden = self.bert(input_ids).flatten(0, 1)[positions]  # [M, C]
        return self.cls["predictions"](hidden, self.bert.embeddings.word_embeddings.weight)
