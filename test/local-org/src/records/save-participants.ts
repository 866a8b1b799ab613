import type { RecordError } from '../org.ts';
import type { SqlRow } from '../storage/database.ts';
import { refusal } from './record-refusal.ts';

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
  /** Must be cheap; where no participant is for a save, the save is as fast as without any. */
  isFor(object: string, operation: SaveChunk['operation']): boolean;
  /** May write records itself. An error of a record refuses it alone; a thrown `RecordRefusal` refuses the chunk. */
  run(chunk: SaveChunk): void;
};

/** The platform lets triggers start each other this many levels deep. */
const deepestTrigger = 16;

const eventNames = { insert: 'Insert', update: 'Update', delete: 'Delete', undelete: 'Undelete' } as const;

/** The participants of saves, and which of them run now. */
export class SaveParticipants {
  private readonly byPhase: Record<SavePhase, SaveParticipant[]> = {
    beforeFlow: [],
    beforeTrigger: [],
    afterTrigger: [],
    afterFlow: [],
  };
  /** The trigger events that run now, the outermost first. */
  private readonly running: string[] = [];

  add(phase: SavePhase, participant: SaveParticipant): void {
    this.byPhase[phase].push(participant);
  }

  /** Whether anything takes part in saves of this kind. */
  areFor(object: string, operation: SaveChunk['operation']): boolean {
    const { beforeFlow, beforeTrigger, afterTrigger, afterFlow } = this.byPhase;
    return [beforeFlow, beforeTrigger, afterTrigger, afterFlow].some((participants) =>
      participants.some((participant) => participant.isFor(object, operation)),
    );
  }

  /** Runs the participants of a phase. Throws `RecordRefusal` where triggers have started each other too often. */
  run(phase: SavePhase, chunk: SaveChunk): void {
    const { object, operation } = chunk;
    const participants = this.byPhase[phase].filter((participant) => participant.isFor(object, operation));
    if (participants.length === 0) return;
    const isTrigger = phase === 'beforeTrigger' || phase === 'afterTrigger';
    if (!isTrigger) {
      for (const participant of participants) participant.run(chunk);
      return;
    }
    const moment = phase === 'beforeTrigger' ? 'Before' : 'After';
    const event = `${object} trigger event ${moment}${eventNames[operation]}`;
    if (this.running.length >= deepestTrigger) {
      const trace = [...this.running, event].toReversed().join('\n');
      throw refusal('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `Maximum trigger depth exceeded\n${trace}`);
    }
    this.running.push(event);
    try {
      for (const participant of participants) participant.run(chunk);
    } finally {
      this.running.pop();
    }
  }
}
