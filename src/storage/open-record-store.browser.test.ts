import { Dexie } from 'dexie';
import { afterAll } from 'vitest';
import { openRecordStore } from './open-record-store';
import { describeRecordStore } from './testing/record-store-suite';

let databases = 0;
const nameOf = (n: number) => `test-${n}`;

afterAll(async () => {
  for (let n = 0; n < databases; n++) await Dexie.delete(nameOf(n));
});

describeRecordStore("the record store in the browser's IndexedDB", () =>
  openRecordStore({ name: nameOf(databases++) }),
);
