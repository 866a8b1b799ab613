import { OrgError } from '../org-error.ts';
import type { Org } from '../org.ts';

export type UserRecord = { id: string; username: string; name: string; email: string; alias: string; timeZone: string };

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** @throws OrgError `NOT_FOUND` when there is no such user */
export function readUser(org: Org, userId: string): UserRecord {
  const soql = `SELECT Id, Username, Name, Email, Alias, TimeZoneSidKey FROM User WHERE Id = '${userId}'`;
  const user = org.query(userId, soql).rows.next().value;
  if (user === undefined) throw new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });
  return {
    id: textOf(user['Id']),
    username: textOf(user['Username']),
    name: textOf(user['Name']),
    email: textOf(user['Email']),
    alias: textOf(user['Alias']),
    timeZone: textOf(user['TimeZoneSidKey']),
  };
}
