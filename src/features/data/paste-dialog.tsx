import { Button, Group, Modal, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { formatCounted } from '../../core/units';

interface PasteDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onText: (text: string, name: string) => void;
}

/** Rows from the clipboard: what a spreadsheet copies is tab-separated, so it goes the way of a file. */
export function PasteDialog({ opened, onClose, onText }: PasteDialogProps) {
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  const lines = text.split('\n').filter((line) => line.trim() !== '').length;

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Paste rows"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onText(text, name.trim() || 'Pasted rows');
          setText('');
          setName('');
          onClose();
        }}
      >
        <Textarea
          label="Rows"
          description="Copy them from a spreadsheet, with the line of column names, or type CSV."
          placeholder={'title,label\nCentral bank leaves interest rates unchanged,news'}
          rows={10}
          data-autofocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          styles={{ input: { fontFamily: 'var(--tt-mono)', fontSize: '0.75rem' } }}
        />
        <TextInput
          mt="sm"
          label="Name"
          placeholder="Pasted rows"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="space-between" mt="lg">
          <span>{lines > 0 ? formatCounted(lines, 'line') : ''}</span>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={lines === 0}>
              Use these rows
            </Button>
          </Group>
        </Group>
      </form>
    </Modal>
  );
}
