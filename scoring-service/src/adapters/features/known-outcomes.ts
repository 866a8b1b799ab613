import type { Reading } from './reading.ts';
import { quoteText } from './sql-text.ts';

/** When the records reached the goal that did, each as often as it did; `outcome` is there. */
export async function readReachedGoal({ database }: Pick<Reading, 'database'>): Promise<{
  recordIds: string[];
  reachedAt: Float64Array;
}> {
  const reached = await database.read(
    'SELECT record_id, unnest(goal_moments) AS moment_ms FROM outcome WHERE goal_at IS NOT NULL ORDER BY ALL',
  );
  return { recordIds: reached.texts('record_id').map((id) => id ?? ''), reachedAt: reached.numbers('moment_ms') };
}

/** Those of the records that are not in the org any more, or whose person is not willing; `outcome` is there. */
export async function readToForget(
  { database }: Pick<Reading, 'database'>,
  recordIds: readonly string[],
): Promise<string[]> {
  if (recordIds.length === 0) return [];
  const asked = recordIds.map((id) => `(${quoteText(id)})`).join(', ');
  const found = await database.read(
    `SELECT asked.id AS id FROM (VALUES ${asked}) AS asked(id)
     WHERE asked.id NOT IN (SELECT record_id FROM outcome WHERE is_willing) ORDER BY asked.id`,
  );
  return found.texts('id').filter((id) => id !== undefined);
}
