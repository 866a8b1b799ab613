import { planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import type { SourcePlan, SourceRow, SourceRows } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import type { FeatureEngine, ScoringRows, TrainingRows } from '../../../../scoring-service/src/ports/features.ts';
import { accountGoal, contactGoal } from '../../domain/features/lead-goal.ts';
import { orgFacts } from '../../domain/features/org-facts.ts';
import { at, day } from './made-up-org.ts';

type Changes = Parameters<typeof accountGoal>[0];

export const accountPlan = (changes: Changes = {}): SourcePlan => planSource(accountGoal(changes), orgFacts());
export const contactPlan = (changes: Changes = {}): SourcePlan => planSource(contactGoal(changes), orgFacts());

/** Ids in the form of the platform, because history distinguishes ids and names by their form. */
export const accountId = (number: number): string => `001${String(number).padStart(12, '0')}AAA`;

export const account = (number: number, fields: SourceRow = {}): SourceRow => ({
  id: accountId(number),
  created_date: at(-500),
  ...fields,
});

/** A contact of the first account, with an address of its own. */
export const contact = (id: string, fields: SourceRow = {}): SourceRow => ({
  ...{ id, created_date: at(-400), account_id: accountId(1), email_key: `key-of-${id}` },
  ...fields,
});

let saves = 0;

/** An opportunity with its stages, each from a day on; the last one is the current stage. */
export function opportunity(
  id: string,
  stages: [day: number, stage: string][],
  { number = 1, contacts = [], isTracked = true }: { number?: number; contacts?: string[]; isTracked?: boolean } = {},
): SourceRows {
  const created = at(stages[0]?.[0] ?? 0);
  const stage = (name: string): SourceRow => {
    if (name === 'Closed Won') return { forecast_category: 'Closed', probability: '100' };
    return name === 'Closed Lost'
      ? { forecast_category: 'Omitted', probability: '0' }
      : { forecast_category: 'Pipeline', probability: '10' };
  };
  const history = stages.map(([days, name], index) => ({
    ...{ id: `017${++saves}`, opportunity_id: id, created_date: at(days) },
    ...(index === 0
      ? { field: 'created' }
      : { field: 'StageName', old_value: stages[index - 1]?.[1], new_value: name }),
  }));
  return {
    opportunity: [
      { id, created_date: created, account_id: accountId(number), condition_StageName: stages.at(-1)?.[1] },
    ],
    opportunity_stage: stages.map(([days, name]) => ({
      ...{ id: `008${++saves}`, opportunity_id: id, stage_name: name, created_date: at(days), ...stage(name) },
    })),
    opportunity_history: isTracked ? history : [],
    opportunity_contact_role: contacts.map((contact_id) => ({
      ...{ id: `00K${++saves}`, opportunity_id: id, contact_id, created_date: created },
    })),
  };
}

/** The history of an opportunity that moves between accounts: once with their ids, once with their names. */
export const opportunityMove = (id: string, days: number, from: number, to: number): SourceRow[] =>
  [
    { old_value: accountId(from), new_value: accountId(to) },
    { old_value: `${from} Ltd`, new_value: `${to} Ltd` },
  ].map((move) => ({ id: `017${++saves}`, opportunity_id: id, field: 'Account', created_date: at(days), ...move }));

/** Merges rows into one org. */
export function together(...tellings: SourceRows[]): SourceRows {
  const all: SourceRows = {};
  for (const rows of tellings) {
    for (const [table, added] of Object.entries(rows) as [keyof SourceRows, SourceRow[]][]) {
      all[table] = [...(all[table] ?? []), ...added];
    }
  }
  return all;
}

export async function scoreAll(
  engine: FeatureEngine,
  plan: SourcePlan,
  rows: SourceRows,
  { asOf = day(100), recordIds }: { asOf?: Date; recordIds?: string[] } = {},
): Promise<ScoringRows> {
  const session = await engine.open(plan, { rows });
  try {
    await session.prepareScoring({ asOf, qualifiedStatuses: plan.goal.qualifiedStatuses ?? [], recordIds });
    return await session.scoringRows({ limit: 1_000 });
  } finally {
    await session.close();
  }
}

export async function learnAll(
  engine: FeatureEngine,
  plan: SourcePlan,
  rows: SourceRows,
  { asOf = day(400) }: { asOf?: Date } = {},
): Promise<TrainingRows> {
  const session = await engine.open(plan, { rows });
  try {
    return await session.trainingRows({ asOf, seed: 1, maxRows: 10_000 });
  } finally {
    await session.close();
  }
}
