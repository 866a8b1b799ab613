import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { storedFactorsSchema } from '@plumbline/contract';
import type { ScoreDetails, StoredFactor } from '@plumbline/contract';
import { countPositives, createExplainer, fit } from '@plumbline/learning';
import type { ScoringModel } from '@plumbline/learning';
import { trainTrees } from '../../scoring-service/src/adapters/trainer/train-trees.ts';
import { evaluateRows } from '../../scoring-service/src/domain/evaluation/evaluate-rows.ts';
import type { Evaluation } from '../../scoring-service/src/domain/evaluation/evaluate-rows.ts';
import { actionableChanges, nextFields } from '../../scoring-service/src/domain/evaluation/owner-advice.ts';
import {
  describeDifference,
  similarRecords,
  worthOf,
} from '../../scoring-service/src/domain/evaluation/reason-details.ts';
import { scoreDifference } from '../../scoring-service/src/domain/evaluation/score-difference.ts';
import { createRowReader, toFeatureTable } from '../../scoring-service/src/domain/features/feature-row.ts';
import type { FeatureRow } from '../../scoring-service/src/domain/features/feature-row.ts';
import { sourcedFields, valueInputs } from '../../scoring-service/src/domain/features/feature-sources.ts';
import type { SourcedField } from '../../scoring-service/src/domain/features/feature-sources.ts';
import { findRevealed } from '../../scoring-service/src/domain/features/revealed-inputs.ts';
import { describeDistribution } from '../../scoring-service/src/domain/features/training-distribution.ts';
import type { TrainingDistribution } from '../../scoring-service/src/domain/features/training-distribution.ts';
import { ruleOf } from '../../scoring-service/src/domain/scoring/score.ts';
import { GAP_MS, readOrgRows } from '../bench/quality/generated-org/read-rows.ts';
import type { OrgRows } from '../bench/quality/generated-org/read-rows.ts';
import { readablePart, shownReasons } from '../browser/server/scoring-sources.ts';
import { employeeBand } from '../local-org/src/generator/static-effects.ts';
import { guessValues } from './attack/guess-values.ts';
import type { Guesses, Seen } from './attack/guess-values.ts';

/**
 * A reader without access to three fields takes all that the org, the page's Apex and the card give of the reasons of
 * 5,000 leads, with what changed since an earlier score, and the true values of nine tenths of them, and guesses those of
 * the last tenth. The score, the probability, the percentile and the grade are left out: they depend on every field, as
 * they must. The card says the same of every lead, so it cannot tell them apart.
 */
const hiddenFields = ['LeadSource', 'Industry', 'NumberOfEmployees'];
const leads = 5000;

const canRead = (source: string): boolean => !hiddenFields.includes(source.split('.')[1] ?? '');
const rights = { canRead, canEdit: canRead };

/** A lead as it stands, and as it stood at the observation before. */
type Lead = { row: FeatureRow; former?: FeatureRow | undefined; evaluation: Evaluation };

let org: OrgRows;
let model: ScoringModel;
let fields: SourcedField[];
let distribution: TrainingDistribution;
let all: Lead[];

before(async () => {
  org = await readOrgRows({ leads, seed: 7, months: 24, endsAt: new Date('2026-03-16T12:00:00Z') });
  ({ model } = await fit(org.rows, trainTrees, { seed: 1, gapMs: GAP_MS }));
  const described = describeDistribution(org.rows.table, [0], org.rows.labels);
  distribution = { ...described, revealed: findRevealed(org.rows.table, described, { values: valueInputs(org.plan) }) };
  fields = sourcedFields(org.plan, distribution);
  const rows = rowsOfAll();
  const explain = createExplainer(model);
  const rule = ruleOf(org.goal, countPositives(org.rows.labels) / org.rows.labels.length);
  const context = { model, modelVersion: 'v1', fields, explain, goal: org.goal, rule, reference: undefined };
  const empty = { score: undefined, band: undefined, percentile: undefined, scoredAt: undefined };
  const candidates = rows.map((_, index) => ({ recordId: String(index), exclusion: undefined, current: empty }));
  const evaluations = evaluateRows(
    { ...context, scoredAt: new Date(0), scope: 'all', language: 'en' },
    { candidates, table: toFeatureTable(model.fields, rows) },
  );
  const former = formerRows();
  all = [...evaluations].map((evaluation, index) => ({
    evaluation,
    row: rows[index] ?? [],
    former: former[index],
  }));
  // Leads are made in the order of time; the unknown ones are from all of it.
  all.sort((one, other) => shuffled(one) - shuffled(other));
});

const shuffled = ({ evaluation }: Lead): number => (Number(evaluation.write.recordId) * 7919) % 104_729;

/** The open leads as they stand, and the newest training row of the others. */
function rowsOfAll(): FeatureRow[] {
  const ofOpen = createRowReader(model.fields, org.open.table);
  const ofPast = createRowReader(model.fields, org.rows.table);
  return [...org.open.recordIds.map((_, row) => ofOpen(row)), ...pastRows().map(([newest = 0]) => ofPast(newest))];
}

/** Of the same leads, in the same order, the observation before; undefined where there is none. */
function formerRows(): (FeatureRow | undefined)[] {
  const ofPast = createRowReader(model.fields, org.rows.table);
  const observed = observations();
  return [...org.open.recordIds.map((id) => observed.get(id)?.at(-1)), ...pastRows().map(([, before]) => before)].map(
    (row) => (row === undefined ? undefined : ofPast(row)),
  );
}

/** The training rows of each lead, in the order of time. */
function observations(): Map<string, number[]> {
  const observed = new Map<string, number[]>();
  org.recordIds.forEach((id, row) => observed.set(id, [...(observed.get(id) ?? []), row]));
  return observed;
}

/** The training rows of each lead that is no longer open, the newest first. */
function pastRows(): number[][] {
  const open = new Set(org.open.recordIds);
  return [...observations()].filter(([id]) => !open.has(id)).map(([, rows]) => rows.toReversed());
}

/** The true values: of numbers of employees the band that a person would guess. */
const valueIn = (row: FeatureRow, input: string): string => {
  const value = row[model.fields.findIndex(({ name }) => name === input)];
  return typeof value === 'number' ? (employeeBand(value) ?? '') : String(value);
};
const targets = { LeadSource: 'lead_source', Industry: 'industry', NumberOfEmployees: 'employees' };

function attack(input: string, see: (lead: Lead) => Seen): Guesses {
  const records = all.map((lead) => ({ seen: see(lead), value: valueIn(lead.row, input) }));
  const cut = records.length - leads / 10;
  return guessValues({ known: records.slice(0, cut), unknown: records.slice(cut) });
}

/** As earlier versions stored reasons: the five weightiest with their exact contributions, whatever they are made of. */
function seeFormer({ evaluation }: Lead): Seen {
  const five = evaluation.factors.slice(0, 5);
  return new Map(five.flatMap(({ field, contribution }) => [[field, contribution] as const, [`${field} shown`, 1]]));
}

/** What the page's Apex gives of the stored reasons, and what list views show of them. */
function seeReasons({ evaluation }: Lead): Map<string, number> {
  const seen = new Map<string, number>();
  const text = shownReasons(evaluation.write.factors, 'Lead', canRead) ?? '';
  const { factors } = JSON.parse(text) as { factors: Omit<StoredFactor, 'contribution'>[] };
  factors.forEach(({ field, direction, importance, value, ...rest }, place) => {
    assert.equal('contribution' in rest, false);
    seen.set(`${field} ${direction}`, 1);
    seen.set(`${field} ${importance}`, 1);
    seen.set(`${field} place`, 1 - place / 10);
    if (typeof value === 'number') seen.set(`${field} value`, Math.log1p(Math.abs(value)) / 3);
    if (typeof value === 'string') seen.set(`${field} ${value}`, 1);
  });
  seen.set(`reason ${evaluation.write.reason}`, 1);
  seen.set(`band ${evaluation.write.band}`, 1);
  return seen;
}

/** The same with the details of the page: advice, records alike, and what the reasons are worth. */
function seeDetails(lead: Lead): Seen {
  const { row } = lead;
  const rule = ruleOf(org.goal, countPositives(org.rows.labels) / org.rows.labels.length);
  const state = { model, explain: explainer(), reference: undefined, rule, row };
  const advised = { row, rule, fields };
  const answer = readablePart(
    {
      changes: actionableChanges({ model }, org.plan, advised),
      nextFields: nextFields({ model }, org.plan, { ...advised, distribution }),
      similar: similarRecords(state, fields, { distribution, fewestRows: 50 }),
      worth: worthOf(state, fields),
    },
    rights,
  ) as Pick<ScoreDetails, 'changes' | 'nextFields' | 'similar' | 'worth'>;
  const seen = seeReasons(lead);
  const { changes = [], nextFields: next = [], similar = [], worth } = answer;
  assert.equal(worth, undefined);
  changes.forEach(({ field, exact }, place) => {
    assert.equal(exact, undefined);
    seen.set(`change ${field}`, 1 - place / 10);
  });
  next.forEach(({ field, direction, exact }, place) => {
    assert.equal(exact, undefined);
    seen.set(`next ${field} ${direction}`, 1 - place / 10);
  });
  for (const { field, timesAverage } of similar) seen.set(`alike ${field}`, timesAverage);
  return seen;
}

/** The same with the points that the score moved and the causes of it. */
function seeChanges(lead: Lead): Seen {
  const { row, former, evaluation } = lead;
  const seen = new Map(seeDetails(lead));
  if (former === undefined) return seen;
  const rule = ruleOf(org.goal, countPositives(org.rows.labels) / org.rows.labels.length);
  const state = { model, explain: explainer(), reference: undefined, rule };
  const difference = scoreDifference({ ...state, row: former }, { ...state, row });
  assert.ok(difference);
  const [from, to] = [Math.round(difference.from), evaluation.write.score ?? 0];
  const names = model.fields.map(({ name }) => name);
  const described = describeDifference(difference, fields, {
    ...{ since: new Date(0), isNewModel: false, from, to, row, names },
  });
  const answer = readablePart(described, rights) as Partial<typeof described>;
  assert.equal(answer.exact, undefined);
  seen.set('points', (to - from) / 20);
  answer.causes?.forEach(({ field, direction, value, category }, place) => {
    seen.set(`cause ${field} ${direction}`, 1 - place / 10);
    if (value !== undefined) seen.set(`cause ${field} value`, Math.log1p(Math.abs(value)) / 3);
    if (category !== undefined) seen.set(`cause ${field} ${category}`, 1);
  });
  return seen;
}

let prepared: ReturnType<typeof createExplainer> | undefined;
const explainer = (): ReturnType<typeof createExplainer> => (prepared ??= createExplainer(model));

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const describeGuesses = ({ nearest, neighbours, classifier, commonest, error }: Guesses): string =>
  `nearest ${percent(nearest)}, 15 nearest ${percent(neighbours)}, classifier ${percent(classifier)}; ` +
  `commonest ${percent(commonest)} and two standard errors ${percent(2 * error)}`;

const bestOf = ({ nearest, neighbours, classifier }: Guesses): number => Math.max(nearest, neighbours, classifier);
const limitOf = ({ commonest, error }: Guesses): number => commonest + 2 * error;

test('the reader sees reasons, none of which names a hidden field', () => {
  // Leads whose person opted out of profiling have no reasons.
  assert.ok(all.length >= 0.8 * leads, `${all.length} leads`);
  const texts = all.map(({ evaluation }) => shownReasons(evaluation.write.factors, 'Lead', canRead) ?? '');
  assert.ok(texts.every((text) => !hiddenFields.some((field) => text.includes(field))));
  const counts = texts.map((text) => storedOf(text).length);
  assert.ok(counts.reduce((sum, count) => sum + count, 0) / counts.length >= 6, 'reasons are left');
  assert.ok(all.some(({ evaluation }) => evaluation.write.factors?.includes('Lead.Industry')));
});

const storedOf = (text: string): unknown[] => (JSON.parse(text) as { factors: unknown[] }).factors;

for (const [field, input] of Object.entries(targets)) {
  test(`${field} is guessed from reasons, advice, records alike and changes no better than as the commonest value`, (context) => {
    for (const see of [seeReasons, seeDetails, seeChanges]) {
      const guesses = attack(input, see);
      context.diagnostic(`${field}, ${see.name}: ${describeGuesses(guesses)}`);
      assert.ok(bestOf(guesses) <= limitOf(guesses), describeGuesses(guesses));
    }
  });

  test(`${field} is guessed from reasons as earlier versions stored them, so the attack can succeed`, (context) => {
    const guesses = attack(input, seeFormer);
    context.diagnostic(`${field}, former: ${describeGuesses(guesses)}`);
    assert.ok(bestOf(guesses) > limitOf(guesses), describeGuesses(guesses));
  });
}

test('what is stored fits the contract', () => {
  for (const { evaluation } of all.slice(0, 100)) storedFactorsSchema.parse(JSON.parse(evaluation.write.factors ?? ''));
});
