import {
  AutoModel,
  AutoModelForSequenceClassification,
  AutoModelForTokenClassification,
  AutoTokenizer,
  env,
  type PreTrainedModel,
  Tensor,
} from '@huggingface/transformers';
import { z } from 'zod';
import { AppError, type ErrorCode } from '../../../src/core/contract/errors';
import { DTYPES, ONNX_FILES, type InferenceDevice, type Precision } from '../../../src/core/contract/export';
import type { Task } from '../../../src/core/contract/task';
import type { ModelInputs } from '../../../src/engine/predict/text-model';
import type { ExportedFiles } from './exported-files';

/** An exported model in ONNX Runtime. */
export interface RunningModel {
  /** Logits of one text: a row for it, or for each of its tokens. */
  logits(inputs: ModelInputs): Promise<Float32Array>;
  dispose(): Promise<void>;
}

export interface OpenRequest {
  readonly files: ExportedFiles;
  readonly task: Task;
  readonly precision: Precision;
  readonly device: InferenceDevice;
}

/** What a site needs to run exported models; one zip at a time. */
export interface InferenceLibrary {
  readonly versions: Readonly<Record<string, string>>;
  readonly threads: number;
  /** Throws `EXPORT_UNOPENABLE`. */
  open(request: OpenRequest): Promise<RunningModel>;
  /** Token ids of texts as the library's own tokenizer reads them, not truncated. */
  tokenIds(files: ExportedFiles, texts: readonly string[]): Promise<number[][]>;
}

export interface LibraryOptions {
  /** Folder of ONNX Runtime's files on the studio's own origin; ends with a slash. */
  readonly runtimeFolder: string;
  readonly threads: number;
}

/** The folder under which the library asks for the files of the zip. */
const MODEL = 'exported-model';

/** Which class loads a model that gives each token its label; the library has none for ALBERT. */
const configSchema = z.looseObject({ model_type: z.string() });

/**
 * `@huggingface/transformers` as a site of one's own would use it: local models only, ONNX Runtime from the same
 * origin. What it would fetch below `/models/` comes from the zip in the file store instead, and nothing else is
 * fetched.
 */
export function createTransformersLibrary({ runtimeFolder, threads }: LibraryOptions): InferenceLibrary {
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = '/models/';
  env.useBrowserCache = false;
  // With it the runtime would be imported through a blob: address, which a strict policy forbids.
  env.useWasmCache = false;
  const { wasm, versions } = env.backends.onnx;
  if (wasm === undefined) throw new AppError('WASM_UNAVAILABLE');
  const stem = `${runtimeFolder}ort-wasm-simd-threaded.asyncify`;
  wasm.wasmPaths = { mjs: `${stem}.mjs`, wasm: `${stem}.wasm` };
  wasm.numThreads = threads;

  /** From now on the library finds these files. */
  const serve = (files: ExportedFiles) => {
    env.fetch = async (input: string | URL) => {
      const path = decodeURIComponent(String(input).split(`${MODEL}/`)[1] ?? '');
      const bytes = await files.open(path);
      return bytes === undefined ? new Response(null, { status: 404 }) : new Response(bytes);
    };
  };

  return {
    versions: { '@huggingface/transformers': env.version, 'onnxruntime-web': versions?.web ?? '' },
    threads,
    open: async ({ files, task, precision, device }) => {
      serve(files);
      const file = ONNX_FILES[precision];
      const model = await explained('EXPORT_UNOPENABLE', file, async () => {
        const config = configSchema.parse(JSON.parse(await files.text('config.json')));
        return classFor(task, config.model_type).from_pretrained(MODEL, {
          dtype: DTYPES[precision],
          device,
          ...(files.sizeOf(`${file}_data`) === null ? {} : { use_external_data_format: true }),
        });
      });
      return {
        logits: (inputs) => explained('EXPORT_UNOPENABLE', file, () => run(model, inputs)),
        dispose: async () => {
          await model.dispose();
        },
      };
    },
    tokenIds: async (files, texts) => {
      serve(files);
      return explained('EXPORT_TOKENIZER_UNREADABLE', 'tokenizer.json', async () => {
        const tokenizer = await AutoTokenizer.from_pretrained(MODEL);
        return texts.map((text) => tokenizer.encode(text));
      });
    },
  };
}

function classFor(task: Task, modelType: string) {
  if (task === 'text-classification') return AutoModelForSequenceClassification;
  return modelType === 'albert' ? AutoModel : AutoModelForTokenClassification;
}

const outputSchema = z.object({
  logits: z.object({ type: z.literal('float32'), data: z.instanceof(Float32Array) }),
});

async function run(model: PreTrainedModel, { ids, typeIds }: ModelInputs): Promise<Float32Array> {
  const row = (values: ArrayLike<number>) =>
    new Tensor('int64', BigInt64Array.from(Array.from(values), BigInt), [1, values.length]);
  const output: unknown = await model({
    input_ids: row(ids),
    attention_mask: row(ids.map(() => 1)),
    token_type_ids: row(typeIds),
  });
  return outputSchema.parse(output).logits.data;
}

async function explained<T>(code: ErrorCode, file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError(code, { file, reason: reason.slice(0, 500) }, { cause });
  }
}
