import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import type { SourcePlan, SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { day } from './made-up-org.ts';
import { account, accountId, accountPlan, contact, contactPlan } from './made-up-people.ts';

const engine = createFeatureEngine({ threads: 1 });
after(() => engine.close());

const rows: SourceRows = {
  account: [account(1), account(2)],
  contact: [contact('003000000000001AAA'), contact('003000000000002AAA')],
};

async function scoreSelected(plan: SourcePlan, ids: string[]) {
  const session = await engine.open(plan, { rows });
  try {
    await session.select(
      (async function* () {
        yield await Promise.resolve(ids);
      })(),
    );
    await session.prepareScoring({ asOf: day(100), qualifiedStatuses: [] });
    const { candidates } = await session.scoringRows({ limit: 10 });
    return {
      scored: candidates.map(({ recordId }) => recordId),
      leftOut: await session.leftOut({ afterId: '', limit: 10 }),
    };
  } finally {
    await session.close();
  }
}

test('scores the selected accounts that exist and reports the other ids', async () => {
  const gone = accountId(9);
  assert.deepEqual(await scoreSelected(accountPlan(), [accountId(1).slice(0, 15), accountId(1), gone]), {
    scored: [accountId(1)],
    leftOut: [{ recordId: gone, isClosed: false }],
  });
});

test('scores the selected contacts that exist and reports the other ids', async () => {
  const [known, gone] = ['003000000000002AAA', '003000000000009AAA'];
  assert.deepEqual(await scoreSelected(contactPlan(), [known, gone]), {
    scored: [known],
    leftOut: [{ recordId: gone, isClosed: false }],
  });
});
