import { Button, Checkbox, NativeSelect, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { HubAccount, PushTarget, RepoType } from '../../core/contract/hub';
import classes from './push.module.css';
import { isRepoName } from './repo-name';

/** What was chosen so far. */
export interface TargetDraft {
  /** null: the account itself. */
  readonly owner: string | null;
  readonly name: string;
  readonly isNew: boolean;
  readonly isPrivate: boolean;
}

interface TargetFormProps {
  readonly type: RepoType;
  readonly account: HubAccount;
  readonly draft: TargetDraft;
  /** Why nothing can be pushed now, or null. */
  readonly blocked: string | null;
  readonly onDraft: (draft: TargetDraft) => void;
  readonly onPlan: (target: PushTarget) => void;
}

/** Chooses the repository: whose, its name, new or there already, private unless that is taken away. */
export function TargetForm({ type, account, draft, blocked, onDraft, onPlan }: TargetFormProps) {
  const [touched, setTouched] = useState(false);
  const owners = [account.name, ...account.organizations];
  const owner = draft.owner !== null && owners.includes(draft.owner) ? draft.owner : account.name;
  const name = draft.name.trim();
  const isReadOnly = account.role === 'read';
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        setTouched(true);
        const { isNew, isPrivate } = draft;
        if (isRepoName(name)) onPlan({ type, repo: `${owner}/${name}`, isNew, isPrivate });
      }}
    >
      <div className={classes.where}>
        <NativeSelect
          className={classes.owner}
          label="Owner"
          data={owners}
          value={owner}
          onChange={(event) => onDraft({ ...draft, owner: event.currentTarget.value })}
        />
        <TextInput
          className={classes.name}
          label={type === 'model' ? 'Model name' : 'Dataset name on the Hub'}
          autoComplete="off"
          spellCheck={false}
          value={draft.name}
          error={touched && !isRepoName(name) ? 'Letters, digits, “.”, “-” and “_”, up to 96' : null}
          onChange={(event) => onDraft({ ...draft, name: event.currentTarget.value })}
        />
      </div>
      <Radio.Group
        label="Repository"
        value={draft.isNew ? 'new' : 'existing'}
        onChange={(value) => onDraft({ ...draft, isNew: value === 'new' })}
      >
        <div className={classes.radios}>
          <Radio value="new" label="New repository" />
          <Radio value="existing" label="Existing repository" />
        </div>
      </Radio.Group>
      {draft.isNew ? (
        <Checkbox
          label="Private"
          description={
            draft.isPrivate
              ? 'Only the owner sees it; you can open it to everyone on its page later.'
              : 'Public: everyone can see and download it, at once.'
          }
          checked={draft.isPrivate}
          onChange={(event) => onDraft({ ...draft, isPrivate: event.currentTarget.checked })}
        />
      ) : (
        <span className={classes.muted}>
          Files of the same names are replaced, in one commit; the others stay. The next page says whether it
          is private.
        </span>
      )}
      <div className={classes.buttons}>
        <Button type="submit" disabled={blocked !== null || isReadOnly}>
          Show what would be sent
        </Button>
        <span className={classes.muted}>
          {blocked ??
            (isReadOnly
              ? 'This token may only read. Forget it and enter one with write access.'
              : 'Asks the Hub about this name; no file is sent yet.')}
        </span>
      </div>
    </form>
  );
}
