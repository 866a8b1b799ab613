import type { SourcePlan } from '../../domain/features/source-plan.ts';
import type { FeatureSession } from '../../ports.ts';
import type { Database } from './database.ts';
import { measureSource } from './measure-source.ts';
import { prepareScoring } from './scoring-rows.ts';
import type { PreparedRows } from './scoring-rows.ts';
import { readTrainingRows } from './training-rows.ts';

/** The queries of one session over its own tables. */
export function createFeatureSession(database: Database, plan: SourcePlan): FeatureSession {
  const reading = { database, plan };
  let prepared: PreparedRows | undefined;
  return {
    measure: (asOf) => measureSource(reading, asOf),
    trainingRows: (options) => readTrainingRows(reading, options),
    async prepareScoring(options) {
      prepared = await prepareScoring(reading, options);
      return prepared.count;
    },
    async scoringRows(page) {
      if (prepared === undefined) throw new TypeError('Rows must be prepared before they are read.');
      return prepared.read(page);
    },
    close: () => database.close(),
  };
}
