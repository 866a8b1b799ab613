import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textOf } from '@plumbline/contract';
import type { Goal } from '@plumbline/contract';
import { selectTableRows } from '@plumbline/learning';
import type { FeatureTable, LabelledRows } from '@plumbline/learning';
import { createFeatureEngine } from '../../../../scoring-service/src/adapters/features/feature-engine.ts';
import { createSalesforce } from '../../../../scoring-service/src/adapters/salesforce/salesforce.ts';
import { describedObjects, planSource } from '../../../../scoring-service/src/domain/features/plan-source.ts';
import type { SourcePlan } from '../../../../scoring-service/src/domain/features/source-plan.ts';
import { isPackagedScore } from '../../../../scoring-service/src/domain/goals/score-field-set.ts';
import type { OrgFacts } from '../../../../scoring-service/src/domain/org-facts.ts';
import { fillByConversion } from './conversion-fills.ts';
import type { Fills } from './conversion-fills.ts';
import { findLeaks } from '../../../../scoring-service/src/domain/quality/leak-scan.ts';
import { useStatusHistory } from '../../../../scoring-service/src/domain/quality/status-history.ts';
import { settleStatuses } from '../../../../scoring-service/src/operations/goals/settle-statuses.ts';
import { createGoal, fillOrg, prepareOrg, prepareUntidiness, websiteEvents } from '../../../e2e/stage/prepared-org.ts';
import type { GeneratorOptions } from '../../../local-org/src/generator/world.ts';
import { leadStatuses } from '../../../local-org/src/generator/lead-history.ts';
import { truthLookup } from '../../../local-org/src/generator/lead-truth.ts';
import { DAY_MS } from '../../../../scoring-service/src/domain/time.ts';

const TIMEFRAME_DAYS = 90;

/** The training rows of a generated org, with the true probability of each. */
export type OrgRows = {
  rows: LabelledRows;
  recordIds: string[];
  truth: Float64Array;
  plan: SourcePlan;
  leaks: string[];
  findings: string[];
  /** The open qualified leads as of the last day. */
  open: { recordIds: string[]; table: FeatureTable; truth: Float64Array };
  /** The same leads a day later, when nothing has happened but time. */
  tomorrow: FeatureTable;
  goal: Goal;
};

/**
 * What org to generate: as orgs are, or tidy; read with its custom fields, or as an org without any,
 * which has no website events either.
 */
export type OrgOptions = Omit<GeneratorOptions, 'untidy'> & {
  /** Conversions fill contacts that existed before. */
  fills?: Fills;
  isUntidy?: boolean;
  hasNoCustomFields?: boolean;
  /** Settings of the goal. */
  settings?: Record<string, unknown>;
};

/** Fills an org, extracts it and builds the rows as a run does, without the fields that leak. */
export async function readOrgRows(asked: OrgOptions): Promise<OrgRows> {
  const { isUntidy = false, hasNoCustomFields = false, settings, fills, ...tidy } = asked;
  const { endsAt } = tidy;
  const org = await prepareOrg({ source: isUntidy ? 'untidy-org' : 'generated-org' });
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-quality-'));
  const features = await createFeatureEngine({});
  try {
    const options: GeneratorOptions = {
      events: hasNoCustomFields ? undefined : websiteEvents,
      ...tidy,
      ...(isUntidy && { untidy: await prepareUntidiness(org) }),
    };
    await fillOrg(org, options);
    const salesforce = createSalesforce({ loginUrl: org.url, ...org.credentials });
    const named = await salesforce.readGoal(
      await createGoal(org.admin, settings && { Settings__c: JSON.stringify(settings) }),
    );
    const described = await salesforce.describe(describedObjects(named));
    const facts = hasNoCustomFields ? withoutCustomFields(described) : described;
    const clock = { now: () => endsAt };
    // Orgs without or with another history are compared on the same leads, so an admin names their statuses.
    const isNamed = isUntidy || tidy.historyDays !== undefined;
    const { goal } = isNamed
      ? { goal: { ...named, qualifiedStatuses: [leadStatuses.open, leadStatuses.working] } }
      : await settleStatuses({ salesforce, clock }, named, { facts, trained: undefined });
    const plan = planSource(goal, facts);
    await salesforce.extract(plan.tables, { folder });
    if (fills !== undefined) await fillByConversion(folder, fills);
    const session = await features.open(plan, { folder });
    const { statusHistory } = await session.measure(endsAt);
    const { since, findings } = useStatusHistory(statusHistory, goal, endsAt);
    const made = await session.trainingRows({ asOf: endsAt, seed: 1, maxRows: 75_000, since });
    await session.prepareScoring({ asOf: endsAt, qualifiedStatuses: goal.qualifiedStatuses });
    const { candidates, table } = await session.scoringRows({ limit: options.leads });
    const dayLater = new Date(endsAt.getTime() + DAY_MS);
    await session.prepareScoring({ asOf: dayLater, qualifiedStatuses: goal.qualifiedStatuses });
    const later = await session.scoringRows({ limit: options.leads });
    await session.close();
    const leaks = findLeaks(made.rows, made.fields, { ...made, timeframeDays: goal.timeframeDays }).map(
      ({ field }) => field,
    );
    const withoutLeaks = (all: FeatureTable): FeatureTable => ({
      ...all,
      columns: all.columns.filter(({ name }) => !leaks.includes(name)),
    });
    const truthOf = truthLookup(options);
    const truthAt = (id: string, atMs: number): number => {
      const lead = truthOf(id);
      if (!lead) throw new RangeError(`The org has no lead ${id}.`);
      return lead.probability((atMs - lead.created.getTime()) / DAY_MS, TIMEFRAME_DAYS);
    };
    const truth = Float64Array.from(made.recordIds, (id, row) => truthAt(id, made.rows.times[row] ?? Number.NaN));
    const qualified = Uint32Array.from(
      candidates.flatMap(({ exclusion }, row) => (exclusion === undefined ? [row] : [])),
    );
    const open = {
      recordIds: Array.from(qualified, (row) => candidates[row]?.recordId ?? ''),
      table: selectTableRows(withoutLeaks(table), qualified),
      truth: Float64Array.from(qualified, (row) => truthAt(candidates[row]?.recordId ?? '', endsAt.getTime())),
    };
    return {
      rows: { ...made.rows, table: withoutLeaks(made.rows.table) },
      recordIds: made.recordIds,
      truth,
      plan,
      leaks,
      findings: [
        ...findings.map(({ code, detail }) => textOf(code, detail)),
        ...(leaks.length > 0 ? [`left out as leaks: ${leaks.join(', ')}`] : []),
      ],
      open,
      tomorrow: selectTableRows(withoutLeaks(later.table), qualified),
      goal,
    };
  } finally {
    await features.close();
    await org.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The gap that keeps every training row's timeframe out of the test. */
export const GAP_MS = TIMEFRAME_DAYS * DAY_MS;

/** An org whose leads, contacts and accounts have the standard fields and those of the package alone. */
function withoutCustomFields(facts: OrgFacts): OrgFacts {
  const people = ['Lead', 'Contact', 'Account'];
  return Object.fromEntries(
    Object.entries(facts).map(([object, fields]) => [
      object,
      people.includes(object) ? fields.filter(({ name, isCustom }) => !isCustom || isPackagedScore(name)) : fields,
    ]),
  );
}
