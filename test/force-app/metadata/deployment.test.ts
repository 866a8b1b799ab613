import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { adminUsername, openOrg, startOrg } from '../../local-org/src/index.ts';
import { packageFolder } from '../deployed-org.ts';
import { metadataFolders } from './read-package.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-package-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Deploys a copy of the package in which one file reads otherwise. */
async function deployWith(name: string, file: string, from: string | RegExp, to: string): Promise<void> {
  const copy = join(folder, name, 'main/default');
  cpSync(packageFolder, copy, { recursive: true });
  const before = readFileSync(join(copy, file), 'utf8');
  const planted = before.replace(from, to);
  assert.notEqual(planted, before);
  writeFileSync(join(copy, file), planted);
  const org = await startOrg({ metadata: [copy] });
  await org.stop();
}

test('the whole package deploys to an empty org', async () => {
  const org = await startOrg({ metadata: [packageFolder] });
  await org.stop();
});

test('what is deployed beside the package deploys after it, each folder by itself', () => {
  const org = openOrg();
  const admin = org.userId(adminUsername) ?? '';
  const deployed = [packageFolder, ...metadataFolders.map((name) => join(packageFolder, '../..', name))].map((path) => {
    const { success, messages } = org.deploySource(admin, path);
    assert.ok(success, JSON.stringify(messages.filter((message) => !message.success)));
    return messages.map(({ fullName }) => fullName);
  });
  org.close();
  assert.deepEqual(deployed.slice(1), [
    ['Scoring_Service'],
    ['ScoringAdminCredential', 'ScoringUserCredential'],
    ['Predictive_Scoring', 'Predictive_Scoring/Predictive_Scoring'],
    ['ScoringIntegrationPrivacy'],
  ]);
});

test('the org refuses a principal of a credential that is not there', () => {
  const org = openOrg();
  const admin = org.userId(adminUsername) ?? '';
  assert.ok(org.deploySource(admin, packageFolder).success);
  const copy = join(folder, 'credentials');
  cpSync(join(packageFolder, '../../credentials'), copy, { recursive: true });
  const file = join(copy, 'permissionsets/ScoringUserCredential.permissionset');
  writeFileSync(file, readFileSync(file, 'utf8').replace('>Scoring_Service-Score<', '>Scoring_Services-Score<'));
  const { messages } = org.deploySource(admin, copy);
  org.close();
  assert.match(
    messages.map(({ problem }) => problem ?? '').join('\n'),
    /no ExternalCredential named Scoring_Services-Score found/,
  );
});

/** A defect in a file of the package: what is replaced by what, and what the org says. */
const defects: [defect: string, file: string, from: string | RegExp, to: string, problem: RegExp][] = [
  [
    'a formula over a field that is not there',
    'objects/Lead/fields/Predictive_Score_Icon__c.field-meta.xml',
    'TEXT(Predictive_Score__c)',
    'TEXT(Predictive_Scores__c)',
    /Predictive_Scores__c does not exist/,
  ],
  [
    'a formula that does not end',
    'objects/Score_Goal__c/validationRules/Band_Limits_In_Order.validationRule-meta.xml',
    /\n\)<\/error/,
    '</error',
    /Missing '\)'/,
  ],
  [
    'a right to a field that is not there',
    'permissionsets/ScoringUser.permissionset-meta.xml',
    '<field>Lead.Predictive_Score__c',
    '<field>Lead.Predictive_Scores__c',
    /no CustomField named Lead.Predictive_Scores__c found/,
  ],
  [
    'a tab of a component that is not there',
    'tabs/Scoring_Runs.tab-meta.xml',
    '>scoringRuns<',
    '>scoreRuns<',
    /no LightningComponentBundle named scoreRuns found/,
  ],
  [
    'an action of a component that is not there',
    'quickActions/Lead.Evaluate_Predictive_Score.quickAction-meta.xml',
    '>evaluateScore<',
    '>scoreNow<',
    /no LightningComponentBundle named scoreNow found/,
  ],
  [
    'a label that no component could show',
    'lwc/scoreBadge/scoreBadge.js',
    '@salesforce/label/c.Score_Evaluate',
    '@salesforce/label/c.Score_Evaluated',
    /Invalid reference c\.Score_Evaluated of type label/,
  ],
];

for (const [defect, file, from, to, problem] of defects) {
  test(`the org refuses ${defect}`, async () => {
    await assert.rejects(deployWith(defect, file, from, to), ({ message }: Error) => problem.test(message));
  });
}
