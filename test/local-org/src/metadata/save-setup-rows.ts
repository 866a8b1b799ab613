import type { Engine } from '../engine.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { SqlRow } from '../storage/database.ts';
import { insertRow, knownColumns, systemColumns } from '../storage/rows.ts';
import { leadStatusesOf } from './standard-value-set.ts';
import { quote } from '../storage/tables.ts';

/**
 * Writes the rows with which clients query metadata: record types, and the records of custom metadata types. Rows of
 * deleted components are removed; the others keep their ids.
 */
export function saveSetupRows(engine: Engine, userId: string): void {
  const { schema, metadataRecords } = engine.metadata;
  const recordTypes = schema.object('RecordType');
  if (recordTypes !== undefined) {
    const rows = schema.objects.flatMap((object) =>
      object.recordTypes.map(({ id, developerName, label, description, isActive }) => ({
        Id: id,
        Name: label,
        DeveloperName: developerName,
        Description: description ?? null,
        SobjectType: object.name,
        IsActive: isActive ? 1 : 0,
      })),
    );
    replaceRows(engine, recordTypes, { userId, rows, idOf: ({ Id }) => String(Id) });
  }
  saveLeadStatuses(engine, userId);
  for (const object of schema.objects.filter(({ name }) => name.endsWith('__mdt'))) {
    const known = new Map(
      engine.database
        .all(`SELECT "Id", "QualifiedApiName" FROM ${quote(object.name)}`)
        .map(({ Id, QualifiedApiName }) => [String(QualifiedApiName), String(Id)]),
    );
    const rows = metadataRecords.filter((record) => record.object === object.name).map(({ values }) => values);
    const idOf = ({ QualifiedApiName }: SqlRow): string =>
      known.get(String(QualifiedApiName)) ?? engine.ids.nextId(object);
    replaceRows(engine, object, { userId, rows, idOf });
  }
}

/** A status keeps its id as long as its API name stays. */
function saveLeadStatuses(engine: Engine, userId: string): void {
  const object = engine.metadata.schema.object('LeadStatus');
  if (object === undefined || !engine.metadata.standardValues.has('LeadStatus')) return;
  const known = new Map(
    engine.database
      .all('SELECT "Id", "ApiName" FROM "LeadStatus"')
      .map(({ Id, ApiName }) => [String(ApiName), String(Id)]),
  );
  const rows = leadStatusesOf(engine.metadata.standardValues).map(
    ({ value, label, defaultValue, converted }, index) => ({
      MasterLabel: label,
      ApiName: value,
      SortOrder: index + 1,
      IsDefault: defaultValue ? 1 : 0,
      IsConverted: converted ? 1 : 0,
    }),
  );
  const idOf = ({ ApiName }: SqlRow): string => known.get(String(ApiName)) ?? engine.ids.nextId(object);
  replaceRows(engine, object, { userId, rows, idOf });
}

function replaceRows(
  engine: Engine,
  object: SchemaObject,
  { userId, rows, idOf }: { userId: string; rows: readonly SqlRow[]; idOf: (row: SqlRow) => string },
): void {
  const now = engine.clock.now().toISOString();
  const withIds = rows.map((row) => ({ ...row, Id: idOf(row) }));
  engine.database.run(`DELETE FROM ${quote(object.name)}`);
  for (const row of withIds) {
    insertRow(engine.database, object, { ...knownColumns(object, systemColumns(now, userId)), ...row });
  }
}
