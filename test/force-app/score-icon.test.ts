import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDeployedOrg } from './deployed-org.ts';
import type { DeployedOrg } from './deployed-org.ts';
import { create, readOne, update } from './save-records.ts';

let org: DeployedOrg;

before(async () => {
  org = await startDeployedOrg();
  await org.assign('integration', 'ScoringIntegration');
  await org.assign('rep', 'ScoringUser');
});
after(() => org.stop());

const shown: [score: number | null, band: string | null, icon: string | null][] = [
  [87, 'High', '<img src="/img/samples/stars_500.gif" alt="High"> 87'],
  [60, 'Medium', '<img src="/img/samples/stars_300.gif" alt="Medium"> 60'],
  [3, 'Low', '<img src="/img/samples/stars_100.gif" alt="Low"> 3'],
  // 0 means not scored: no number that could be read as very low.
  [0, 'Not scored', '<img src="/img/samples/stars_000.gif" alt="Not scored">'],
  [null, null, null],
];

const required = {
  Lead: { LastName: 'Lovelace', Company: 'Engines' },
  Contact: { LastName: 'Babbage' },
  Account: { Name: 'Engines' },
};

for (const object of ['Lead', 'Contact', 'Account'] as const) {
  test(`a rep sees the band of a ${object} as stars with a text, beside the score`, async () => {
    for (const [score, band, icon] of shown) {
      const Id = await create(org.as('admin'), object, required[object]);
      const values = { Id, Predictive_Score__c: score, Predictive_Score_Band__c: band };
      await update(org.as('integration'), object, values);
      const read = await readOne(org.as('rep'), `SELECT Predictive_Score_Icon__c FROM ${object} WHERE Id = '${Id}'`);
      assert.equal(read['Predictive_Score_Icon__c'], icon);
    }
  });
}
