import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import { describedObjects, planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import { ScoringError } from '../../../../scoring-service/src/domain/scoring-error.ts';
import { manifest, metadata, packageFiles } from '../../../local-org/test/engine/opened-org.ts';
import { connectTo, insert, insertGoal, startScoringOrg } from './connected-org.ts';
import { featuresOf } from './read-features.ts';

const org = await startScoringOrg();
const engine = createFeatureEngine({ threads: 1 });
after(async () => {
  await engine.close();
  await org.stop();
});

const types = ['Business', 'Private'];
const xml = types.map(
  (name) => `<recordTypes><fullName>${name}</fullName><active>true</active><label>${name}</label></recordTypes>`,
);
const deployed = org.org.deploy(
  org.org.userId('admin@local.org') ?? '',
  packageFiles({
    'package.xml': manifest({ RecordType: types.map((name) => `Lead.${name}`) }),
    'objects/Lead.object': metadata('CustomObject', xml.join('')),
  }),
);
assert.ok(deployed.success, JSON.stringify(deployed.messages));
const typeIds = types.map((name) => {
  const [row] = org.org.inspect('SELECT "Id" FROM "RecordType" WHERE "DeveloperName" = ?', name);
  return String(row?.['Id']);
});
const [business = '', personal = '', untyped = ''] = [...typeIds, null].map((RecordTypeId) =>
  insert(org, 'Lead', { LastName: 'L', Company: 'C', RecordTypeId, Country: 'Austria' }),
);

const goalId = insertGoal(org);
const limitTo = (...segment: object[]): void => {
  const admin = org.org.userId('admin@local.org') ?? '';
  const saved = org.org.write(admin, 'update', 'Score_Goal__c', { Id: goalId, Segment__c: JSON.stringify(segment) });
  assert.ok(saved.success);
};

test('the record type is an input', async () => {
  const features = await featuresOf(org, goalId, [business, personal, untyped]);
  assert.deepEqual(
    features.map((row) => row['record_type']),
    ['Business', 'Private', undefined],
  );
});

const onlyBusiness = { field: 'RecordType.DeveloperName', operator: 'equals', values: ['business'] };

test('a record outside the segment is not scored, alone, in a list or in a run, and trains nothing', async (t) => {
  limitTo(onlyBusiness);
  const salesforce = connectTo(org);
  const goal = await salesforce.readGoal(goalId);
  const plan = planSource(goal, await salesforce.describe(describedObjects(goal)));
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-segment-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await salesforce.extract(plan.tables, { folder });
  const asOf = new Date(Date.now() + 400 * 86_400_000);
  const recordIds = [business, personal, untyped];
  const outside = "Not in this goal's segment";
  for (const source of [{ folder }, await salesforce.readRecords(goalId, plan, recordIds)]) {
    const session = await engine.open(plan, source);
    const { segment, qualifiedStatuses } = goal;
    await session.prepareScoring({ asOf, qualifiedStatuses, segment, ...('rows' in source && { recordIds }) });
    const { candidates } = await session.scoringRows({ limit: 10 });
    assert.deepEqual(
      recordIds.map((id) => candidates.find(({ recordId }) => recordId === id)?.exclusion),
      [undefined, outside, outside],
    );
    await session.close();
  }
  const session = await engine.open(plan, { folder });
  t.after(() => session.close());
  const trained = await session.trainingRows({ asOf, seed: 1, maxRows: 100 });
  assert.deepEqual([...new Set(trained.recordIds)], [business]);
  // An admin may change the values at any time; another field needs a training.
  const changed = [{ ...onlyBusiness, operator: 'equals' as const, values: ['Private'] }];
  await session.prepareScoring({ asOf, qualifiedStatuses: [], segment: changed });
  const { candidates } = await session.scoringRows({ limit: 10 });
  assert.equal(candidates.find(({ recordId }) => recordId === personal)?.exclusion, undefined);
  const other = [{ field: 'Country', operator: 'equals' as const, values: ['Austria'] }];
  await assert.rejects(
    () => session.prepareScoring({ asOf, qualifiedStatuses: [], segment: other }),
    (error: unknown) => error instanceof ScoringError && error.kind === 'goal.invalid' && /Country/.test(error.message),
  );
});

test('a segment that names what the org does not have is refused by name', async () => {
  const salesforce = connectTo(org);
  const bad: [object, RegExp][] = [
    [{ ...onlyBusiness, field: 'RecordType.Missing' }, /RecordType\.Missing does not exist/],
    [{ ...onlyBusiness, operator: 'changes to' }, /asks for a change/],
    [{ field: 'NumberOfEmployees', operator: 'equals', values: ['many'] }, /NumberOfEmployees is not a number/],
    [{ field: 'Country', operator: 'equals', values: [] }, /has no value/],
  ];
  for (const [condition, text] of bad) {
    limitTo(condition);
    const goal = await salesforce.readGoal(goalId);
    const facts = await salesforce.describe(describedObjects(goal));
    assert.throws(() => planSource(goal, facts), text);
  }
});
