import type { Connection } from '@salesforce/core';
import { SfError } from '@salesforce/core';
import { goalFields, toGoal, toRecord } from './goal-record.ts';
import type { GoalValues, OrgGoal, OrgRecord } from './goal-record.ts';
import { orOrgError } from './org-error.ts';
import { quoteSoql } from './soql.ts';

const select = `SELECT ${goalFields.join(', ')} FROM Score_Goal__c`;
const idForm = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;

/** Every goal of the org, by name. */
export async function listGoals(connection: Connection): Promise<OrgGoal[]> {
  const { records } = await orOrgError(async () => connection.query<OrgRecord>(`${select} ORDER BY Name, Id`));
  return records.map(toGoal);
}

/** A goal by its name or id. Throws `GoalNotFoundError` with the names that there are. */
export async function findGoal(connection: Connection, nameOrId: string): Promise<OrgGoal> {
  const isId = idForm.test(nameOrId);
  const condition = `Name = ${quoteSoql(nameOrId)}${isId ? ` OR Id = ${quoteSoql(nameOrId)}` : ''}`;
  const { records } = await orOrgError(async () => connection.query<OrgRecord>(`${select} WHERE ${condition}`));
  const [record] = records;
  if (record) return toGoal(record);
  const names = (await listGoals(connection)).map(({ name }) => `"${name}"`);
  const found = names.length === 0 ? 'The org has no score goal yet.' : `The org has: ${names.join(', ')}.`;
  throw new SfError(`There is no score goal "${nameOrId}". ${found}`, 'GoalNotFoundError', [
    ...(names.length === 0 ? ['Create one: sf score goal create --help.'] : []),
    'List the goals: sf score goal list.',
    'Check that you are in the right org: --target-org.',
  ]);
}

type Saved = { success: boolean; id?: string; errors: { message: string; statusCode?: string }[] };

/** The platform's refusal of a record, which jsforce returns rather than throws. */
function requireSaved({ success, id, errors }: Saved): string {
  if (success && id !== undefined) return id;
  const [{ message = 'The org refused the record.', statusCode = '' } = { message: undefined, statusCode: undefined }] =
    errors;
  throw Object.assign(new Error(message), { errorCode: statusCode });
}

/** Creates a goal; its id. */
export const createGoal = (connection: Connection, values: GoalValues): Promise<string> =>
  orOrgError(async () => requireSaved(await connection.sobject('Score_Goal__c').create(toRecord(values))));

/** Changes parts of a goal that may change. */
export const updateGoal = (connection: Connection, id: string, values: Partial<GoalValues>): Promise<string> =>
  orOrgError(async () =>
    requireSaved(await connection.sobject('Score_Goal__c').update({ Id: id, ...toRecord(values) })),
  );

export const deleteGoal = (connection: Connection, id: string): Promise<string> =>
  orOrgError(async () => requireSaved(await connection.sobject('Score_Goal__c').delete(id)));

/** At most so many goals may be active at once (rule G10). */
const mostActive = { production: 5, sandbox: 1 };

/** Refuses to switch goals on where the org would have more than it may; `off` are those switched off with them. */
export async function requireRoomForGoals(connection: Connection, on: string[], off: string[] = []): Promise<void> {
  const active = (await listGoals(connection))
    .filter(({ isActive, name }) => isActive && !on.includes(name) && !off.includes(name))
    .map(({ name }) => name);
  const wanted = active.length + on.length;
  if (on.length === 0 || wanted <= mostActive.sandbox) return;
  const isSandbox = await orOrgError(async () => {
    const { records } = await connection.query<{ IsSandbox: boolean }>('SELECT IsSandbox FROM Organization');
    return records[0]?.IsSandbox === true;
  });
  const most = isSandbox ? mostActive.sandbox : mostActive.production;
  if (wanted <= most) return;
  const there = active.length === 0 ? '' : ` These are active: ${active.join(', ')}.`;
  throw new SfError(
    `${isSandbox ? 'A sandbox' : 'An org'} has at most ${most} active ${most === 1 ? 'goal' : 'goals'}; with ${on.join(', ')} it would have ${wanted}.${there}`,
    'TooManyGoalsError',
    [
      'Switch one off: sf score goal edit --goal NAME --no-active.',
      'Or bring the goal in switched off: --no-active, or "isActive": false in its file.',
    ],
  );
}
