import { idOf, textOf, timeOf } from './raw-facts.ts';
import type { RawFacts, Row, Value } from './raw-facts.ts';

type HistoryObject = 'Lead' | 'Contact' | 'Account' | 'Opportunity';

const histories = {
  Lead: ['LeadHistory', 'LeadId'],
  Contact: ['ContactHistory', 'ContactId'],
  Account: ['AccountHistory', 'AccountId'],
  Opportunity: ['OpportunityFieldHistory', 'OpportunityId'],
} as const satisfies Record<HistoryObject, readonly [keyof RawFacts, string]>;

type Change = { field: string; from: string | undefined; to: string | undefined; at: number };

const isId = (text: string): boolean => /^[0-9a-zA-Z]{18}$/.test(text);

/** The name of a field in history, and which rows are about it: a lookup has one row of ids and one of names. */
function recordedAs(field: string): { name: string; says: (text: string) => boolean } {
  if (field === 'AccountId') return { name: 'Account', says: isId };
  if (field.endsWith('__r.Name')) {
    return { name: field.replace('__r.Name', '__c'), says: (text) => !isId(text) };
  }
  return { name: field, says: () => true };
}

/** What field history says of the past of each record. */
export class PastValues {
  private readonly changes = new Map<string, Change[]>();

  constructor(facts: RawFacts) {
    for (const [history, parent] of Object.values(histories)) {
      for (const row of facts[history]) {
        const id = String(row[parent]);
        const known = this.changes.get(id) ?? [];
        this.changes.set(id, known);
        const [from, to] = [textOf(row, 'OldValue'), textOf(row, 'NewValue')];
        known.push({ field: String(row['Field']), from, to, at: timeOf(row) });
      }
    }
    for (const changes of this.changes.values()) changes.sort((one, other) => one.at - other.at);
  }

  /** Every recorded change of a record, oldest first. */
  of(row: Row): readonly Change[] {
    return this.changes.get(idOf(row)) ?? [];
  }

  /** The value of a field at a time: what its next recorded change came from, else that of today. */
  at(row: Row, field: string, ms: number): Value {
    const { name, says } = recordedAs(field);
    const next = this.of(row).find(
      (change) =>
        change.field === name &&
        change.at > ms &&
        // A row without values says only that there was a change.
        (change.from !== undefined || change.to !== undefined) &&
        says(change.from ?? change.to ?? ''),
    );
    return next === undefined ? (row[field] ?? null) : (next.from ?? null);
  }

  textAt(row: Row, field: string, ms: number): string | undefined {
    const text = String(this.at(row, field, ms) ?? '').trim();
    return text === '' ? undefined : text;
  }

  /** When anything of the record was changed last, its creation included. */
  lastChange(row: Row, ms: number): number {
    return Math.max(timeOf(row), ...this.of(row).flatMap(({ at }) => (at <= ms ? [at] : [])));
  }
}
