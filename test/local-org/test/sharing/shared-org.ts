import assert from 'node:assert/strict';
import type { OrgOptions } from '../../src/org.ts';
import { metadata, openedOrg } from '../engine/opened-org.ts';
import type { OpenedOrg } from '../engine/opened-org.ts';

export const objectModel = (model: string): string => metadata('CustomObject', `<sharingModel>${model}</sharingModel>`);

/** Lead, Account and Opportunity are private, and contacts are controlled by their account. */
export const privateModels: Record<string, string> = {
  'objects/Lead.object': objectModel('Private'),
  'objects/Account.object': objectModel('Private'),
  'objects/Contact.object': objectModel('ControlledByParent'),
  'objects/Opportunity.object': objectModel('Private'),
};

export const role = (name: string, more = ''): string => metadata('Role', `<name>${name}</name>${more}`);

export const ownerRule = (from: string, to: string, access: 'Read' | 'Edit', more = ''): string =>
  `<sharingOwnerRules><fullName>R${from.length}${to.length}</fullName><accessLevel>${access}</accessLevel>${more}` +
  `<label>R</label><sharedTo>${to}</sharedTo><sharedFrom>${from}</sharedFrom></sharingOwnerRules>`;

export type SharedOrg = OpenedOrg & {
  /** Adds a sales user with a role; returns the id. */
  addUser: (name: string, roleName?: string) => string;
  deployed: (files: Record<string, string>) => void;
  names: (soql: string, userId: string) => string[];
};

/** A private org with the roles Chief > East > Agent and Chief > West. */
export function sharedOrg(files: Record<string, string> = {}, options: OrgOptions = {}): SharedOrg {
  const opened = openedOrg(options);
  const deployed = (more: Record<string, string>): void => {
    const { success, messages } = opened.deploy(more);
    assert.ok(success, JSON.stringify(messages.filter((one) => !one.success)));
  };
  const below = (parent: string): string => `<parentRole>${parent}</parentRole>`;
  deployed({
    ...privateModels,
    'roles/Agent.role': role('Agent', below('East')),
    'roles/Chief.role': role('Chief'),
    'roles/East.role': role('East', `${below('Chief')}<opportunityAccessLevel>Read</opportunityAccessLevel>`),
    'roles/West.role': role('West', below('Chief')),
    ...files,
  });
  const profile = opened.row("SELECT Id FROM Profile WHERE Name = 'Standard User'").Id;
  const addUser = (name: string, roleName?: string): string => {
    const roleId =
      roleName === undefined ? null : opened.row(`SELECT Id FROM UserRole WHERE DeveloperName = '${roleName}'`).Id;
    return opened.insert('User', {
      ...{ Username: `${name}@local.org`, LastName: name, Email: `${name}@x.example`, Alias: name.slice(0, 8) },
      CommunityNickname: name,
      ...{ TimeZoneSidKey: 'GMT', LocaleSidKey: 'en_US', EmailEncodingKey: 'UTF-8', LanguageLocaleKey: 'en_US' },
      ...{ ProfileId: String(profile), UserRoleId: roleId as string | null },
    });
  };
  const names = (soql: string, userId: string): string[] =>
    opened.rows(soql, userId).map((row) => String(row['Name'] ?? row['Subject']));
  return { ...opened, addUser, deployed, names };
}
