import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { createExplainer, fit } from '@plumbline/learning';
import { createFeatureEngine } from '../../../scoring-service/src/adapters/features/feature-engine.ts';
import { trainTrees } from '../../../scoring-service/src/adapters/trainer/train-trees.ts';
import { evaluateRows } from '../../../scoring-service/src/domain/evaluation/evaluate-rows.ts';
import { sourcedFields } from '../../../scoring-service/src/domain/features/feature-sources.ts';
import { planSource } from '../../../scoring-service/src/domain/features/plan-source.ts';
import { ruleOf } from '../../../scoring-service/src/domain/scoring/score.ts';
import { inTurns } from '../../../scoring-service/src/operations/in-turns.ts';
import { leadGoal } from '../../scoring-service/domain/features/lead-goal.ts';
import { fact, orgFacts } from '../../scoring-service/domain/features/org-facts.ts';
import { endMs, writeMadeUpPages } from '../features/made-up-pages.ts';

const usage = `node test/bench/scoring/main.ts [--leads 100000] [--memory 1GB]
From protected pages to scores with reasons: features, model, factors, the JSON that is written. No org, no store.`;

const { values } = parseArgs({
  options: {
    leads: { type: 'string', default: '100000' },
    memory: { type: 'string', default: '1GB' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}

const batchSize = 2000;
const goal = leadGoal();
const facts = orgFacts();
const custom = [fact('Product_Interest__c', 'picklist'), fact('Website_Visits__c', 'double')];
const plan = planSource(goal, { ...facts, Lead: [...(facts['Lead'] ?? []), ...custom] });
const asOf = new Date(endMs);

const engine = await createFeatureEngine({ memoryLimit: values.memory });
const folder = await mkdtemp(join(tmpdir(), 'plumbline-bench-'));
try {
  await writeMadeUpPages(plan, folder, Number(values.leads));
  const session = await engine.open(plan, { folder });
  const { rows } = await session.trainingRows({ asOf, seed: 1, maxRows: 8000 });
  const { model } = await fit(rows, trainTrees, { seed: 1, refit: 'none' });
  const { trees } = model.trees?.encoder ? { trees: model.trees.ensemble.roots.length } : { trees: 0 };
  console.log(`a model of ${trees} trees on ${rows.table.columns.length} features, ${rows.labels.length} rows`);
  await session.close();

  const startedMs = performance.now();
  const scoring = await engine.open(plan, { folder });
  const total = await scoring.prepareScoring({ asOf, qualifiedStatuses: [] });
  const preparedMs = performance.now();
  const context = { model, modelVersion: 'v1', fields: sourcedFields(plan), explain: createExplainer(model), goal };
  const ranked = { rule: ruleOf(goal, 0.1), reference: undefined, language: 'en' as const };
  let scored = 0;
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  for (let afterId: string | undefined, read = 0; read < total;) {
    const batch = await scoring.scoringRows({ afterId, limit: batchSize });
    const evaluations = await inTurns(evaluateRows({ ...context, ...ranked, scoredAt: asOf, scope: 'scored' }, batch));
    scored += evaluations.filter(({ exclusion }) => exclusion === undefined).length;
    read += evaluations.length;
    afterId = evaluations.at(-1)?.write.recordId;
  }
  await scoring.close();
  const endedMs = performance.now();
  delays.disable();
  console.log(`${total} open leads, ${scored} scored with reasons`);
  console.log(`features           ${((preparedMs - startedMs) / 1000).toFixed(1)} s`);
  console.log(`scores and reasons ${((endedMs - preparedMs) / 1000).toFixed(1)} s`);
  console.log(`others wait        at most ${(delays.max / 1e6).toFixed(0)} ms for their turn`);
  console.log(`in all             ${((endedMs - startedMs) / 1000).toFixed(1)} s`);
  console.log(`peak memory        ${Math.round(process.resourceUsage().maxRSS / 1024)} MB, training included`);
} finally {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
}
