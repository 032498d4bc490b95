import { Checkbox, NativeSelect } from '@mantine/core';
import type { OptionsOf, ParseOptions, TextEncoding } from '../../core/contract/dataset';
import classes from './files.module.css';

const ENCODINGS: readonly { readonly value: TextEncoding; readonly label: string }[] = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'utf-16le', label: 'UTF-16 (little endian)' },
  { value: 'utf-16be', label: 'UTF-16 (big endian)' },
  { value: 'windows-1252', label: 'Windows-1252 (Western)' },
];

const DELIMITERS: readonly { readonly value: OptionsOf<'csv'>['delimiter']; readonly label: string }[] = [
  { value: ',', label: 'Comma ,' },
  { value: ';', label: 'Semicolon ;' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Vertical bar |' },
];

const QUOTES: readonly { readonly value: OptionsOf<'csv'>['quote']; readonly label: string }[] = [
  { value: '"', label: 'Double "' },
  { value: "'", label: "Single '" },
  { value: 'none', label: 'None' },
];

const WORD_DELIMITERS: readonly {
  readonly value: OptionsOf<'conll'>['delimiter'];
  readonly label: string;
}[] = [
  { value: '\t', label: 'Tab' },
  { value: ' ', label: 'Spaces or tabs' },
  { value: '|', label: 'word|tag, a sentence a line' },
];

interface ReadingOptionsProps {
  readonly options: ParseOptions;
  readonly disabled: boolean;
  readonly onChange: (options: ParseOptions) => void;
}

/** How a file was understood; each change reads it again. */
export function ReadingOptions({ options, disabled, onChange }: ReadingOptionsProps) {
  if (options.format === 'parquet') {
    return (
      <div className={classes.options}>
        <p className={classes.nothing}>A Parquet file says itself how it is read.</p>
      </div>
    );
  }
  return (
    <div className={classes.options}>
      <Choice
        label="Encoding"
        disabled={disabled}
        value={options.encoding}
        choices={ENCODINGS}
        onChange={(encoding) => onChange({ ...options, encoding })}
      />
      {options.format === 'csv' && (
        <>
          <Choice
            label="Delimiter"
            disabled={disabled}
            value={options.delimiter}
            choices={DELIMITERS}
            onChange={(delimiter) => onChange({ ...options, delimiter })}
          />
          <Choice
            label="Quotes"
            disabled={disabled}
            value={options.quote}
            choices={QUOTES}
            onChange={(quote) => onChange({ ...options, quote })}
          />
        </>
      )}
      {options.format === 'conll' && (
        <Choice
          label="Between word and tag"
          disabled={disabled}
          value={options.delimiter}
          choices={WORD_DELIMITERS}
          onChange={(delimiter) => onChange({ ...options, delimiter })}
        />
      )}
      {(options.format === 'csv' || options.format === 'conll') && (
        <Checkbox
          label="First row holds the column names"
          disabled={disabled}
          checked={options.hasHeader}
          onChange={(event) => onChange({ ...options, hasHeader: event.currentTarget.checked })}
        />
      )}
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly disabled: boolean;
  readonly onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, choices, disabled, onChange }: ChoiceProps<Value>) {
  return (
    <NativeSelect
      label={label}
      disabled={disabled}
      value={value}
      data={[...choices]}
      onChange={(event) => {
        const choice = choices.find((each) => each.value === event.currentTarget.value);
        if (choice !== undefined) onChange(choice.value);
      }}
    />
  );
}
