import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { writeFieldSet } from '../../../plugin/src/goals/field-set-files.ts';

const folder = await mkdtemp(join(tmpdir(), 'plumbline-fields-'));
after(() => rm(folder, { recursive: true, force: true }));

/** The metadata of a field without its name, label, and texts. */
const shapeOf = (xml: string): string =>
  xml
    .replace(/<(fullName|description|label|inlineHelpText)>[^<]*<\/\1>\n?\s*/g, '')
    .replace(/\s+/g, ' ')
    .trim();

test('a generated set has the types of the packaged one', async () => {
  const set = { object: 'Lead' as const, name: 'Second', label: 'Second', isOverwriting: false };
  const files = (await writeFieldSet(folder, set)).filter((file) => /[\\/]fields[\\/]/.test(file));
  assert.equal(files.length, 10);
  for (const file of files) {
    const name = file.replace(/^.*Second/, 'Predictive_Score');
    const packaged = new URL(`../../../force-app/main/default/objects/Lead/fields/${name}`, import.meta.url);
    const shape = (xml: string): string => shapeOf(xml).replace(/<value>.*<\/value>/, '<value/>');
    assert.equal(shape(await readFile(file, 'utf8')), shape(await readFile(packaged, 'utf8')), name);
  }
});

test('a generated set of leads has the flow of the packaged one, which takes the score of a closed lead', async () => {
  const set = { object: 'Lead' as const, name: 'Fourth', label: 'Fourth', isOverwriting: false };
  const files = await writeFieldSet(folder, set);
  const flow = files.find((file) => file.endsWith('.flow-meta.xml')) ?? '';
  const packaged = new URL(
    '../../../force-app/main/default/flows/Take_Score_Of_Closed_Lead.flow-meta.xml',
    import.meta.url,
  );
  const named = (await readFile(flow, 'utf8')).replaceAll('Fourth: ', '').replaceAll('Fourth', 'Predictive_Score');
  assert.equal(named, await readFile(packaged, 'utf8'));
  const ofAccounts = await writeFieldSet(folder, { ...set, object: 'Account', name: 'Fifth' });
  assert.deepEqual(
    ofAccounts.filter((file) => file.includes('flows')),
    [],
  );
});

test('a generated set has the rule of the packaged one, which keeps the newest score', async () => {
  const set = { object: 'Lead' as const, name: 'Third', label: 'Third', isOverwriting: false };
  const [rule = '', ...others] = (await writeFieldSet(folder, set)).filter((file) => file.includes('validationRules'));
  assert.deepEqual(others, []);
  const name = 'Predictive_Score_Keeps_Newest.validationRule-meta.xml';
  const packaged = new URL(`../../../force-app/main/default/objects/Lead/validationRules/${name}`, import.meta.url);
  const named = (await readFile(rule, 'utf8')).replaceAll('Third', 'Predictive_Score');
  assert.equal(shapeOf(named), shapeOf(await readFile(packaged, 'utf8')));
});

test('who reads a generated set reads all of it but the factors, which the integration user alone reads', async () => {
  const set = { object: 'Lead' as const, name: 'Sixth', label: 'Sixth', isOverwriting: false };
  const files = await writeFieldSet(folder, set);
  const readableIn = async (name: string): Promise<string[]> => {
    const text = await readFile(files.find((file) => file.includes(`${name}.permissionset`)) ?? '', 'utf8');
    return [...text.matchAll(/<field>(.*?)<\/field>/g)].map(([, field = '']) => field);
  };
  const [reading, writing] = [await readableIn('Sixth_Reading'), await readableIn('Sixth_Writing')];
  assert.ok(reading.includes('Lead.Sixth__c'));
  assert.deepEqual(
    writing.filter((field) => !reading.includes(field)),
    ['Lead.Sixth_Factors__c'],
  );
});
