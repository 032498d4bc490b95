/*
 * PushFlow: the way of a model or dataset to the Hugging Face Hub: sign in, choose a repository, see what would be
 * sent, confirm, follow, done. `stage` and `signIn` come from the store, `actions` go back to it; `blocked` says why
 * there is nothing to push yet.
 */
import { Anchor, Button } from '@mantine/core';
import { useState } from 'react';
import type { HubAccount, PushStage, PushTarget, RepoType, SignIn } from '../../core/contract/hub';
import { formatBytes } from '../../core/units';
import { FailureCard } from '../failure-card';
import { Notice } from '../notice';
import { OperationProgress } from '../operation-progress';
import { PushSummary } from './push-summary';
import classes from './push.module.css';
import { suggestedRepoName } from './repo-name';
import { type TargetDraft, TargetForm } from './target-form';
import { TokenForm } from './token-form';

export interface PushActions {
  readonly onSignIn: (token: string, remember: boolean) => void;
  readonly onForget: () => void;
  readonly onPlan: (target: PushTarget) => void;
  readonly onConfirm: () => void;
  readonly onBack: () => void;
  readonly onCancel: () => void;
}

export interface PushFlowProps {
  readonly type: RepoType;
  /** Of the run or dataset, as people call it. */
  readonly name: string;
  readonly signIn: SignIn;
  readonly stage: PushStage;
  readonly blocked: string | null;
  readonly actions: PushActions;
}

export function PushFlow({ type, name, signIn, stage, blocked, actions }: PushFlowProps) {
  const [draft, setDraft] = useState<TargetDraft>(() => ({
    owner: null,
    name: suggestedRepoName(name, `my-${type}`),
    isNew: true,
    isPrivate: true,
  }));
  // What is on its way goes on without a token at hand.
  if (signIn.status !== 'in' && stage.status !== 'pushing') {
    return <TokenForm signIn={signIn} onSignIn={actions.onSignIn} />;
  }
  return (
    <div className={classes.flow}>
      {signIn.status === 'in' ? <AccountLine signIn={signIn} onForget={actions.onForget} /> : null}
      {stage.status === 'choosing' && signIn.status === 'in' ? (
        <>
          {stage.failure === null ? null : <FailureCard failure={stage.failure} />}
          <TargetForm
            type={type}
            account={signIn.account}
            draft={draft}
            blocked={blocked}
            onDraft={setDraft}
            onPlan={actions.onPlan}
          />
        </>
      ) : null}
      {stage.status === 'packing' ? (
        <OperationProgress name="what would be sent" progress={stage.progress} onCancel={actions.onCancel} />
      ) : null}
      {stage.status === 'confirming' ? (
        <PushSummary
          plan={stage.plan}
          failure={stage.failure}
          onConfirm={actions.onConfirm}
          onBack={actions.onBack}
        />
      ) : null}
      {stage.status === 'pushing' ? (
        <OperationProgress
          name={stage.plan.target.repo}
          progress={stage.progress}
          // Once the commit is on its way, only the Hub knows what comes of it.
          onCancel={stage.progress?.stage === 'committing' ? undefined : actions.onCancel}
        />
      ) : null}
      {stage.status === 'done' ? <Pushed stage={stage} onBack={actions.onBack} /> : null}
    </div>
  );
}

const ROLES: Readonly<Record<NonNullable<HubAccount['role']>, string>> = {
  read: 'the token may only read',
  write: 'the token may write',
  fineGrained: 'the token has rights of its own',
};

interface AccountLineProps {
  readonly signIn: Extract<SignIn, { status: 'in' }>;
  readonly onForget: () => void;
}

function AccountLine({ signIn: { account, isRemembered }, onForget }: AccountLineProps) {
  return (
    <div className={classes.account}>
      <p>
        Signed in as <strong>{account.name}</strong>
        {account.role === null ? '' : `; ${ROLES[account.role]}`}.{' '}
        <span className={classes.muted}>
          {isRemembered
            ? 'The token is remembered in this browser, unencrypted.'
            : 'The token is gone when this page is closed.'}
        </span>
      </p>
      <Button size="xs" variant="default" onClick={onForget}>
        Forget the token
      </Button>
    </div>
  );
}

interface PushedProps {
  readonly stage: Extract<PushStage, { status: 'done' }>;
  readonly onBack: () => void;
}

function Pushed({ stage: { plan, report, isCancelledLate }, onBack }: PushedProps) {
  const { repo, isPrivate } = plan.target;
  return (
    <Notice
      tone="good"
      live
      title={
        <Anchor href={report.url} target="_blank" rel="noreferrer" inherit>
          {repo}
        </Anchor>
      }
      action={
        <Button size="xs" variant="default" onClick={onBack}>
          Push to another repository
        </Button>
      }
    >
      {isCancelledLate ? 'The cancel came too late: the Hub had taken the files already. ' : ''}
      {`Pushed ${formatBytes(plan.totalBytes)}, ${isPrivate ? 'private' : 'public'}. ${formatBytes(report.sentBytes)} were sent.`}
    </Notice>
  );
}
