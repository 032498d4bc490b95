import type { Failure } from '../core/contract/errors';
import type { RunEvent } from '../core/contract/events';
import type { RunHandlers } from './types';

interface Channel {
  readonly port: MessagePort;
  readonly handlers: RunHandlers;
  nextSeq: number;
  isTraining: boolean;
}

/** The event channels of open runs on the receiving side. */
export class RunChannels {
  private readonly channels = new Map<string, Channel>();

  /** True while a run computes, even if no call is pending. */
  get isTraining(): boolean {
    return [...this.channels.values()].some((channel) => channel.isTraining);
  }

  /** Makes the channel of a run; the returned port goes to the worker. */
  open(runId: string, handlers: RunHandlers): MessagePort {
    this.close(runId);
    const { port1, port2 } = new MessageChannel();
    const channel: Channel = { port: port1, handlers, nextSeq: 0, isTraining: false };
    port1.addEventListener('message', ({ data }: MessageEvent<RunEvent>) => receive(channel, data));
    port1.start();
    this.channels.set(runId, channel);
    return port2;
  }

  close(runId: string): void {
    this.channels.get(runId)?.port.close();
    this.channels.delete(runId);
  }

  /** The worker died: tells every run. */
  loseAll(failure: Failure): void {
    const lost = [...this.channels.values()];
    this.channels.clear();
    for (const { port, handlers } of lost) {
      port.close();
      handlers.onLost(failure);
    }
  }
}

function receive(channel: Channel, event: RunEvent): void {
  const missing = event.seq - channel.nextSeq;
  channel.nextSeq = event.seq + 1;
  if (event.type === 'state') channel.isTraining = event.state.status === 'running';
  if (missing > 0) channel.handlers.onGap(missing);
  channel.handlers.onEvent(event);
}
