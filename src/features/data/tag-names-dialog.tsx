import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { parseTagNames } from '../../core/tag-names';
import classes from './tag-names-dialog.module.css';

interface TagNamesDialogProps {
  /** The names in use; null where the file's own are. */
  readonly names: readonly string[] | null;
  readonly onClose: () => void;
  readonly onNames: (names: string[] | null) => void;
}

/** What the numbers in place of tags mean, pasted in whatever form it is at hand. */
export function TagNamesDialog({ names, onClose, onNames }: TagNamesDialogProps) {
  const [text, setText] = useState(names === null ? '' : JSON.stringify(names));
  const parsed = parseTagNames(text);
  const unreadable = text.trim() !== '' && parsed === null;
  return (
    <Modal
      opened
      onClose={onClose}
      title="Names of numbers"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (parsed !== null) onNames([...parsed]);
        }}
      >
        <Textarea
          label="Names"
          description="A dictionary, a list in the order of the numbers, or one name a line."
          placeholder="{0: 'O', 1: 'B-PER', 2: 'I-PER'}"
          rows={6}
          data-autofocus
          value={text}
          error={unreadable && 'This is neither a dictionary nor a list of names.'}
          onChange={(event) => setText(event.currentTarget.value)}
          styles={{ input: { fontFamily: 'var(--tt-mono)', fontSize: '0.75rem' } }}
        />
        {parsed !== null && (
          <ol className={classes.names} start={0} aria-label="Names as understood">
            {parsed.map((name, number) => (
              // oxlint-disable-next-line react/no-array-index-key -- the index is what is named
              <li key={number}>
                <span className={classes.number}>{number}</span> {name === '' ? 'no name' : name}
              </li>
            ))}
          </ol>
        )}
        <Group justify="space-between" mt="lg">
          <Button variant="subtle" disabled={names === null} onClick={() => onNames(null)}>
            As in the files
          </Button>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={parsed === null}>
              Use these names
            </Button>
          </Group>
        </Group>
      </form>
    </Modal>
  );
}
