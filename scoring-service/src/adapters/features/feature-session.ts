import type { SourcePlan } from '../../domain/features/source-plan.ts';
import type { FeatureSession } from '../../ports/features.ts';
import { readLeftOut, selectRows } from './candidates.ts';
import { replaceTable } from './database.ts';
import type { Database } from './database.ts';
import { measureSource } from './measure-source.ts';
import { readReachedGoal, readToForget, outcomeSql } from './outcomes.ts';
import { prepareScoring, readScoreHolders } from './scoring-rows.ts';
import type { PreparedRows } from './scoring-rows.ts';
import { readSharedAddresses } from './shared-addresses.ts';
import { readTrainingRows } from './training-rows.ts';

type SessionOptions = {
  onTables: () => void;
  isKept: boolean;
  /** The plan as asked for, where `plan` leaves out what finds nothing in these rows: measurements are made with it. */
  whole?: SourcePlan;
  close: () => Promise<void>;
};

/** The queries of one session over its own tables; calls `onTables` before it creates further tables. */
export function createFeatureSession(
  database: Database,
  plan: SourcePlan,
  { onTables, isKept, whole = plan, close }: SessionOptions,
): FeatureSession {
  const reading = { database, plan };
  let prepared: { rows: PreparedRows; isAll: boolean } | undefined;
  /** The kept query reads a table that the tables of other questions replace. */
  let usesKeptQuery = isKept;
  const createTables = (): void => {
    usesKeptQuery = false;
    onTables();
  };
  const requireAllPrepared = (): void => {
    if (prepared?.isAll !== true) throw new TypeError('All records must be prepared before they are asked about.');
  };
  let outcomes: Promise<void> | undefined;
  /** Computed once, because the tables of a session do not change and the outcomes of all records take a while. */
  const prepareOutcomes = (): Promise<void> => {
    createTables();
    return (outcomes ??= database.run(replaceTable('outcome', outcomeSql(plan))));
  };
  let isSelected = false;
  return {
    measure(asOf) {
      createTables();
      return measureSource({ database, plan: whole }, asOf);
    },
    trainingRows(options) {
      createTables();
      return readTrainingRows(reading, options);
    },
    async reachedGoal() {
      await prepareOutcomes();
      return readReachedGoal(reading);
    },
    async toForget(recordIds, options) {
      await prepareOutcomes();
      return readToForget(reading, recordIds, options);
    },
    async select(ids) {
      createTables();
      prepared = undefined;
      await selectRows(reading, ids);
      isSelected = true;
    },
    sharedAddresses: () => readSharedAddresses(reading),
    async leftOut(page) {
      requireAllPrepared();
      if (!isSelected) throw new TypeError('Records must be selected before those that are left out are read.');
      return readLeftOut(reading, page);
    },
    async prepareScoring(options) {
      prepared = undefined;
      const isAll = options.recordIds === undefined;
      if (isAll) createTables();
      const rows = await prepareScoring(reading, { ...options, isSelected, usesKeptQuery });
      prepared = { rows, isAll };
      return rows.count;
    },
    async scoringRows(page) {
      if (prepared === undefined) throw new TypeError('Rows must be prepared before they are read.');
      return prepared.rows.read(page);
    },
    async scoreHolders() {
      requireAllPrepared();
      return readScoreHolders(reading);
    },
    close,
  };
}
