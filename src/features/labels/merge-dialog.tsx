import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';

interface MergeDialogProps {
  /** Labels to become one; the first is the proposed name. */
  readonly labels: readonly string[];
  readonly onClose: () => void;
  readonly onMerge: (into: string) => void;
}

/** Asks under which name several labels become one. */
export function MergeDialog({ labels, onClose, onMerge }: MergeDialogProps) {
  const [name, setName] = useState(labels[0] ?? '');
  const into = name.trim();
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Merge ${labels.length} labels`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onMerge(into);
        }}
      >
        <p style={{ marginTop: 0 }}>
          {labels.map((label) => `“${label}”`).join(', ')} become one label. The files are not changed; this
          can be undone with “Labels as in the files”.
        </p>
        <TextInput
          label="Name of the merged label"
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={into === ''}>
            Merge
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
