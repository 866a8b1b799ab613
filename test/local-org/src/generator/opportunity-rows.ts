import { dayMs, daytimeMoment, storedDate, storedDateTime } from './calendar.ts';
import type { Company } from './person.ts';
import { RandomStream } from './random.ts';
import { recordId } from './record-ids.ts';
import type { RowBatch } from './row-batch.ts';
import { effectOf, effectTables, employeeBand } from './static-effects.ts';
import { historyFields, systemFields } from './system-fields.ts';
import type { UserPlan } from './user-plan.ts';
import type { World } from './world.ts';

type Stage = { name: string; probability: number; forecast: string; forecastName: string; meanDays: number };

const pipeline = { forecast: 'Pipeline', forecastName: 'Pipeline' };
const openStages: readonly Stage[] = [
  { name: 'Prospecting', probability: 10, ...pipeline, meanDays: 9 },
  { name: 'Qualification', probability: 10, ...pipeline, meanDays: 12 },
  { name: 'Needs Analysis', probability: 20, ...pipeline, meanDays: 14 },
  { name: 'Proposal/Price Quote', probability: 75, forecast: 'BestCase', forecastName: 'Best Case', meanDays: 15 },
  { name: 'Negotiation/Review', probability: 90, forecast: 'Forecast', forecastName: 'Commit', meanDays: 12 },
];
const won: Stage = { name: 'Closed Won', probability: 100, forecast: 'Closed', forecastName: 'Closed', meanDays: 0 };
const lost: Stage = { name: 'Closed Lost', probability: 0, forecast: 'Omitted', forecastName: 'Omitted', meanDays: 0 };

type StageChange = { stage: Stage; atMs: number };

export type OpportunityFacts = {
  index: number;
  name: string;
  company: Company;
  accountIndex: number;
  contactIndex: number;
  type: string;
  leadSource?: string;
  /** How well the customer is looked after; more wins. */
  care: number;
  createdMs: number;
  owner: UserPlan;
  role: string;
};

function winProbability({ company, care }: OpportunityFacts): number {
  const logit =
    -0.7 +
    0.7 * care +
    effectOf(effectTables.industry, company.industry) +
    effectOf(effectTables.employees, employeeBand(company.employees));
  return 1 / (1 + Math.exp(-logit));
}

/** The stages up to the end of the period; a lost opportunity ends somewhere on the way. */
function drawStages(world: World, random: RandomStream, facts: OpportunityFacts): [StageChange, ...StageChange[]] {
  const isWon = random.chance(winProbability(facts));
  const lostAfter = 1 + random.below(openStages.length);
  const [firstStage, ...laterStages] = openStages.slice(0, isWon ? openStages.length : lostAfter);
  const first = { stage: firstStage ?? won, atMs: facts.createdMs };
  const changes: [StageChange, ...StageChange[]] = [first];
  let { atMs, stage } = first;
  for (const next of [...laterStages, isWon ? won : lost]) {
    const moment = atMs + random.exponential(stage.meanDays) * dayMs;
    atMs = Math.max(atMs + 60_000, daytimeMoment(moment, facts.owner.timeZone.utcOffsetHours));
    if (atMs >= world.endMs) return changes;
    changes.push({ stage: next, atMs });
    stage = next;
  }
  return changes;
}

function addStageHistory(batch: RowBatch, opportunity: string, by: string, changes: StageChange[], money: Money): void {
  const { amount, closeDate } = money;
  for (const [position, { stage, atMs }] of changes.entries()) {
    batch.addNumbered('OpportunityHistory', {
      OpportunityId: opportunity,
      StageName: stage.name,
      Probability: stage.probability,
      ForecastCategory: stage.forecast,
      Amount: amount,
      ExpectedRevenue: (amount * stage.probability) / 100,
      CloseDate: closeDate,
      ...historyFields(atMs, by),
      SystemModstamp: storedDateTime(atMs),
    });
    const before = changes[position - 1];
    batch.addNumbered('OpportunityFieldHistory', {
      OpportunityId: opportunity,
      Field: before === undefined ? 'created' : 'StageName',
      DataType: before === undefined ? 'Text' : 'DynamicEnum',
      OldValue: before?.stage.name ?? null,
      NewValue: before === undefined ? null : stage.name,
      ...historyFields(atMs, by),
    });
  }
}

type Money = { amount: number; closeDate: string };

function addContactRole(batch: RowBatch, facts: OpportunityFacts, opportunity: string): void {
  batch.addNumbered('OpportunityContactRole', {
    OpportunityId: opportunity,
    ContactId: recordId('Contact', facts.contactIndex),
    Role: facts.role,
    IsPrimary: 1,
    ...systemFields({ atMs: facts.createdMs, by: facts.owner.id }),
  });
}

/** The fiscal year is the calendar year, as in a new org. */
function fiscalFields(closeDate: string) {
  const year = Number(closeDate.slice(0, 4));
  const quarter = Math.ceil(Number(closeDate.slice(5, 7)) / 3);
  return { FiscalYear: year, FiscalQuarter: quarter, Fiscal: `${year} ${quarter}` };
}

/** Writes an opportunity with its stage history in both history objects and its primary contact. */
export function addOpportunity(batch: RowBatch, world: World, facts: OpportunityFacts): void {
  const random = new RandomStream(world.seed, 'opportunity', facts.index);
  const id = recordId('Opportunity', facts.index);
  const by = facts.owner.id;
  const changes = drawStages(world, random, facts);
  const { stage, atMs: changedMs } = changes.at(-1) ?? changes[0];
  const isClosed = stage === won || stage === lost;
  const amount = Math.round((facts.company.employees ** 0.6 * Math.exp(7 + 0.6 * random.normal())) / 100) * 100;
  const closeDate = storedDate(isClosed ? changedMs : facts.createdMs + 90 * dayMs);
  batch.add('Opportunity', {
    Id: id,
    AccountId: recordId('Account', facts.accountIndex),
    ContactId: recordId('Contact', facts.contactIndex),
    Name: facts.name,
    StageName: stage.name,
    Probability: stage.probability,
    Amount: amount,
    ExpectedRevenue: (amount * stage.probability) / 100,
    CloseDate: closeDate,
    ...fiscalFields(closeDate),
    Type: facts.type,
    LeadSource: facts.leadSource ?? null,
    ForecastCategory: stage.forecast,
    ForecastCategoryName: stage.forecastName,
    IsClosed: isClosed ? 1 : 0,
    IsWon: stage === won ? 1 : 0,
    IsPrivate: 0,
    HasOpportunityLineItem: 0,
    HasOpenActivity: 0,
    HasOverdueTask: 0,
    LastStageChangeDate: changes.length > 1 ? storedDateTime(changedMs) : null,
    OwnerId: by,
    ...systemFields({ atMs: facts.createdMs, by }, { atMs: changedMs, by }),
  });
  addStageHistory(batch, id, by, changes, { amount, closeDate });
  addContactRole(batch, facts, id);
}
