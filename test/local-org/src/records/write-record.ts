import type { Engine } from '../engine.ts';
import { isPlatformEvent } from '../events/platform-event.ts';
import { publishEvent, refuseChange } from '../events/publish-event.ts';
import type { RecordInput, SaveResult, WriteManyOptions, WriteOperation, WriteOptions } from '../org.ts';
import { deleteRecord, hardDeleteRecord, undeleteRecord } from './delete-record.ts';
import { RecordRefusal } from './record-refusal.ts';
import { resolveWrite } from './resolve-write.ts';
import type { WriteTask } from './resolve-write.ts';
import { isTakenPartIn, rolledBack, saveChunk } from './save-chunk.ts';
import { insertRecord, updateRecord } from './save-record.ts';
import type { Writer } from './save-record.ts';

type Written = { userId: string; operation: WriteOperation; object: string };

export type WriteRequest = Written & { record: RecordInput; options: WriteOptions };

export type WriteManyRequest = Written & { records: readonly RecordInput[]; options: WriteManyOptions };

/** The platform saves this many records at a time. */
const chunkRecords = 200;

/** Carries the results out of the transaction that it rolls back. */
class RolledBack extends Error {
  readonly results: SaveResult[];

  constructor(results: SaveResult[]) {
    super('A record of an all-or-none save was refused.');
    this.results = results;
  }
}

/** Writes one record atomically and returns the platform's result. */
export function writeRecord(engine: Engine, { record, ...request }: WriteRequest): SaveResult {
  const writer = writerOf(engine, request);
  if (writer === undefined) return unknownObject(request.object);
  const [result] = writeChunk(writer, {
    ...request,
    records: [record],
    options: { ...request.options, allOrNone: false },
  });
  return result ?? rolledBack;
}

/** Writes records of one object as one save, in chunks of 200, and returns the result of each. */
export function writeRecords(engine: Engine, request: WriteManyRequest): SaveResult[] {
  const { records, object, options } = request;
  const writer = writerOf(engine, request);
  if (writer === undefined) return records.map(() => unknownObject(object));
  if (!options.allOrNone) {
    return chunksOf(records).flatMap((chunk) => writeChunk(writer, { ...request, records: chunk }));
  }
  try {
    return engine.database.transaction(() => {
      const results: SaveResult[] = [];
      for (const chunk of chunksOf(records)) {
        results.push(...writeChunk(writer, { ...request, records: chunk }));
        if (results.some(({ success }) => !success)) throw new RolledBack(results);
      }
      return results;
    });
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    return records.map((_, index) => failureOf(error.results[index]));
  }
}

const failureOf = (result: SaveResult | undefined): SaveResult =>
  result === undefined || result.success ? rolledBack : result;

const chunksOf = (records: readonly RecordInput[]): RecordInput[][] =>
  Array.from({ length: Math.ceil(records.length / chunkRecords) }, (_, index) =>
    records.slice(index * chunkRecords, (index + 1) * chunkRecords),
  );

function writerOf(engine: Engine, { userId, object: name, options }: Written & { options: WriteOptions }) {
  const access = engine.access.of(userId, options.access);
  const object = engine.metadata.schema.object(name);
  if (object === undefined || !access.object(object).read) return undefined;
  return { engine, object, access, options };
}

const unknownObject = (name: string): SaveResult => ({
  success: false,
  errors: [{ statusCode: 'INVALID_TYPE', message: `sObject type '${name}' is not supported.`, fields: [] }],
});

/** Up to 200 records; where nothing takes part in the save, one after the other. */
function writeChunk(
  writer: Writer,
  { operation, records, options }: Omit<WriteManyRequest, 'userId' | 'object'>,
): SaveResult[] {
  if (isTakenPartIn(writer, operation)) return saveChunk(writer, { operation, records, options });
  return records.map((record) => {
    try {
      return writer.engine.database.transaction(() => perform(writer, { operation, record, options }));
    } catch (error) {
      if (!(error instanceof RecordRefusal)) throw error;
      return { success: false, errors: error.errors };
    }
  });
}

function perform(writer: Writer, task: WriteTask): SaveResult {
  if (isPlatformEvent(writer.object)) {
    return task.operation === 'insert'
      ? publishEvent(writer, task.record)
      : refuseChange(writer.object, task.operation);
  }
  const write = resolveWrite(writer, task);
  if (write.operation === 'insert') {
    return { id: insertRecord(writer, write.record), success: true, errors: [], created: true };
  }
  const { operation, id } = write;
  if (operation === 'update') updateRecord(writer, id, write.record);
  if (operation === 'delete') deleteRecord(writer, id);
  if (operation === 'hardDelete') hardDeleteRecord(writer, id);
  if (operation === 'undelete') undeleteRecord(writer, id);
  return { id, success: true, errors: [], created: false };
}
