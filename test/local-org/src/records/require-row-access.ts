import type { UserAccess } from '../access/user-access.ts';
import type { Engine } from '../engine.ts';
import type { SchemaObject } from '../schema/schema.ts';
import { manualCause } from '../schema/share-object.ts';
import { rowFilter } from '../sharing/row-filter.ts';
import type { RowAccess } from '../sharing/sharing-model.ts';
import type { SqlRow } from '../storage/database.ts';
import { quote } from '../storage/tables.ts';
import { refusal } from './record-refusal.ts';

type Viewer = { engine: Engine; object: SchemaObject; access: UserAccess };

/** Whether sharing gives the user this access to a record. */
export function hasRowAccess({ engine, object, access }: Viewer, id: string, level: RowAccess): boolean {
  const filter = rowFilter({ schema: engine.metadata.schema, access }, object, 'r', level);
  if (filter === undefined) return true;
  return engine.database.get(`SELECT 1 FROM ${quote(object.name)} r WHERE r."Id" = ? AND ${filter}`, id) !== undefined;
}

export const notAllowed = () => refusal('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');

/** @throws RecordRefusal `INSUFFICIENT_ACCESS_OR_READONLY` */
export function requireRowAccess(viewer: Viewer, id: string, level: RowAccess): void {
  if (!hasRowAccess(viewer, id, level)) throw notAllowed();
}

/**
 * Who shares a record needs the access to it that its owner has; a client's share is a manual one.
 *
 * @throws RecordRefusal `INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY` or `FIELD_INTEGRITY_EXCEPTION`
 */
export function requireSharing({ engine, object, access }: Viewer, row: SqlRow): void {
  const { shareOf } = object;
  const parent = shareOf && engine.metadata.schema.object(shareOf.object);
  if (shareOf === undefined || parent === undefined) return;
  if (!hasRowAccess({ engine, object: parent, access }, String(row[shareOf.parentField]), 'all')) {
    throw refusal('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'insufficient access rights on cross-reference id');
  }
  if (row.RowCause === manualCause && row[shareOf.levelField] !== 'All') return;
  throw refusal('FIELD_INTEGRITY_EXCEPTION', `Only manual shares of Read or Edit can be written: ${object.label}`);
}

/** Manual shares end when a record gets another owner. */
export function removeManualShares({ engine, object }: Pick<Viewer, 'engine' | 'object'>, id: string): void {
  const shares = engine.metadata.schema.objects.find(({ shareOf }) => shareOf?.object === object.name);
  if (shares?.shareOf === undefined) return;
  engine.database.run(`DELETE FROM ${quote(shares.name)} WHERE ${quote(shares.shareOf.parentField)} = ?`, id);
}
