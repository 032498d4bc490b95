import { Checkbox, NativeSelect } from '@mantine/core';
import type { ParseOptions } from '../../core/contract/dataset';
import classes from './files.module.css';

const ENCODINGS: readonly { readonly value: ParseOptions['encoding']; readonly label: string }[] = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'utf-16le', label: 'UTF-16 (little endian)' },
  { value: 'utf-16be', label: 'UTF-16 (big endian)' },
  { value: 'windows-1252', label: 'Windows-1252 (Western)' },
];

const DELIMITERS: readonly { readonly value: ParseOptions['delimiter']; readonly label: string }[] = [
  { value: ',', label: 'Comma ,' },
  { value: ';', label: 'Semicolon ;' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Vertical bar |' },
];

const QUOTES: readonly { readonly value: ParseOptions['quote']; readonly label: string }[] = [
  { value: '"', label: 'Double "' },
  { value: "'", label: "Single '" },
  { value: 'none', label: 'None' },
];

interface ReadingOptionsProps {
  readonly options: ParseOptions;
  readonly disabled: boolean;
  readonly onChange: (options: ParseOptions) => void;
}

/** How a file was understood; each change reads it again. */
export function ReadingOptions({ options, disabled, onChange }: ReadingOptionsProps) {
  return (
    <div className={classes.options}>
      <NativeSelect
        label="Encoding"
        disabled={disabled}
        value={options.encoding}
        data={[...ENCODINGS]}
        onChange={(event) => {
          const choice = ENCODINGS.find((e) => e.value === event.currentTarget.value);
          if (choice !== undefined) onChange({ ...options, encoding: choice.value });
        }}
      />
      <NativeSelect
        label="Delimiter"
        disabled={disabled}
        value={options.delimiter}
        data={[...DELIMITERS]}
        onChange={(event) => {
          const choice = DELIMITERS.find((d) => d.value === event.currentTarget.value);
          if (choice !== undefined) onChange({ ...options, delimiter: choice.value });
        }}
      />
      <NativeSelect
        label="Quotes"
        disabled={disabled}
        value={options.quote}
        data={[...QUOTES]}
        onChange={(event) => {
          const choice = QUOTES.find((q) => q.value === event.currentTarget.value);
          if (choice !== undefined) onChange({ ...options, quote: choice.value });
        }}
      />
      <Checkbox
        label="First row holds the column names"
        disabled={disabled}
        checked={options.hasHeader}
        onChange={(event) => onChange({ ...options, hasHeader: event.currentTarget.checked })}
      />
    </div>
  );
}
