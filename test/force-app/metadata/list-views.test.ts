import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDeployedOrg } from '../deployed-org.ts';
import type { DeployedOrg, User } from '../deployed-org.ts';
import { create, update } from '../save-records.ts';

let org: DeployedOrg;

const required = {
  Lead: { LastName: 'Lovelace', Company: 'Engines' },
  Contact: { LastName: 'Babbage' },
  Account: { Name: 'Engines' },
};
const objects = ['Lead', 'Contact', 'Account'] as const;
const scored: Record<string, { high: string; none: string }> = {};

before(async () => {
  org = await startDeployedOrg();
  await org.assign('integration', 'ScoringIntegration');
  await org.assign('rep', 'ScoringUser');
  await org.assign('admin', 'ScoringAdmin');
  for (const object of objects) {
    const [high, none] = [
      await create(org.as('admin'), object, required[object]),
      await create(org.as('admin'), object, required[object]),
    ];
    const service = org.as('integration');
    const rising = { Predictive_Score__c: 91, Predictive_Score_Band__c: 'High', Predictive_Score_Change__c: 12 };
    await update(service, object, { Id: high, ...rising });
    await update(service, object, { Id: none, Predictive_Score__c: 0, Predictive_Score_Band__c: 'Not scored' });
    scored[object] = { high, none };
  }
});
after(() => org.stop());

const readUi = <T extends object>(user: User, path: string): Promise<T> =>
  org.as(user).request<T>(`/services/data/v65.0/ui-api${path}`);

type ListInfo = { label: string; displayColumns: { fieldApiName: string }[] };
type ListRecords = { records: { id: string }[] };

for (const object of objects) {
  test(`the list view of ${object}s with a high score shows them with icon, score and band`, async () => {
    const { label, displayColumns } = await readUi<ListInfo>('rep', `/list-info/${object}/High_Predictive_Score`);
    assert.equal(label, 'High predictive score');
    const columns = displayColumns.map(({ fieldApiName }) => fieldApiName);
    const scores = ['Predictive_Score_Icon__c', 'Predictive_Score__c', 'Predictive_Score_Band__c'];
    assert.deepEqual(columns.slice(1, 4), scores);
    assert.equal(columns.length, object === 'Lead' ? 11 : 10);
    const { records } = await readUi<ListRecords>('rep', `/list-records/${object}/High_Predictive_Score`);
    assert.deepEqual(
      records.map(({ id }) => id),
      [scored[object]?.high],
    );
  });

  test(`the list views of my ${object}s by score, and of those rising this week, show change and first reason`, async () => {
    for (const [view, user] of [
      [`My_${object}s_by_Score`, 'admin'],
      ['Rising_This_Week', 'rep'],
    ] as const) {
      const { displayColumns } = await readUi<ListInfo>(user, `/list-info/${object}/${view}`);
      const columns = displayColumns.map(({ fieldApiName }) => fieldApiName);
      for (const part of ['Change', 'Reason']) assert.ok(columns.includes(`Predictive_Score_${part}__c`), view);
      const { records } = await readUi<ListRecords>(user, `/list-records/${object}/${view}`);
      assert.deepEqual(
        records.map(({ id }) => id),
        [scored[object]?.high],
      );
    }
    const { records } = await readUi<ListRecords>('rep', `/list-records/${object}/My_${object}s_by_Score`);
    assert.deepEqual(records, [], 'the records of others');
  });

  test(`the list view of ${object}s that are not scored shows those that were looked at and left out`, async () => {
    const { records } = await readUi<ListRecords>('rep', `/list-records/${object}/Not_Scored_Why`);
    assert.deepEqual(
      records.map(({ id }) => id),
      [scored[object]?.none],
    );
  });
}
