import type { HubAccount, PushFile, PushRequest, RepoState } from '../../core/contract/hub';
import type { HubClient } from '../types';
import type { Faults } from './faults';

/** What every archive holds. */
const FILES: readonly PushFile[] = [
  { path: 'README.md', sizeBytes: 4_200 },
  { path: 'model.safetensors', sizeBytes: 90_900_000 },
];

/** A hub worker in memory: knows what was pushed, sends nothing. */
export class FakeHub {
  account: HubAccount = { name: 'maria', organizations: ['acme'], role: 'write' };
  /** By "type owner/name". */
  readonly repos = new Map<string, RepoState>();
  readonly pushed: PushRequest[] = [];
  /** What archives hold; scenes put more here. */
  files: readonly PushFile[] = FILES;

  constructor(private readonly faults: Faults) {}

  readonly client: HubClient = {
    account: async () => {
      await this.faults.pass('account');
      return this.account;
    },
    repository: async (type, repo) => {
      await this.faults.pass('repository');
      return this.repos.get(`${type} ${repo}`) ?? null;
    },
    contents: async () => {
      await this.faults.pass('contents');
      return [...this.files];
    },
    push: async (request, options) => {
      await this.faults.pass('push', options, 'uploading');
      const { type, repo, isPrivate } = request.target;
      this.pushed.push(request);
      this.repos.set(`${type} ${repo}`, { isPrivate, isEmpty: false });
      const page = `${type === 'dataset' ? 'datasets/' : ''}${repo}`;
      return { url: `https://huggingface.co/${page}`, commit: 'abc123', sentBytes: 90_904_200 };
    },
  };
}
