import type { Goal, MergePolicy } from '@plumbline/contract';
import { Connection } from 'jsforce';
import type { FeatureEngine } from '../../../scoring-service/src/ports/features.ts';
import type { Comparison } from './comparison.ts';
import { Kinship } from './oracle/kinship.ts';
import { observe, rowKey } from './oracle/observations.ts';
import { optedOut, Oracle } from './oracle/oracle.ts';
import type { OracleGoal } from './oracle/observed.ts';
import type { FeatureValue } from './oracle/profile.ts';
import { idOf, readRawFacts } from './oracle/raw-facts.ts';
import type { Row } from './oracle/raw-facts.ts';
import { startOrgWithHistory } from './org-with-history.ts';
import { createStoryGoal, qualifiedStatuses, scoringRows, withExtraction } from './product-values.ts';
import type { Extracted, ProductRow } from './product-values.ts';
import { tellStory } from './story.ts';
import { storyEnd } from './telling.ts';
import type { StorySize } from './telling.ts';

export type StoryOptions = {
  seed: number;
  size: StorySize;
  tracksAddresses: boolean;
  objects: readonly Goal['object'][];
  policies: readonly MergePolicy[];
  /** Records that are read alone under each policy, others under another; all are read in calls of 200. */
  singles: number;
};

/** Records in one call of the API. */
const batchSize = 200;

/** What one goal of a story is compared by. */
type Judged = {
  comparison: Comparison;
  oracle: Oracle;
  rowById: Map<string, Row>;
  goal: OracleGoal;
  place: string;
};

const factsOf = (
  { oracle, rowById, goal }: Judged,
  { recordId, ms }: ProductRow,
  { isScoring }: { isScoring: boolean },
): Record<string, FeatureValue> => oracle.features({ row: rowOf(rowById, recordId), ms, goal, isScoring });

function rowOf(rowById: Map<string, Row>, recordId: string): Row {
  const row = rowById.get(recordId);
  if (row === undefined) throw new Error(`The org has no record ${recordId}.`);
  return row;
}

/** Which rows there are, their inputs and labels, and that no person and no account is in two groups. */
function compareTraining(judged: Judged, { rows, groups }: Extracted['training']): void {
  const { comparison, oracle, rowById, goal, place } = judged;
  const observed = observe(oracle, goal, storyEnd);
  const kinship = new Kinship(oracle);
  for (const [index, row] of rows.entries()) {
    const { recordId, ms, label } = row;
    const key = rowKey(recordId, ms);
    comparison.compareRow(place, row, factsOf(judged, row, { isScoring: false }));
    comparison.expect(`${place} training row`, `${key}: no observation`, observed.has(key));
    const fact = observed.get(key)?.label;
    comparison.expect(`${place} label`, `${key}: got ${label}, fact ${fact}`, label === fact);
    observed.delete(key);
    const torn = kinship.tornApart({ row: rowOf(rowById, recordId), ms, goal }, groups[index] ?? '');
    comparison.expect(`${place} group`, `${key}: ${torn.join(', ')} in another group`, torn.length === 0);
  }
  for (const key of observed.keys()) comparison.expect(`${place} training row`, `${key}: left out`, false);
}

/** The inputs of today, by one bulk scoring, by calls for 200 records, and of some records alone. */
async function compareScoring(
  judged: Judged,
  { session, readAlone }: Extracted,
  { singles, policies }: Pick<StoryOptions, 'singles' | 'policies'>,
): Promise<void> {
  const { comparison, place } = judged;
  const bulk = await scoringRows(session);
  for (const row of bulk) {
    const fact = judged.oracle.exclusion({ ...judged, row: rowOf(judged.rowById, row.recordId), ms: row.ms });
    const example = `${rowKey(row.recordId, row.ms)}: got ${row.exclusion}, fact ${fact}`;
    comparison.expect(`${place} exclusion`, example, row.exclusion === fact);
    // Nobody asks for inputs of people who opted out.
    if (fact !== optedOut) comparison.compareRow(place, row, factsOf(judged, row, { isScoring: true }));
  }
  const ids = bulk.map(({ recordId }) => recordId);
  const batches = Array.from({ length: Math.ceil(ids.length / batchSize) }, (_, batch) =>
    ids.slice(batch * batchSize, (batch + 1) * batchSize),
  );
  const step = Math.ceil(ids.length / singles);
  const first = policies.indexOf(judged.goal.mergePolicy) % step;
  const alone = ids.filter((_, index) => index % step === first).map((id) => [id]);
  const byId = new Map(bulk.map((row) => [row.recordId, row]));
  for (const together of [...batches, ...alone]) {
    const read = new Map((await readAlone(together)).map((row) => [row.recordId, row]));
    for (const id of together) {
      const row = byId.get(id);
      const way = together.length > 1 ? 'batch' : 'single';
      if (row !== undefined) comparison.compareWays(`${place} ${way}`, read.get(id), row);
    }
  }
}

/** Tells a story to an org and compares every value that the service computes of it with the facts. */
export async function compareStory(
  engine: FeatureEngine,
  { seed, size, tracksAddresses, objects, policies, singles }: StoryOptions,
  comparison: Comparison,
): Promise<void> {
  const org = await startOrgWithHistory({ tracksAddresses });
  try {
    tellStory(org, seed, size);
    const { url: instanceUrl, adminToken: accessToken } = org.running;
    const facts = await readRawFacts(new Connection({ instanceUrl, accessToken, version: '65.0' }));
    const oracle = new Oracle(facts);
    const rowById = new Map([...facts.Lead, ...facts.Contact, ...facts.Account].map((row) => [idOf(row), row]));
    for (const object of objects) {
      const goalId = createStoryGoal(org, object);
      for (const mergePolicy of policies) {
        const goal = { object, mergePolicy, qualifiedStatuses };
        const judged = { comparison, oracle, rowById, goal, place: `seed ${seed}, ${object}, ${mergePolicy}:` };
        await withExtraction({ org, engine, goalId, mergePolicy }, async (extracted) => {
          compareTraining(judged, extracted.training);
          await compareScoring(judged, extracted, { singles, policies });
        });
      }
    }
  } finally {
    await org.running.stop();
  }
}
