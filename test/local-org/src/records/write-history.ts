import type { Engine } from '../engine.ts';
import type { DescribeField, FieldType } from '../schema/describe.ts';
import { historyFieldName } from '../schema/history-object.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { SqlRow, SqlValue } from '../storage/database.ts';
import { insertRow } from '../storage/rows.ts';
import { quote } from '../storage/tables.ts';

/** A successful save: the record before and after it. */
export type Saved = {
  object: SchemaObject;
  id: string;
  row: SqlRow;
  prior: SqlRow | undefined;
  userId: string;
  now: string;
};

export type HistoryEntry = { field: string; dataType: string | null; from: SqlValue; to: SqlValue };

const dataTypes: Partial<Record<FieldType, string>> = {
  boolean: 'Boolean',
  int: 'Integer',
  double: 'Double',
  currency: 'Currency',
  percent: 'Percent',
  date: 'DateOnly',
  datetime: 'DateTime',
  picklist: 'DynamicEnum',
  multipicklist: 'MultiEnum',
  email: 'EMail',
  phone: 'Phone',
  url: 'Url',
};

/** Writes the history rows of a save: `created` for a new record, else one for each tracked field that changed. */
export function writeHistory(engine: Engine, saved: Saved): void {
  const { object, row, prior } = saved;
  if (object.keepsHistory) {
    const entries =
      prior === undefined
        ? [{ field: 'created', dataType: 'Text', from: null, to: null }]
        : changes(engine, { object, row, prior });
    for (const entry of entries) writeHistoryEntry(engine, saved, entry);
  }
  if (object.name === 'Opportunity') writeStageHistory(engine, saved);
}

export function writeHistoryEntry(
  engine: Engine,
  { object, id, userId, now }: Pick<Saved, 'object' | 'id' | 'userId' | 'now'>,
  { field, dataType, from, to }: HistoryEntry,
): void {
  const history = object.history === undefined ? undefined : engine.metadata.schema.object(object.history.object);
  if (!object.keepsHistory || history === undefined || object.history === undefined) return;
  insertRow(engine.database, history, {
    Id: engine.ids.nextId(history),
    IsDeleted: 0,
    [object.history.parentField]: id,
    CreatedById: userId,
    CreatedDate: now,
    Field: field,
    DataType: dataType,
    OldValue: from,
    NewValue: to,
  });
}

function changes(
  engine: Engine,
  { object, row, prior }: { object: SchemaObject; row: SqlRow; prior: SqlRow },
): HistoryEntry[] {
  return object.trackedFields.flatMap((name) => {
    const described = object.fieldByName.get(name.toLowerCase());
    const from = prior[name] ?? null;
    const to = row[name] ?? null;
    if (described === undefined || from === to) return [];
    const field = historyFieldName(name);
    if (described.type !== 'reference') return [{ field, ...valueChange(described, from, to) }];
    // A lookup leaves two rows: the ids, and the names as they were.
    return [
      { field, dataType: 'EntityId', from, to },
      { field, dataType: 'Text', from: nameOf(engine, from), to: nameOf(engine, to) },
    ];
  });
}

function valueChange(field: DescribeField, from: SqlValue, to: SqlValue): Omit<HistoryEntry, 'field'> {
  // The history of a long text or a multi-select picklist has no values, only the change.
  if (field.type === 'textarea') return { dataType: 'StringPlusClob', from: null, to: null };
  if (field.type === 'multipicklist') return { dataType: dataTypes[field.type] ?? null, from: null, to: null };
  const shown = (value: SqlValue): SqlValue => {
    if (value === null) return null;
    if (field.type === 'boolean') return value === 1 ? 'true' : 'false';
    return field.type === 'datetime' ? String(value).replace('Z', '+0000') : value;
  };
  return { dataType: dataTypes[field.type] ?? 'Text', from: shown(from), to: shown(to) };
}

function nameOf(engine: Engine, id: SqlValue): SqlValue {
  const object = typeof id === 'string' ? engine.metadata.schema.objectOfId(id) : undefined;
  const nameField = object?.fields.find((field) => field.nameField)?.name;
  if (object === undefined || nameField === undefined) return id;
  return (
    engine.database.get(`SELECT ${quote(nameField)} AS "name" FROM ${quote(object.name)} WHERE "Id" = ?`, id)?.name ??
    id
  );
}

const stageFields = ['StageName', 'Amount', 'CloseDate', 'Probability', 'ForecastCategory'];

function writeStageHistory(engine: Engine, { id, row, prior, userId, now }: Saved): void {
  const history = engine.metadata.schema.object('OpportunityHistory');
  if (history === undefined) return;
  const isChanged = (name: string): boolean => (row[name] ?? null) !== (prior?.[name] ?? null);
  if (prior !== undefined && !stageFields.some(isChanged)) return;
  const historyId = engine.ids.nextId(history);
  insertRow(engine.database, history, {
    Id: historyId,
    IsDeleted: 0,
    OpportunityId: id,
    CreatedById: userId,
    CreatedDate: now,
    StageName: row.StageName ?? null,
    Amount: row.Amount ?? null,
    ExpectedRevenue: row.ExpectedRevenue ?? null,
    CloseDate: row.CloseDate ?? null,
    Probability: row.Probability ?? null,
    ForecastCategory: row.ForecastCategory ?? null,
    PrevAmount: prior !== undefined && isChanged('Amount') ? (prior.Amount ?? null) : null,
    PrevCloseDate: prior !== undefined && isChanged('CloseDate') ? (prior.CloseDate ?? null) : null,
    SystemModstamp: now,
  });
  if (prior === undefined) return;
  if (isChanged('Amount'))
    engine.database.run('UPDATE "Opportunity" SET "LastAmountChangedHistoryId" = ? WHERE "Id" = ?', historyId, id);
  if (isChanged('CloseDate'))
    engine.database.run('UPDATE "Opportunity" SET "LastCloseDateChangedHistoryId" = ? WHERE "Id" = ?', historyId, id);
}
