import { createMemoryRecordStore } from './memory-record-store';
import { describeRecordStore } from './testing/record-store-suite';

describeRecordStore('the record store in memory', async () => createMemoryRecordStore());
