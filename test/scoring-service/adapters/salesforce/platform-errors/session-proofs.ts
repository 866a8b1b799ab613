import assert from 'node:assert/strict';
import type { ScoringError } from '../../../../../scoring-service/src/domain/scoring-error.ts';
import { callsOf, tell } from '../connected-org.ts';
import type { ErrorStage } from './error-stage.ts';
import { scoreOf } from './error-stage.ts';
import type { Proofs } from './proofs.ts';

const logins = ({ running }: ErrorStage): number =>
  running.requests.filter(({ path }) => path.includes('oauth2/token')).length;

/** Errors of any call: sessions, limits, server errors. */
export const sessionProofs: Proofs = {
  INVALID_SESSION_ID: {
    'renews the session once and goes on, however many calls met its end': async (stage) => {
      const salesforce = stage.connect();
      await salesforce.ping();
      const before = logins(stage);
      await tell(stage.running, 'sessions/expire', { username: 'integration@local.org' });
      const [goal, ...others] = await Promise.all([
        salesforce.readGoal(stage.goal.id),
        salesforce.readGoals(),
        salesforce.writeScores(stage.goal, [scoreOf(stage.leadIds[0] ?? '', 5)]),
        salesforce.count('SELECT COUNT() FROM Lead'),
      ]);
      assert.equal(goal.id, stage.goal.id);
      assert.equal(others.length, 3);
      assert.equal(logins(stage) - before, 1);
    },
    'stops when three new sessions are refused as well, with what to check': async (stage) => {
      const salesforce = stage.connect();
      await salesforce.ping();
      stage.plant({ kind: 'call', path: '/query', code: 'INVALID_SESSION_ID', times: 50 });
      const before = logins(stage);
      await assert.rejects(salesforce.ping(), ({ kind, actions }: ScoringError) => {
        assert.equal(kind, 'salesforce.login-failed');
        assert.match(actions.join(' '), /external client app/);
        return true;
      });
      assert.equal(logins(stage) - before, 3);
    },
  },
  REQUEST_LIMIT_EXCEEDED: {
    'stops background work at once, with the next step and without asking again': async (stage) => {
      const salesforce = stage.connect({ apiUsageStop: 2, mostCollectionWrites: 2000 });
      await salesforce.ping();
      stage.plant({ kind: 'call', path: '/composite/sobjects', code: 'REQUEST_LIMIT_EXCEEDED', times: 100, after: 1 });
      const { calls } = await callsOf(stage.running, () =>
        assert.rejects(
          salesforce.writeScores(
            stage.goal,
            stage.leadIds.map((id) => scoreOf(id, 6)),
          ),
          ({ kind, actions }: ScoringError) => {
            assert.equal(kind, 'salesforce.limit-reached');
            assert.match(actions.join(' '), /24 hours/);
            return true;
          },
        ),
      );
      // 450 records are three calls: the first is written, the second is refused, the third is not made.
      assert.equal(calls.length, 2);
      assert.deepEqual(salesforce.waits, []);
    },
    'stops the run when the org counts the day’s calls itself': async (stage) => {
      const salesforce = stage.connect();
      await salesforce.ping();
      await tell(stage.running, 'limits', { used: 100_000 });
      const { calls } = await callsOf(stage.running, () =>
        assert.rejects(salesforce.readGoals(), { kind: 'salesforce.limit-reached' }),
      );
      assert.equal(calls.length, 1);
    },
    'is taken for what passes soon when only too many calls are made at once': async (stage) => {
      const message = 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.';
      const salesforce = stage.connect();
      stage.plant({ kind: 'call', path: '/query', code: 'REQUEST_LIMIT_EXCEEDED', message });
      await assert.rejects(salesforce.ping(), { kind: 'salesforce.unreachable' });
    },
  },
  SERVER_UNAVAILABLE: {
    'asks again a few times, later and later, and goes on': async (stage) => {
      const salesforce = stage.connect();
      stage.plant({ kind: 'call', path: '/query', code: 'SERVER_UNAVAILABLE', times: 3 });
      assert.equal((await salesforce.readGoal(stage.goal.id)).id, stage.goal.id);
      assert.deepEqual(salesforce.waits, [200, 600, 1800]);
    },
    'gives up after that, with the next step': async (stage) => {
      const salesforce = stage.connect();
      stage.plant({ kind: 'call', path: '/query', code: 'SERVER_UNAVAILABLE', times: 4 });
      await assert.rejects(salesforce.ping(), ({ kind, actions }: ScoringError) => {
        assert.equal(kind, 'salesforce.unreachable');
        return actions.length > 0;
      });
    },
  },
  UNSUPPORTED_API_VERSION: {
    'is not asked again: a newer release of the service is the next step': async (stage) => {
      const salesforce = stage.connect();
      stage.plant({ kind: 'call', path: '/query', code: 'UNSUPPORTED_API_VERSION' });
      await assert.rejects(salesforce.ping(), ({ kind, actions }: ScoringError) => {
        assert.equal(kind, 'salesforce.refused');
        assert.match(actions.join(' '), /newer release/);
        return true;
      });
      assert.deepEqual(salesforce.waits, []);
    },
  },
  UNKNOWN_EXCEPTION: {
    'asks again what only reads': async (stage) => {
      const salesforce = stage.connect();
      stage.plant({ kind: 'call', path: '/query', code: 'UNKNOWN_EXCEPTION' });
      assert.equal((await salesforce.readGoal(stage.goal.id)).id, stage.goal.id);
      assert.deepEqual(salesforce.waits, [200]);
    },
    'does not begin a bulk job twice': async (stage) => {
      const salesforce = stage.connect({ mostCollectionWrites: 0 });
      await salesforce.ping();
      stage.plant({ kind: 'call', method: 'POST', path: '/jobs/ingest', code: 'UNKNOWN_EXCEPTION' });
      const { calls } = await callsOf(stage.running, () =>
        assert.rejects(salesforce.writeScores(stage.goal, [scoreOf(stage.leadIds[0] ?? '', 7)]), {
          kind: 'salesforce.unreachable',
        }),
      );
      assert.deepEqual(calls, ['POST /jobs/ingest']);
    },
  },
  INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE: {
    'stops writing and says that it passes, instead of counting every record as refused': async (stage) => {
      stage.running.faults.isReadOnly = true;
      for (const mostCollectionWrites of [2000, 0]) {
        const salesforce = stage.connect({ mostCollectionWrites });
        const writes = stage.leadIds.map((id) => scoreOf(id, 8));
        await assert.rejects(salesforce.writeScores(stage.goal, writes), ({ kind, message }: ScoringError) => {
          assert.equal(kind, 'salesforce.unreachable');
          assert.match(message, /read-only for maintenance/);
          return true;
        });
      }
      await assert.rejects(stage.connect().updateGoal(stage.goal.id, { recordsScored: 1 }), {
        kind: 'salesforce.unreachable',
      });
    },
    'goes on reading': async (stage) => {
      stage.running.faults.isReadOnly = true;
      const salesforce = stage.connect();
      assert.equal((await salesforce.readGoal(stage.goal.id)).id, stage.goal.id);
      assert.equal(await salesforce.count('SELECT COUNT() FROM Score_Goal__c'), 1);
    },
  },
};
