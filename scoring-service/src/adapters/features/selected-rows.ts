import type { LeftOutRecord } from '../../domain/evaluation/run-counts.ts';
import { ownSource } from '../../domain/features/feature-catalogue.ts';
import { pagesSource } from './load-sql.ts';
import { pageFiles } from './page-files.ts';
import { replaceTable } from './reading.ts';
import type { Reading } from './reading.ts';
import { quoteText, textList } from './sql-text.ts';

const pages = { name: 'selected', columns: [{ path: 'Id', column: 'id', protection: 'none' as const }] };

/** Of ids with 15 letters and those with 18 the first 15 are the same: an id that comes twice is one record. */
const onceSql = replaceTable(
  'selected',
  'SELECT left(id, 15) AS short_id, min(id) AS id FROM selected_ids WHERE id IS NOT NULL GROUP BY 1',
);

/** Keeps the ids of a selection in a table of the session, a few thousand at a time. */
export async function selectRows(
  { database }: Reading,
  ids: { folder: string } | AsyncIterable<readonly string[]>,
): Promise<void> {
  if ('folder' in ids) {
    const source = pagesSource(pages, await pageFiles(ids.folder, pages));
    await database.run(replaceTable('selected_ids', `SELECT id FROM ${source}`));
  } else {
    await database.run('CREATE OR REPLACE TABLE selected_ids (id VARCHAR)');
    for await (const some of ids) {
      if (some.length > 0) await database.run(`INSERT INTO selected_ids SELECT unnest([${textList(some)}])`);
    }
  }
  await database.run(`${onceSql};\nDROP TABLE selected_ids`);
}

/** The records that are selected. */
export const isSelectedSql = 'left(id, 15) IN (SELECT short_id FROM selected)';

/** What was selected and is no record of the goal's object, or is closed: only a lead can be. */
export async function readLeftOut(
  { database, plan }: Reading,
  { afterId, limit }: { afterId: string; limit: number },
): Promise<LeftOutRecord[]> {
  const own = ownSource[plan.goal.object];
  const isClosed = own === 'lead' ? 'coalesce(r.is_converted, false)' : 'false';
  const columns = await database.read(`
    SELECT s.id AS record_id, CASE WHEN r.id IS NULL THEN 0 ELSE 1 END AS is_closed
    FROM selected s LEFT JOIN ${own} r ON left(r.id, 15) = s.short_id
    WHERE s.id > ${quoteText(afterId)} AND (r.id IS NULL OR ${isClosed})
    ORDER BY s.id LIMIT ${limit}`);
  const closed = columns.numbers('is_closed');
  return columns.texts('record_id').map((recordId, row) => ({ recordId: recordId ?? '', isClosed: closed[row] === 1 }));
}
