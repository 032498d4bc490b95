import { Button, NativeSelect } from '@mantine/core';
import { IconTag } from '@tabler/icons-react';
import { useState } from 'react';
import {
  type FileScheme,
  type Tagging,
  type TaggingReport,
  type TagScheme,
  tagSchemeSchema,
} from '../../core/contract/dataset';
import { formatCounted } from '../../core/units';
import { Notice } from '../../ui/notice';
import { Panel } from '../../ui/panel';
import { TagNamesDialog } from './tag-names-dialog';
import classes from './tags-panel.module.css';

const SCHEMES: Readonly<Record<TagScheme, string>> = {
  IOB1: 'IOB1: B- only between neighbours',
  IOB2: 'IOB2: B- begins every entity',
  IOE1: 'IOE1: E- only between neighbours',
  IOE2: 'IOE2: E- ends every entity',
  IOBES: 'IOBES: begin, inside, end, single',
  BILOU: 'BILOU: begin, inside, last, unit',
  IO: 'No prefixes: types alone',
};

interface TagsPanelProps {
  readonly report: TaggingReport;
  readonly tagging: Tagging;
  readonly fileName: (fileId: string) => string;
  readonly onTagging: (tagging: Partial<Tagging>) => void;
}

/** How tags are read: their scheme in each file, and their names where they are numbers. */
export function TagsPanel({ report, tagging, fileName, onTagging }: TagsPanelProps) {
  const [naming, setNaming] = useState(false);
  const tagged = report.schemes.filter(({ found }) => found !== null);
  if (tagged.length === 0) return null;
  const several = tagged.length > 1;
  return (
    <Panel
      title="Tags"
      description="Whatever scheme the files use, the model learns IOB2: B- begins an entity, I- continues it, O is outside."
      actions={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconTag size={15} stroke={1.6} aria-hidden="true" />}
          onClick={() => setNaming(true)}
        >
          Names of numbers
        </Button>
      }
    >
      {report.unnamed.length > 0 && (
        <Notice
          tone="bad"
          title="Some tags are numbers without names"
          live
          action={
            <Button size="xs" onClick={() => setNaming(true)}>
              Paste the names
            </Button>
          }
        >
          {`${list(report.unnamed)} stand for tags. The page of the dataset, or its script, lists what they mean.`}
        </Notice>
      )}
      <ul className={classes.files}>
        {tagged.map((scheme) => (
          <li key={scheme.fileId} className={classes.file}>
            <NativeSelect
              label={several ? `Scheme of ${fileName(scheme.fileId)}` : 'Scheme'}
              value={scheme.scheme}
              data={tagSchemeSchema.options.map((value) => ({ value, label: SCHEMES[value] }))}
              onChange={(event) => {
                const chosen = tagSchemeSchema.safeParse(event.currentTarget.value);
                if (chosen.success)
                  onTagging({ schemes: { ...tagging.schemes, [scheme.fileId]: chosen.data } });
              }}
            />
            <p className={classes.finding}>{finding(scheme)}</p>
          </li>
        ))}
      </ul>
      {naming && (
        <TagNamesDialog
          names={tagging.tagNames}
          onClose={() => setNaming(false)}
          onNames={(tagNames) => {
            onTagging({ tagNames });
            setNaming(false);
          }}
        />
      )}
    </Panel>
  );
}

function list(numbers: readonly string[]): string {
  return numbers.length > 8 ? `${numbers.slice(0, 8).join(', ')} and more` : numbers.join(', ');
}

/** What speaks for the scheme, in words. */
function finding({ scheme, found, contradictions }: FileScheme): string {
  const own = agreement(scheme, contradictions[scheme]);
  return scheme === found
    ? `Found in the tags. ${own}`
    : `Chosen by you; the tags look like ${found}. ${own}`;
}

/** `against`: rows that contradict the scheme; undefined where its prefixes are not those of the tags. */
function agreement(scheme: TagScheme, against: number | undefined): string {
  if (against === undefined) {
    return scheme === 'IO' ? 'Some tags have prefixes.' : 'The tags have other prefixes.';
  }
  return against === 0 ? 'Every row agrees with it.' : `${formatCounted(against, 'row')} against it.`;
}
