import type { SourcePlan } from '../../domain/features/source-plan.ts';
import type { FeatureSession } from '../../ports.ts';
import type { Database } from './database.ts';
import { measureSource } from './measure-source.ts';
import { prepareScoring } from './scoring-rows.ts';
import type { PreparedRows } from './scoring-rows.ts';
import { readTrainingRows } from './training-rows.ts';

/** The queries of one session over its own tables; `onTables` is told when it makes further ones. */
export function createFeatureSession(
  database: Database,
  plan: SourcePlan,
  { onTables, close }: { onTables: () => void; close: () => Promise<void> },
): FeatureSession {
  const reading = { database, plan };
  let prepared: PreparedRows | undefined;
  return {
    measure(asOf) {
      onTables();
      return measureSource(reading, asOf);
    },
    trainingRows(options) {
      onTables();
      return readTrainingRows(reading, options);
    },
    async prepareScoring(options) {
      if (options.recordIds === undefined) onTables();
      prepared = await prepareScoring(reading, options);
      return prepared.count;
    },
    async scoringRows(page) {
      if (prepared === undefined) throw new TypeError('Rows must be prepared before they are read.');
      return prepared.read(page);
    },
    close,
  };
}
