import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { strToU8 } from 'fflate';
import type { ScoreWrite } from '../../../../scoring-service/src/domain/scoring/score.ts';
import { adminUsername } from '../../../local-org/src/index.ts';
import { caseCount } from '../../../depth.ts';
import { callsOf, connectTo, insert, insertGoal, startScoringOrg, tell } from './connected-org.ts';

const running = await startScoringOrg();
after(() => running.stop());
beforeEach(() => tell(running, 'faults', { reset: true }));
const { org } = running;
const admin = org.userId(adminUsername) ?? '';
const salesforce = connectTo(running);
const goal = await salesforce.readGoal(insertGoal(running));
const leadIds = org.transaction(() =>
  Array.from({ length: 40 }, (_, index) =>
    insert(running, 'Lead', { LastName: `Lead ${index}`, Company: 'C', Email: `${index % 20}@example.com` }),
  ),
);
const newPace = () => ({ chunkSize: 200, singleRefusals: 0 });
const at = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 10, minute)).toISOString();
const writeOf = (recordId: string, minute: number): ScoreWrite => ({
  ...{ recordId, score: 1 + minute, band: 'Low', percentile: 9, scoredAt: at(minute), factors: '{}' },
});
const fieldsOf = (ids: string[], field: string): unknown[] =>
  ids.map((id) => org.inspect(`SELECT "${field}" AS value FROM "Lead" WHERE "Id" = ?`, id)[0]?.['value']);

const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
function deploy(files: Record<string, string>): void {
  const contents = Object.entries(files).map(([path, content]) => ({ path, content: strToU8(content) }));
  const { success, messages } = org.deploy(admin, contents);
  assert.ok(success, JSON.stringify(messages.filter((message) => !message.success)));
}

const duplicateRule = (action: 'Allow' | 'Block'): Record<string, string> => ({
  'matchingRules/Lead.matchingRule': `<MatchingRules ${namespace}><matchingRules><fullName>Email</fullName>
    <matchingRuleItems><fieldName>Email</fieldName><matchingMethod>Exact</matchingMethod></matchingRuleItems>
    <ruleStatus>Active</ruleStatus></matchingRules></MatchingRules>`,
  'duplicateRules/Lead.Email.duplicateRule': `<DuplicateRule ${namespace}><actionOnUpdate>${action}</actionOnUpdate>
    <duplicateRuleMatchRules><matchingRule>Email</matchingRule></duplicateRuleMatchRules><isActive>true</isActive>
    <operationsOnUpdate>Alert</operationsOnUpdate></DuplicateRule>`,
});

for (const [way, most, from] of [
  ['collections', 2000, 0],
  ['Bulk API 2.0', 10, 60],
] as const) {
  const writer = connectTo(running, { mostCollectionWrites: most });

  test(`a score that is written by ${way} never gives a lead another owner`, async () => {
    deploy({
      'assignmentRules/Lead.assignmentRules': `<AssignmentRules ${namespace}><assignmentRule><fullName>All</fullName>
        <active>true</active><ruleEntry><assignedTo>rep@local.org</assignedTo><assignedToType>User</assignedToType>
        </ruleEntry></assignmentRule></AssignmentRules>`,
    });
    const before = fieldsOf(leadIds, 'OwnerId');
    await writer.writeScores(
      goal,
      leadIds.map((id) => writeOf(id, from + 1)),
    );
    await writer.writeScores(goal, [writeOf(leadIds[0] ?? '', from + 2)]);
    assert.deepEqual(fieldsOf(leadIds, 'OwnerId'), before);
  });

  test(`duplicates get their scores by ${way} where the rule only alerts`, async () => {
    deploy(duplicateRule('Allow'));
    const { result, calls } = await callsOf(running, () =>
      writer.writeScores(
        goal,
        leadIds.map((id) => writeOf(id, from + 3)),
      ),
    );
    assert.deepEqual(
      result.filter(({ error }) => error),
      [],
    );
    assert.deepEqual([...new Set(fieldsOf(leadIds, 'Predictive_Score__c'))], [from + 4]);
    assert.equal(calls.filter((call) => call === 'PATCH /composite/sobjects').length, 1);
  });

  test(`duplicates that a rule blocks are reported with its code by ${way}, after one more try at most`, async () => {
    deploy(duplicateRule('Block'));
    const { result, calls } = await callsOf(running, () =>
      writer.writeScores(
        goal,
        leadIds.map((id) => writeOf(id, from + 4)),
      ),
    );
    assert.deepEqual([...new Set(result.map(({ error }) => error?.code))], ['DUPLICATES_DETECTED']);
    assert.equal(calls.filter((call) => call === 'PATCH /composite/sobjects').length, 1);
    deploy(duplicateRule('Allow'));
  });

  test(`a run that writes by ${way} leaves out records with a newer score`, async () => {
    const [first = '', second = ''] = leadIds;
    await writer.writeScores(goal, [writeOf(first, from + 50)]);
    const results = await writer.writeScores(
      goal,
      leadIds.map((id) => writeOf(id, from + 40)),
      { pace: newPace() },
    );
    assert.deepEqual([results[0]?.error?.code, results[1]], ['NEWER_SCORE', { recordId: second }]);
    assert.deepEqual(fieldsOf([first, second], 'Predictive_Score_Scored_At__c'), [at(from + 50), at(from + 40)]);
  });
}

/** A random choice that is the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Runs tasks that make one call at a time, and lets one call pass after the other in random order: every order of calls
 * that several processes could make.
 */
async function interleave(tasks: (() => Promise<unknown>)[], random: () => number, afterCall: () => void) {
  const real = globalThis.fetch;
  const waiting: (() => Promise<void>)[] = [];
  let active = tasks.length;
  globalThis.fetch = (...request: Parameters<typeof fetch>) =>
    new Promise((resolve, reject) => {
      waiting.push(async () => {
        const answer = await real(...request);
        // The whole answer is read, so that the next call begins when the org has done everything of this one.
        const body = await answer.arrayBuffer().catch(reject);
        const { status, headers } = answer;
        if (body !== undefined) resolve(new Response(body.byteLength === 0 ? null : body, { status, headers }));
      });
    });
  try {
    const done = Promise.all(tasks.map((task) => task().finally(() => (active -= 1))));
    while (active > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      if (waiting.length < active || waiting.length === 0) continue;
      const [call] = waiting.splice(Math.floor(random() * waiting.length), 1);
      await call?.();
      afterCall();
    }
    await done;
  } finally {
    globalThis.fetch = real;
  }
}

test('two runs and twenty single evaluations that cross each other overwrite no newer score', async () => {
  for (let seed = 1; seed <= caseCount(6, 60); seed += 1) {
    const random = randomFrom(seed);
    const emptied = {
      score: undefined,
      band: undefined,
      percentile: undefined,
      scoredAt: undefined,
      factors: undefined,
    };
    await salesforce.writeScores(
      goal,
      leadIds.map((recordId) => ({ recordId, ...emptied })),
    );
    const runs = [100, 110].map((minute, index) => {
      const writer = connectTo(running, { mostCollectionWrites: (seed + index) % 2 === 0 ? 5 : 2000 });
      return async () => {
        await writer.ping();
        for (const start of [0, 20]) {
          const batch = leadIds.slice(start, start + 20).map((id) => writeOf(id, minute));
          await writer.writeScores(goal, batch, { pace: { chunkSize: 7, singleRefusals: 0 } });
        }
      };
    });
    const newest = new Map(leadIds.map((id) => [id, 110]));
    const singles = Array.from({ length: 20 }, () => {
      const id = leadIds[Math.floor(random() * leadIds.length)] ?? '';
      const minute = 101 + Math.floor(random() * 20);
      newest.set(id, Math.max(minute, newest.get(id) ?? 0));
      return () => connectTo(running).writeScores(goal, [writeOf(id, minute)]);
    });
    let latest = leadIds.map(() => '');
    await interleave([...runs, ...singles], random, () => {
      const now = fieldsOf(leadIds, 'Predictive_Score_Scored_At__c').map((value) => String(value ?? ''));
      const overwritten = now.flatMap((time, index) => (time < (latest[index] ?? '') ? [[latest[index], time]] : []));
      assert.deepEqual(overwritten, [], `seed ${seed}`);
      latest = now;
    });
    assert.deepEqual(
      latest,
      leadIds.map((id) => at(newest.get(id) ?? 0)),
    );
  }
});

test('score fields without the rule, as they were generated before, keep a newer score by the run alone', async () => {
  const rule = '<fullName>Predictive_Score_Keeps_Newest</fullName><active>false</active>';
  const formula = '<errorConditionFormula>false</errorConditionFormula><errorMessage>None.</errorMessage>';
  deploy({
    'objects/Lead.object': `<CustomObject ${namespace}><validationRules>${rule}${formula}</validationRules></CustomObject>`,
  });
  const [first = '', second = ''] = leadIds;
  await salesforce.writeScores(goal, [writeOf(first, 200)]);
  const writes = [first, second].map((id) => writeOf(id, 190));
  const { result, calls } = await callsOf(running, () => salesforce.writeScores(goal, writes, { pace: newPace() }));
  assert.deepEqual([result[0]?.error?.code, result[1]], ['NEWER_SCORE', { recordId: second }]);
  assert.deepEqual(fieldsOf([first, second], 'Predictive_Score_Scored_At__c'), [at(200), at(190)]);
  assert.equal(calls.filter((call) => call === 'PATCH /composite/sobjects').length, 1);
});
