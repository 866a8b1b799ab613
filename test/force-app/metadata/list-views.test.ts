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
  for (const object of objects) {
    const [high, none] = [
      await create(org.as('admin'), object, required[object]),
      await create(org.as('admin'), object, required[object]),
    ];
    const service = org.as('integration');
    await update(service, object, { Id: high, Predictive_Score__c: 91, Predictive_Score_Band__c: 'High' });
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
    assert.equal(columns.length, object === 'Lead' ? 9 : 8);
    const { records } = await readUi<ListRecords>('rep', `/list-records/${object}/High_Predictive_Score`);
    assert.deepEqual(
      records.map(({ id }) => id),
      [scored[object]?.high],
    );
  });

  test(`the list view of ${object}s that are not scored shows those that were looked at and left out`, async () => {
    const { records } = await readUi<ListRecords>('rep', `/list-records/${object}/Not_Scored_Why`);
    assert.deepEqual(
      records.map(({ id }) => id),
      [scored[object]?.none],
    );
  });
}
