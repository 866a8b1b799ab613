import type { ScoreFigures, WhatIfRequest, WhatIfResult } from '@plumbline/contract';
import { createExplainer } from '@plumbline/learning';
import type { FeatureTable } from '@plumbline/learning';
import { changeInputs, changeRows, sortChanges } from '../../domain/evaluation/change-values.ts';
import { topFactors } from '../../domain/evaluation/factors.ts';
import { reproduceScore } from '../../domain/evaluation/receipt.ts';
import { createRowReader } from '../../domain/features/feature-row.ts';
import type { SourceRows } from '../../domain/features/source-plan.ts';
import { ScoringError } from '../../domain/scoring-error.ts';
import { toLongId } from '@plumbline/contract';
import { ruleOf } from '../../domain/scoring/score.ts';
import type { OrgDescription } from '../../ports/access.ts';
import type { Goals } from '../../ports/goals.ts';
import type { FeatureEngine, ScoringRows } from '../../ports/features.ts';
import type { Clock } from '../../ports/host.ts';
import type { Models, StoredModel } from '../../ports/models.ts';
import type { Records } from '../../ports/records.ts';
import { baseRateOf, requireModel } from '../models/show-models.ts';
import { sensitiveOf, sourcedInputs } from './explainers.ts';
import { readInputs } from './read-inputs.ts';

type Ports = {
  salesforce: Pick<Goals, 'readGoal'> & Pick<OrgDescription, 'describe'> & Pick<Records, 'readRecord'>;
  store: Pick<Models, 'activeModel'>;
  features: FeatureEngine;
  clock: Clock;
};

/**
 * The score a record would have with other values in some of its fields. Features are computed again from the changed
 * record, so that everything that depends on a field changes with it. Nothing is written.
 */
export async function tryChanges(
  ports: Ports,
  goalId: string,
  recordId: string,
  { changes }: WhatIfRequest,
): Promise<WhatIfResult> {
  const active = await requireModel(ports, toLongId(goalId));
  const { model, plan } = active;
  const modelFields = model.fields.map(({ name }) => name);
  const sorted = sortChanges(plan, modelFields, changes);
  const { goal, rows } = await readInputs(ports.salesforce, active, () =>
    ports.salesforce.readRecord(active.goalId, plan, recordId),
  );
  const asOf = ports.clock.now();
  const missing = sensitiveOf(plan, goal).map(({ name }) => name);
  const prepare = (source: SourceRows): Promise<ScoringRows> =>
    prepareOne(ports, active, source, { recordId, asOf, missing });

  const { candidates, table } = await prepare(rows);
  const [candidate] = candidates;
  if (!candidate) throw notScorable('The record is closed: a converted lead keeps its last score.');
  if (candidate.exclusion?.startsWith('The person ')) throw notScorable(`${candidate.exclusion}.`);
  const changed = sorted.columns.length === 0 ? table : (await prepare(changeRows(plan, rows, recordId, sorted))).table;
  const then = changeInputs(changed, sorted.inputs);

  const rule = ruleOf(goal, baseRateOf(active));
  const { reference } = active;
  const score = (of: FeatureTable): ScoreFigures =>
    reproduceScore({ model, reference }, { features: createRowReader(model.fields, of)(0), ...rule });
  return {
    goalId: active.goalId,
    recordId: candidate.recordId,
    modelVersion: active.version,
    basis: rule.basis,
    reason: candidate.exclusion,
    now: score(table),
    then: score(then),
    factors: topFactors(createExplainer(model)(then, 0), sourcedInputs(active)),
    withoutEffect: sorted.withoutEffect,
  };
}

async function prepareOne(
  { features }: Ports,
  { plan }: StoredModel,
  rows: SourceRows,
  { recordId, ...about }: { recordId: string; asOf: Date; missing: readonly string[] },
): Promise<ScoringRows> {
  const session = await features.open(plan, { rows });
  try {
    const qualifiedStatuses = plan.goal.qualifiedStatuses ?? [];
    const { segment } = plan.goal;
    await session.prepareScoring({ ...about, qualifiedStatuses, segment, recordIds: [recordId] });
    return await session.scoringRows({ limit: 1 });
  } finally {
    await session.close();
  }
}

const notScorable = (message: string): ScoringError =>
  new ScoringError('record.not-scorable', { message, actions: ['Try the changes on a record that is scored.'] });
