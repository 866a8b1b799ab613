import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourcePlan, SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import type { FeatureSession } from '../../../../scoring-service/src/ports/features.ts';
import { at, change, day, dayMs, lead, madeUpPlan, valueIn } from './made-up-org.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

const { plan } = madeUpPlan({ qualifiedStatuses: ['Open', 'Working'] });

async function ask<T>(
  rows: SourceRows,
  question: (session: FeatureSession) => Promise<T>,
  by: SourcePlan = plan,
): Promise<T> {
  const session = await engine.open(by, { rows });
  try {
    return await question(session);
  } finally {
    await session.close();
  }
}

/** Record, days since the first day, label and days since qualification of each training row. */
const learn = (rows: SourceRows, since?: Date) =>
  ask(rows, async (session) => {
    const made = await session.trainingRows({ asOf: day(300), seed: 1, maxRows: 1_000, since });
    return made.recordIds.map((id, row) => [
      id,
      ((made.rows.times[row] ?? 0) - day(0).getTime()) / dayMs,
      made.rows.labels[row],
      valueIn(made.rows.table, 'days_since_qualification', row),
    ]);
  });
const daysOf = async (id: string, rows: SourceRows, since?: Date) =>
  (await learn(rows, since)).filter(([other]) => other === id).map(([, days]) => days);

const converted = (id: string, fields = {}) =>
  lead(id, { is_converted: 'true', converted_date: at(20).slice(0, 10), status: 'Won', ...fields });
const closed = (id: string, days: number) => lead(id, { status: 'Lost', last_modified_date: at(days) });
const status = (id: string, days: number, from?: string, to?: string) => change(id, days, 'Status', from, to);

test('without status history, the earlier status of a converted or closed lead is not that of today', async () => {
  const rows = { lead: [converted('00Q1'), closed('00Q2', 10), lead('00Q3')] };
  assert.deepEqual(await learn(rows), [
    ['00Q1', 0, 1, 0],
    ['00Q2', 0, 0, 0],
    ['00Q3', 0, 0, 0],
    ['00Q1', 7, 1, 7],
    ['00Q2', 7, 0, 7],
    ['00Q3', 7, 0, 7],
    ['00Q3', 30, 0, 30],
    ['00Q3', 60, 0, 60],
  ]);
});

test('where status history starts, a status without a later change is that of today, but not of a converted lead', async () => {
  const rows = {
    lead: [lead('00Q9', { status: 'Working' }), closed('00Q2', 50), converted('00Q1')],
    lead_history: [status('00Q9', 6, 'Open', 'Working')],
  };
  assert.deepEqual(await daysOf('00Q2', rows), [0]);
  assert.deepEqual(await daysOf('00Q1', rows), [0, 7]);
});

test('a later change tells the status, one without values or with an unknown value does not', async () => {
  const others = { lead: [closed('00Q2', 40)] };
  assert.deepEqual(await daysOf('00Q2', { ...others, lead_history: [status('00Q2', 9, 'New', 'Lost')] }), []);
  assert.deepEqual(await daysOf('00Q2', { ...others, lead_history: [status('00Q2', 9, 'Open', 'Lost')] }), [0, 7]);
  assert.deepEqual(await daysOf('00Q2', { ...others, lead_history: [status('00Q2', 9)] }), [0, 7, 30]);
  assert.deepEqual(await daysOf('00Q2', { ...others, lead_history: [status('00Q2', 9, undefined, 'Lost')] }), [0, 7]);
});

test('no snapshot is before the date that training starts from', async () => {
  assert.deepEqual(await daysOf('00Q3', { lead: [lead('00Q3')] }, day(8)), [30, 60]);
});

test('days since qualification count from the last qualification of a recycled lead', async () => {
  const rows = {
    lead: [lead('00Q1', { status: 'Working' })],
    lead_history: [
      status('00Q1', 2, 'Open', 'Working'),
      status('00Q1', 10, 'Working', 'Lost'),
      status('00Q1', 25, 'Lost', 'Open'),
      status('00Q1', 28, 'Open', 'Working'),
    ],
  };
  assert.deepEqual(
    (await learn(rows)).map(([, days, , since]) => [days, since]),
    [
      [0, 0],
      [7, 7],
      [30, 5],
      [60, 35],
    ],
  );
  const scored = await ask(rows, async (session) => {
    await session.prepareScoring({ asOf: day(100), qualifiedStatuses: ['Open', 'Working'] });
    return session.scoringRows({ limit: 1 });
  });
  assert.equal(valueIn(scored.table, 'days_since_qualification'), 75);
});

test('a conversion date of any time zone loses no row and lies after the creation', async () => {
  const hours = Array.from({ length: 27 }, (_, index) => index - 12);
  const made = hours.flatMap((offset) =>
    [1, 90, 600].map((minutesLater, place) => {
      const created = day(0).getTime() + ((7 * offset + place + 100) % 48) * 3_600_000;
      const local = new Date(created + minutesLater * 60_000 + offset * 3_600_000).toISOString().slice(0, 10);
      const id = `00Q${offset}/${minutesLater}`;
      return {
        id,
        created,
        row: converted(id, { created_date: new Date(created).toISOString(), converted_date: local }),
      };
    }),
  );
  const rows = { lead: made.map(({ row }) => row) };
  const found = await learn(rows);
  assert.deepEqual(
    new Set(found.map(([id, days, label]) => [id, days, label].join())),
    new Set(made.map(({ id, created }) => [id, (created - day(0).getTime()) / dayMs, 1].join())),
  );
  const { recordIds, reachedAt } = await ask(rows, (session) => session.reachedGoal());
  const createdOf = new Map(made.map(({ id, created }) => [id, created]));
  assert.ok(recordIds.every((id, index) => (reachedAt[index] ?? 0) > (createdOf.get(id) ?? Infinity)));
});

test('a change that is recorded without values leaves the value of today', async () => {
  const rows = {
    lead: [lead('00Q1', { industry: 'Media', Need__c: 'Cloud' })],
    lead_history: [change('00Q1', 20, 'Need__c'), change('00Q1', 20, 'Industry', 'Energy', 'Media')],
  };
  const made = await ask(rows, (session) => session.trainingRows({ asOf: day(300), seed: 1, maxRows: 100 }));
  assert.deepEqual(
    [0, 3].map((row) => [valueIn(made.rows.table, 'Need__c', row), valueIn(made.rows.table, 'industry', row)]),
    [
      ['Cloud', 'Energy'],
      ['Cloud', 'Media'],
    ],
  );
});

test('measures where status history starts and how many leads have an unknown one', async () => {
  const rows = {
    lead: [converted('00Q1'), closed('00Q2', 40), lead('00Q3')],
    lead_history: [status('00Q2', 15, 'Open', 'Lost'), status('00Q3', 1)],
  };
  const { statusHistory } = await ask(rows, (session) => session.measure(day(300)));
  assert.deepEqual(statusHistory, { startedAt: day(15), firstLeadAt: day(0), conversionsSince: 1, unknownLeads: 1 });
  const none = await ask({ lead: [lead('00Q3')] }, (session) => session.measure(day(300)));
  assert.equal(none.statusHistory?.startedAt, undefined);
});

/** The same plan, where the org lists the values of two picklists. */
const listed: SourcePlan = {
  ...plan,
  picklists: [
    {
      ...{ table: 'lead_history', field: 'Status', values: ['Open', 'Working', 'Lost'] },
      labels: [
        { value: 'Working', label: 'In Arbeit' },
        { value: 'Lost', label: 'Verloren' },
      ],
    },
    {
      table: 'lead_history',
      field: 'Industry',
      values: ['Media', 'Energy'],
      labels: [{ value: 'Energy', label: 'Energie' }],
    },
  ],
};

test('labels in the history of a picklist are its values; other texts are unknown', async () => {
  const rows: SourceRows = {
    lead: [
      lead('00Q1', { industry: 'Media' }),
      closed('00Q2', 40),
      closed('00Q3', 40),
      lead('00Q4', { industry: 'Media' }),
    ],
    lead_history: [
      status('00Q1', 4, 'In Arbeit', 'Verloren'),
      status('00Q1', 20, 'Verloren', 'In Arbeit'),
      change('00Q1', 10, 'Industry', 'ENERGIE', 'Media'),
      status('00Q2', 9, 'In Arbeit', 'Verloren'),
      status('00Q3', 9, 'Contacted', 'Perdu'),
      change('00Q4', 10, 'Industry', 'Énergie', 'Media'),
    ],
  };
  const made = await ask(rows, (session) => session.trainingRows({ asOf: day(300), seed: 1, maxRows: 100 }), listed);
  const found = made.recordIds.map((id, row) => [
    id,
    ((made.rows.times[row] ?? 0) - day(0).getTime()) / dayMs,
    valueIn(made.rows.table, 'days_since_qualification', row),
    valueIn(made.rows.table, 'industry', row),
  ]);
  const of = (id: string) => found.filter(([other]) => other === id).map(([, ...values]) => values);
  assert.deepEqual(of('00Q1'), [
    [0, 0, 'Energy'],
    [30, 10, 'Media'],
    [60, 40, 'Media'],
  ]);
  assert.deepEqual(
    of('00Q2').map(([days]) => days),
    [0, 7],
  );
  assert.deepEqual(
    of('00Q3').map(([days]) => days),
    [0, 7],
  );
  assert.deepEqual(
    of('00Q4')
      .slice(0, 3)
      .map(([, , industry]) => industry),
    [undefined, undefined, 'Media'],
  );
  const measures = await ask(rows, (session) => session.measure(day(300)), listed);
  assert.deepEqual(measures.unknownPicklistTexts, { 'Lead.Industry': 1, 'Lead.Status': 1 });
});
