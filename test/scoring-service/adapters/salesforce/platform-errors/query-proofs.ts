import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScoringError } from '../../../../../scoring-service/src/domain/scoring-error.ts';
import type { SourceTable } from '../../../../../scoring-service/src/domain/features/source-plan.ts';
import { callsOf } from '../connected-org.ts';
import { leadPlan } from '../lead-plan.ts';
import type { ErrorStage } from './error-stage.ts';
import type { Proofs } from './proofs.ts';

const leadTables = (changed: Partial<SourceTable> = {}): SourceTable[] =>
  leadPlan.tables.filter(({ name }) => name === 'lead').map((table) => ({ ...table, ...changed }));

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-errors-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Reads all leads with a planted error; returns the calls made and the pages written. */
const extractLeads = (stage: ErrorStage, salesforce = stage.connect({ maxRecordsPerPage: 200 })) =>
  inFolder(async (folder) => {
    const { calls } = await callsOf(stage.running, () => salesforce.extract(leadTables(), { folder }));
    return { calls, pages: (await readdir(folder)).filter((file) => /^lead-\d+\.csv$/.test(file)) };
  });

/** Not repeated; the error names the field or object and what to assign. */
async function stopsForAccess(stage: ErrorStage, names: RegExp, ask: () => Promise<unknown>): Promise<void> {
  const { calls } = await callsOf(stage.running, () =>
    assert.rejects(ask(), ({ kind, message, actions }: ScoringError) => {
      assert.equal(kind, 'salesforce.no-access');
      assert.match(message, names);
      assert.match(actions.join(' '), /permission set ScoringIntegration/);
      return true;
    }),
  );
  assert.equal(calls.filter((call) => call.includes('/query') && !call.includes('results')).length, 1);
}

/** Errors of queries and of their cursors. */
export const queryProofs: Proofs = {
  INVALID_FIELD: {
    'stops a query and names the field and the permission set': (stage) =>
      stopsForAccess(stage, /Lead\.Fax/, () => stage.connect().count('SELECT COUNT(Fax) FROM Lead')),
    'stops an extraction and names the field and the permission set': (stage) => {
      const columns = [{ path: 'Fax', column: 'fax', protection: 'none' as const }];
      return stopsForAccess(stage, /Fax/, () =>
        inFolder((folder) => stage.connect().extract(leadTables({ columns }), { folder })),
      );
    },
  },
  INVALID_TYPE: {
    'stops and names the object and the permission set': (stage) =>
      stopsForAccess(stage, /Secret__c/, () => stage.connect().count('SELECT COUNT() FROM Secret__c')),
  },
  MALFORMED_QUERY: {
    'stops, and tells the shape of the query but none of its values': async (stage) => {
      const soql = "SELECT COUNT() FROM Lead WHERE Email = 'ada@example.com' AND NumberOfEmployees > 4711 AND";
      const { calls } = await callsOf(stage.running, () =>
        assert.rejects(stage.connect().count(soql), ({ kind, message, actions, cause }: ScoringError) => {
          assert.equal(kind, 'salesforce.refused');
          assert.match(message, /SELECT COUNT\(\) FROM Lead WHERE Email = '…' AND NumberOfEmployees > … AND/);
          assert.ok(!JSON.stringify([message, actions, cause]).match(/ada@|4711/));
          assert.match(actions.join(' '), /defect of Plumbline/);
          return true;
        }),
      );
      assert.equal(calls.length, 1);
    },
    'stops an extraction with the shape of its query': (stage) =>
      inFolder((folder) =>
        assert.rejects(
          stage.connect().extract(leadTables({ where: "LastName = 'Lovelace' AND" }), { folder }),
          ({ kind, message }: ScoringError) => {
            assert.equal(kind, 'salesforce.refused');
            assert.match(message, /SELECT .* FROM Lead/);
            assert.ok(!message.includes('Lovelace'));
            return true;
          },
        ),
      ),
  },
  INVALID_QUERY_LOCATOR: {
    'begins the extraction anew, with nothing left of the old pages': async (stage) => {
      stage.plant({ kind: 'call', path: '/results', code: 'INVALID_QUERY_LOCATOR', after: 1 });
      const { calls, pages } = await extractLeads(stage);
      assert.equal(calls.filter((call) => call === 'POST /jobs/query').length, 2);
      assert.equal(pages.length, 3);
    },
  },
  NOT_FOUND: {
    'begins an extraction anew whose job is gone': async (stage) => {
      stage.plant({ kind: 'call', path: '/results', code: 'NOT_FOUND' });
      const { calls, pages } = await extractLeads(stage);
      assert.equal(calls.filter((call) => call === 'POST /jobs/query').length, 2);
      assert.equal(pages.length, 3);
    },
    'tells a goal that is gone as such': (stage) =>
      assert.rejects(stage.connect().updateGoal('a00000000000001', { recordsScored: 1 }), { kind: 'goal.not-found' }),
  },
  QUERY_TIMEOUT: {
    'asks with new jobs, later and later, then ends the extraction with the code, and the next one goes on': async (
      stage,
    ) => {
      stage.plant({ kind: 'job', job: 'query', afterRecords: 200, code: 'QUERY_TIMEOUT', times: 4 });
      await inFolder(async (folder) => {
        const salesforce = stage.connect();
        await assert.rejects(salesforce.extract(leadTables(), { folder }), {
          kind: 'salesforce.failed',
          message: /QUERY_TIMEOUT/,
        });
        await salesforce.extract(leadTables(), { folder });
        assert.ok((await readdir(folder)).includes('lead-000001.csv'));
      });
    },
  },
};
