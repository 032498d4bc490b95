/*
 * FilePurposes: files by name, each with what it is for. `isFlush` where it stands in a panel without padding.
 */
import classes from './file-purposes.module.css';

export interface FilePurposesProps {
  readonly label: string;
  readonly files: readonly { readonly name: string; readonly purpose: string }[];
  readonly isFlush?: boolean;
}

export function FilePurposes({ label, files, isFlush = false }: FilePurposesProps) {
  return (
    <ul className={classes.files} aria-label={label} data-flush={isFlush || undefined}>
      {files.map(({ name, purpose }) => (
        <li key={name}>
          <code>{name}</code>
          <span>{purpose}</span>
        </li>
      ))}
    </ul>
  );
}
