/*
 * FileDrop: an area that takes files by drop or by its button(s). `label` names the file field ("Choose data files"),
 * `folderLabel` adds a second button for a whole folder (names are then relative paths). Tall by default, one line
 * with `compact`.
 */
import { Button } from '@mantine/core';
import { IconFileUpload, IconFolderOpen } from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import { filesOfDrop, filesOfInput } from './dropped-files';
import classes from './file-drop.module.css';

export interface FileDropProps {
  readonly title: string;
  readonly hint?: ReactNode;
  readonly label: string;
  readonly folderLabel?: string;
  /** As the accept attribute: ".csv,.tsv"; drops are taken whatever they are and judged by the reader. */
  readonly accept?: string;
  readonly multiple?: boolean;
  readonly compact?: boolean;
  readonly disabled?: boolean;
  readonly onFiles: (files: File[]) => void;
  readonly onUnreadable?: (reason: string) => void;
  /** Further actions beside the buttons. */
  readonly children?: ReactNode;
}

export function FileDrop({
  title,
  hint,
  label,
  folderLabel,
  accept,
  multiple = false,
  compact = false,
  disabled = false,
  onFiles,
  onUnreadable,
  children,
}: FileDropProps) {
  const input = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  // Enter and leave events come for every child: count them.
  const [depth, setDepth] = useState(0);

  function take(files: File[]): void {
    if (files.length > 0) onFiles(multiple || folderLabel !== undefined ? files : files.slice(0, 1));
  }

  return (
    <div
      className={classes.area}
      data-over={depth > 0 || undefined}
      data-compact={compact || undefined}
      onDragEnter={(event) => {
        event.preventDefault();
        setDepth((d) => d + 1);
      }}
      onDragLeave={() => setDepth((d) => Math.max(0, d - 1))}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        setDepth(0);
        if (disabled) return;
        filesOfDrop(event.dataTransfer).then(take, (error: unknown) => onUnreadable?.(String(error)));
      }}
    >
      <div className={classes.text}>
        <p className={classes.title}>{depth > 0 ? 'Let go to add' : title}</p>
        {hint !== undefined && <p className={classes.hint}>{hint}</p>}
      </div>
      <div className={classes.buttons}>
        <Button
          variant={compact ? 'default' : 'filled'}
          disabled={disabled}
          leftSection={<IconFileUpload size={16} aria-hidden="true" />}
          onClick={() => input.current?.click()}
        >
          {label}
        </Button>
        {folderLabel !== undefined && (
          <Button
            variant="default"
            disabled={disabled}
            leftSection={<IconFolderOpen size={16} aria-hidden="true" />}
            onClick={() => folderInput.current?.click()}
          >
            {folderLabel}
          </Button>
        )}
        {children}
      </div>
      <input
        ref={input}
        className={classes.input}
        type="file"
        tabIndex={-1}
        aria-label={`${label} (file field)`}
        multiple={multiple}
        {...(accept === undefined ? {} : { accept })}
        onChange={(event) => {
          take(filesOfInput(event.currentTarget.files));
          // The same file may be chosen again after a correction.
          event.currentTarget.value = '';
        }}
      />
      {folderLabel !== undefined && (
        <input
          ref={(element) => {
            folderInput.current = element;
            if (element !== null) element.webkitdirectory = true;
          }}
          className={classes.input}
          type="file"
          tabIndex={-1}
          aria-label={`${folderLabel} (folder field)`}
          multiple
          onChange={(event) => {
            take(filesOfInput(event.currentTarget.files));
            event.currentTarget.value = '';
          }}
        />
      )}
    </div>
  );
}
