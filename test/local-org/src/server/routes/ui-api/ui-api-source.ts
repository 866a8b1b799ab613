import type { QueryRow } from '../../../org.ts';
import type { RecordSource, UserContext } from '../../../ui-api/record-source.ts';
import type { ApiCall } from '../../api-call.ts';
import { isObject } from '../../json-value.ts';
import type { ServerState } from '../../server-state.ts';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function readUser({ org }: ServerState, userId: string): UserContext {
  const soql = `SELECT LocaleSidKey, TimeZoneSidKey, Profile.Name FROM User WHERE Id = '${userId}'`;
  const row: QueryRow | undefined = org.query(userId, soql).rows.next().value;
  const profile = row?.['Profile'];
  return {
    id: userId,
    locale: textOf(row?.['LocaleSidKey']).replaceAll('_', '-') || 'en-US',
    timeZone: textOf(row?.['TimeZoneSidKey']) || 'GMT',
    profile: isObject(profile) ? textOf(profile['Name']) : '',
  };
}

/** The org as the user of a call sees it. */
export function openSource(state: ServerState, { userId, apiVersion, root }: ApiCall): RecordSource {
  const { org } = state;
  return {
    user: readUser(state, userId),
    apiVersion,
    root: `${root}/ui-api`,
    describe: (object) => org.describe(userId, object),
    objectOfId: (id) => org.objectOfId(id),
    rows: (soql) => [...org.query(userId, soql, { apiVersion }).rows],
    components: (type) => org.components(type),
  };
}
