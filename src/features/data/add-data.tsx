import { Button } from '@mantine/core';
import { IconClipboardText } from '@tabler/icons-react';
import { useState } from 'react';
import { FORMATS } from '../../core/catalog/formats';
import type { SampleRecord } from '../../core/catalog/samples';
import { FileDrop } from '../../ui/file-drop';
import { PasteDialog } from './paste-dialog';
import { SampleList } from './sample-list';

const ACCEPT = Object.values(FORMATS)
  .flatMap(({ extensions, mimeTypes }): readonly string[] => [...extensions, ...mimeTypes])
  .join(',');

interface AddDataProps {
  readonly onFiles: (files: readonly File[]) => void;
  readonly onText: (text: string, name: string) => void;
  readonly onSample: (sample: SampleRecord) => void;
}

/** The way in: drop, choose, paste, or a sample. */
export function AddData({ onFiles, onText, onSample }: AddDataProps) {
  const [pasting, setPasting] = useState(false);
  return (
    <div>
      <FileDrop
        title="Drop a file here: CSV, JSON, CoNLL or Parquet"
        hint="One or several: a training file, and a test file if you have one. They are read in this tab and sent nowhere."
        label="Choose files"
        accept={ACCEPT}
        multiple
        onFiles={onFiles}
      >
        <Button
          variant="default"
          leftSection={<IconClipboardText size={16} stroke={1.6} aria-hidden="true" />}
          onClick={() => setPasting(true)}
        >
          Paste rows
        </Button>
      </FileDrop>
      <PasteDialog opened={pasting} onClose={() => setPasting(false)} onText={onText} />
      <SampleList onSample={onSample} />
    </div>
  );
}

/** A further file for a dataset that is there. */
export function AddFile({
  disabled,
  onFiles,
}: {
  readonly disabled: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}) {
  return (
    <FileDrop
      compact
      title="Another file for this dataset"
      hint="A held-back test file, or more rows with the same columns."
      label="Add a file"
      accept={ACCEPT}
      multiple
      disabled={disabled}
      onFiles={onFiles}
    />
  );
}
