import { accessObjects } from '../access/access-control.ts';
import type { UserAccess } from '../access/user-access.ts';
import type { Engine } from '../engine.ts';
import type { RecordInput, WriteOptions } from '../org.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { SqlRow } from '../storage/database.ts';
import { insertRow, knownColumns, readRow, systemColumns, updateRow } from '../storage/rows.ts';
import { checkActivity } from './check-activity.ts';
import { checkDuplicatePair } from './check-duplicates.ts';
import {
  checkReferenceAccess,
  checkReferences,
  checkRequired,
  checkRules,
  checkUnique,
  requiredFields,
} from './check-record.ts';
import { defaultValues } from './default-values.ts';
import { formulaDefaults } from './formula-field.ts';
import { derivations } from './derive-fields.ts';
import { formatNumber } from './auto-number.ts';
import { rollUpLastActivity } from './last-activity.ts';
import { readInput } from './read-input.ts';
import { refusal } from './record-refusal.ts';
import { requireUnlocked } from './approval-locks.ts';
import { notAllowed, removeManualShares, requireRowAccess, requireSharing } from './require-row-access.ts';
import { assignedOwner, checkDuplicateRules } from './run-save-rules.ts';
import { saveRoleGroups } from '../sharing/role-groups.ts';
import { addLinkedRows } from './add-linked-rows.ts';
import { addRelatedRecords } from './related-records.ts';
import { writeHistory } from './write-history.ts';
import type { Saved } from './write-history.ts';

export type Writer = { engine: Engine; object: SchemaObject; access: UserAccess; options?: WriteOptions };

/** Creates a record from a client's values and answers its id. Throws `RecordRefusal`. */
export const insertRecord = (writer: Writer, record: RecordInput): string =>
  insertGiven(writer, readInsert(writer, record));

/** The values that a client gives a new record, in storage form. Throws `RecordRefusal` where it may not create it. */
export function readInsert(writer: Writer, record: RecordInput): SqlRow {
  const { engine, object, access } = writer;
  if (!object.operations.create) {
    throw refusal('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be inserted: ${object.label}`);
  }
  if (!access.object(object).create) throw notAllowed();
  const given = readInput({ engine, object, access, isInsert: true }, record);
  checkReferenceAccess(engine, { object, access, given });
  requireSharing(writer, { ...defaultValues(object, access.grants.userId), ...given });
  return given;
}

/** Creates a record from the values of a client, with the rules of the org. Throws `RecordRefusal`. */
export function insertGiven(writer: Writer, given: SqlRow): string {
  const values = { ...given, ...ownerByRule(writer, { given, prior: undefined }) };
  return insertValues(writer, values, (row) => {
    checkDuplicates(writer, { row, prior: undefined });
  });
}

/** The values that a new record starts with: the defaults, and what is given. */
export const initialValues = ({ engine, object, access }: Writer, given: SqlRow): SqlRow => ({
  ...defaultValues(object, access.grants.userId),
  ...formulaDefaults(engine, { object, access, row: given }),
  ...given,
});

/**
 * Creates a record from values in storage form, which the platform itself may give (conversion does). `check` sees the
 * row after all other checks.
 */
export function insertValues(writer: Writer, given: SqlRow, check?: (row: SqlRow) => void): string {
  const { engine, object, access } = writer;
  const { userId } = access.grants;
  const now = engine.clock.now().toISOString();
  const id = engine.ids.nextId(object);
  const row = initialValues(writer, given);
  // The name of a person account is made of the person's, and a user has a nickname in any case.
  const isPerson = object.name === 'Account' && (row.LastName ?? null) !== null;
  const isFilled = (name: string): boolean => (isPerson && name === 'Name') || name === 'CommunityNickname';
  checkRequired(
    object,
    row,
    requiredFields(object).filter(({ name }) => !isFilled(name)),
  );
  checkReferences(engine, object, given);
  checkActivity(object.name, row);
  Object.assign(row, derivations[object.name]?.(engine, { row, given, prior: undefined, now }));
  checkUnique(engine, object, { values: row, id: null });
  checkDuplicatePair(engine, object, row);
  checkRules(engine, { object, access, row, prior: undefined });
  check?.(row);
  addNumbers(engine, object, row);
  if (object.custom && object.fieldByName.has('name') && (row.Name ?? null) === null) row.Name = id;
  const complete: SqlRow = { Id: id, ...row, ...knownColumns(object, systemColumns(now, userId)) };
  insertRow(engine.database, object, complete);
  afterSave(engine, { object, id, row: complete, prior: undefined, userId, now });
  return id;
}

/** A change of a record: what a client gives it, over what it was. */
export type Change = { id: string; prior: SqlRow; given: SqlRow };

/** Changes a record. Throws `RecordRefusal`. */
export function updateRecord(writer: Writer, id: string, record: RecordInput): void {
  updateGiven(writer, readUpdate(writer, id, record));
}

/** The change that a client makes to a record. Throws `RecordRefusal` where it may not. */
export function readUpdate(writer: Writer, id: string, record: RecordInput): Change {
  const { engine, object, access } = writer;
  if (!object.operations.update) {
    throw refusal('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be updated: ${object.label}`);
  }
  if (!access.object(object).edit) throw notAllowed();
  const given = readInput({ engine, object, access, isInsert: false }, record);
  checkReferenceAccess(engine, { object, access, given });
  const prior = existingRow(writer, id);
  requireRowAccess(writer, id, 'edit');
  requireSharing(writer, { ...prior, ...given });
  if (object.name === 'Lead' && prior.IsConverted === 1) {
    throw refusal('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
  }
  requireUnlocked(engine, { access, id });
  return { id, prior, given };
}

/** Changes a record as a client does, with the rules of the org. Throws `RecordRefusal`. */
export function updateGiven(writer: Writer, { id, prior, given }: Change): void {
  const values = { ...given, ...ownerByRule(writer, { prior, given }) };
  updateValues(writer, { id, prior, given: values }, (row) => {
    checkDuplicates(writer, { id, row, prior });
  });
}

function checkDuplicates(
  { engine, object, access, options = {} }: Writer,
  { id, row, prior }: { id?: string; row: SqlRow; prior: SqlRow | undefined },
): void {
  checkDuplicateRules(engine, { object, access, row, prior }, { id, allowsDuplicates: options.allowsDuplicates });
}

/** The owner that the org's assignment rules give a record of a client, where it is another one. */
function ownerByRule(
  { engine, object, access, options = {} }: Writer,
  { given, prior }: { given: SqlRow; prior: SqlRow | undefined },
): SqlRow {
  if (options.assignsOwner !== true) return {};
  const row = { ...(prior ?? defaultValues(object, access.grants.userId)), ...given };
  const owner = assignedOwner(engine, { object, access, row, prior });
  return owner === undefined || owner === row.OwnerId ? {} : { OwnerId: owner };
}

/** Changes a record to values in storage form. `check` sees the row after all other checks. */
export function updateValues(
  { engine, object, access }: Writer,
  { id, prior, given }: Change,
  check?: (row: SqlRow) => void,
): void {
  const { userId } = access.grants;
  const now = engine.clock.now().toISOString();
  const row = { ...prior, ...given };
  const emptied = object.columns.filter((field) => given[field.name] === null);
  checkRequired(object, given, emptied);
  const moved = Object.entries(given).filter(([name, value]) => value !== prior[name]);
  checkReferences(engine, object, Object.fromEntries(moved));
  checkActivity(object.name, row);
  const derived = derivations[object.name]?.(engine, { row, given, prior, now }) ?? {};
  Object.assign(row, derived);
  checkUnique(engine, object, { values: Object.fromEntries(moved), id });
  checkRules(engine, { object, access, row, prior });
  check?.(row);
  const changes = { ...given, ...derived, ...modification(object, { now, userId }) };
  updateRow(engine.database, object, { id, changes });
  if (moved.some(([name]) => name === 'OwnerId')) removeManualShares({ engine, object }, id);
  afterSave(engine, { object, id, row, prior, userId, now });
}

const modification = (object: SchemaObject, { now, userId }: { now: string; userId: string }): SqlRow =>
  knownColumns(object, { LastModifiedDate: now, LastModifiedById: userId, SystemModstamp: now });

/** The row of a record that is there and not deleted. Throws `RecordRefusal`. */
export function existingRow({ engine, object }: Pick<Writer, 'engine' | 'object'>, id: string): SqlRow {
  const row = readRow(engine.database, object, id);
  if (row === undefined) throw refusal('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  if (row.IsDeleted === 1) throw refusal('ENTITY_IS_DELETED', 'entity is deleted');
  return row;
}

function addNumbers(engine: Engine, object: SchemaObject, row: SqlRow): void {
  for (const [field, format] of Object.entries(object.numberFormats)) {
    row[field] = formatNumber(format, engine.ids.nextNumber(`${object.name}.${field}`), engine.clock.now());
  }
}

function afterSave(engine: Engine, saved: Saved): void {
  const { object, id, row, prior } = saved;
  writeHistory(engine, saved);
  engine.changes.note({
    object: object.name,
    id,
    ...(prior === undefined ? { operation: 'insert', row } : { operation: 'update', row, prior }),
  });
  if (object.name === 'Task' || object.name === 'Event')
    rollUpLastActivity(engine, { object: object.name, row, prior });
  addRelatedRecords(engine, saved);
  addLinkedRows(engine, saved);
  if (object.name === 'Campaign' && prior === undefined) addMemberStatuses(engine, saved);
  if (object.name === 'UserRole') saveRoleGroups(engine, saved.userId);
  if (accessObjects.includes(object.name)) engine.access.forget();
}

/** A new campaign has two member statuses. */
function addMemberStatuses(engine: Engine, { id, userId, now }: Saved): void {
  const status = engine.metadata.schema.object('CampaignMemberStatus');
  if (status === undefined) return;
  for (const [index, label] of ['Sent', 'Responded'].entries()) {
    insertRow(engine.database, status, {
      Id: engine.ids.nextId(status),
      CampaignId: id,
      Label: label,
      SortOrder: index + 1,
      IsDefault: index === 0 ? 1 : 0,
      HasResponded: index,
      ...systemColumns(now, userId),
    });
  }
}
