import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fitAdditiveModel } from '@plumbline/learning';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import { openDatabase } from '../../../../scoring-service/src/adapters/storage/open-database.ts';
import { createStore } from '../../../../scoring-service/src/adapters/storage/store.ts';
import { describedObjects, planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import { weekdays } from '../../../../scoring-service/src/domain/schedule/maintenance-window.ts';
import { handleRun } from '../../../../scoring-service/src/operations/runs/handle-run.ts';
import { createEventPublisher } from '../../../../scoring-service/src/operations/scoring/publish-events.ts';
import type { RunPorts } from '../../../../scoring-service/src/operations/runs/handle-run.ts';
import { createScheduler } from '../../../../scoring-service/src/operations/schedule/scheduler.ts';
import type { Scheduler } from '../../../../scoring-service/src/operations/schedule/scheduler.ts';
import type { Salesforce, Store } from '../../../../scoring-service/src/ports/adapters.ts';
import type { StoredModel } from '../../../../scoring-service/src/ports/models.ts';
import type { Queue, RunJob } from '../../../../scoring-service/src/ports/runs.ts';
import { createRunFolders } from '../../../../scoring-service/src/run-folders.ts';
import { watchCancellations } from '../../../../scoring-service/src/watch-cancellation.ts';
import { generateOrg } from '../../../local-org/src/generator/generate-org.ts';
import { adminUsername } from '../../../local-org/src/index.ts';
import type { RecordInput, RunningOrg } from '../../../local-org/src/index.ts';
import { connectTo, insert, insertGoal, startScoringOrg } from '../../adapters/salesforce/connected-org.ts';
import { makeStoredModel } from '../../adapters/storage/state-fixture.ts';

/** Records of one batch, so that a night has several. */
export const batchSize = 40;
const settings = {
  seed: 1,
  trainingRows: 1000,
  batchSize,
  writeChunk: 200,
  version: '1.0.0',
  apiShare: 1,
  receiptDays: 180,
};

/** One process of the service: its own keeper, before the same org, store and queue. */
export type Replica = Scheduler & {
  /** Does the runs that wait, until there is none. */
  work(): Promise<void>;
};

/** A trained goal in an org, the service beside it and a clock that is moved by hand. */
export type NightShift = {
  salesforce: Salesforce;
  store: Store;
  queue: Queue;
  goalId: string;
  clock: { now(): Date };
  folders: RunPorts['folders'];
  /** As `2026-11-23T22:00`, in UTC. */
  setClock(time: string): void;
  /** A window from 22:00 to 04:00 every night in UTC, with changes; its id. */
  addWindow(changed?: RecordInput): string;
  changeWindow(id: string, changed: RecordInput): void;
  /** Called after each batch of scores that is written. */
  afterBatch(then: () => Promise<void>): void;
  startReplica(): Replica;
};

/** What costs time to set up, shared by the nights of a file. */
export type NightStage = {
  running: RunningOrg;
  /** A new goal; what earlier nights have left is removed. */
  begin(): Promise<NightShift>;
  stop(): Promise<void>;
};

const endsAt = new Date('2026-11-20T12:00:00Z');

const nightly = {
  ...{ Name: 'Nights', Days__c: weekdays.join(';'), Time_Zone__c: 'UTC' },
  ...{ Start_Time__c: '22:00:00.000Z', End_Time__c: '04:00:00.000Z' },
};

const empty = { score: undefined, band: undefined, percentile: undefined, scoredAt: undefined, factors: undefined };

/** One run per goal, as in the service's queue; waiting runs start when a replica works. */
function makeQueue(): { queue: Queue; next(): RunJob | undefined; done(job: RunJob): void } {
  const waiting: RunJob[] = [];
  const taken = new Set<string>();
  const queue: Queue = {
    enqueue(job) {
      if (taken.has(job.goalId)) return Promise.resolve(false);
      taken.add(job.goalId);
      waiting.push(job);
      return Promise.resolve(true);
    },
    work: () => Promise.resolve(),
    ping: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  return { queue, next: () => waiting.shift(), done: ({ goalId }) => void taken.delete(goalId) };
}

/** A model of the org's own leads, simple enough to be made in no time. */
async function trainModel(
  salesforce: Salesforce,
  features: RunPorts['features'],
  goalId: string,
): Promise<Pick<StoredModel, 'plan' | 'model'>> {
  const stored = await salesforce.readGoal(goalId);
  // Few rows of leads that have gone cold, so that the scores of so few leads differ.
  const goal = { ...stored, settings: { ...stored.settings, observationDays: [0, 7, 30, 60, 120, 240] } };
  const plan = planSource(goal, await salesforce.describe(describedObjects(goal)));
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-night-'));
  await salesforce.extract(plan.tables, { folder });
  const session = await features.open(plan, { folder });
  const { table, labels } = (await session.trainingRows({ asOf: endsAt, seed: 1, maxRows: 1000 })).rows;
  await session.close();
  await rm(folder, { recursive: true });
  const model = {
    fields: table.columns.map(({ name, kind }) => ({ name, kind })),
    treeWeight: 0,
    additive: fitAdditiveModel(table, labels, { lambda: 1, penaltyType: 'smooth' }),
    calibration: { low: 1, high: 1, shift: 0 },
    reference: [0.05, 0.1, 0.2, 0.4, 0.8],
  };
  return { plan, model };
}

const log = { info: () => undefined, error: () => undefined };
const learner: RunPorts['learner'] = { fit: () => Promise.reject(new Error('Nothing is learned in these tests.')) };

export async function openNightStage({ leads }: { leads: number }): Promise<NightStage> {
  const running = await startScoringOrg();
  await generateOrg(running.org, { seed: 7, leads, endsAt });
  const connected = connectTo(running);
  const database = await openDatabase();
  const store = createStore(database);
  const features = await createFeatureEngine({ memoryLimit: '500MB' });
  const root = await mkdtemp(join(tmpdir(), 'plumbline-night-'));
  const folders = createRunFolders(root);
  const adminId = running.org.userId(adminUsername) ?? '';
  const windowIds: string[] = [];
  let goalId: string | undefined;
  let goalCount = 1;
  let trained: Pick<StoredModel, 'plan' | 'model'> | undefined;

  async function clear(): Promise<void> {
    for (const Id of windowIds.splice(0)) running.org.write(adminId, 'delete', 'Maintenance_Window__c', { Id });
    await database.kysely.deleteFrom('runs').execute();
    if (goalId === undefined) return;
    const goal = await connected.readGoal(goalId);
    for await (const recordIds of connected.readScoredIds(goal)) {
      await connected.writeScores(
        goal,
        recordIds.map((recordId) => ({ ...empty, recordId })),
      );
    }
    running.org.write(adminId, 'delete', 'Score_Goal__c', { Id: goalId });
  }

  async function begin(): Promise<NightShift> {
    await clear();
    const id = insertGoal(running, { Name: `Night ${goalCount++}`, Background_Update__c: true });
    goalId = id;
    trained ??= await trainModel(connected, features, id);
    await store.saveModel({ ...makeStoredModel(id, 'v1', endsAt), ...trained });
    await connected.updateGoal(id, { status: 'Ready', modelVersion: 'v1', lastTrainedAt: endsAt });
    const { queue, next, done } = makeQueue();
    let now = endsAt;
    let afterBatch = (): Promise<void> => Promise.resolve();
    const clock = { now: () => now };
    const salesforce: Salesforce = {
      ...connected,
      async writeScores(goal, writes, options) {
        const results = await connected.writeScores(goal, writes, options);
        await afterBatch();
        return results;
      },
    };
    return {
      ...{ salesforce, store, queue, goalId: id, clock, folders },
      setClock(time) {
        now = new Date(`${time}:00Z`);
      },
      addWindow(changed) {
        const windowId = insert(running, 'Maintenance_Window__c', { ...nightly, ...changed });
        windowIds.push(windowId);
        return windowId;
      },
      changeWindow(windowId, changed) {
        running.org.write(adminId, 'update', 'Maintenance_Window__c', { Id: windowId, ...changed });
      },
      afterBatch(then) {
        afterBatch = then;
      },
      startReplica() {
        const keeper = createScheduler({ salesforce, store, queue, clock, log }, { trainingDays: 30 });
        const cancellations = watchCancellations({ store, log });
        const windows = keeper;
        const { publish: publishEvents } = createEventPublisher({ salesforce, store, clock, log }, { eventShare: 0.5 });
        const ports: RunPorts = {
          ...{ salesforce, store, features, learner, clock, folders, windows, cancellations, log, publishEvents },
        };
        return {
          ...keeper,
          async work() {
            for (let job = next(); job; job = next()) {
              await handleRun(ports, job, settings, new AbortController().signal).finally(() => done(job));
            }
          },
        };
      },
    };
  }

  return {
    running,
    begin,
    async stop() {
      await features.close();
      await store.close();
      await running.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}
