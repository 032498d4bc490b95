import { createMemoryFileStore } from './memory-file-store';
import { describeFileStore, describeFullFileStore } from './testing/file-store-suite';

describeFileStore('the file store in memory', async () => createMemoryFileStore());
describeFullFileStore('the file store in memory', async () => createMemoryFileStore({ quotaBytes: 500_000 }));
