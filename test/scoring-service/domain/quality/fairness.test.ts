import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { severityOf } from '@plumbline/contract';
import { seededRandom } from '@plumbline/learning';
import {
  checkFairness,
  fairnessFindings,
  measureImpact,
  groupRowsBy,
} from '../../../../scoring-service/src/domain/quality/fairness.ts';

const label = { label: 'Gender' };
const category = (name: string, values: (string | undefined)[]) => ({ kind: 'category' as const, name, values });
const number = (name: string, values: number[]) => ({
  kind: 'number' as const,
  name,
  values: Float64Array.from(values),
});

/** 1,000 records of two groups, of which the second has so much lower scores. */
function drawScored(lowerBy: number, seed = 1) {
  const random = seededRandom(seed);
  const groups = Array.from({ length: 1000 }, (_, row) => (row % 2 === 0 ? 'women' : 'men'));
  const probabilities = Float64Array.from(groups, (group) => 0.5 * random() + (group === 'men' ? 0.4 - lowerBy : 0.4));
  const labels = Uint8Array.from(probabilities, (probability) => Number(random() < probability));
  const records = groups.map((_, row) => `record ${row}`);
  return { grouping: { field: 'Gender__c', label: 'Gender', groups }, labels, probabilities, records };
}

test('groups that are scored alike are found among the best fifth alike', () => {
  const { grouping, ...scored } = drawScored(0, 2);
  const impact = measureImpact(grouping, scored);
  assert.deepEqual(
    impact.map(({ isDisadvantaged }) => isDisadvantaged),
    [false, false],
  );
  assert.ok(impact.every(({ ratio }) => ratio > 0.8 && ratio <= 1));
  const found = impact.reduce((sum, { rows, selectedShare }) => sum + rows * selectedShare, 0);
  assert.ok(Math.abs(found - 200) < 2, String(found));
});

test('a group chosen less than 80 percent as often as the most favoured is disadvantaged', () => {
  const { grouping, ...scored } = drawScored(0.1);
  const [men, women] = measureImpact(grouping, scored).toSorted((a, b) => a.ratio - b.ratio);
  assert.ok(men?.group === 'men' && men.isDisadvantaged && men.ratio < 0.8);
  assert.ok(women?.ratio === 1 && !women.isDisadvantaged);
});

test('what chance explains accuses nobody: of groups alike hardly one in twenty is', () => {
  const accused = Array.from({ length: 60 }, (_, seed) => drawScored(0, seed + 10)).filter(({ grouping, ...scored }) =>
    measureImpact(grouping, scored).some(({ isDisadvantaged }) => isDisadvantaged),
  );
  assert.ok(accused.length <= 6, String(accused.length));
});

test('rows of one record count as one, and the most favoured of many groups accuses none that chance explains', () => {
  const accused = Array.from({ length: 60 }, (_, seed) => {
    const random = seededRandom(seed + 100);
    // 400 records of twelve groups, each with ten rows that are scored alike.
    const drawn = Array.from({ length: 400 }, (_record, record) => ({
      group: `City ${record % 12}`,
      chance: random(),
    }));
    const rows = drawn.flatMap((one, record) => Array.from({ length: 10 }, () => ({ ...one, record: `${record}` })));
    const scored = {
      labels: new Uint8Array(rows.length),
      probabilities: Float64Array.from(rows, ({ chance }) => chance),
      records: rows.map(({ record }) => record),
    };
    const grouping = { field: 'City', label: 'City', groups: rows.map(({ group }) => group) };
    return measureImpact(grouping, scored).some(({ isDisadvantaged }) => isDisadvantaged);
  }).filter(Boolean).length;
  assert.ok(accused <= 6, String(accused));
});

test('a group too small to judge, and a field with one group only, are not judged', () => {
  const { grouping, ...scored } = drawScored(0.2);
  const groups = grouping.groups.map((group, row) => (group === 'men' && row > 50 ? undefined : group));
  assert.deepEqual(measureImpact({ ...grouping, groups }, scored), []);
  const results = checkFairness([{ ...grouping, groups }], { rowCount: 1000, columns: [] }, scored);
  assert.deepEqual(
    fairnessFindings(results, (field) => field),
    [{ code: 923, detail: 'Gender (fewer than two groups of 30 records)' }],
  );
});

test('a field that tells the group is named as its stand-in; one that does not is not', () => {
  const { grouping, ...scored } = drawScored(0.1);
  const random = seededRandom(3);
  const table = {
    rowCount: 1000,
    columns: [
      category(
        'salutation',
        grouping.groups.map((group) => (random() < 0.95 ? group : 'other')),
      ),
      number(
        'height',
        grouping.groups.map((group) => (group === 'men' ? 180 : 168) + 4 * random()),
      ),
      number(
        'calls',
        grouping.groups.map(() => Math.floor(9 * random())),
      ),
      number(
        'noise',
        grouping.groups.map(() => random()),
      ),
    ],
  };
  const results = checkFairness([grouping], table, scored);
  assert.deepEqual(results[0]?.proxies.map(({ field }) => field).sort(), ['height', 'salutation']);
  const findings = fairnessFindings(results, (field) => `Field ${field}`);
  assert.deepEqual(
    findings.map(({ code }) => [code, severityOf(code)]),
    [
      [921, 'WARNING'],
      [922, 'WARNING'],
    ],
  );
  assert.match(findings[0]?.detail ?? '', /Field height tells Gender (men|women) \(AUC 1\.00\)/);
  assert.match(findings[1]?.detail ?? '', /^Gender men \(\d+ percent\)$/);
});

test('numbers are grouped in bands, yes and no by their words, many levels by the largest', () => {
  const ages = groupRowsBy(number('age', [...Array.from({ length: 100 }, (_, row) => row), Number.NaN]), label);
  assert.deepEqual(
    [...new Set(ages.groups)],
    ['below 25', '25 to below 50', '50 to below 75', '75 or more', undefined],
  );
  const flags = groupRowsBy(number('flag', [1, 0, Number.NaN]), { ...label, unit: 'yes or no' });
  assert.deepEqual(flags.groups, ['yes', 'no', undefined]);
  const cities = Array.from({ length: 300 }, (_, row) => `city ${Math.floor(Math.sqrt(row))}`);
  assert.equal(new Set(groupRowsBy(category('city', cities), label).groups).size, 12);
});

test('every row has the band that its number lies in', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 60 }),
      (values) => {
        const { groups } = groupRowsBy(number('n', values), label);
        const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
        const runs = order.map((row) => groups[row]).filter((group, index, all) => group !== all[index - 1]);
        assert.equal(new Set(runs).size, runs.length);
      },
    ),
  );
});
