import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { startOrg } from '../local-org/src/index.ts';
import type { RecordInput, RunningOrg } from '../local-org/src/index.ts';
import { evaluateFormula } from '../local-org/src/formula/evaluate-formula.ts';
import { parseFormula } from '../local-org/src/formula/parse-formula.ts';
import { packageFolder } from './package-folder.ts';

const flow = 'Take_Score_Of_Closed_Lead';

let running: RunningOrg;
let org: RunningOrg['org'];
let admin: string;
let goal: string;

before(async () => {
  running = await startOrg({ metadata: [packageFolder()] });
  ({ org } = running);
  admin = org.userId('admin@local.org') ?? '';
  org.assignPermissionSet(admin, 'ScoringAdmin');
  org.assignPermissionSet(admin, 'ScoringIntegration');
  goal = save('insert', 'Score_Goal__c', goalRecord);
});
after(() => running.stop());

function save(operation: 'insert' | 'update', object: string, record: RecordInput): string {
  const result = org.write(admin, operation, object, record);
  assert.ok(result.success, JSON.stringify(result.errors));
  return result.id;
}

const qualified = { Qualified_Statuses__c: 'Open - Not Contacted\nWorking - Contacted', Active__c: true };
const goalRecord = {
  ...{ Name: 'Goal', Unique_Name__c: 'Goal', Profile_Type__c: 'Person', Object__c: 'Lead' },
  ...{ Goal_Type__c: 'Lead converted', Timeframe_Days__c: '90', Merge_Policy__c: 'Lead first' },
  Condition_1__c: JSON.stringify({ field: 'Status', operator: 'equals', values: ['Closed - Converted'] }),
  Score_Field__c: 'Lead.Predictive_Score__c',
  ...qualified,
};

const score = {
  ...{ Predictive_Score__c: 91, Predictive_Score_Band__c: 'High', Predictive_Score_Percentile__c: 97 },
  ...{ Predictive_Score_Probability__c: 40.5, Predictive_Score_Change__c: 3, Predictive_Score_Grade__c: 'A1' },
  ...{ Predictive_Score_Reason__c: 'Campaigns raises the score.', Predictive_Score_Factors__c: '{}' },
  Predictive_Score_Scored_At__c: '2026-01-02T03:00:00.000Z',
  Predictive_Score_Band_Since__c: '2026-01-01T03:00:00.000Z',
};
const insertScored = (): string =>
  save('insert', 'Lead', { LastName: 'Lead', Company: 'Company', Status: 'Working - Contacted', ...score });

/** The lead's score, band and further score fields, without the times. */
function shown(id: string): unknown[] {
  const [row] = org.inspect('SELECT * FROM "Lead" WHERE "Id" = ?', id);
  const parts = ['__c', '_Band__c', '_Percentile__c', '_Probability__c', '_Change__c', '_Reason__c', '_Grade__c'];
  return parts.map((part) => row?.[`Predictive_Score${part}`]);
}
const taken = [0, 'Not scored', null, null, null, null, null];

test('a lead that is closed loses its score in the same save, with the time of the change', () => {
  const id = insertScored();
  save('update', 'Lead', { Id: id, Status: 'Closed - Not Converted' });
  assert.deepEqual(shown(id), taken);
  const [row] = org.inspect('SELECT * FROM "Lead" WHERE "Id" = ?', id);
  for (const field of ['Predictive_Score_Band_Since__c', 'Predictive_Score_Scored_At__c']) {
    assert.ok(String(row?.[field]) > '2026-01-03', field);
  }
});

test('a lead that stays qualified, or changes something else, keeps its score', () => {
  const id = insertScored();
  save('update', 'Lead', { Id: id, Status: 'Open - Not Contacted' });
  save('update', 'Lead', { Id: id, Company: 'Another' });
  assert.equal(shown(id)[0], 91);
});

test('an inactive goal, and one without statuses, take no score', () => {
  const id = insertScored();
  save('update', 'Score_Goal__c', { Id: goal, Qualified_Statuses__c: null });
  save('update', 'Lead', { Id: id, Status: 'Closed - Not Converted' });
  assert.equal(shown(id)[0], 91);
  save('update', 'Score_Goal__c', { Id: goal, Qualified_Statuses__c: 'Working - Contacted', Active__c: false });
  const other = insertScored();
  save('update', 'Lead', { Id: other, Status: 'Closed - Not Converted' });
  assert.equal(shown(other)[0], 91);
  save('update', 'Score_Goal__c', { Id: goal, ...qualified });
});

test('a save that leaves the status keeps the score, whatever the status', () => {
  const id = save('insert', 'Lead', { LastName: 'Lead', Company: 'C', Status: 'Closed - Not Converted', ...score });
  save('update', 'Lead', { Id: id, Company: 'Another' });
  assert.equal(shown(id)[0], 91);
});

test('only a goal that writes to these fields takes a score', () => {
  save('update', 'Score_Goal__c', { Id: goal, Active__c: false });
  const other = { ...goalRecord, Name: 'Other', Unique_Name__c: 'Other', Score_Field__c: 'Lead.Other_Score__c' };
  const otherId = save('insert', 'Score_Goal__c', other);
  const id = insertScored();
  save('update', 'Lead', { Id: id, Status: 'Closed - Not Converted' });
  assert.equal(shown(id)[0], 91);
  save('update', 'Score_Goal__c', { Id: otherId, Active__c: false });
  save('update', 'Score_Goal__c', { Id: goal, Active__c: true });
});

test('the formula of the flow finds a status as a whole line, whatever the case and the line endings', async () => {
  const xml = await readFile(`${packageFolder()}/flows/${flow}.flow-meta.xml`, 'utf8');
  const expression = /<expression>([\s\S]*?)<\/expression>/.exec(xml)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const formula = parseFormula(
    expression.replace('{!Each_Goal.Qualified_Statuses__c}', 'List').replace('TEXT({!$Record.Status})', 'Status'),
  );
  const names = (list: string, status: string): unknown =>
    evaluateFormula(formula, {
      ...{ isNew: false, now: new Date(0), priorValue: () => null },
      value: ([name]) => (name === 'List' ? list : status),
    });
  for (const list of ['Open\nWorking (2)', 'Open\r\nWorking (2)\r\n', 'WORKING (2)', 'Closed\n  working (2)  \nOpen']) {
    assert.equal(names(list, 'Working (2)'), true, JSON.stringify(list));
    assert.equal(names(list, 'Working'), false, JSON.stringify(list));
  }
  assert.equal(names('Open - Not Contacted', 'Open'), false);
  assert.equal(names('Open - Not Contacted', 'Contacted'), false);
});
