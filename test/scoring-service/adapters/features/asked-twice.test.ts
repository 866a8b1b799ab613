import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourcePlan, SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import type { FeatureSession } from '../../../../scoring-service/src/ports/features.ts';
import { caseCount } from '../../../depth.ts';
import { at, call, csvPages, day, lead, madeUpPlan, rowOf } from './made-up-org.ts';
import { account, accountId, accountPlan, contact, opportunity, together } from './made-up-people.ts';

const engine = createFeatureEngine({ threads: 1 });
const folder = await mkdtemp(join(tmpdir(), 'plumbline-twice-'));
after(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const leads: SourceRows = {
  lead: [1, 2, 3].map((number) => lead(`00Q${number}`, { email_key: 'k', industry: `Industry ${number}` })),
  contact: [contact('0031', { email_key: 'k', department: 'Sales' })],
  account: [account(1, { employees: '50' })],
  task: [call('00Q1', 20), call('00Q2', 30), call('00Q2', 60)],
  campaign_member: [{ id: '00v1', lead_id: '00Q2', created_date: at(10), campaign_type: 'Webinar' }],
};
const accounts = together(
  { account: [1, 2].map((number) => account(number)), contact: [contact('0031')], task: [call('0031', 20)] },
  opportunity('0061', [[10, 'New']], { number: 2 }),
);
const orgs: Record<string, { plan: SourcePlan; rows: SourceRows; ids: string[] }> = {
  lead: { plan: madeUpPlan().plan, rows: leads, ids: ['00Q1', '00Q2', '00Q3'] },
  account: { plan: accountPlan(), rows: accounts, ids: [accountId(1), accountId(2)] },
};

type Asked = { recordIds?: string[] | undefined; asOf?: Date };

async function ask(session: FeatureSession, { recordIds, asOf = day(100) }: Asked) {
  const count = await session.prepareScoring({ asOf, qualifiedStatuses: [], ...(recordIds && { recordIds }) });
  const { candidates, table, people } = await session.scoringRows({ limit: 100 });
  assert.equal(candidates.length, count);
  return candidates.map(({ recordId }, row) => ({ recordId, values: rowOf(table, row), people: people?.[row] }));
}

let folders = 0;
async function pagesOf({ plan, rows }: { plan: SourcePlan; rows: SourceRows }): Promise<string> {
  const own = join(folder, String(++folders));
  await mkdir(own);
  for (const [file, text] of Object.entries(csvPages(plan, rows))) await writeFile(join(own, file), text);
  return own;
}

for (const [object, { plan, rows, ids }] of Object.entries(orgs).slice(0, caseCount(1, 2))) {
  const requests: Asked[] = [
    { recordIds: ['00Q-unknown'] },
    { recordIds: ids.slice(0, 1) },
    { recordIds: ids.slice(1, 2), asOf: day(25) },
    {},
    { recordIds: ids },
    { recordIds: [] },
  ];
  const askNew = async (request: Asked) => {
    const session = await engine.open(plan, { rows });
    try {
      return await ask(session, request);
    } finally {
      await session.close();
    }
  };
  const sources = {
    'an extraction': async () => ({ folder: await pagesOf({ plan, rows }) }),
    'rows of records': () => Promise.resolve({ rows }),
  };
  for (const [name, source] of Object.entries(sources)) {
    test(`a session on ${name} answers each question on a ${object} as a new session does`, async () => {
      const session = await engine.open(plan, await source());
      try {
        for (const [index, request] of requests.entries()) {
          if (index === 2 || index === 4) await session.trainingRows({ asOf: day(400), seed: 1, maxRows: 100 });
          assert.deepEqual(await ask(session, request), await askNew(request), `question ${index}`);
        }
      } finally {
        await session.close();
      }
      assert.deepEqual(
        (await askNew({})).map(({ recordId }) => recordId),
        ids,
      );
    });
  }
}

test('rows are of the last question, and a selection made after it asks for a new one', async () => {
  const { plan, rows, ids } = orgs['lead'] ?? assert.fail();
  const session = await engine.open(plan, { rows });
  const idsOf = async () => (await session.scoringRows({ limit: 100 })).candidates.map(({ recordId }) => recordId);
  try {
    await assert.rejects(session.scoringRows({ limit: 1 }), TypeError);
    await assert.rejects(session.scoreHolders(), TypeError);
    await assert.rejects(session.leftOut({ afterId: '', limit: 1 }), TypeError);
    await ask(session, {});
    assert.deepEqual(await session.scoreHolders(), { scored: 0, losing: [], toScore: 3 });
    await session.select(
      (async function* () {
        yield await Promise.resolve(['00Q2', '00Q9']);
      })(),
    );
    await assert.rejects(session.scoringRows({ limit: 1 }), TypeError);
    await assert.rejects(session.leftOut({ afterId: '', limit: 1 }), TypeError);
    await ask(session, {});
    assert.deepEqual(await idsOf(), ['00Q2']);
    assert.deepEqual(await session.leftOut({ afterId: '', limit: 9 }), [{ recordId: '00Q9', isClosed: false }]);
    await ask(session, { recordIds: ids });
    assert.deepEqual(await idsOf(), ids);
    await assert.rejects(session.scoreHolders(), TypeError);
    await assert.rejects(session.leftOut({ afterId: '', limit: 1 }), TypeError);
  } finally {
    await session.close();
  }
});

test('a question that failed leaves no rows of the one before', async () => {
  const { plan, rows } = orgs['lead'] ?? assert.fail();
  const session = await engine.open(plan, { rows });
  try {
    await ask(session, {});
    const broken = {
      asOf: day(100),
      qualifiedStatuses: [],
      segment: [{ field: 'Nothing__c', operator: 'equals' as const, values: ['1'] }],
    };
    await assert.rejects(session.prepareScoring(broken));
    await assert.rejects(session.scoringRows({ limit: 1 }), TypeError);
  } finally {
    await session.close();
  }
});
