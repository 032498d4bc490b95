import { Button, Popover } from '@mantine/core';
import { IconDatabaseHeart, IconDatabaseX } from '@tabler/icons-react';
import { formatBytes, formatShare } from '../core/units';
import { useStudio } from '../state/react';
import { KeyValue } from '../ui/key-value';
import { Meter } from '../ui/meter';
import classes from './shell.module.css';

/** The room this browser gives, how much is in use, and whether it may be taken back. */
export function StorageButton() {
  const report = useStudio((s) => s.space.report);
  const requestPersistence = useStudio((s) => s.space.requestPersistence);
  if (report === null) return <span className={classes.storagePlace} />;
  const share = report.quotaBytes > 0 ? report.usageBytes / report.quotaBytes : 0;
  const Icon = report.persisted ? IconDatabaseHeart : IconDatabaseX;
  return (
    <Popover position="bottom-end" shadow="md" width={320} trapFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          leftSection={<Icon size={16} stroke={1.6} aria-hidden="true" />}
          aria-label={`Storage: ${formatBytes(report.usageBytes)} used`}
        >
          {formatBytes(report.usageBytes)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Meter parts={[{ key: 'used', share, color: share > 0.9 ? 'var(--tt-bad)' : 'var(--tt-accent)' }]} />
        <div className={classes.storageFacts}>
          <KeyValue
            rows={[
              { term: 'In use', value: `${formatBytes(report.usageBytes)} (${formatShare(share)})` },
              { term: 'Allowed', value: `up to ${formatBytes(report.quotaBytes)}` },
              {
                term: 'Kept',
                value: report.persisted
                  ? 'until you delete it or clear this site’s data'
                  : 'the browser may delete it when the disk runs short',
              },
            ]}
          />
        </div>
        {!report.persisted && (
          <Button size="xs" variant="default" fullWidth onClick={() => void requestPersistence()}>
            Ask the browser to keep it
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
