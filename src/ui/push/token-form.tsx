import { Button, Checkbox, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import type { SignIn } from '../../core/contract/hub';
import { FailureCard } from '../failure-card';
import classes from './push.module.css';

interface TokenFormProps {
  readonly signIn: Exclude<SignIn, { status: 'in' }>;
  readonly onSignIn: (token: string, remember: boolean) => void;
}

/** Asks for the token, and whether it may outlive the page. */
export function TokenForm({ signIn, onSignIn }: TokenFormProps) {
  const [token, setToken] = useState('');
  const [remember, setRemember] = useState(false);
  const [touched, setTouched] = useState(false);
  const typed = token.trim();
  const failure = signIn.status === 'out' ? signIn.failure : null;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        setTouched(true);
        if (typed.startsWith('hf_')) onSignIn(typed, remember);
      }}
    >
      {failure === null ? null : <FailureCard failure={failure} />}
      <PasswordInput
        label="Access token"
        description="One with write access, from Settings → Access Tokens on huggingface.co. It is sent there and nowhere else."
        placeholder="hf_…"
        autoComplete="off"
        value={token}
        error={touched && !typed.startsWith('hf_') ? 'A token begins with hf_' : null}
        onChange={(event) => setToken(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the token' }}
      />
      <Checkbox
        label="Remember it in this browser"
        description="Kept as it is, unencrypted, until you forget it here. Otherwise it is gone when this page is closed or reloaded."
        checked={remember}
        onChange={(event) => setRemember(event.currentTarget.checked)}
      />
      <div className={classes.buttons}>
        <Button type="submit" loading={signIn.status === 'checking'}>
          Sign in
        </Button>
        <span className={classes.muted}>Asks the Hub whose token it is; sends nothing else.</span>
      </div>
    </form>
  );
}
