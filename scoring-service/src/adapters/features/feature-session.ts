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

/** The queries of one session over its own tables; calls `onTables` before it creates further tables. */
export function createFeatureSession(
  database: Database,
  plan: SourcePlan,
  { onTables, close }: { onTables: () => void; close: () => Promise<void> },
): FeatureSession {
  const reading = { database, plan };
  let prepared: PreparedRows | undefined;
  let outcomes: Promise<void> | undefined;
  /** Computed once, because the tables of a session do not change and the outcomes of all records take a while. */
  const prepareOutcomes = (): Promise<void> => {
    onTables();
    return (outcomes ??= database.run(replaceTable('outcome', outcomeSql(plan))));
  };
  let isSelected = false;
  return {
    measure(asOf) {
      onTables();
      return measureSource(reading, asOf);
    },
    trainingRows(options) {
      onTables();
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
      onTables();
      await selectRows(reading, ids);
      isSelected = true;
    },
    sharedAddresses: () => readSharedAddresses(reading),
    leftOut: (page) => readLeftOut(reading, page),
    async prepareScoring(options) {
      if (options.recordIds === undefined) onTables();
      prepared = await prepareScoring(reading, { ...options, isSelected });
      return prepared.count;
    },
    async scoringRows(page) {
      if (prepared === undefined) throw new TypeError('Rows must be prepared before they are read.');
      return prepared.read(page);
    },
    scoreHolders: () => readScoreHolders(reading),
    close,
  };
}
