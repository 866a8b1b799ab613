import type { Org, RecordInput, SaveChunk, SaveParticipant, SavePhase } from '../../src/org.ts';

const phases: SavePhase[] = ['afterFlow', 'afterTrigger', 'beforeTrigger', 'beforeFlow'];

/** A participant for one object in all its operations. */
export const forObject = (object: string, run: (chunk: SaveChunk) => void): SaveParticipant => ({
  isFor: (name) => name === object,
  run,
});

export const lead = (LastName: string, more: RecordInput = {}): RecordInput => ({
  LastName,
  Company: 'Company',
  ...more,
});

/** Records which phases ran, and for how many records. */
export function recordPhases(org: Org, object: string): string[] {
  const seen: string[] = [];
  for (const phase of phases) {
    org.onSave(
      phase,
      forObject(object, ({ operation, records, attempt }) => {
        seen.push(`${phase} ${operation} ${records.length}${attempt > 1 ? ` again ${attempt}` : ''}`);
      }),
    );
  }
  return seen;
}

/** The error that a trigger adds to a record. */
export const badRecord = { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'bad', fields: ['LastName'] };

/** A trigger that refuses leads of this name. */
export const refusing = (name: string): SaveParticipant =>
  forObject('Lead', ({ records }) => {
    for (const { row, errors } of records) if (row?.['LastName'] === name) errors.push(badRecord);
  });
