import { connectedGroups } from '../../domain/features/connected-groups.ts';
import type { SourcePlan } from '../../domain/features/source-plan.ts';
import { firstNumber, replaceTable } from './database.ts';
import type { Reading } from './database.ts';
import { linksOverTime } from './link-sql.ts';
import { withRelations } from './sql-text.ts';
import type { Relations } from './sql-text.ts';
import { subjectOf } from './subject-sql.ts';

/** An address in a form that no id has. */
const address = `'@' || email_key`;

/** Addresses that more than one record has or had; the others connect nobody. */
const sharedAddress: Relations = [
  [
    'address_of_record',
    `SELECT lead_id AS id, email_key FROM lead_email WHERE email_key IS NOT NULL
     UNION
     SELECT contact_id, email_key FROM contact_email WHERE email_key IS NOT NULL`,
  ],
  ['shared_key', 'SELECT email_key FROM address_of_record GROUP BY email_key HAVING count(*) > 1'],
];

/**
 * What connects records (L2): an address that they have or had, the account that a contact belongs or belonged to, what a
 * lead was converted into, and those that count for a row of `snapshot` or lend it values.
 */
function edgesSql(plan: SourcePlan): string {
  const { relations, people, links } = subjectOf(plan);
  const linked = ['lead_id', 'contact_id', 'account_id'].map((id) => `SELECT record_id, ${id} FROM ${links} k`);
  return withRelations(
    [...linksOverTime(plan), ...sharedAddress, ...relations, ...people],
    `SELECT DISTINCT one, other FROM (
       SELECT id AS one, ${address} AS other FROM address_of_record SEMI JOIN shared_key USING (email_key)
       UNION ALL SELECT contact_id, account_id FROM contact_account
       UNION ALL SELECT id, converted_contact_id FROM lead
       UNION ALL SELECT id, converted_account_id FROM lead
       UNION ALL SELECT record_id, who_id FROM people
       UNION ALL ${linked.join('\n       UNION ALL ')}
     ) WHERE one <> other`,
  );
}

/**
 * The group of each record of `snapshot`, by record id; a record without a group stands alone. One person, by whatever
 * record or address, and one account, at whatever time a person belonged to it, are never in two groups.
 */
export async function readGroups({ database, plan }: Reading): Promise<Map<string, string>> {
  await database.run(replaceTable('group_edge', edgesSql(plan)));
  await database.run(
    replaceTable(
      'group_node',
      `SELECT node, (row_number() OVER (ORDER BY node) - 1)::INTEGER AS number
       FROM (SELECT one AS node FROM group_edge UNION SELECT other FROM group_edge)`,
    ),
  );
  const edges = await database.read(
    `SELECT a.number AS one, b.number AS other FROM group_edge e
     JOIN group_node a ON a.node = e.one JOIN group_node b ON b.node = e.other`,
  );
  const count = firstNumber(await database.read('SELECT count(*) AS nodes FROM group_node'), 'nodes');
  const groups = connectedGroups(count, { one: edges.numbers('one'), other: edges.numbers('other') });
  const records = await database.read(`SELECT node, number FROM group_node SEMI JOIN snapshot ON record_id = node`);
  await database.run('DROP TABLE group_edge; DROP TABLE group_node');
  const numbers = records.numbers('number');
  return new Map(records.texts('node').map((id, row) => [id ?? '', `group ${groups[numbers[row] as number]}`]));
}
