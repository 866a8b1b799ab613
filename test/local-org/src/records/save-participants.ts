import type { SqlRow } from '../storage/database.ts';
import { refusal } from './record-refusal.ts';
import type { RecordError } from './record-refusal.ts';

/** When in the order of execution a participant runs. */
export type SavePhase = 'beforeFlow' | 'beforeTrigger' | 'afterTrigger' | 'afterFlow';

/** A record of a chunk that is being saved. Values are in storage form: booleans 0 or 1, datetimes ISO. */
export type SavedRecord = {
  /** Absent before an insert. */
  id: string | undefined;
  /** The new values, the whole record; absent for deletes. A `before` participant may change it in place. */
  row?: SqlRow;
  /** The values before the save; absent for inserts. */
  prior?: SqlRow;
  /** A participant adds what refuses the record. */
  errors: RecordError[];
};

/** Records of one object that are saved together. */
export type SaveChunk = {
  object: string;
  operation: 'insert' | 'update' | 'delete' | 'undelete';
  userId: string;
  /** Above 1 when the records are saved again because others of the chunk were refused. */
  attempt: number;
  records: SavedRecord[];
};

/** Automation that takes part in saves. */
export type SaveParticipant = {
  /** The name of the trigger, for messages. */
  name?: string;
  /** Must be cheap; where no participant is for a save, the save is as fast as without any. */
  isFor(object: string, operation: SaveChunk['operation']): boolean;
  /** May write records itself. An error of a record refuses it alone; a thrown `RecordRefusal` refuses the chunk. */
  run(chunk: SaveChunk): void;
};

/** The platform lets triggers start each other this many levels deep; flows count here as well, so that saves end. */
const deepestTrigger = 16;

const phases: readonly SavePhase[] = ['beforeFlow', 'beforeTrigger', 'afterTrigger', 'afterFlow'];

const eventNames = { insert: 'Insert', update: 'Update', delete: 'Delete', undelete: 'Undelete' } as const;

/** The participants of saves, and which of them run now. */
export class SaveParticipants {
  private readonly byPhase: Record<SavePhase, SaveParticipant[]> = {
    beforeFlow: [],
    beforeTrigger: [],
    afterTrigger: [],
    afterFlow: [],
  };
  /** What runs now, the outermost first, with the records that it may still change in place. */
  private readonly running: { event: string; ids: ReadonlySet<string>; name: string }[] = [];

  add(phase: SavePhase, participant: SaveParticipant): void {
    this.byPhase[phase].push(participant);
  }

  /** Whether anything takes part in saves of this kind. */
  areFor(object: string, operation: SaveChunk['operation']): boolean {
    return phases.some((phase) => this.areIn(phase, object, operation));
  }

  /** Whether anything takes part in a phase of saves of this kind. */
  areIn(phase: SavePhase, object: string, operation: SaveChunk['operation']): boolean {
    return this.byPhase[phase].some((participant) => participant.isFor(object, operation));
  }

  /**
   * Runs the participants of a phase.
   *
   * @throws RecordRefusal where saves have started each other too often
   */
  run(phase: SavePhase, chunk: SaveChunk): void {
    const { object, operation, records } = chunk;
    const participants = this.byPhase[phase].filter((participant) => participant.isFor(object, operation));
    if (participants.length === 0) return;
    const isBefore = phase === 'beforeFlow' || phase === 'beforeTrigger';
    const event = `${object} trigger event ${isBefore ? 'Before' : 'After'}${eventNames[operation]}`;
    const ids = isBefore ? records.flatMap(({ id }) => id ?? []) : [];
    if (this.running.length >= deepestTrigger) {
      const trace = [...this.running.map((one) => one.event), event].toReversed().join('\n');
      throw refusal('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `Maximum trigger depth exceeded\n${trace}`);
    }
    for (const participant of participants) {
      this.running.push({ event, ids: new Set(ids), name: participant.name ?? `${object}Trigger` });
      try {
        participant.run(chunk);
      } finally {
        this.running.pop();
      }
    }
  }

  /**
   * A record that a trigger is about to save cannot be changed by itself on the way.
   *
   * @throws RecordRefusal `SELF_REFERENCE_FROM_TRIGGER`
   */
  requireOutside(id: string, change: 'update' | 'delete'): void {
    const inside = this.running.find(({ ids }) => ids.has(id));
    if (inside === undefined) return;
    throw refusal(
      'SELF_REFERENCE_FROM_TRIGGER',
      `Object (id = ${id}) is currently in trigger ${inside.name}, therefore it cannot recursively ${change} itself`,
    );
  }
}
