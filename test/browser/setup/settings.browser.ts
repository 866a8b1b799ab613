import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { listThresholds } from '../../../scoring-service/src/domain/quality/findings.ts';
import { findViolations } from '../axe.ts';
import { openPage } from '../open-page.ts';
import { openStage } from '../stage/open-stage.ts';
import {
  choose,
  edit,
  goalName,
  item,
  readGoal,
  readSettings,
  save,
  setupPage,
  unpick,
  waitForState,
} from './setup-page.ts';

const stage = await openStage();
after(() => stage.stop());

test('qualified statuses are chosen from those of the org’s leads', async (t) => {
  const heading = 'Qualified statuses';
  const { page } = await openPage(t, stage, setupPage);
  await item(page, heading).getByText('Open - Not Contacted, Working - Contacted').waitFor();
  const dialog = await edit(page, heading);
  const boxes = await dialog.getByRole('checkbox').evaluateAll((all) => all.map((box) => box.getAttribute('value')));
  assert.deepEqual(
    boxes,
    ['Open - Not Contacted', 'Working - Contacted', 'Closed - Not Converted'],
    'none is converted',
  );
  assert.deepEqual(await findViolations(page), []);
  await dialog.getByText('Open - Not Contacted', { exact: true }).click();
  await save(page, dialog, `Saved: ${heading}: ${goalName}`);
  assert.equal((await readGoal(stage))['Qualified_Statuses__c'], 'Working - Contacted');
  await item(page, heading).getByText('Working - Contacted', { exact: true }).waitFor();

  const emptied = await edit(page, heading);
  await emptied.getByText('Working - Contacted', { exact: true }).click();
  await emptied.getByRole('button', { name: 'Save' }).click();
  await emptied.getByText('Select at least one status.', { exact: true }).waitFor();
  await emptied.getByRole('button', { name: 'Cancel', exact: true }).click();
  assert.equal((await readGoal(stage))['Qualified_Statuses__c'], 'Working - Contacted');
});

test('the fields that the model looks at are chosen from those of the org', async (t) => {
  const heading = 'Fields for the model';
  const { page } = await openPage(t, stage, setupPage);
  await waitForState(page, heading, 'Not done');
  const dialog = await edit(page, heading);
  await choose(dialog, 'Need type field', /\(Product_Interest__c\)$/);
  await choose(dialog, 'Additional fields', /\(NumberOfEmployees\)$/);
  await choose(dialog, 'Additional fields', /\(State\)$/);
  await choose(dialog, 'Excluded fields', /\(Website_Visits__c\)$/);
  const chosen = await dialog.getByRole('option', { name: /Predictive_Score/ }).count();
  assert.equal(chosen, 0, 'a score is no field to learn from');
  assert.deepEqual(await findViolations(page), []);
  await save(page, dialog, `Saved: ${heading}: ${goalName}`);
  assert.deepEqual(await readSettings(stage), {
    needTypeField: 'Product_Interest__c',
    extraFields: ['NumberOfEmployees', 'State'],
    excludedFields: ['Website_Visits__c'],
  });
  await waitForState(page, heading, 'Done');
  await item(page, heading)
    .getByText(/^Need type: Product Interest\. Additional fields: .*\. Excluded fields: Website Visits\.$/)
    .waitFor();

  const again = await edit(page, heading);
  await unpick(again, '(NumberOfEmployees)');
  await choose(again, 'Need type field', 'None');
  await save(page, again, `Saved: ${heading}: ${goalName}`);
  assert.deepEqual(await readSettings(stage), { extraFields: ['State'], excludedFields: ['Website_Visits__c'] });
});

test('the inputs of a goal are listed with their sources and next steps, and can be searched', async (t) => {
  const { page } = await openPage(t, stage, setupPage);
  const list = item(page, 'Fields for the model');
  await list.getByRole('button', { name: `List the inputs of ${goalName}` }).click();
  await list.getByRole('row', { name: /^Industry Lead\.Industry/ }).waitFor();
  await list.getByRole('row', { name: /^Type of the contact Not set .*contactTypeField/ }).waitFor();
  assert.deepEqual(await findViolations(page), []);
  await list.getByRole('searchbox').fill('employees');
  await list.getByText(/^Inputs shown: 1 of \d+$/).waitFor();
  await list.getByRole('button', { name: `Hide the inputs of ${goalName}` }).click();
  assert.equal(await list.getByRole('table').count(), 0);
});

test('sensitive fields and those checked for fairness are kept beside the other settings, and none can be the answer', async (t) => {
  const heading = 'Sensitive fields and fairness';
  const { page } = await openPage(t, stage, setupPage);
  await waitForState(page, heading, 'Not done');
  const none = await edit(page, heading);
  await save(page, none, `Saved: ${heading}: ${goalName}`);
  await waitForState(page, heading, 'Done');
  await item(page, heading).getByText('Never used: none. Checked for fairness: none.').waitFor();

  const dialog = await edit(page, heading);
  await choose(dialog, 'Sensitive fields', /\(Industry\)$/);
  await choose(dialog, 'Fields checked for fairness', /\(State\)$/);
  assert.deepEqual(await findViolations(page), []);
  await save(page, dialog, `Saved: ${heading}: ${goalName}`);
  assert.deepEqual(await readSettings(stage), {
    extraFields: ['State'],
    excludedFields: ['Website_Visits__c'],
    sensitiveFields: ['Industry'],
    fairnessFields: ['State'],
  });
  await item(page, heading).getByText('Never used: Industry. Checked for fairness: State/Province.').waitFor();
});

test('the switch says exactly what it does, and turns by keyboard', async (t) => {
  const heading = 'Background updates';
  const text = 'Perform background update of prediction results daily during the maintenance window';
  const { page } = await openPage(t, stage, setupPage);
  await waitForState(page, heading, 'Not done');
  const toggle = item(page, heading).getByRole('group', { name: goalName }).getByRole('switch', { name: text });
  await toggle.focus();
  await page.keyboard.press('Space');
  await page.getByRole('status').getByText(`Saved: ${goalName}`).waitFor();
  assert.equal((await readGoal(stage))['Background_Update__c'], true);
  await item(page, heading)
    .getByText(/no maintenance window is active/)
    .waitFor();
  assert.deepEqual(await findViolations(page), []);
  await page.keyboard.press('Space');
  await item(page, heading).getByText(`Not done for: ${goalName}.`).waitFor();
  assert.equal((await readGoal(stage))['Background_Update__c'], false);
});

test('bands and thresholds show defaults and codes, are checked, and can be set back', async (t) => {
  const heading = 'Bands and thresholds';
  const { page } = await openPage(t, stage, setupPage);
  const dialog = await edit(page, heading);
  const conversions = dialog.getByLabel('Minimum number of records that reached the goal');
  await conversions.waitFor();
  assert.equal(await conversions.inputValue(), '10');
  await dialog
    .getByText(/^Default: 10\. ERROR 404\. Leads AI pipeline stopped: not enough conversions for model training\./)
    .waitFor();
  // Each of them in words: a limit without a label would show its own name.
  const limits = listThresholds().length;
  assert.equal(await dialog.getByRole('button', { name: /^Reset to default: [A-Z]/ }).count(), limits);
  assert.equal(await dialog.getByRole('button', { name: /^Reset to default:/ }).count(), limits);
  assert.deepEqual(await findViolations(page), []);

  const auc = dialog.getByLabel('Minimum test AUC before tuning');
  await auc.fill('1.5');
  await dialog.getByLabel('Medium from').fill('90');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog.getByText('The value is too high.').waitFor();
  await dialog.getByText('High must start above Medium.').waitFor();
  assert.equal(await dialog.getByLabel('High from').evaluate((input) => input.matches(':focus')), true);
  assert.deepEqual(await findViolations(page), []);

  await auc.fill('0.52');
  await conversions.fill('25');
  await dialog.getByLabel('High from').fill('85');
  await dialog.getByLabel('Medium from').fill('60');
  await choose(dialog, 'Score basis', /[Pp]ercentile|[Rr]ank/);
  await dialog.getByRole('button', { name: 'Reset to default: Minimum test AUC before tuning' }).click();
  assert.equal(await auc.inputValue(), '0.55');
  await save(page, dialog, `Saved: ${heading}: ${goalName}`);
  const goal = await readGoal(stage);
  assert.deepEqual((await readSettings(stage))['thresholds'], { conversions: 25 }, 'only what differs is kept');
  assert.deepEqual([goal['Score_Basis__c'], goal['High_From__c'], goal['Medium_From__c']], ['percentile', 85, 60]);
  await item(page, heading)
    .getByText(/high from 85, medium from 60\. Changed limits: 1\.$/)
    .waitFor();

  const again = await edit(page, heading);
  await again.getByLabel('Minimum number of accounts').waitFor();
  await again.getByRole('button', { name: 'Reset all to defaults' }).click();
  await save(page, again, `Saved: ${heading}: ${goalName}`);
  const reset = await readGoal(stage);
  assert.equal((await readSettings(stage))['thresholds'], undefined);
  assert.deepEqual([reset['Score_Basis__c'], reset['High_From__c'], reset['Medium_From__c']], ['relative', 80, 50]);
});

test('settings that cannot be read are reported and never overwritten', async (t) => {
  const heading = 'Sensitive fields and fairness';
  const before = await readGoal(stage);
  await stage.admin
    .sobject('Score_Goal__c')
    .update({ Id: stage.goalId, Settings__c: '{"sensitiveFields":"Birthdate"' });
  const { page } = await openPage(t, stage, setupPage);
  await waitForState(page, heading, 'Not done');
  const dialog = await edit(page, heading);
  await dialog
    .getByRole('alert')
    .getByText(/contains invalid JSON/)
    .waitFor();
  assert.equal(await dialog.getByRole('button', { name: 'Save', exact: true }).isDisabled(), true);
  assert.deepEqual(await findViolations(page), []);
  await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
  await stage.admin
    .sobject('Score_Goal__c')
    .update({ Id: stage.goalId, Settings__c: String(before['Settings__c'] ?? '') });
});

test('a field that is no longer there is named, and what another admin saved meanwhile stays', async (t) => {
  const heading = 'Fields for the model';
  const { page } = await openPage(t, stage, setupPage);
  await waitForState(page, heading, 'Done');
  const Settings__c = JSON.stringify({ extraFields: ['State', 'Gone__c'], thresholds: { accounts: 7 } });
  await stage.admin.sobject('Score_Goal__c').update({ Id: stage.goalId, Settings__c });
  const dialog = await edit(page, heading);
  await unpick(dialog, 'Gone__c');
  await save(page, dialog, `Saved: ${heading}: ${goalName}`);
  assert.deepEqual(await readSettings(stage), {
    extraFields: ['State'],
    excludedFields: [],
    thresholds: { accounts: 7 },
  });
});
