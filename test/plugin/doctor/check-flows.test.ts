import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkFlows } from '../../../plugin/src/doctor/check-flows.ts';

const flowsFolder = join(import.meta.dirname, '../../../force-app/main/default/flows');
const packaged = readdirSync(flowsFolder).map((name) => name.replace('.flow-meta.xml', ''));

type Flow = { ApiName: string; ActiveVersionId: string | null };

const check = (flows: Flow[]) => checkFlows({ query: () => Promise.resolve({ records: flows as never[] }) });
const active = (ApiName: string): Flow => ({ ApiName, ActiveVersionId: '301000000000001AAA' });

test('all flows of the package are active', async () => {
  const { outcome, detail } = await check(packaged.map(active));
  assert.equal(outcome, 'passed');
  assert.match(detail, /^6 flows active\..*default workflow user/);
});

for (const name of packaged) {
  test(`the flow ${name} is named where it is inactive or gone`, async () => {
    const others = packaged.filter((one) => one !== name).map(active);
    for (const flows of [others, [...others, { ApiName: name, ActiveVersionId: null }]]) {
      const { outcome, detail, command } = await check(flows);
      assert.equal(outcome, 'failed');
      assert.ok(detail.startsWith(`Not active: ${name}.`), detail);
      assert.equal(command, 'sf org open --path lightning/setup/Flows/home');
    }
  });
}

test('an org that does not show its flows is no problem', async () => {
  const refused = Object.assign(new Error("sObject type 'FlowDefinitionView' is not supported."), {
    errorCode: 'INVALID_TYPE',
  });
  const { outcome, isOptional } = await checkFlows({ query: () => Promise.reject(refused) });
  assert.deepEqual([outcome, isOptional], ['unknown', true]);
});
