"""The model card of an exported encoder."""

from checkpoint import Progress
from evaluate import HeldoutResult
from settings import Recipe

# Origins and licences of the pretraining text, by shard.
SOURCES = (
    ("wiki_simple", "Simple English Wikipedia, 2022", "CC BY-SA 3.0"),
    ("wiki_en_core, wiki_en_2018, wiki_en_2008", "English Wikipedia, parts of dumps of 2013 to 2021", "CC BY-SA 3.0"),
    (
        "small_sets",
        "GUM (free genres), GAP, NTREX-128, Re-DocRED",
        "CC BY 2.5, CC BY 4.0, CC BY-SA 3.0; Apache-2.0; CC BY-SA 4.0; MIT over CC BY-SA 3.0",
    ),
    ("senate_press, senate_tweets", "press releases and posts of US senators", "public domain"),
    ("us_presidents, us_gov_web, us_state_history", "US government speeches, web pages, history", "public domain, CC0"),
    ("cia_factbook", "The World Factbook", "public domain, CC0"),
    ("au_pm", "transcripts of Australian prime ministers", "CC BY 3.0 AU"),
    ("openstax", "OpenStax textbooks, at their last CC BY commit", "CC BY 4.0"),
    ("books", "novels, memoirs and histories published 1890 to 1928", "public domain"),
    ("changelog", "transcripts of Changelog podcasts", "CC BY-SA 4.0"),
    ("tech_docs", "Rust, Node.js, Open Source Guides, Dive into Deep Learning, PEPs",
     "MIT, Apache-2.0, CC BY 4.0, CC BY-SA 4.0, CC0"),
    ("stackexchange", "Stack Exchange posts and comments", "CC BY-SA"),
    ("trivia", "OpenTriviaQA", "CC BY-SA 4.0"),
    ("sgd", "Schema-Guided Dialogue", "CC BY-SA 4.0"),
    ("taskmaster", "Taskmaster-4", "CC BY 4.0"),
    ("ubuntu_irc", "IRC disentanglement", "CC BY 4.0"),
    ("self_dialogue", "Self-dialogue Corpus", "BSD-3-Clause"),
)

TEACHER = "[all-MiniLM-L6-v2](https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2) (Apache-2.0)"

NOTICE = {
    "untrained": "**The weights are random.** The folder stands in for the encoder until pretraining has begun.",
    "pretraining": "**Pretraining is under way.** These are weights of an unfinished run.",
    "pretrained": "The run is finished: its learning rate has decayed to the end.",
}


def model_card(
    recipe: Recipe, progress: Progress, stage: str, heldout: HeldoutResult, prepared: dict[str, int]
) -> str:
    """`heldout` are the figures of the weights as they are exported, taught or not."""
    s, t, e = recipe.encoder, recipe.training, recipe.evaluation
    passes = progress.tokens / prepared["train_tokens"]
    sources = "\n".join(f"| {shards} | {what} | {licence} |" for shards, what, licence in SOURCES)
    return f"""---
language: en
license: cc-by-sa-4.0
library_name: transformers
pipeline_tag: feature-extraction
tags: [bert, tabtune]
---

# starter-en

A small cased English BERT encoder, pretrained from nothing by this project: the model the studio opens with.
{NOTICE[stage]}

| | |
| --- | --- |
| architecture | BERT, {s.num_hidden_layers} layers of {s.hidden_size}, {s.num_attention_heads} heads, \
feed-forward {s.intermediate_size}, {s.max_position_embeddings} positions |
| vocabulary | {s.vocab_size:,} WordPiece entries, cased, accents kept |
| weights | f16, encoder and masked-language-model head |
| pooler | {pooler_note(recipe, progress)} |
| stage | {stage} |
| steps | {progress.step:,} |
| tokens seen | {progress.tokens:,} ({passes:.2f} passes over {prepared["train_tokens"]:,}) |
| held-out loss | {heldout.loss:.3f} nats a masked token |
| held-out accuracy | {heldout.accuracy:.1%} of {heldout.masked_tokens:,} masked tokens |

Held-out figures: {e.mask_probability:.0%} of the words of text from documents that training never saw (about 1 % of
each source), every token of a chosen word replaced by `[MASK]`, windows of {e.length} tokens, before rounding to f16.

## Training

Masked language modelling, no next-sentence task: whole words, {t.mask_probability:.0%}, drawn anew each time
(80 % `[MASK]`, 10 % another token, 10 % unchanged). Packed windows of {min(t.lengths)} to {max(t.lengths)} tokens,
mostly {e.length}, {t.batch_tokens:,} tokens a step. AdamW (rate {t.learning_rate:g}, betas {t.betas[0]}, {t.betas[1]},
weight decay {t.weight_decay}), warm-up over {t.warmup_tokens:,} tokens, constant to {t.plateau_tokens:,},
then falling as 1/sqrt(tokens), and a 1 − sqrt decay to {t.final_learning_rate:g} over the last {t.decay_fraction:.0%}. No dropout. Seed {t.seed}. Positions started as sinusoids and
three heads of the first layer as looks at the neighbouring words; both were trained on from there. The recipe is in
`tools/starter/`.
{teaching_section(recipe, progress)}
## Data

119 MB of English text. None of it is in this repository.

| shards | what | licence |
| --- | --- | --- |
{sources}

Lines that equal or contain a sentence of common evaluation sets (Broad Twitter Corpus, WNUT-17, WikiGold, CrossNER,
clickbait, banking77, CLINC150, GoEmotions, HWU64, SMS spam, SNIPS and others) were removed from it.

## Limits

- Small and briefly trained: larger pretrained encoders are better at every task. It knows few facts.
- English alone; most emoji and other scripts are `[UNK]`.
- `token_type_ids` other than 0 were never trained: sentence pairs get no help from them.
- The text leans to Wikipedia, US politics and technology, and carries the views and biases of its authors.
"""


def pooler_note(recipe: Recipe, progress: Progress) -> str:
    if progress.taught_steps:
        return "taught: it answers for a teacher's sentence embeddings"
    return f"**not pretrained**: random, N(0, {recipe.encoder.initializer_range}), seed {recipe.training.seed}"


def teaching_section(recipe: Recipe, progress: Progress) -> str:
    """Nothing where there was no teacher."""
    if not progress.taught_steps:
        return ""
    t = recipe.teaching
    return f"""
### The teacher

After that the encoder and its pooler learned from {TEACHER}: a linear projection
of the pooler's output, thrown away afterwards, was moved towards the teacher's embedding (mean of its hidden states, length 1) of
the same text, by {t.teacher_weight:g} × (1 − cosine), while masked words of the pretraining text went on being predicted beside it
({t.windows} windows of {t.window_length} tokens a step). {t.texts:,} texts of {t.words[0]} to {t.words[1]} words from the data below, as many from each shard
where it has them; {progress.taught_texts:,} were read, repeats counted, in {progress.taught_steps:,} steps of about {t.text_batches * t.text_batch_tokens:,} tokens; \
rate {t.learning_rate:g}, warm-up over {t.warmup_steps} steps, then linear to 0.
In the end the encoder is {t.taught_share:.0%} of the taught weights and {1 - t.taught_share:.0%} of those before, tensor by tensor; the pooler is the taught one.
Nothing of the teacher's weights is in these; its own training data is listed in its card.
"""
