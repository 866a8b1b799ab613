import { LoadError } from './load-error.ts';
import { readObject } from './mapping-values.ts';
import { callRest } from './org-session.ts';
import type { OrgSession } from './org-session.ts';

/**
 * Checks that the user may fill all fields before the first row is sent: a job would name only the first of them, and
 * report a field without permission as missing.
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
  // The org checks references to a parent by external id (Account.Key__c).
  const missing = fields.filter((field) => !field.includes('.') && !fillable.has(field.toLowerCase()));
  if (missing.length === 0) return;
  throw new LoadError(
    `The user cannot fill ${missing.join(', ')} of ${object}. Deploy what is missing, and assign the user a permission ` +
      'set that lets them edit these fields: deploying a field grants it to nobody.',
  );
}
