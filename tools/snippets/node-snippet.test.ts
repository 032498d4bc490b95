import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ExportInput } from '../../src/engine/export/input';
import { nodeSnippet, TRANSFORMERS_JS_VERSION } from '../../src/engine/export/model-card/snippets';
import { parseBertConfig } from '../../src/engine/models/bert/config';
import { createModel } from '../../src/engine/models/create';
import { predictTokens } from '../../src/engine/predict/entities/predict-tokens';
import { toTextUnits } from '../../src/engine/predict/entities/text-units';
import { predictTexts } from '../../src/engine/predict/predict-texts';
import { type Predictor, predictorOn } from '../../src/engine/predict/predictor';
import { startCpu } from '../../src/engine/testing/cpu-device';
import { exportFixture, tokenExportFixture } from '../../src/engine/testing/export-fixture';
import { loadTokenizer } from '../../src/engine/tokenizer/tokenizer';
import { codeOf, unpackExport } from './card';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TEXT = 'You will not believe this bill';
const nothing = () => undefined;

/** The fixture's weights in the engine. */
async function engineOf(input: ExportInput): Promise<Predictor> {
  const { task, labels, recipe } = input.run.spec;
  const device = await startCpu();
  const loaded = createModel(device, {
    architecture: input.base.architecture,
    config: parseBertConfig(input.configJson),
    task,
    labelCount: labels.length,
    trainableLayers: 'none',
  });
  for (const parameter of loaded.store.parameters) {
    loaded.store.load(parameter, await input.weights.read(parameter.name));
  }
  const tokenizer = loadTokenizer(input);
  return predictorOn({ device, loaded, task, labels, tokenizer, maxLength: recipe.maxLength });
}

const answerSchema = z.array(z.looseObject({ label: z.string() }));

/** Runs a script in the folder, as `node ask.mjs` does, and reads what it would print. */
function ask(folder: string, script: string, text = TEXT): z.infer<typeof answerSchema> {
  // What console.log prints of an object cannot be read back.
  const code = script
    .replace('console.log(answer);', 'console.log(JSON.stringify(answer));')
    .replace(`'${TEXT}'`, () => JSON.stringify(text));
  writeFileSync(join(folder, 'ask.mjs'), code);
  const hook = join(ROOT, 'tools', 'snippets', 'onnxruntime-in-node.mjs');
  const printed = execFileSync(process.execPath, ['--import', hook, 'ask.mjs'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return answerSchema.parse(JSON.parse(printed));
}

const folders: string[] = [];
async function unpacked(input: ExportInput): Promise<{ folder: string; card: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'tabtune-card-'));
  folders.push(folder);
  await unpackExport(input, folder);
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return { folder, card: readFileSync(join(folder, 'README.md'), 'utf8') };
}
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

test('the page in the card loads the version that is tested', () => {
  const json: unknown = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(json).toHaveProperty(['dependencies', '@huggingface/transformers'], TRANSFORMERS_JS_VERSION);
});

describe('the Node snippet', { timeout: 120_000 }, () => {
  test('classifies as the engine does', async () => {
    const input = exportFixture();
    const { folder, card } = await unpacked(input);
    const [expected] = await predictTexts(await engineOf(input), [TEXT], nothing);
    const answer = ask(folder, codeOf(card, 'js'));
    expect(answer.map(({ label }) => label)).toEqual(expected?.scores.map(({ label }) => label));
    for (const [i, { score }] of (expected?.scores ?? []).entries()) {
      expect(answer[i]?.['score']).toBeCloseTo(score, 5);
    }
  });

  describe('of a tagger', () => {
    const input = tokenExportFixture();
    let engine: Predictor;
    let place: Awaited<ReturnType<typeof unpacked>>;
    beforeAll(async () => {
      engine = await engineOf(input);
      place = await unpacked(input);
    });

    /** Entities of the strategy "first", where they stand in the text. */
    const found = async (text: string) => {
      const [reading] = await predictTokens(engine, [text], nothing);
      if (reading === undefined) throw new Error('no reading');
      const { entities } = toTextUnits(reading.prediction);
      return entities.first.map(({ label, start, end }) => ({
        label,
        start,
        end,
        text: text.slice(start, end),
      }));
    };

    // Known words alone: the library does not tell of others.
    test.each([TEXT, 'Bills, 中文. CAFÉ, cafés billing 2023!', 'cafe\u0301s. This  parliament 1'])(
      'finds what the engine finds, where it stands: %s',
      async (text) => {
        const expected = await found(text);
        expect(expected.length).toBeGreaterThan(0);
        expect(ask(place.folder, codeOf(place.card, 'js'), text)).toEqual(expected);
      },
    );

    test('works without the pipeline where the library has none', async () => {
      const { task, recipe } = input.run.spec;
      const script = nodeSnippet({ task, architecture: 'albert', maxLength: recipe.maxLength });
      expect(script).toContain('AutoModel.from_pretrained');
      expect(ask(place.folder, script)).toEqual(await found(TEXT));
    });
  });
});
