import { openDatabase } from '../../../../scoring-service/src/adapters/storage/open-database.ts';
import { createStore } from '../../../../scoring-service/src/adapters/storage/store.ts';
import { makeCheckpoint, makeReceipts, makeRun } from './state-fixture.ts';

/** Commits batches of 50 receipts without end and prints the number of committed receipts after each. */
const [, , folder] = process.argv;
const store = createStore(await openDatabase({ folder }));
await store.createRun(makeRun('run'));
for (let committed = 0; ; committed += 50) {
  await store.commitBatch('run', makeReceipts('run', committed, committed + 50), makeCheckpoint(committed + 50));
  console.log(committed + 50);
}
