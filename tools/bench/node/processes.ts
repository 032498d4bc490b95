import { fork } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { type Remote, wrap } from 'comlink';
import { PROVIDER } from './bundle.ts';
import { processEndpoint } from './process-endpoint.ts';

/** A process that runs on Dawn. */
export interface DawnProcess<Service> {
  readonly service: Remote<Service>;
  /** Rejects when the process ends by itself. */
  readonly failed: Promise<never>;
  readonly pid: number | undefined;
  end(): void;
}

export function startProcess<Service>(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): DawnProcess<Service> {
  const child = fork(file, args, {
    env,
    serialization: 'advanced',
    execArgv: ['--expose-gc', '--import', pathToFileURL(PROVIDER).href],
  });
  const failed = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) => reject(new Error(`${file} ended: ${code ?? signal}`)));
  });
  return {
    service: wrap<Service>(processEndpoint(child)),
    failed,
    pid: child.pid,
    end() {
      child.removeAllListeners('exit');
      if (child.connected) child.disconnect();
      child.kill();
    },
  };
}
