import { createHash } from 'node:crypto';
import { z } from 'zod';
import { GOOD_TOKEN } from './fake-hub';
import { LfsStore } from './lfs-store';
import { XetStore } from './xet-store';

/** May read and nothing else. */
export const READ_TOKEN = 'hf_read';
const OWNERS = ['maria', 'acme'];

export interface PushedRepo {
  readonly isPrivate: boolean;
  readonly files: Map<string, Buffer>;
  /** First lines of the messages, the Hub's own first commit not counted. */
  readonly commits: string[];
}

export interface HubStateOptions {
  /** How large files travel; multipart where they are larger than `partBytes`. */
  readonly transfer?: 'xet' | 'lfs';
  readonly partBytes?: number;
  /** Files of at least this size are large ones. */
  readonly largeBytes?: number;
  /** What the server calls itself and its storage, where it is reached under other names. */
  readonly origins?: { readonly hub: string; readonly storage: string };
}

const createSchema = z.object({
  name: z.string(),
  organization: z.string(),
  type: z.enum(['model', 'dataset']),
  visibility: z.enum(['public', 'private']).default('public'),
});
const preuploadSchema = z.object({ files: z.array(z.object({ path: z.string(), size: z.number() })) });
const batchSchema = z.object({
  transfers: z.array(z.string()),
  objects: z.array(z.object({ oid: z.string(), size: z.number() })),
});
const completeSchema = z.object({ parts: z.array(z.object({ partNumber: z.number(), etag: z.string() })) });
const commitLineSchema = z.discriminatedUnion('key', [
  z.object({ key: z.literal('header'), value: z.object({ summary: z.string() }) }),
  z.object({
    key: z.literal('file'),
    value: z.object({ path: z.string(), content: z.string(), encoding: z.literal('base64') }),
  }),
  z.object({ key: z.literal('lfsFile'), value: z.object({ path: z.string(), oid: z.string() }) }),
]);

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly token: string | undefined;
  readonly body: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
}

const ok = (json: unknown, headers: Record<string, string> = {}): Reply => ({ status: 200, headers, json });
const refuse = (status: number, error: string, code = ''): Reply => ({
  status,
  headers: code === '' ? {} : { 'X-Error-Code': code },
  json: { error },
});

/** Repositories and storage of a Hub, and its answers. */
export class HubState {
  readonly repos = new Map<string, PushedRepo>();
  selfUrl = '';
  private readonly lfs = new LfsStore();
  private readonly xet = new XetStore();

  constructor(private readonly options: HubStateOptions) {}

  get stored(): ReadonlyMap<string, Buffer> {
    return this.lfs.objects;
  }

  answer(asked: Asked): Reply {
    const { path } = asked;
    if (/^\/(v1|lfs)\//.test(path)) return this.storage(asked);
    if (asked.token !== GOOD_TOKEN && asked.token !== READ_TOKEN) {
      return refuse(401, 'Invalid credentials in Authorization header');
    }
    if (path === '/api/whoami-v2') return whoAmI(asked);
    if (path === '/api/repos/create') return this.create(asked);
    const [, type, name, action = ''] =
      /^\/api\/(models|datasets)\/([^/]+\/[^/]+)\/(revision|tree|preupload|commit|xet-write-token)\//.exec(
        path,
      ) ?? [];
    if (name !== undefined) return this.inRepo(`${type}/${name}`, action, asked);
    const [, prefix, large] =
      /^\/(datasets\/)?([^/]+\/[^/]+)\.git\/info\/lfs\/objects\/batch$/.exec(path) ?? [];
    if (large !== undefined) return this.inRepo(`${prefix ?? 'models/'}${large}`, 'batch', asked);
    return refuse(404, 'no such address');
  }

  private create({ token, body }: Asked): Reply {
    const { name, organization, type, visibility } = createSchema.parse(JSON.parse(body.toString()));
    if (token !== GOOD_TOKEN || !OWNERS.includes(organization)) {
      return refuse(
        403,
        `You don't have the rights to create a ${type} under the namespace "${organization}"`,
      );
    }
    const key = `${type}s/${organization}/${name}`;
    if (this.repos.has(key)) return refuse(409, `You already created this ${type} repo`);
    this.repos.set(key, {
      isPrivate: visibility === 'private',
      files: new Map([['.gitattributes', Buffer.from('*.safetensors filter=lfs\n')]]),
      commits: [],
    });
    return ok({ url: `${this.hub}/${organization}/${name}`, id: '1' });
  }

  private inRepo(key: string, action: string, { token, body }: Asked): Reply {
    const repo = this.repos.get(key);
    if (repo === undefined) return refuse(404, 'Repository not found', 'RepoNotFound');
    const name = key.slice(key.indexOf('/') + 1);
    if (action === 'revision')
      return ok({ _id: '1', id: name, sha: shaOf(repo), private: repo.isPrivate, lastModified: 0 });
    if (action === 'tree') return ok(treeOf(repo));
    if (token !== GOOD_TOKEN) return refuse(403, 'Your token has no write access to this repo');
    if (action === 'preupload') {
      const { files } = preuploadSchema.parse(JSON.parse(body.toString()));
      const limit = this.options.largeBytes ?? 1_000_000;
      return ok({
        files: files.map(({ path, size }) => ({ path, uploadMode: size >= limit ? 'lfs' : 'regular' })),
      });
    }
    if (action === 'batch') return this.batch(key, batchSchema.parse(JSON.parse(body.toString())));
    if (action === 'commit') return this.commit(repo, name, body);
    const exp = Math.floor(Date.now() / 1000) + 3600;
    return ok({ accessToken: 'xet-token', casUrl: this.store, exp });
  }

  private batch(key: string, { transfers, objects }: z.infer<typeof batchSchema>): Reply {
    const isXet = this.options.transfer !== 'lfs' && transfers.includes('xet');
    const partBytes = this.options.partBytes ?? Number.POSITIVE_INFINITY;
    return ok(
      {
        transfer: isXet ? 'xet' : 'basic',
        objects: objects.map(({ oid, size }) => {
          if (this.lfs.objects.has(oid)) return { oid, size };
          const href = `${this.store}/lfs/${oid}`;
          if (isXet) {
            const header = {
              'X-Xet-Session-Id': 'session',
              'X-Xet-Cas-Url': this.store,
              'X-Xet-Access-Token': 'xet-token',
              'X-Xet-Token-Expiration': String(Math.floor(Date.now() / 1000) + 3600),
            };
            return {
              oid,
              size,
              actions: { upload: { href: `${this.hub}/api/${key}/xet-write-token/main`, header } },
            };
          }
          if (size <= partBytes) return { oid, size, actions: { upload: { href } } };
          const parts = Array.from({ length: Math.ceil(size / partBytes) }, (_, i) => String(i + 1));
          const header = Object.fromEntries(parts.map((part) => [part.padStart(5, '0'), `${href}/${part}`]));
          return {
            oid,
            size,
            actions: {
              upload: { href: `${href}/complete`, header: { ...header, chunk_size: String(partBytes) } },
            },
          };
        }),
      },
      { 'X-Request-Id': 'batch-1' },
    );
  }

  private storage({ method, path, token, body }: Asked): Reply {
    const [, kind, id = '', part] =
      /^\/(?:v1\/)?(lfs|xorbs|shards|chunks)(?:\/(?:default\/)?([^/]+))?(?:\/(.+))?$/.exec(path) ?? [];
    if (kind !== 'lfs' && token !== 'xet-token') return refuse(401, 'no token for the storage');
    if (kind === 'chunks') return refuse(404, 'no such chunk');
    if (kind === 'xorbs') {
      this.xet.putXorb(id, body);
      return ok({ was_inserted: true });
    }
    if (kind === 'shards') {
      for (const [oid, bytes] of this.xet.putShard(body)) this.lfs.put(oid, bytes);
      return ok({ result: 1 });
    }
    if (part === 'complete') {
      this.lfs.complete(id, completeSchema.parse(JSON.parse(body.toString())).parts);
      return ok({});
    }
    if (method !== 'PUT') return refuse(405, 'PUT, please');
    if (part !== undefined)
      return { status: 200, headers: { ETag: this.lfs.putPart(id, Number(part), body) } };
    this.lfs.put(id, body);
    return { status: 200 };
  }

  private commit(repo: PushedRepo, name: string, body: Buffer): Reply {
    for (const line of body.toString().split('\n')) {
      const { key, value } = commitLineSchema.parse(JSON.parse(line));
      if (key === 'header') repo.commits.push(value.summary);
      if (key === 'file') repo.files.set(value.path, Buffer.from(value.content, 'base64'));
      if (key !== 'lfsFile') continue;
      const content = this.lfs.objects.get(value.oid);
      if (content === undefined) return refuse(400, `The LFS file ${value.path} was never uploaded`);
      repo.files.set(value.path, content);
    }
    const commitOid = shaOf(repo);
    return ok({
      success: true,
      commitOid,
      commitUrl: `${this.hub}/${name}/commit/${commitOid}`,
      hookOutput: '',
    });
  }

  private get hub(): string {
    return this.options.origins?.hub ?? this.selfUrl;
  }

  private get store(): string {
    return this.options.origins?.storage ?? this.selfUrl;
  }
}

function whoAmI({ token }: Asked): Reply {
  const role = token === READ_TOKEN ? 'read' : 'write';
  return ok({
    type: 'user',
    id: '1',
    name: 'maria',
    fullname: 'Maria',
    orgs: [{ type: 'org', id: '2', name: 'acme', fullname: 'Acme' }],
    auth: { type: 'access_token', accessToken: { displayName: 'studio', role } },
  });
}

const shaOf = ({ commits }: PushedRepo): string =>
  createHash('sha1').update(String(commits.length)).digest('hex');

const treeOf = ({ files }: PushedRepo) =>
  [...files].map(([path, content]) => ({ type: 'file', path, size: content.length, oid: '0' }));
