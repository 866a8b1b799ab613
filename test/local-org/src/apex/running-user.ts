import type { Org } from '../org.ts';
import type { RunningUser } from './run.ts';

/** A user as code knows it. */
export function readUser(org: Org, id: string): RunningUser {
  const [row] = org.inspect('SELECT * FROM "User" WHERE "Id" = ?', id);
  const [organization] = org.inspect('SELECT "Name" FROM "Organization"');
  const text = (name: string, otherwise = ''): string => (typeof row?.[name] === 'string' ? row[name] : otherwise);
  return {
    id,
    userName: text('Username'),
    name: text('Name'),
    firstName: text('FirstName') || null,
    lastName: text('LastName'),
    email: text('Email'),
    profileId: text('ProfileId'),
    roleId: text('UserRoleId') || null,
    timeZone: text('TimeZoneSidKey', 'GMT'),
    locale: text('LocaleSidKey', 'en_US'),
    language: text('LanguageLocaleKey', 'en_US'),
    organizationId: org.id,
    organizationName: typeof organization?.Name === 'string' ? organization.Name : '',
  };
}
