import type { PersonParts } from '../../domain/evaluation/factors.ts';
import type { FeatureField } from '../../domain/features/source-plan.ts';
import { featureColumn } from './feature-sql.ts';
import type { ResultColumns } from './read-columns.ts';

const objects = ['Contact', 'Lead', 'Account'] as const;

/** The people behind each candidate, in the order of the candidates; parts of nothing are left out. */
export function readPersonParts(
  columns: ResultColumns,
  candidates: readonly { recordId: string }[],
  fields: readonly FeatureField[],
): PersonParts[][] {
  const byRecord = new Map<string, PersonParts[]>(candidates.map(({ recordId }) => [recordId, []]));
  const [records, people, kinds] = [columns.texts('record_id'), columns.texts('who_id'), columns.texts('object')];
  const parts = fields.flatMap(({ name }, position) => {
    const column = featureColumn(position);
    return columns.names.includes(column) ? [{ name, values: columns.numbers(column) }] : [];
  });
  for (let row = 0; row < columns.rowCount; row += 1) {
    const object = objects.find((one) => one === kinds[row]);
    const own = byRecord.get(records[row] ?? '');
    if (object === undefined || own === undefined) continue;
    const known = parts.flatMap(({ name, values }): [string, number][] => {
      const part = values[row] ?? 0;
      return part > 0 ? [[name, part]] : [];
    });
    own.push({ recordId: people[row] ?? '', object, parts: new Map(known) });
  }
  return candidates.map(({ recordId }) => byRecord.get(recordId) ?? []);
}
