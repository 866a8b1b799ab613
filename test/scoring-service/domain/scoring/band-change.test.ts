import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBandChanges } from '../../../../scoring-service/src/domain/scoring/band-change.ts';
import type { ScoreFields, ScoreWrite } from '../../../../scoring-service/src/domain/scoring/score-write.ts';

const write = (recordId: string, score: number, band: ScoreFields['band']): ScoreWrite => ({
  ...{ recordId, score, band, percentile: 50, scoredAt: '2026-03-16T12:00:00.000Z', factors: '{}' },
});

const rise = { previousBand: 'Low' as const, write: write('00Q1', 85, 'High') };
const lapse = { previousBand: 'Medium' as const, write: write('00Q2', 0, 'Not scored') };
const same = { previousBand: 'High' as const, write: write('00Q3', 91, 'High') };
const first = { previousBand: undefined, write: write('00Q4', 91, 'High') };

const writtenAll = ['00Q1', '00Q2', '00Q3', '00Q4'].map((recordId) => ({ recordId }));

test('a record that moves to another band is told with both bands, a first score is not', () => {
  assert.deepEqual(toBandChanges([rise, lapse, same, first], writtenAll), [
    { recordId: '00Q1', from: 'Low', to: 'High', score: 85 },
    { recordId: '00Q2', from: 'Medium', to: 'Not scored', score: 0 },
  ]);
});

test('a record whose write was refused, or that was not written, has not moved', () => {
  const refused = [{ recordId: '00Q1', error: { code: 'UNABLE_TO_LOCK_ROW', message: '' } }];
  assert.deepEqual(toBandChanges([rise, lapse], refused), []);
});
