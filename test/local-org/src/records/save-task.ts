import type { FieldValue } from '../org.ts';
import type { SqlRow } from '../storage/database.ts';
import { readRow } from '../storage/rows.ts';
import { coerceValue } from './coerce-value.ts';
import { moveToBin, readDeletable, readErasable, removeForGood, undeleteRecord } from './delete-record.ts';
import { notWritable } from './read-input.ts';
import type { Change, Writer } from './save-record.ts';
import { initialValues } from './save-record.ts';
import type { SaveChunk, SavedRecord } from './save-participants.ts';

/** One record on its way through a save that others take part in. */
export type SaveTask = {
  writer: Writer;
  operation: SaveChunk['operation'];
  saved: SavedRecord;
  /** No participant runs for it. */
  isSilent?: boolean;
  /** Writes the record as the participants have left it. Throws `RecordRefusal`. */
  write(): void;
};

const emptyRow = ({ object }: Writer): SqlRow =>
  Object.fromEntries(object.columns.map(({ name, type }) => [name, type === 'boolean' ? 0 : null]));

/** The values that participants have changed, checked as a client's are. Throws `RecordRefusal`. */
function changedValues({ object }: Writer, { from, to, isInsert }: { from: SqlRow; to: SqlRow; isInsert: boolean }) {
  const values: SqlRow = {};
  for (const [name, value] of Object.entries(to)) {
    if (value === (from[name] ?? null)) continue;
    const field = object.fieldByName.get(name.toLowerCase());
    if (field === undefined || !(isInsert ? field.createable : field.updateable)) throw notWritable([name]);
    values[field.name] = coerceValue(field, value satisfies FieldValue);
  }
  return values;
}

/** The row of a record as it is stored. */
const stored = ({ engine, object }: Writer, id: string): SqlRow => readRow(engine.database, object, id) ?? {};

/** A new record; `insert` writes it and answers its id. */
export function insertTask(writer: Writer, given: SqlRow, insert: (writer: Writer, given: SqlRow) => string): SaveTask {
  const first = { ...emptyRow(writer), ...initialValues(writer, given) };
  const saved: SavedRecord = { id: undefined, row: { ...first }, errors: [] };
  return {
    writer,
    operation: 'insert',
    saved,
    write: () => {
      const changed = changedValues(writer, { from: first, to: saved.row ?? {}, isInsert: true });
      saved.id = insert(writer, { ...given, ...changed });
      saved.row = stored(writer, saved.id);
    },
  };
}

/** A change of a record; `update` writes it. */
export function updateTask(
  writer: Writer,
  { id, prior, given }: Change,
  update: (writer: Writer, change: Change) => void,
): SaveTask {
  const first = { ...prior, ...given };
  const saved: SavedRecord = { id, row: { ...first }, prior, errors: [] };
  return {
    writer,
    operation: 'update',
    saved,
    write: () => {
      const changed = changedValues(writer, { from: first, to: saved.row ?? {}, isInsert: false });
      update(writer, { id, prior, given: { ...given, ...changed } });
      saved.row = stored(writer, id);
    },
  };
}

/** A record to be moved to the recycle bin. Throws `RecordRefusal` where the user may not. */
export function deleteTask(writer: Writer, id: string): SaveTask {
  const saved: SavedRecord = { id, prior: readDeletable(writer, id), errors: [] };
  return {
    writer,
    operation: 'delete',
    saved,
    write: () => {
      moveToBin(writer, id);
    },
  };
}

/** A record to be removed for good; of one that is in the recycle bin already, triggers do not run again. */
export function hardDeleteTask(writer: Writer, id: string): SaveTask {
  const prior = readErasable(writer, id);
  const write = (): void => {
    removeForGood(writer, id, prior);
  };
  return { writer, operation: 'delete', isSilent: prior.IsDeleted === 1, saved: { id, prior, errors: [] }, write };
}

/** A record to be restored from the recycle bin. */
export function undeleteTask(writer: Writer, id: string): SaveTask {
  const saved: SavedRecord = { id, errors: [] };
  return {
    writer,
    operation: 'undelete',
    saved,
    write: () => {
      undeleteRecord(writer, id);
      saved.row = stored(writer, id);
    },
  };
}
