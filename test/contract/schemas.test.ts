import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  clientHeader,
  contractHeader,
  contractVersion,
  factorSchema,
  goalConditionSchema,
  goalSchema,
  goalSettingsSchema,
  orgIdHeader,
  problemSchema,
  readinessCheckSchema,
  runRequestSchema,
  runResultSchema,
  runSchema,
  scoreRequestSchema,
  scoreResultSchema,
  storedFactorsSchema,
  thresholdsSchema,
  timeframesDays,
  toLongId,
} from '@plumbline/contract';

const goal = {
  id: 'a01000000000001AAA',
  name: 'Lead converts in 90 days',
  profileType: 'Person',
  object: 'Lead',
  goalType: 'Lead converted',
  conditions: [{ field: 'Status', operator: 'equals', values: ['Closed - Converted'] }],
  timeframeDays: 90,
  mergePolicy: 'Lead first',
  scoreField: 'Predictive_Score__c',
  qualifiedStatuses: [],
  scoreBasis: 'probability',
  highFrom: 80,
  mediumFrom: 50,
  settings: {},
  isActive: true,
  isUpdatedDaily: false,
  status: 'Ready',
};

test('settings that say nothing have the specified thresholds', () => {
  const { thresholds, observationDays, ...rest } = goalSettingsSchema.parse({});
  assert.deepEqual(observationDays.slice(0, 6), [0, 7, 30, 60, 74, 88]);
  assert.equal(observationDays.at(-1), 732);
  assert.deepEqual(rest, {
    ...{ learnFrom: 'history', extraFields: [], excludedFields: [], sensitiveFields: [], fairnessFields: [] },
    ...{ callTypes: ['Call'], visibleFields: [], fewestSimilarRows: 50 },
    accountMatching: { emailDomain: true, website: true, companyName: true },
  });
  // Further limits of our own (codes from 900) have their tests with their checks.
  assert.partialDeepStrictEqual(thresholds, {
    ...{ accounts: 100, contacts: 100, activities: 500, conversions: 10, nonConversions: 40 },
    ...{ accountsWithActivity: 0.05, contactsWithActivity: 0.05, knownActivityTypes: 0.5 },
    ...{ missingActivityStop: 0.8, missingActivityWarn: 0.3, missingFirmographicWarn: 0.3 },
    ...{ auc: 0.55, tunedAuc: 0.6, tuneBelowAuc: 0.65, suspiciousAuc: 0.95, trainingConversions: 40 },
    ...{ lowSuccessShare: 0.5, bandShare: 0.95, replaceFrom: 0.95, inputDrift: 0.25, outcomeDrift: 0.25 },
    ...{ failedWriteShare: 0.1, failedWrites: 10, writePoints: 2 },
  });
});

test('one threshold can be set while the others keep their defaults', () => {
  const { thresholds } = goalSettingsSchema.parse({ thresholds: { conversions: 3 } });
  assert.deepEqual(thresholds, { ...thresholdsSchema.parse({}), conversions: 3 });
});

test('a threshold of an earlier version is dropped when it is read, and an unknown one is refused', () => {
  const former = { highAndMediumShare: 0.1 };
  const { thresholds } = goalSettingsSchema.parse({ thresholds: { ...former, conversions: 3 } });
  assert.deepEqual(thresholds, { ...thresholdsSchema.parse({}), conversions: 3 });
  assert.equal(thresholdsSchema.safeParse({ ...former, typo: 1 }).success, false);
});

test('a threshold that cannot be is refused', () => {
  for (const wrong of [
    { auc: 1.01 },
    { missingActivityStop: -0.1 },
    { accounts: -1 },
    { conversions: '3' },
    { typo: 1 },
  ]) {
    assert.equal(thresholdsSchema.safeParse(wrong).success, false, JSON.stringify(wrong));
  }
});

test('a goal takes only the timeframes, types and operators that were specified', () => {
  for (const timeframeDays of timeframesDays) assert.ok(goalSchema.safeParse({ ...goal, timeframeDays }).success);
  const wrong = [
    { timeframeDays: 91 },
    { timeframeDays: '90' },
    { profileType: 'Company' },
    { object: 'Case' },
    { goalType: 'Lead closed' },
    { mergePolicy: 'Newest' },
    { scoreBasis: 'rank' },
    { status: 'Broken' },
    { highFrom: 79.5 },
    { unknown: 1 },
  ];
  for (const change of wrong) {
    assert.equal(goalSchema.safeParse({ ...goal, ...change }).success, false, JSON.stringify(change));
  }
  assert.equal(goalConditionSchema.safeParse({ field: 'Status', operator: 'is like', values: [] }).success, false);
  assert.equal(goalConditionSchema.safeParse({ field: '', operator: 'equals', values: [] }).success, false);
});

test('a parsed goal parses to itself again', () => {
  const once = goalSchema.parse(goal);
  assert.deepEqual(goalSchema.parse(JSON.parse(JSON.stringify(once))), once);
});

test('an id of 15 letters gets the checksum that the platform gives it', () => {
  assert.equal(toLongId('001D000000IRFma'), '001D000000IRFmaIAH');
  assert.equal(toLongId('00Q000000000001'), '00Q000000000001EAA');
  assert.equal(toLongId('001D000000IRFmaIAH'), '001D000000IRFmaIAH');
});

test('record ids have 15 or 18 letters and digits, and nothing that could end a query', () => {
  const goalId = 'a01000000000001AAA';
  for (const recordId of ['00Q000000000001', '00Q000000000001EAA']) {
    assert.ok(scoreRequestSchema.safeParse({ goalId, recordId }).success);
  }
  const wrong = fc.oneof(
    fc.string().filter((text) => !/^(?:[a-zA-Z0-9]{15}|[a-zA-Z0-9]{18})$/.test(text)),
    fc.constantFrom(
      '',
      "00Q00000000000'",
      '00Q0000000000011',
      '00Q000000000001EAA ',
      '00Q000000000001AAA',
      '00q000000000001EAA',
      '00Q000000000001\n',
    ),
  );
  fc.assert(
    fc.property(wrong, (recordId) => {
      assert.equal(scoreRequestSchema.safeParse({ goalId, recordId }).success, false);
    }),
  );
});

test('what a caller sends beyond the contract is refused, not ignored', () => {
  const request = { goalId: 'a01000000000001AAA', recordId: '00Q000000000001EAA' };
  assert.equal(scoreRequestSchema.safeParse({ ...request, score: 100 }).success, false);
  assert.equal(runRequestSchema.safeParse({ jobType: 'Deletion' }).success, false);
  assert.deepEqual(runRequestSchema.parse({ jobType: 'Training' }), { jobType: 'Training', trigger: 'API' });
});

const factor = {
  ...{ field: 'calls', label: 'Phone calls', importance: 'high', direction: 'raises' },
  ...{ text: 'Phone calls raise the score.', sources: ['Task'], contribution: 0.8 },
};

test('a reason may lack its value, and what is stored on the record is a fact without a sentence', () => {
  assert.ok(factorSchema.safeParse(factor).success);
  assert.ok(factorSchema.safeParse({ ...factor, value: '3' }).success);
  const { text, ...fact } = factor;
  const withFactors = (...factors: object[]): boolean =>
    storedFactorsSchema.safeParse({ basis: 'probability', probability: 0.5, model: 'v1', factors }).success;
  assert.ok(withFactors(fact, { ...fact, value: 3 }, { ...fact, value: 'Webinar' }));
  assert.equal(withFactors({ ...fact, text }), false);
  assert.equal(withFactors({ ...fact, sources: undefined }), false);
});

test('results of runs of earlier versions, with sentences and without sources, are still read', () => {
  const { sources, ...former } = factor;
  const run = { recordId: '00Q000000000001EAA', isChanged: true };
  assert.ok(runResultSchema.safeParse({ ...run, factors: [former] }).success);
  assert.ok(runResultSchema.safeParse({ ...run, factors: [{ ...former, sources, text: undefined }] }).success);
});

const result = {
  ...{ goalId: goal.id, recordId: '00Q000000000001EAA', object: 'Lead', isQualified: true, score: 63, band: 'Medium' },
  ...{ basis: 'probability', probability: 0.63, percentile: 91, scoredAt: '2026-03-16T12:00:00Z', modelVersion: 'v1' },
  ...{ isChanged: true, factors: [factor] },
};

test('a score is an integer from 0 to 100, a percentile one from 1 to 100', () => {
  assert.ok(scoreResultSchema.safeParse(result).success);
  const wrong = [
    { score: 101 },
    { score: -1 },
    { score: 63.4 },
    { percentile: 0 },
    { probability: 1.2 },
    { band: 'low' },
  ];
  for (const change of wrong) {
    assert.equal(scoreResultSchema.safeParse({ ...result, ...change }).success, false, JSON.stringify(change));
  }
  const { probability, percentile, modelVersion, ...unscored } = {
    ...result,
    score: 0,
    band: 'Not scored',
    factors: [],
  };
  assert.ok(probability && percentile && modelVersion);
  assert.ok(scoreResultSchema.safeParse({ ...unscored, isQualified: false, reason: 'Not qualified' }).success);
});

test('moments are ISO 8601 in UTC and days are dates', () => {
  for (const scoredAt of ['2026-03-16', 'yesterday', '2026-03-16T12:00:00', 1]) {
    assert.equal(scoreResultSchema.safeParse({ ...result, scoredAt }).success, false);
  }
  const check = { code: 404, severity: 'ERROR', name: 'Records', outcome: 'failed', text: 'Too few.' };
  assert.ok(readinessCheckSchema.safeParse({ ...check, passesOn: '2026-05-15' }).success);
  assert.equal(readinessCheckSchema.safeParse({ ...check, passesOn: '2026-02-30' }).success, false);
});

test('a problem always has a next step', () => {
  const problem = {
    type: 'about:blank',
    title: 'No model',
    status: 409,
    detail: 'x',
    kind: 'model.missing',
    requestId: '1',
  };
  assert.ok(problemSchema.safeParse({ ...problem, actions: ['Train the goal.'] }).success);
  assert.equal(problemSchema.safeParse({ ...problem, actions: [] }).success, false);
});

test('counts of a run are whole and not negative', () => {
  const run = {
    ...{ key: 'k', goalId: goal.id, goalName: goal.name, jobType: 'Scoring', profileType: 'Person', trigger: 'API' },
    ...{ status: 'Processing', startedAt: '2026-03-16T12:00:00Z', progressPercent: 40 },
    ...{ read: 1, scored: 1, changed: 0, skipped: 0, skippedReasons: [], failed: 0, messages: [] },
  };
  assert.ok(runSchema.safeParse(run).success);
  for (const change of [
    { read: -1 },
    { scored: 0.5 },
    { progressPercent: 101 },
    { testAuc: 1.5 },
    { status: 'Stopped' },
  ]) {
    assert.equal(runSchema.safeParse({ ...run, ...change }).success, false, JSON.stringify(change));
  }
});

test('the package sends the headers and the version of the contract', () => {
  const file = new URL('../../force-app/main/default/classes/ScoringClient.cls', import.meta.url);
  const apex = readFileSync(file, 'utf8');
  assert.ok(apex.includes(`CONTRACT_HEADER = '${contractHeader}';`));
  assert.ok(apex.includes(`CONTRACT_VERSION = '${contractVersion}';`));
  assert.ok(apex.includes(`setHeader('${orgIdHeader}', UserInfo.getOrganizationId())`));
  assert.ok(apex.includes(`setHeader('${clientHeader}', 'package')`));
});
