import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openDatabase } from '../../../../scoring-service/src/adapters/storage/open-database.ts';
import { createStore } from '../../../../scoring-service/src/adapters/storage/store.ts';
import { startChild } from './child-process.ts';
import { makeRun } from './state-fixture.ts';
import { eventOf } from './store-band-events.ts';

const limit = { timeout: 60_000 };
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-pglite-'));
});
after(() => rm(folder, { recursive: true }));

test(
  'only one process can use a folder; committed state survives kill -9, and then the folder is free',
  limit,
  async (t) => {
    const state = join(folder, 'state');
    const child = startChild(new URL('commit-batches.ts', import.meta.url), [state], t);
    const printed: number[] = [];
    while (printed.length < 5) printed.push(Number(await child.nextLine()));
    await assert.rejects(openDatabase({ folder: state }), {
      name: 'ScoringError',
      kind: 'store.in-use',
      message: `Another process uses the data folder ${state}.`,
      actions: [
        'Stop the other process, or use another data folder for this one.',
        'To share the state between several processes, set DATABASE_URL to a Postgres database.',
      ],
    });
    while (printed.length < 12) printed.push(Number(await child.nextLine()));
    const acknowledged = Number((await child.kill()).at(-1) ?? printed.at(-1));

    const store = createStore(await openDatabase({ folder: state }));
    const stored = await store.countReceipts('run');
    assert.ok(stored === acknowledged || stored === acknowledged + 50, `${stored} of ${acknowledged} receipts`);
    assert.equal((await store.runState('run'))?.checkpoint?.scored, stored);
    await store.createRun(makeRun('next'));
    await store.close();
    assert.equal((await stat(state)).mode & 0o777, 0o700);
  },
);

test('a folder can be opened again once it is closed', limit, async (t) => {
  const state = join(folder, 'state');
  const first = createStore(await openDatabase({ folder: state }));
  t.after(() => first.close());
  const open = (await first.openRuns()).length;
  await first.createRun(makeRun(`run ${open}`));
  await assert.rejects(openDatabase({ folder: state }), { kind: 'store.in-use' });
  await first.close();
  const second = createStore(await openDatabase({ folder: state }));
  t.after(() => second.close());
  assert.equal((await second.openRuns()).length, open + 1);
});

test('events that an ended process had claimed are free at once in the next', limit, async (t) => {
  const state = join(folder, 'claimed');
  const now = new Date('2026-05-01T12:00:00Z');
  const claim = { limit: 10, now, until: new Date(now.getTime() + 300_000) };
  const event = eventOf('1');
  const first = createStore(await openDatabase({ folder: state }));
  t.after(() => first.close());
  await first.intendEvents([event]);
  await first.appendScores([], { intended: [event], written: new Set(['1']) });
  assert.deepEqual(await first.claimEvents(claim), [event]);
  assert.deepEqual(await first.claimEvents(claim), []);
  await first.close();
  const second = createStore(await openDatabase({ folder: state }));
  t.after(() => second.close());
  assert.deepEqual(await second.claimEvents(claim), [event]);
});

test('a folder without a database is reported with the next step and not locked', limit, async () => {
  await assert.rejects(openDatabase({ folder: import.meta.filename }), { kind: 'store.failed' });
});
