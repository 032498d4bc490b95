import type { PushStage, PushTarget, SignIn } from '../../core/contract/hub';

/** What is pushed: the exported zip of a run, or the rows of a dataset as they are learned from. */
export interface PushSource {
  readonly kind: 'run' | 'dataset';
  readonly id: string;
}

/**
 * Pushes to the Hugging Face Hub. The token is held here, outside of the state, and in the browser's storage only
 * where the person asked for it. Nothing but the token and the repository's name is sent before `confirm`.
 */
export interface PushesSlice {
  readonly signIn: SignIn;
  /** By the id of the run or dataset. */
  readonly stages: Readonly<Record<string, PushStage>>;

  /** Asks the Hub whose token it is, and keeps it. */
  signInWith(token: string, remember: boolean): Promise<void>;
  /** Forgets the token, the remembered one too. */
  forget(): void;
  /** Packs what would be sent, and looks at where it would go. */
  plan(source: PushSource, target: PushTarget): Promise<void>;
  /** Sends what `plan` found. */
  confirm(source: PushSource): Promise<void>;
  /** Back to the choice of a repository. */
  back(source: PushSource): void;
  cancel(source: PushSource): void;
}
