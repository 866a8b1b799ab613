import { stringify } from 'csv-stringify/sync';
import { scoreFieldSet } from '../../domain/goals/score-field-set.ts';
import type { ScoreFieldSet } from '../../domain/goals/score-field-set.ts';
import type { ScoreWrite } from '../../domain/scoring/score.ts';

type FieldValue = string | number | null;

const valuesOf = (write: ScoreWrite): Record<keyof ScoreFieldSet, FieldValue> => ({
  score: write.score ?? null,
  band: write.band ?? null,
  percentile: write.percentile ?? null,
  scoredAt: write.scoredAt ?? null,
  factors: write.factors ?? null,
});

const parts = ['score', 'band', 'percentile', 'scoredAt', 'factors'] as const;

/** One record of a collection update. */
export function toCollectionRecord(object: string, scoreField: string, write: ScoreWrite): Record<string, unknown> {
  const fields = scoreFieldSet(scoreField);
  const values = valuesOf(write);
  return {
    attributes: { type: object },
    id: write.recordId,
    ...Object.fromEntries(parts.map((part) => [fields[part], values[part]])),
  };
}

/** An empty cell would leave the field as it is. */
const bulkNull = '#N/A';
/** A job takes 150 MB of base64; this stays below it. */
const mostBytes = 100_000_000;

/** Writes as the CSV of update jobs, none larger than a job may be, with the writes that each holds. */
export function toUpdateCsv(
  scoreField: string,
  writes: ScoreWrite[],
  limitBytes = mostBytes,
): { csv: string; writes: ScoreWrite[] }[] {
  const fields = scoreFieldSet(scoreField);
  const header = stringify([['Id', ...parts.map((part) => fields[part])]]);
  const uploads: { lines: string[]; bytes: number; writes: ScoreWrite[] }[] = [];
  for (const write of writes) {
    const values = valuesOf(write);
    const line = stringify([[write.recordId, ...parts.map((part) => values[part] ?? bulkNull)]]);
    const bytes = Buffer.byteLength(line);
    const last = uploads.at(-1);
    if (last === undefined || last.bytes + bytes > limitBytes) {
      uploads.push({ lines: [line], bytes: header.length + bytes, writes: [write] });
      continue;
    }
    last.lines.push(line);
    last.bytes += bytes;
    last.writes.push(write);
  }
  return uploads.map(({ lines, writes: held }) => ({ csv: header + lines.join(''), writes: held }));
}
