import { Button } from '@mantine/core';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { type Failure, toAppError } from '../core/contract/errors';
import { FailureCard } from '../ui/failure-card';

interface Props {
  /** What may break: "Labels". */
  readonly name: string;
  readonly children: ReactNode;
}

/** Keeps a broken panel from taking the rest down: shows what happened and a way to try again. */
export class ErrorBoundary extends Component<Props, { readonly failure: Failure | null }> {
  override state: { readonly failure: Failure | null } = { failure: null };

  static getDerivedStateFromError(thrown: unknown): { readonly failure: Failure } {
    return { failure: toAppError(thrown).failure };
  }

  override componentDidCatch(thrown: Error, info: ErrorInfo): void {
    // For whoever reads the console with the bug report in hand; the person sees the card.
    console.error(thrown, info.componentStack);
  }

  override render(): ReactNode {
    if (this.state.failure === null) return this.props.children;
    return (
      <FailureCard
        subject={this.props.name}
        failure={this.state.failure}
        actions={
          <>
            <Button size="xs" onClick={() => this.setState({ failure: null })}>
              Try again
            </Button>
            <Button size="xs" variant="default" onClick={() => window.location.reload()}>
              Reload the page
            </Button>
          </>
        }
      />
    );
  }
}
