import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobTypeSchema, messageOf } from '@plumbline/contract';
import { createMetrics } from '../../../scoring-service/src/http/metrics.ts';
import { run } from './opened-app.ts';

/** Our metrics by name with labels. */
async function valuesOf(metrics: ReturnType<typeof createMetrics>): Promise<Record<string, number>> {
  const lines = (await metrics.render()).split('\n').filter((line) => line.startsWith('plumbline_'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  );
}

const endedAt = '2026-11-23T10:10:00.000Z';
const { goalId } = run;

test('runs are counted by outcome when they are saved, and not while they are under way', async () => {
  const metrics = createMetrics();
  for (const status of ['Queued', 'Processing', 'Paused', 'Paused', 'Failed', 'Successful'] as const) {
    metrics.observeRun({ ...run, jobType: 'Scoring', status, endedAt });
  }
  metrics.restoreRun({ ...run, jobType: 'Scoring', status: 'Successful', endedAt });
  const values = await valuesOf(metrics);
  const counted = Object.entries(values).filter(([name]) => /^plumbline_runs_total\{type="Scoring"/.test(name));
  assert.deepEqual(Object.fromEntries(counted), {
    'plumbline_runs_total{type="Scoring",outcome="Paused"}': 2,
    'plumbline_runs_total{type="Scoring",outcome="Failed"}': 1,
    'plumbline_runs_total{type="Scoring",outcome="Successful"}': 1,
  });
  const success = values[`plumbline_last_success_timestamp_seconds{goal="${goalId}",type="Scoring"}`];
  assert.equal(success, Date.parse(endedAt) / 1000);
});

test('each outcome of each type of run has a series before its first run, which an increase is measured from', async () => {
  const values = await valuesOf(createMetrics());
  const series = Object.entries(values).filter(([name]) => name.startsWith('plumbline_runs_total'));
  const types = jobTypeSchema.options;
  assert.deepEqual(
    new Set(series.map(([name]) => name)),
    new Set(
      types.flatMap((type) =>
        ['Successful', 'Failed', 'Paused'].map(
          (outcome) => `plumbline_runs_total{type="${type}",outcome="${outcome}"}`,
        ),
      ),
    ),
  );
  assert.ok(series.every(([, value]) => value === 0));
});

test('drift stands until a run of the same job finds none', async () => {
  const metrics = createMetrics();
  const name = `plumbline_drift{goal="${goalId}",code="904"}`;
  const scoring = { ...run, jobType: 'Scoring', status: 'Successful', endedAt } as const;
  metrics.observeRun({ ...scoring, messages: [messageOf({ code: 904, detail: 'Industry' })] });
  assert.equal((await valuesOf(metrics))[name], 1);
  metrics.observeRun({ ...scoring, jobType: 'Training' });
  assert.equal((await valuesOf(metrics))[name], 1);
  metrics.observeRun(scoring);
  assert.equal((await valuesOf(metrics))[name], 0);
});

test('what is read when metrics are asked for is that of this moment', async () => {
  const metrics = createMetrics();
  const endRun = metrics.startRun('Training');
  metrics.observeRecords(2000);
  metrics.observeRecords(500);
  metrics.readState(() =>
    Promise.resolve({
      openRuns: { waiting: 2, started: 1, paused: 0 },
      models: [{ goalId, trainedAt: new Date(endedAt) }],
      apiUsage: { used: 900, limit: 1000 },
      connections: { total: 5, idle: 4, waiting: 0 },
    }),
  );
  const values = await valuesOf(metrics);
  assert.equal(values['plumbline_running_runs{type="Training"}'], 1);
  assert.equal(values['plumbline_records_scored_total'], 2500);
  assert.equal(values['plumbline_open_runs{state="waiting"}'], 2);
  assert.equal(values[`plumbline_model_trained_timestamp_seconds{goal="${goalId}"}`], Date.parse(endedAt) / 1000);
  assert.deepEqual([values['plumbline_api_calls_left'], values['plumbline_api_calls_limit']], [100, 1000]);
  assert.equal(values['plumbline_store_connections{state="idle"}'], 4);
  endRun();
  metrics.readState(() => Promise.resolve({ models: [], apiUsage: { used: 1200, limit: 1000 } }));
  const later = await valuesOf(metrics);
  assert.equal(later['plumbline_running_runs{type="Training"}'], 0);
  assert.equal(later['plumbline_api_calls_left'], 0);
  assert.equal(later[`plumbline_model_trained_timestamp_seconds{goal="${goalId}"}`], undefined);
});
