import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Who may know whom: each area, and the areas it may import. An area always knows itself; features know only their own. */
const KNOWS = {
  'src/core': [],
  'src/engine': ['src/core'],
  'src/storage': ['src/core'],
  'src/hub': ['src/core'],
  workers: ['src/core', 'src/engine', 'src/storage', 'src/hub'],
  'src/client': ['src/core'],
  'src/state': ['src/core', 'src/storage', 'src/client'],
  'src/ui': ['src/core'],
  'src/features': ['src/core', 'src/client', 'src/state', 'src/ui'],
  'src/app': ['src/core', 'src/client', 'src/state', 'src/ui', 'src/features'],
};

/** Packages that belong to few places: the beginning of their name, and the folders that may import them. */
const PACKAGES = [
  ['@tensorflow/', ['src/engine', 'workers']],
  ['@huggingface/hub', ['src/hub']],
  ['@huggingface/', ['src/engine/tokenizer', 'workers']],
  ['comlink', ['src/client', 'workers/lib']],
  ['dexie', ['src/storage']],
  ['recharts', ['src/ui/charts']],
  ['zustand', ['src/state']],
  ['react', ['src/ui', 'src/features', 'src/app', 'src/state']],
  ['@mantine/', ['src/ui', 'src/features', 'src/app']],
  ['@tabler/', ['src/ui', 'src/features', 'src/app']],
];

/** What tests of every area may use besides: comparison helpers, golden values, stores in memory. */
const TEST_SUPPORT = ['src/engine/testing', 'src/storage'];
const TEST_FILE = /\.test\.tsx?$|\/testing\//;

const isWithin = (path, folder) => path === folder || path.startsWith(`${folder}/`);
const areaOf = (path) => Object.keys(KNOWS).find((area) => isWithin(path, area));
const featureOf = (path) => path.split('/')[2];

/** Why `file` may not import `specifier`, or undefined when it may. Paths are relative to the root, with slashes. */
export function objection(file, specifier) {
  const area = areaOf(file);
  if (area === undefined) return undefined;
  if (!specifier.startsWith('.')) {
    const owned = PACKAGES.find(([name]) => specifier.startsWith(name));
    if (owned === undefined || owned[1].some((folder) => isWithin(file, folder))) return undefined;
    return `${specifier} is imported by ${owned[1].join(', ')} only.`;
  }
  const target = relative(ROOT, resolve(ROOT, dirname(file), specifier))
    .split(sep)
    .join('/');
  const targetArea = areaOf(target);
  if (targetArea === 'src/features' && area === 'src/features') {
    if (featureOf(file) === featureOf(target)) return undefined;
    return 'Features never import each other: they meet in the store and in app/.';
  }
  const isTestSupport = TEST_FILE.test(file) && TEST_SUPPORT.some((folder) => isWithin(target, folder));
  if (isTestSupport || targetArea === area || KNOWS[area].includes(targetArea)) return undefined;
  const allowed = KNOWS[area].length === 0 ? 'nothing else' : KNOWS[area].join(', ');
  return `${area} may not import ${target}: it knows itself and ${allowed}.`;
}

const importDirections = {
  meta: { type: 'problem' },
  create(context) {
    const file = relative(ROOT, context.filename).split(sep).join('/');
    const check = (node) => {
      if (node.source?.type !== 'Literal' || typeof node.source.value !== 'string') return;
      const message = objection(file, node.source.value);
      if (message !== undefined) context.report({ node: node.source, message });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};

export default {
  meta: { name: 'tabtune' },
  rules: { 'import-directions': importDirections },
};
