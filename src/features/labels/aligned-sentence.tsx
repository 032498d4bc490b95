import type { AlignedRow, AlignedWord } from '../../core/contract/dataset';
import { formatCount } from '../../core/units';
import { entityTone } from '../../ui/entities/entity-text';
import classes from './alignment.module.css';

interface AlignedSentenceProps {
  readonly sentence: AlignedRow;
  readonly types: readonly string[];
}

/** One sentence: each word over its tokens, each token over its label. */
export function AlignedSentence({ sentence, types }: AlignedSentenceProps) {
  return (
    <li>
      <p className={classes.place}>
        Row {formatCount(sentence.row)}
        {sentence.reason !== null && ' is left out: see the data step.'}
        {sentence.truncated && ' is longer than the max length: its last words are cut off.'}
      </p>
      <ul className={classes.words}>
        {sentence.words.map((word, i) => (
          // oxlint-disable-next-line react/no-array-index-key -- a word is its place in the sentence
          <Word key={i} word={word} truncated={sentence.truncated} types={types} />
        ))}
      </ul>
    </li>
  );
}

interface WordProps {
  readonly word: AlignedWord;
  readonly truncated: boolean;
  readonly types: readonly string[];
}

function Word({ word, truncated, types }: WordProps) {
  const tone = word.tag === 'O' ? { className: classes.word } : entityTone(types, word.tag, classes.word);
  return (
    <li {...tone} data-entity={word.tag !== 'O'}>
      <span className={classes.text}>{word.text === '' ? '(empty)' : word.text}</span>
      <span className={classes.tokens}>
        {word.tokens.length === 0 && (
          <span className={classes.missing}>{truncated ? 'cut off' : 'no token'}</span>
        )}
        {word.tokens.map((token, i) => (
          // oxlint-disable-next-line react/no-array-index-key -- a token is its place in the word
          <span key={i} className={classes.token}>
            <span>{token.text}</span>
            <span className={classes.tokenLabel} data-ignored={token.label === null}>
              {token.label ?? '–'}
            </span>
          </span>
        ))}
      </span>
    </li>
  );
}
