import type { Goal } from '@plumbline/contract';
import type { OrgFacts } from '../../domain/org-facts.ts';
import { hiddenRecords, sharedObjects } from '../../domain/quality/sharing.ts';
import type { HiddenRecords, SharedRecords } from '../../domain/quality/sharing.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import type { RecordCounts } from '../../ports/records.ts';

/** What is asked of the org to compare what the integration user sees with what there is. */
export type SharingOrg = Pick<RecordCounts, 'count' | 'reportedCounts'>;

/** The records that the integration user sees, and those that the org reports, of the objects that it can read. */
export async function readSharedRecords(salesforce: SharingOrg, readable: readonly string[]): Promise<SharedRecords> {
  const objects = sharedObjects.filter((object) => readable.includes(object));
  const reported = objects.length === 0 ? {} : await salesforce.reportedCounts(objects);
  if (reported === undefined) return { visible: {}, reported };
  const counted = await Promise.all(
    objects.map(async (object) => ({ object, count: await countVisible(salesforce, object) })),
  );
  const visible = counted.flatMap(({ object, count }) => (count === undefined ? [] : [[object, count] as const]));
  return { visible: Object.fromEntries(visible), reported };
}

/** undefined where the org refuses to count, as it does when that takes too long in a large org. */
async function countVisible(salesforce: SharingOrg, object: string): Promise<number | undefined> {
  try {
    return await salesforce.count(`SELECT COUNT() FROM ${object}`);
  } catch (error) {
    if (error instanceof ScoringError && error.kind === 'salesforce.refused') return undefined;
    throw error;
  }
}

/** What a run of the goal does not see of the org. */
export async function findHiddenRecords(salesforce: SharingOrg, facts: OrgFacts, goal: Goal): Promise<HiddenRecords> {
  const readable = sharedObjects.filter((object) => facts[object] !== undefined);
  return hiddenRecords(await readSharedRecords(salesforce, readable), goal.settings.thresholds.visibleShare);
}
