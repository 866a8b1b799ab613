import { isPlatformEvent } from '../events/platform-event.ts';
import type { RecordInput, SaveResult, WriteManyOptions, WriteOperation } from '../org.ts';
import { isRecordId, toLongId } from '../storage/record-id.ts';
import { RecordRefusal } from './record-refusal.ts';
import { resolveWrite, valueOf } from './resolve-write.ts';
import type { ResolvedWrite } from './resolve-write.ts';
import { runSave } from './run-save.ts';
import type { SaveChunk } from './save-participants.ts';
import { insertGiven, readInsert, readUpdate, updateGiven } from './save-record.ts';
import type { Writer } from './save-record.ts';
import { deleteTask, hardDeleteTask, insertTask, undeleteTask, updateTask } from './save-task.ts';
import type { SaveTask } from './save-task.ts';

type Chunk = { operation: WriteOperation; records: readonly RecordInput[]; options: WriteManyOptions };

/** A record of the chunk by its place, as long as it may be saved. */
type Waiting = { index: number; record: RecordInput };

/** A record with what it came to. */
type Prepared = Waiting & { operation: ResolvedWrite['operation']; task: SaveTask };

const mostAttempts = 3;

/** Of a record that is refused only because others are. */
export const rolledBack: SaveResult = {
  success: false,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
};

const tooManyAttempts: SaveResult = {
  success: false,
  errors: [
    {
      statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      message: 'Too many batch retries in the presence of Apex triggers and partial failures.',
      fields: [],
    },
  ],
};

const savedAs: Record<WriteOperation, readonly SaveChunk['operation'][]> = {
  insert: ['insert'],
  update: ['update'],
  upsert: ['insert', 'update'],
  delete: ['delete'],
  hardDelete: ['delete'],
  undelete: ['undelete'],
};

/** Whether a trigger or flow takes part in writes of this kind. Events have no save: their subscribers run later. */
export const isTakenPartIn = ({ engine, object }: Writer, operation: WriteOperation): boolean =>
  !isPlatformEvent(object) &&
  savedAs[operation].some((operationOfChunk) => engine.participants.areFor(object.name, operationOfChunk));

/**
 * Saves up to 200 records with their triggers and flows. Of a partial save the records that nothing refuses are saved
 * again without the others, and their triggers run again, as on the platform:
 * https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/apex_dml_bulk_exceptions.htm
 */
export function saveChunk(writer: Writer, chunk: Chunk): SaveResult[] {
  const results: SaveResult[] = [];
  for (const group of withoutRepeats(chunk)) {
    saveGroup(writer, { chunk, group, results });
    if (chunk.options.allOrNone && group.some(({ index }) => results[index]?.success !== true)) break;
  }
  return chunk.records.map((_, index) => results[index] ?? rolledBack);
}

/** A record that comes twice is saved twice, one after the other. */
function withoutRepeats({ operation, records, options }: Chunk): Waiting[][] {
  const key = operation === 'upsert' ? (options.externalIdField ?? 'Id') : 'Id';
  let group: Waiting[] = [];
  const groups = [group];
  let seen = new Set<string>();
  for (const [index, record] of records.entries()) {
    const value = operation === 'insert' ? undefined : valueOf(record, key);
    const name = typeof value === 'string' ? identity(value) : String(value ?? '');
    if (name !== '' && seen.has(name)) {
      group = [];
      groups.push(group);
      seen = new Set();
    }
    seen.add(name);
    group.push({ index, record });
  }
  return groups;
}

const identity = (value: string): string => (isRecordId(value) ? toLongId(value) : value.toLowerCase());

type Group = { chunk: Chunk; group: readonly Waiting[]; results: SaveResult[] };

function saveGroup(writer: Writer, { chunk, group, results }: Group): void {
  let waiting = group;
  for (let attempt = 1; waiting.length > 0; attempt += 1) {
    waiting = tryToSave(writer, { chunk, group: waiting, results }, attempt);
    if (chunk.options.allOrNone) return;
    if (attempt < mostAttempts) continue;
    for (const { index } of waiting) results[index] = tooManyAttempts;
    return;
  }
}

/** Ends the transaction of an attempt that is to be undone. */
class AttemptRefused extends Error {}

/** One attempt to save all records; answers those that are to be saved again, without the refused ones. */
function tryToSave(writer: Writer, { chunk, group, results }: Group, attempt: number): Waiting[] {
  const { allOrNone } = chunk.options;
  let prepared: Prepared[] = [];
  const isRefused = (): boolean => prepared.some(({ task }) => task.saved.errors.length > 0);
  const goesOn = (): boolean => !allOrNone || !(isRefused() || group.some(({ index }) => results[index] !== undefined));
  try {
    writer.engine.database.transaction(() => {
      prepared = group.flatMap((waiting) => prepare(writer, { chunk, waiting, results }));
      const tasks = Object.values(Object.groupBy(prepared, ({ task }) => task.operation));
      for (const same of tasks) {
        runSave(
          same.map(({ task }) => task),
          { attempt, goesOn },
        );
      }
      if (isRefused()) throw new AttemptRefused();
    });
  } catch (error) {
    if (error instanceof RecordRefusal) {
      for (const { index } of prepared) results[index] = { success: false, errors: error.errors };
      return [];
    }
    if (!(error instanceof AttemptRefused)) throw error;
    const [refused, sound] = [prepared.filter(hasErrors), prepared.filter((one) => !hasErrors(one))];
    for (const { index, task } of refused) results[index] = { success: false, errors: task.saved.errors };
    return sound;
  }
  for (const { index, operation, task } of prepared) {
    results[index] = { id: task.saved.id ?? '', success: true, errors: [], created: operation === 'insert' };
  }
  return [];
}

const hasErrors = ({ task }: Prepared): boolean => task.saved.errors.length > 0;

/** What is wrong with a record itself refuses it before any participant runs. */
function prepare(
  writer: Writer,
  { chunk, waiting, results }: { chunk: Chunk; waiting: Waiting; results: SaveResult[] },
): Prepared[] {
  const { operation, options } = chunk;
  try {
    const write = resolveWrite(writer, { operation, record: waiting.record, options });
    return [{ ...waiting, operation: write.operation, task: taskOf(writer, write) }];
  } catch (error) {
    if (!(error instanceof RecordRefusal)) throw error;
    results[waiting.index] = { success: false, errors: error.errors };
    return [];
  }
}

function taskOf(writer: Writer, write: ResolvedWrite): SaveTask {
  switch (write.operation) {
    case 'insert':
      return insertTask(writer, readInsert(writer, write.record), insertGiven);
    case 'update':
      return updateTask(writer, readUpdate(writer, write.id, write.record), updateGiven);
    case 'delete':
      return deleteTask(writer, write.id);
    case 'hardDelete':
      return hardDeleteTask(writer, write.id);
    case 'undelete':
      return undeleteTask(writer, write.id);
  }
}
