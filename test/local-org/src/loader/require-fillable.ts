import { LoadError } from './load-error.ts';
import { readObject } from './mapping-values.ts';
import { callRest } from './org-session.ts';
import type { OrgSession } from './org-session.ts';

/**
 * Sees before the first row is sent that the user may fill all fields: a job would name one of them only, and a field
 * that is deployed but granted to nobody looks as if it were not there.
 *
 * @throws LoadError naming every field that the user cannot fill in a new record
 */
export async function requireFillable(session: OrgSession, object: string, fields: readonly string[]): Promise<void> {
  const description = readObject(JSON.parse(await callRest(session, `sobjects/${object}/describe`)), 'describe');
  const described: unknown[] = Array.isArray(description['fields']) ? description['fields'] : [];
  const fillable = new Set(
    described
      .map((field) => readObject(field, 'describe.fields'))
      .filter(({ createable }) => createable === true)
      .map(({ name }) => String(name).toLowerCase()),
  );
  // A parent named by its external id (Account.Key__c) is the org's to judge.
  const missing = fields.filter((field) => !field.includes('.') && !fillable.has(field.toLowerCase()));
  if (missing.length === 0) return;
  throw new LoadError(
    `The user cannot fill ${missing.join(', ')} of ${object}. Deploy what is missing, and assign the user a permission ` +
      'set that lets them edit these fields: deploying a field grants it to nobody.',
  );
}
