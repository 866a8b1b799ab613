import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Code, Run, Thresholds } from '@plumbline/contract';
import { openStage } from '../stage/stage.ts';
import type { Stage } from '../stage/stage.ts';
import { assertNotSaid, assertSaid, tooMany, trainWith, valueOf } from './gate-runs.ts';
import type { Setting } from './gate-runs.ts';
import { DAY_MS } from '../../../scoring-service/src/domain/time.ts';

/* Each check of the data at its threshold and one step beyond, on one org; what is wrong with rows stops every run. */

const environment: Record<string, string> = {};
let stage: Stage;
/** The messages of the checks of source and rows when every threshold is out of reach. */
let ofSource: Run;
let ofRows: Run;

const train = (setting: Setting): Promise<Run> => trainWith(stage, setting);
/** Stops the run after the checks of the rows. */
const upToRows = (thresholds: Partial<Thresholds>, setting: Setting = {}): Promise<Run> =>
  train({ ...setting, thresholds: { nonConversions: tooMany, ...thresholds } });

before(async () => {
  stage = await openStage({ leads: 450, seed: 7, environment });
  ofSource = await train({
    thresholds: { contacts: tooMany, activities: tooMany, conversions: tooMany, contactsWithActivity: 1 },
  });
  ofRows = await upToRows({ missingActivityWarn: 0, missingFirmographicWarn: 0, missingActivityStop: 0 });
});
after(() => stage.stop());

const counts: [code: Code, threshold: keyof Thresholds, what: string][] = [
  [402, 'contacts', 'contacts'],
  [403, 'activities', 'activities'],
  [404, 'conversions', 'conversions'],
];

for (const [code, threshold, what] of counts) {
  test(`${code} stops a run with one of the ${what} too few, and not with just enough`, async () => {
    const figure = valueOf(ofSource, code) ?? '';
    assert.ok(Number(figure) > 0);
    const stopped = await train({ thresholds: { [threshold]: Number(figure) + 1 } });
    assert.equal(stopped.status, 'Failed');
    assertSaid(stopped, code, figure);
    assertNotSaid(await upToRows({ [threshold]: Number(figure) }), code, 900);
  });
}

test('101 and 102 say how many contacts and opportunities there are, and 100 is for account goals', async () => {
  for (const [code, object] of [
    [101, 'Contact'],
    [102, 'Opportunity'],
  ] as const) {
    const { totalSize } = await stage.org.admin.query(`SELECT COUNT() FROM ${object}`);
    assertSaid(ofRows, code, String(totalSize));
  }
  assertNotSaid(ofRows, 100, 900);
});

test('406 stops a run when a hundredth of a percent of contacts with activity is lacking', async () => {
  const percent = Number(valueOf(ofSource, 406));
  assert.ok(percent > 0 && percent < 100);
  assertSaid(await train({ thresholds: { contactsWithActivity: (percent + 0.01) / 100 } }), 406, String(percent));
  assertNotSaid(await upToRows({ contactsWithActivity: (percent - 0.01) / 100 }), 406, 900);
});

test('408 stops a run when activity features are missing more often, and 201 warns from its limit on', async () => {
  const rate = valueOf(ofRows, 408) ?? '';
  assert.equal(valueOf(ofRows, 201), rate);
  const beyond = await upToRows({ missingActivityStop: Number(rate) - 0.01, missingActivityWarn: Number(rate) - 0.01 });
  assertSaid(beyond, 408, rate);
  assertSaid(beyond, 201, rate);
  const within = await upToRows({ missingActivityStop: Number(rate) + 0.01, missingActivityWarn: Number(rate) + 0.01 });
  assertNotSaid(within, 408, 900);
  assertNotSaid(within, 201, 900);
});

test('200 warns when firmographic features are missing as often as its limit says', async () => {
  const rate = valueOf(ofRows, 200) ?? '';
  assertSaid(await upToRows({ missingFirmographicWarn: Number(rate) - 0.01 }), 200, rate);
  assertNotSaid(await upToRows({ missingFirmographicWarn: Number(rate) + 0.01 }), 200, 900);
});

test('900 stops a run with one record that did not reach the goal too few', async () => {
  const figure = valueOf(ofRows, 900) ?? '';
  assertSaid(await upToRows({ nonConversions: Number(figure) + 1 }), 900, figure);
  assertNotSaid(await upToRows({ nonConversions: Number(figure), trainingConversions: tooMany }), 900, 411);
});

test('411 stops a run with one conversion in the training part too few', async () => {
  const stopped = await train({ thresholds: { trainingConversions: tooMany } });
  const figure = Number(valueOf(stopped, 411));
  assertSaid(await train({ thresholds: { trainingConversions: figure + 1 } }), 411, String(figure));
  // The run continues to the training, which an unreachable AUC ends.
  assertNotSaid(await train({ thresholds: { trainingConversions: figure, auc: 1 } }), 411, 409);
});

test('901 names the fields that know the outcome, and nothing when an admin has left them out', async () => {
  assertSaid(ofRows, 901, /Signed Budget/);
  const excludedFields = ['Signed_Budget__c', 'Contract_Type__c'];
  assertNotSaid(await upToRows({}, { excludedFields }), 901, 900);
});

test('905 says that rows were sampled when there is one more than may be used', async () => {
  const rows = ofRows.read;
  const withAtMost = async (most: number): Promise<Run> => {
    environment['PLUMBLINE_TRAINING_ROWS'] = String(most);
    await stage.restartService('SIGTERM');
    return upToRows({});
  };
  assertSaid(await withAtMost(rows - 1), 905, `${rows - 1} of ${rows}`);
  assertNotSaid(await withAtMost(rows), 905, 900);
});

test('907 says that a goal is trained on current values', async () => {
  assertSaid(await upToRows({}, { learnFrom: 'creation' }), 907, /^\d+$/);
  assertNotSaid(ofRows, 907, 900);
});

test('945 stops a run whose goal names a field that the org does not have, with the next step', async () => {
  const run = await train({ extraFields: ['Colour__c'] });
  assert.equal(run.status, 'Failed');
  assertSaid(run, 945, /Lead\.Colour__c/);
  assertNotSaid(ofRows, 945, 900);
});

test('908 counts the records of people who opted out of profiling, and is absent without opt-outs', async () => {
  assertSaid(ofRows, 908, String(ofRows.skipped));
  const flags = ['HasOptedOutProfiling', 'HasOptedOutProcessing', 'ShouldForget'];
  const where = flags.map((flag) => `${flag} = TRUE`).join(' OR ');
  const { records } = await stage.org.admin.query<{ Id: string }>(`SELECT Id FROM Individual WHERE ${where}`);
  assert.ok(records.length > 0);
  const willing = records.map(({ Id }) => ({ Id, ...Object.fromEntries(flags.map((flag) => [flag, false])) }));
  await stage.org.admin.sobject('Individual').update(willing, { allowRecursive: true });
  assertNotSaid(await upToRows({}), 908, 900);
});

test('407 stops a run when one activity to score has a type that no training activity has', async () => {
  const all = { knownActivityTypes: 1 };
  assertNotSaid(await upToRows(all), 407, 900);
  const lead = await stage.org.admin.sobject('Lead').findOne({ IsConverted: false }, ['Id']);
  const task = { WhoId: lead?.Id, Subject: 'List Email: news', TaskSubtype: 'ListEmail', Status: 'Completed' };
  await stage.org.admin.sobject('Task').create(task);
  const stopped = await upToRows(all);
  assertSaid(stopped, 407, '');
  assert.equal(valueOf(stopped, 900), undefined);
});

test('903 warns from the first day on that the history is shorter than half a year plus the timeframe', async () => {
  const least = 183 + 90;
  const border = new Date(Date.now() - least * DAY_MS).toISOString();
  const { records } = await stage.org.admin.query<{ Id: string }>(
    `SELECT Id FROM Lead WHERE CreatedDate < ${border} ORDER BY CreatedDate DESC, Id`,
    { autoFetch: true },
  );
  const [youngest, ...older] = records.map(({ Id }) => Id);
  await stage.org.admin.sobject('Lead').destroy(older, { allowRecursive: true });
  assertNotSaid(await upToRows({}), 903, 900);
  await stage.org.admin.sobject('Lead').destroy(youngest ?? '');
  const days = Number(valueOf(await upToRows({}), 903));
  assert.ok(days > least - 30 && days < least, `${days} days`);
});
