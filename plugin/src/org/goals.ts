import { isRecordId } from '@plumbline/contract';
import type { Connection } from '@salesforce/core';
import { SfError } from '@salesforce/core';
import { goalFields, toGoal, toRecord } from './goal-record.ts';
import type { GoalValues, OrgGoal, OrgRecord } from './goal-record.ts';
import { orOrgError } from './org-error.ts';
import { quoteSoql } from './soql.ts';
import { countOf } from '../terminal/counts.ts';

const select = `SELECT ${goalFields.join(', ')} FROM Score_Goal__c`;

/** Lists the goals of the org, sorted by name. */
export async function listGoals(connection: Connection): Promise<OrgGoal[]> {
  const { records } = await orOrgError(async () => connection.query<OrgRecord>(`${select} ORDER BY Name, Id`));
  return records.map(toGoal);
}

/** Finds a goal by name or id. Throws `GoalNotFoundError` with the names of the existing goals. */
export async function findGoal(connection: Connection, nameOrId: string): Promise<OrgGoal> {
  const isId = isRecordId(nameOrId);
  const condition = `Name = ${quoteSoql(nameOrId)}${isId ? ` OR Id = ${quoteSoql(nameOrId)}` : ''}`;
  const { records } = await orOrgError(async () => connection.query<OrgRecord>(`${select} WHERE ${condition}`));
  const [record] = records;
  if (record) return toGoal(record);
  const names = (await listGoals(connection)).map(({ name }) => `"${name}"`);
  const found = names.length === 0 ? 'The org has no score goals.' : `Existing goals: ${names.join(', ')}.`;
  throw new SfError(`There is no score goal "${nameOrId}". ${found}`, 'GoalNotFoundError', [
    ...(names.length === 0 ? ['Create one: sf score goal create --help.'] : []),
    'List the goals: sf score goal list.',
    'Check that you use the right org: --target-org.',
  ]);
}

type Saved = { success: boolean; id?: string; errors: { message: string; statusCode?: string }[] };

/** Throws the platform's error for a record, which jsforce returns instead of throwing. */
function requireSaved({ success, id, errors }: Saved): string {
  if (success && id !== undefined) return id;
  const [
    { message = 'The org rejected the record.', statusCode = '' } = { message: undefined, statusCode: undefined },
  ] = errors;
  throw Object.assign(new Error(message), { errorCode: statusCode });
}

/** Creates a goal and returns its id. */
export const createGoal = (connection: Connection, values: GoalValues): Promise<string> =>
  orOrgError(async () => requireSaved(await connection.sobject('Score_Goal__c').create(toRecord(values))));

/** Updates properties of a goal. */
export const updateGoal = (connection: Connection, id: string, values: Partial<GoalValues>): Promise<string> =>
  orOrgError(async () =>
    requireSaved(await connection.sobject('Score_Goal__c').update({ Id: id, ...toRecord(values) })),
  );

export const deleteGoal = (connection: Connection, id: string): Promise<string> =>
  orOrgError(async () => requireSaved(await connection.sobject('Score_Goal__c').delete(id)));

/** The largest number of active goals (rule G10). */
const maxActiveGoals = { production: 5, sandbox: 1 };

/** Throws if activating `activated` while deactivating `deactivated` would exceed the org's limit of active goals. */
export async function requireActiveGoalLimit(
  connection: Connection,
  activated: string[],
  deactivated: string[] = [],
): Promise<void> {
  const active = (await listGoals(connection))
    .filter(({ isActive, name }) => isActive && !activated.includes(name) && !deactivated.includes(name))
    .map(({ name }) => name);
  const wanted = active.length + activated.length;
  if (activated.length === 0 || wanted <= maxActiveGoals.sandbox) return;
  const isSandbox = await orOrgError(async () => {
    const { records } = await connection.query<{ IsSandbox: boolean }>('SELECT IsSandbox FROM Organization');
    return records[0]?.IsSandbox === true;
  });
  const limit = isSandbox ? maxActiveGoals.sandbox : maxActiveGoals.production;
  if (wanted <= limit) return;
  const others = active.length === 0 ? '' : ` Active goals: ${active.join(', ')}.`;
  throw new SfError(
    `${isSandbox ? 'A sandbox' : 'An org'} can have at most ${countOf(limit, 'active goal')}; with ${activated.join(', ')} it would have ${wanted}.${others}`,
    'TooManyGoalsError',
    [
      'Deactivate another goal: sf score goal edit --goal NAME --no-active.',
      'Or create the goal as inactive: --no-active, or "isActive": false in its file.',
    ],
  );
}
