import { Button, PasswordInput, TextInput } from '@mantine/core';
import { IconChevronRight, IconDownload } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { SUGGESTED_MODELS } from '../../core/catalog/models';
import { isRepoId, repoOf } from '../../core/repo-id';
import classes from './model.module.css';

interface HubFormProps {
  readonly busy: boolean;
  readonly onImport: (repo: string, revision: string, token: string | null) => void;
}

/** Names a model on the Hugging Face Hub; a token only where the model asks for one. */
export function HubForm({ busy, onImport }: HubFormProps) {
  const [id, setId] = useState('');
  const [revision, setRevision] = useState('');
  const [token, setToken] = useState('');
  const [more, setMore] = useState(false);
  const [touched, setTouched] = useState(false);
  const moreId = useId();
  const repo = repoOf(id);
  const valid = isRepoId(repo);

  return (
    <form
      className={classes.hub}
      onSubmit={(event) => {
        event.preventDefault();
        setTouched(true);
        if (valid && !busy) onImport(repo, revision.trim() || 'main', token.trim() || null);
      }}
    >
      <div className={classes.hubRow}>
        <TextInput
          className={classes.grow}
          label="Model id"
          placeholder="owner/name"
          autoComplete="off"
          spellCheck={false}
          value={id}
          error={touched && !valid ? 'An id looks like owner/name' : null}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant={id === '' ? 'default' : 'filled'}
          loading={busy}
          leftSection={<IconDownload size={16} stroke={1.6} aria-hidden="true" />}
        >
          Download
        </Button>
      </div>
      <ul className={classes.suggestions} aria-label="Suggested models">
        {SUGGESTED_MODELS.map((model) => (
          <li key={model.repo}>
            <button
              type="button"
              className={classes.suggestion}
              aria-pressed={repo === model.repo}
              onClick={() => setId(model.repo)}
            >
              <span className={classes.repo}>{model.repo}</span>
              <span className={classes.about}>{model.help}</span>
            </button>
          </li>
        ))}
      </ul>
      <Button
        className={classes.more}
        variant="subtle"
        size="compact-sm"
        aria-expanded={more}
        aria-controls={moreId}
        leftSection={<IconChevronRight size={14} aria-hidden="true" data-open={more || undefined} />}
        onClick={() => setMore(!more)}
      >
        Revision and access token
      </Button>
      <div id={moreId} hidden={!more}>
        <div className={classes.hubMore}>
          <TextInput
            label="Revision"
            description="Branch, tag or commit."
            placeholder="main"
            value={revision}
            onChange={(event) => setRevision(event.currentTarget.value)}
          />
          <PasswordInput
            label="Access token"
            description="Only for gated or private models. It is sent to huggingface.co alone and not kept."
            placeholder="hf_…"
            autoComplete="off"
            value={token}
            onChange={(event) => setToken(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': 'Show the token' }}
          />
        </div>
      </div>
    </form>
  );
}
