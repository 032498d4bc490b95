/*
 * `npm run lock`: completes package-lock.json. npm leaves out the binaries for other platforms when the registry at hand
 * does not carry them (a mirror for one platform), and `npm ci` then refuses the lock file everywhere. Each package that
 * wants such a binary names its exact version, which is all an entry needs: npm installs it only where `os`, `cpu` and
 * `libc` fit.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const LOCK = 'package-lock.json';
const OS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const CPU = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

// records of unknowns keep npm's order of keys, so that the file differs by the new entries only
const lock = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(LOCK, 'utf8')));
const locked = z.record(z.string(), z.unknown()).parse(lock['packages']);
const entrySchema = z.object({
  dev: z.boolean().default(false),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

/** Whether `name` is found from the package at `where`, looking upwards as Node does. */
function isLocked(where: string, name: string): boolean {
  for (let base = where; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    if (locked[`${base === '' ? '' : `${base}/`}node_modules/${name}`]) return true;
    if (base === '') return false;
  }
}

/** The entry for a platform binary such as `@oxlint/binding-linux-x64-musl`, in npm's own order of keys. */
function platformEntry(name: string, version: string, isDev: boolean): object {
  const parts = name.slice(name.lastIndexOf('/') + 1).split('-');
  const os = OS.find((each) => parts.includes(each));
  const cpu = CPU.find((each) => parts.includes(each));
  if (os === undefined || cpu === undefined || !/^\d+\.\d+\.\d+$/.test(version)) {
    throw new Error(
      `${name}@${version} does not look like a binary for one platform: complete ${LOCK} by hand`,
    );
  }
  const libc = os === 'linux' ? /gnu|musl/.exec(name)?.[0] : undefined;
  return {
    version,
    cpu: [cpu],
    ...(isDev ? { dev: true } : {}),
    ...(libc ? { libc: [libc === 'gnu' ? 'glibc' : 'musl'] } : {}),
    optional: true,
    os: [os],
  };
}

const added: [string, object][] = [];
for (const [where, entry] of Object.entries(locked)) {
  const { dev, optionalDependencies } = entrySchema.parse(entry);
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (!isLocked(where, name)) added.push([`node_modules/${name}`, platformEntry(name, version, dev)]);
  }
}
const packages = [...Object.entries(locked), ...added].sort(([a], [b]) => a.localeCompare(b, 'en'));
writeFileSync(LOCK, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`);
console.log(`${added.length} entries added to ${LOCK}`);
