import type { Engine } from '../engine.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { SqlRow } from '../storage/database.ts';
import { quote } from '../storage/tables.ts';
import { refusal } from './record-refusal.ts';

// Pairs that must be unique: a person in a campaign and in an account, a file's place, a permission set of a user and in
// a group.
const pairs: Partial<Record<string, [string, string][]>> = {
  AccountContactRelation: [['AccountId', 'ContactId']],
  CampaignMember: [
    ['CampaignId', 'LeadId'],
    ['CampaignId', 'ContactId'],
  ],
  ContentDocumentLink: [['ContentDocumentId', 'LinkedEntityId']],
  PermissionSetAssignment: [['PermissionSetId', 'AssigneeId']],
  PermissionSetGroupComponent: [['PermissionSetGroupId', 'PermissionSetId']],
};

const ownWords: Partial<Record<string, string>> = {
  AccountContactRelation: 'This contact already has a relationship with this account.',
  CampaignMember: 'Already a campaign member.',
};

/** Refuses a second record of a unique pair. */
export function checkDuplicatePair(engine: Engine, object: SchemaObject, row: SqlRow): void {
  for (const [one, other] of pairs[object.name] ?? []) {
    if ((row[one] ?? null) === null || (row[other] ?? null) === null) continue;
    const found = engine.database.get(
      `SELECT "Id" FROM ${quote(object.name)} WHERE ${quote(one)} = ? AND ${quote(other)} = ? AND "IsDeleted" = 0`,
      row[one] ?? null,
      row[other] ?? null,
    )?.Id;
    if (typeof found !== 'string') continue;
    const known = `duplicate value found: ${other} duplicates value on record with id: ${found.slice(0, 15)}`;
    throw refusal('DUPLICATE_VALUE', ownWords[object.name] ?? known);
  }
}
