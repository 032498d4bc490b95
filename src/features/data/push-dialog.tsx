import { Button, Modal, Text } from '@mantine/core';
import { IconCloudUpload } from '@tabler/icons-react';
import { useState } from 'react';
import type { DatasetRecord } from '../../core/contract/dataset';
import { usePush } from '../../state/use-push';
import { PushFlow } from '../../ui/push/push-flow';

/** The rows of a dataset, as they are learned from, to the Hugging Face Hub. */
export function PushDataset({ dataset }: { readonly dataset: DatasetRecord }) {
  const [opened, setOpened] = useState(false);
  const push = usePush({ kind: 'dataset', id: dataset.id });
  return (
    <>
      <Button
        variant="default"
        disabled={dataset.mapping === null}
        leftSection={<IconCloudUpload size={16} aria-hidden="true" />}
        onClick={() => setOpened(true)}
      >
        Push to the Hub
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title="Push the dataset to the Hugging Face Hub"
        size="lg"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Text mb="md">
          Its rows as they are learned from, as Parquet by split, with a card and the record of what was
          repaired, renamed and left out. No file is sent before you have seen and confirmed what goes where.
        </Text>
        <PushFlow {...push} type="dataset" name={dataset.name} blocked={null} />
      </Modal>
    </>
  );
}
