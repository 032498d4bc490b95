import {
  type Certificate,
  type ExportReport,
  exportReportSchema,
  type InferenceDevice,
} from '../../core/contract/export';
import { paths } from '../../core/contract/storage';
import { type Remote, REMOTE_IDLE, track, valueOf } from '../remote';
import { orNotice, type StudioContext } from '../studio-context';
import type { ExportsSlice } from './exports';

export function createExports(context: StudioContext): ExportsSlice {
  const { deps, get, patch } = context;
  const aborts = new Map<string, AbortController>();
  const writeJob = (runId: string) => (job: Remote<ExportReport>) =>
    patch('exports', ({ jobs }) => ({ jobs: { ...jobs, [runId]: job } }));
  const writeProof = (runId: string) => (proof: Remote<Certificate>) =>
    patch('exports', ({ proofs }) => ({ proofs: { ...proofs, [runId]: proof } }));
  const isBusy = (runId: string) =>
    get().exports.jobs[runId]?.status === 'pending' || get().exports.proofs[runId]?.status === 'pending';

  /** What the zip says of itself. */
  const recorded = (runId: string): Remote<Certificate> => {
    const certificate = valueOf(get().exports.jobs[runId])?.certificate ?? null;
    return certificate === null ? REMOTE_IDLE : { status: 'ready', value: certificate };
  };

  const prove = async (runId: string, device: InferenceDevice, signal: AbortSignal) => {
    await track<Certificate>(get().exports.proofs[runId], writeProof(runId), async (onProgress) => {
      await deps.client.training.reference(runId, { onProgress, signal });
      const report = await deps.client.inference.certify({ runId, device }, { onProgress, signal });
      writeJob(runId)({ status: 'ready', value: report });
      return report.certificate;
    });
    // Cancelled: the certificate that was there before is still in the zip.
    if (get().exports.proofs[runId]?.status === 'idle') writeProof(runId)(recorded(runId));
  };

  /** One job a run at a time; `cancel` reaches it. */
  const alone = async (runId: string, work: (signal: AbortSignal) => Promise<void>) => {
    if (isBusy(runId)) return;
    const abort = new AbortController();
    aborts.set(runId, abort);
    await work(abort.signal);
    aborts.delete(runId);
  };

  return {
    jobs: {},
    proofs: {},
    downloaded: {},
    restore: async (runId) => {
      if (get().exports.jobs[runId] !== undefined) return;
      await orNotice(context, async () => {
        const path = paths.exportReport(runId);
        if (!(await deps.files.exists(path))) return;
        const json: unknown = JSON.parse(await (await deps.files.read(path)).text());
        const report = exportReportSchema.parse(json);
        if (get().exports.jobs[runId] !== undefined) return;
        writeJob(runId)({ status: 'ready', value: report });
        writeProof(runId)(recorded(runId));
      });
    },
    exportRun: (runId) =>
      alone(runId, async (signal) => {
        writeProof(runId)(REMOTE_IDLE);
        await track<ExportReport>(undefined, writeJob(runId), (onProgress) =>
          deps.client.training.exportRun(runId, { onProgress, signal }),
        );
        if (get().exports.jobs[runId]?.status === 'ready') {
          await prove(runId, 'wasm', signal);
          if (!signal.aborted) await get().exports.save(runId);
        }
        await get().space.refresh();
      }),
    certify: (runId, device) => alone(runId, (signal) => prove(runId, device, signal)),
    cancel: (runId) => aborts.get(runId)?.abort(),
    save: async (runId) => {
      const job = get().exports.jobs[runId];
      if (job?.status !== 'ready') return;
      const { path, fileName } = job.value;
      await orNotice(context, async () => {
        await deps.browser.save(await deps.files.read(path), fileName);
        patch('exports', ({ downloaded }) => ({ downloaded: { ...downloaded, [runId]: job.value } }));
      });
    },
  };
}
