import assert from 'node:assert/strict';
import type { Goal } from '@plumbline/contract';
import type { ScoringError } from '../../../../../scoring-service/src/domain/scoring-error.ts';
import type { ScoreWrite } from '../../../../../scoring-service/src/domain/scoring/score.ts';
import { adminUsername } from '../../../../local-org/src/index.ts';
import { callsOf, insert } from '../connected-org.ts';
import { scoreOf, storedScores, ways } from './error-stage.ts';
import type { ErrorStage } from './error-stage.ts';
import type { Proofs } from './proofs.ts';

type Refused = { goal: Goal; code: string; message: RegExp };

/** Of three writes the middle one is refused with its reason and the others are written, with every way to write. */
async function refusesOne(
  stage: ErrorStage,
  { goal, code, message }: Refused,
  writesOf: (ids: readonly [string, string, string]) => ScoreWrite[],
): Promise<void> {
  for (const { way, mostCollectionWrites } of ways) {
    const ids = [1, 2, 3].map(() =>
      insert(stage.running, 'Lead', { LastName: way, Company: 'C', Strict_Band__c: 'Low' }),
    );
    const [first = '', second = '', third = ''] = ids;
    const salesforce = stage.connect({ mostCollectionWrites });
    const results = await salesforce.writeScores(goal, writesOf([first, second, third]));
    assert.deepEqual(
      results.map(({ error }) => error?.code),
      [undefined, code, undefined],
      way,
    );
    assert.match(results[1]?.error?.message ?? '', message, way);
    const scores = storedScores(stage, ids, goal.scoreField);
    assert.ok(scores[0] !== null && scores[1] === null && scores[2] !== null, `${way}: ${JSON.stringify(scores)}`);
  }
}

const unwritten = { id: '00Q000000000099EAA' };

function erase({ running: { org } }: ErrorStage, id: string): void {
  const result = org.write(org.userId(adminUsername) ?? '', 'delete', 'Lead', { Id: id });
  assert.ok(result.success);
}

/** Errors of one record when its score is written. */
export const recordProofs: Proofs = {
  UNABLE_TO_LOCK_ROW: {
    'tries only the locked record again, later and later, until it is free': async (stage) => {
      const [locked = '', ...others] = stage.leadIds;
      for (const { mostCollectionWrites } of ways) {
        const salesforce = stage.connect({ mostCollectionWrites, bulkPollMs: 0 });
        stage.plant({ kind: 'record', object: 'Lead', ids: [locked], times: 3 });
        const writes = [locked, ...others].map((id) => scoreOf(id, 9));
        assert.deepEqual(
          await salesforce.writeScores(stage.goal, writes),
          writes.map(({ recordId }) => ({ recordId })),
        );
        assert.deepEqual(
          salesforce.waits.filter((ms) => ms >= 500),
          [500, 1000, 2000],
        );
      }
    },
    'reports the record as refused when it stays locked': async (stage) => {
      const [locked = '', free = ''] = stage.leadIds;
      const salesforce = stage.connect();
      stage.plant({ kind: 'record', ids: [locked], times: 100 });
      const results = await salesforce.writeScores(stage.goal, [scoreOf(locked, 10), scoreOf(free, 10)]);
      assert.deepEqual(
        results.map(({ error }) => error?.code),
        ['UNABLE_TO_LOCK_ROW', undefined],
      );
      assert.deepEqual(salesforce.waits, [500, 1000, 2000, 4000, 8000]);
      assert.deepEqual(storedScores(stage, [free]), [10]);
    },
    'waits for a goal that somebody is saving': async (stage) => {
      const salesforce = stage.connect();
      stage.plant({ kind: 'record', object: 'Score_Goal__c', times: 2 });
      await salesforce.updateGoal(stage.goal.id, { recordsScored: 12 });
      assert.deepEqual(salesforce.waits, [500, 1000]);
    },
  },
  DUPLICATE_VALUE: {
    'reports the record with its field but not the value, and writes the others': (stage) => {
      const refused = { goal: stage.strictGoal, code: 'DUPLICATE_VALUE', message: /The org refused the record/ };
      let next = 100;
      return refusesOne(stage, refused, ([first, second, third]) => {
        const [taken, other] = [(next += 1), (next += 1)];
        return [scoreOf(first, taken), scoreOf(second, taken), scoreOf(third, other)];
      });
    },
  },
  STRING_TOO_LONG: {
    'reports the record with its field, and writes the others': (stage) => {
      const refused = { goal: stage.strictGoal, code: 'STRING_TOO_LONG', message: /for Strict_Band__c/ };
      let next = 200;
      return refusesOne(stage, refused, ([first, second, third]) => [
        scoreOf(first, (next += 1)),
        scoreOf(second, (next += 1), { band: 'much too long' as ScoreWrite['band'] }),
        scoreOf(third, (next += 1)),
      ]);
    },
  },
  REQUIRED_FIELD_MISSING: {
    'reports the record with the missing field, and writes the others': (stage) => {
      const message = /Required fields are missing: \[Strict_Band__c\]/;
      const refused = { goal: stage.strictGoal, code: 'REQUIRED_FIELD_MISSING', message };
      let next = 300;
      return refusesOne(stage, refused, ([first, second, third]) => [
        scoreOf(first, (next += 1)),
        scoreOf(second, (next += 1), { band: undefined }),
        scoreOf(third, (next += 1)),
      ]);
    },
  },
  FIELD_CUSTOM_VALIDATION_EXCEPTION: {
    'reports the record in the words of the rule, and writes the others': (stage) => {
      const message = /^Nobody scores thirteen\.$/;
      const refused = { goal: stage.strictGoal, code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message };
      let next = 400;
      return refusesOne(stage, refused, ([first, second, third]) => [
        scoreOf(first, (next += 1)),
        scoreOf(second, 13),
        scoreOf(third, (next += 1)),
      ]);
    },
  },
  ENTITY_IS_DELETED: {
    'leaves out a record that was deleted meanwhile, and writes the others': (stage) => {
      const refused = { goal: stage.goal, code: 'ENTITY_IS_DELETED', message: /^entity is deleted$/ };
      return refusesOne(stage, refused, ([first, second, third]) => {
        erase(stage, second);
        return [scoreOf(first, 1), scoreOf(second, 2), scoreOf(third, 3)];
      });
    },
    'tells a goal that was deleted as such': (stage) => {
      stage.plant({ kind: 'record', object: 'Score_Goal__c', code: 'ENTITY_IS_DELETED' });
      return assert.rejects(stage.connect().updateGoal(stage.goal.id, { recordsScored: 1 }), {
        kind: 'goal.not-found',
      });
    },
  },
  INSUFFICIENT_ACCESS_OR_READONLY: {
    'reports a record that may not be written, and writes the others': (stage) => {
      const message = /^insufficient access rights on object id$/;
      const refused = { goal: stage.goal, code: 'INSUFFICIENT_ACCESS_OR_READONLY', message };
      return refusesOne(stage, refused, ([first, second, third]) => {
        stage.plant({ kind: 'record', ids: [second], code: 'INSUFFICIENT_ACCESS_OR_READONLY' });
        return [scoreOf(first, 1), scoreOf(second, 2), scoreOf(third, 3)];
      });
    },
    'stops with the permission set where a goal may not be written': async (stage) => {
      const accessToken = stage.running.tokenFor('rep@local.org');
      const salesforce = stage.connect({ instanceUrl: stage.running.url, accessToken });
      const { calls } = await callsOf(stage.running, () =>
        assert.rejects(
          salesforce.updateGoal(stage.goal.id, { recordsScored: 1 }),
          ({ kind, message, actions }: ScoringError) => {
            assert.equal(kind, 'salesforce.no-access');
            assert.match(message, /INSUFFICIENT_ACCESS_OR_READONLY/);
            assert.match(actions.join(' '), /ScoringIntegration/);
            return true;
          },
        ),
      );
      assert.equal(calls.length, 1);
    },
  },
  INVALID_CROSS_REFERENCE_KEY: {
    'reports a record that was never there, and writes the others': async (stage) => {
      for (const { way, mostCollectionWrites } of ways) {
        const [first = ''] = stage.leadIds;
        const results = await stage
          .connect({ mostCollectionWrites })
          .writeScores(stage.goal, [scoreOf(unwritten.id, 1), scoreOf(first, 30)]);
        assert.deepEqual(
          results.map(({ error }) => error?.code),
          ['INVALID_CROSS_REFERENCE_KEY', undefined],
          way,
        );
        assert.deepEqual(storedScores(stage, [first]), [30]);
      }
    },
  },
};
