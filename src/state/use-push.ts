import type { PushStage, PushTarget, SignIn } from '../core/contract/hub';
import { useStudio } from './react';
import type { PushSource } from './slices/pushes';

const BEFORE: PushStage = { status: 'choosing', failure: null };

/** The push of one run or dataset: how far it is, and what can be done. */
export function usePush(source: PushSource) {
  const signIn: SignIn = useStudio((state) => state.pushes.signIn);
  const stage = useStudio((state) => state.pushes.stages[source.id] ?? BEFORE);
  const pushes = useStudio((state) => state.pushes);
  return {
    signIn,
    stage,
    actions: {
      onSignIn: (token: string, remember: boolean) => void pushes.signInWith(token, remember),
      onForget: pushes.forget,
      onPlan: (target: PushTarget) => void pushes.plan(source, target),
      onConfirm: () => void pushes.confirm(source),
      onBack: () => pushes.back(source),
      onCancel: () => pushes.cancel(source),
    },
  };
}
