import type { CDPSession, Page } from 'playwright';
import { z } from 'zod';

export interface Task {
  /** Seconds on the browser's monotonic clock. */
  readonly start: number;
  readonly ms: number;
  readonly cpuMs: number;
}

/** Every top-level task of a thread is one such event; the rest of the category is left aside. */
const CATEGORY = 'disabled-by-default-devtools.timeline';
/** About 0.5 MB a second arrive: fetched in pieces, so that no run is too long. */
const PIECE_MS = 45_000;

const eventSchema = z.object({
  name: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  ts: z.number().optional(),
  dur: z.number().optional(),
  tdur: z.number().optional(),
  args: z.object({ name: z.string().optional() }).optional(),
});
type TraceEvent = z.infer<typeof eventSchema>;
const traceSchema = z.object({ traceEvents: z.array(z.unknown()) });

/** Records the tasks of a page's main thread with the browser's own tracing. */
export class MainThreadTrace {
  readonly tasks: Task[] = [];
  /** Seconds under observation. */
  observedSeconds = 0;
  private pieceStart = 0;
  private timer: NodeJS.Timeout | null = null;
  private turn: Promise<void> = Promise.resolve();

  private constructor(private readonly session: CDPSession) {}

  static async start(page: Page): Promise<MainThreadTrace> {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const trace = new MainThreadTrace(session);
    await trace.beginPiece();
    trace.timer = setInterval(() => {
      trace.turn = trace.turn.then(() => trace.endPiece()).then(() => trace.beginPiece());
    }, PIECE_MS);
    return trace;
  }

  /** Seconds on the clock of the tasks. */
  async now(): Promise<number> {
    const { metrics } = await this.session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'Timestamp')?.value ?? Number.NaN;
  }

  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.turn;
    await this.endPiece();
    await this.session.detach();
  }

  private async beginPiece(): Promise<void> {
    await this.session.send('Tracing.start', {
      transferMode: 'ReturnAsStream',
      traceConfig: {
        recordMode: 'recordAsMuchAsPossible',
        includedCategories: [CATEGORY],
        excludedCategories: ['*'],
      },
    });
    this.pieceStart = await this.now();
  }

  private async endPiece(): Promise<void> {
    this.observedSeconds += (await this.now()) - this.pieceStart;
    const complete = new Promise<string>((resolve, reject) => {
      this.session.once('Tracing.tracingComplete', ({ stream, dataLossOccurred }) => {
        if (stream === undefined || dataLossOccurred)
          reject(new Error('the browser lost a part of its trace'));
        else resolve(stream);
      });
    });
    await this.session.send('Tracing.end');
    const { traceEvents } = traceSchema.parse(JSON.parse(await this.read(await complete)));
    this.tasks.push(...mainThreadTasks(traceEvents));
  }

  private async read(handle: string): Promise<string> {
    const pieces: Buffer[] = [];
    for (;;) {
      const { data, base64Encoded, eof } = await this.session.send('IO.read', { handle, size: 1 << 20 });
      pieces.push(Buffer.from(data, base64Encoded ? 'base64' : 'utf8'));
      if (eof) break;
    }
    await this.session.send('IO.close', { handle });
    return Buffer.concat(pieces).toString('utf8');
  }
}

/** Tasks of the busiest renderer's main thread: the page's; others are spare processes. */
function mainThreadTasks(traceEvents: readonly unknown[]): Task[] {
  const events = traceEvents.map((event) => eventSchema.parse(event));
  const threads = events.filter(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  const byThread = threads.map(({ pid, tid }) =>
    events.filter((e) => e.pid === pid && e.tid === tid && e.name === 'RunTask' && e.ph === 'X'),
  );
  const own = byThread.reduce<TraceEvent[]>((most, tasks) => (tasks.length > most.length ? tasks : most), []);
  return own.map(({ ts = 0, dur = 0, tdur = 0 }) => ({ start: ts / 1e6, ms: dur / 1e3, cpuMs: tdur / 1e3 }));
}
