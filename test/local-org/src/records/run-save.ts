import type { Engine } from '../engine.ts';
import type { SchemaObject } from '../schema/schema.ts';
import { readRow } from '../storage/rows.ts';
import { RecordRefusal } from './record-refusal.ts';
import type { SavedRecord, SavePhase } from './save-participants.ts';
import type { SaveTask } from './save-task.ts';

export type RunOptions = {
  /** Which try of saving these records this is, from 1. */
  attempt: number;
  /** Asked once the records are written: whether what comes after the save still runs. */
  goesOn(): boolean;
};

/**
 * Saves records of one object by one operation in the order of execution. What refuses a record stands in its errors;
 * the caller rolls the transaction back then.
 *
 * @throws RecordRefusal when a participant refuses all of them
 */
export function runSave(tasks: readonly SaveTask[], { attempt, goesOn }: RunOptions): void {
  const [first] = tasks;
  if (first === undefined) return;
  const { writer, operation } = first;
  const { engine, object, access } = writer;
  const sound = (): SaveTask[] => tasks.filter(({ saved }) => saved.errors.length === 0);
  const run = (phase: SavePhase): void => {
    const records = sound()
      .filter(({ isSilent }) => isSilent !== true)
      .map(({ saved }) => saved);
    if (records.length === 0) return;
    engine.participants.run(phase, {
      object: object.name,
      operation,
      userId: access.grants.userId,
      attempt,
      records,
    });
  };
  if (operation !== 'undelete') {
    run('beforeFlow');
    run('beforeTrigger');
  }
  for (const task of sound()) writeTask(task);
  if (!goesOn()) return;
  run('afterTrigger');
  if (operation === 'delete' || operation === 'undelete') return;
  if (!engine.participants.areIn('afterFlow', object.name, operation)) return;
  for (const { saved } of sound()) reread(engine, object, saved);
  run('afterFlow');
}

/** A trigger after the save may have changed the record once more. */
function reread({ database }: Engine, object: SchemaObject, saved: SavedRecord): void {
  saved.row = readRow(database, object, saved.id ?? '') ?? saved.row ?? {};
}

function writeTask({ writer: { engine }, saved, write }: SaveTask): void {
  try {
    engine.database.transaction(write);
  } catch (error) {
    if (!(error instanceof RecordRefusal)) throw error;
    saved.errors.push(...error.errors);
  }
}

/** Saves one record as the platform itself does in a conversion or merge, and answers its id. Throws `RecordRefusal`. */
export function saveOne(task: SaveTask): string {
  runSave([task], { attempt: 1, goesOn: () => task.saved.errors.length === 0 });
  requireSaved([task]);
  return task.saved.id ?? '';
}

/** @throws RecordRefusal with everything that refuses the records */
export function requireSaved(tasks: readonly SaveTask[]): void {
  const errors = tasks.flatMap(({ saved }) => saved.errors);
  if (errors.length > 0) throw new RecordRefusal(errors);
}
