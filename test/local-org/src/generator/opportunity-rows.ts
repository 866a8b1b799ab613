import { storedDate, storedDateTime } from './calendar.ts';
import { dayMs } from '../calendar.ts';
import { drawStages, lost, opportunityStream, won } from './opportunity-plan.ts';
import type { OpportunityFacts, StageChange } from './opportunity-plan.ts';
import { recordId } from './record-ids.ts';
import type { RowBatch } from './row-batch.ts';
import { historyFields, systemFields } from './system-fields.ts';
import type { World } from './world.ts';

/** The platform keeps stages for ever, field history only where and since it is tracked. */
function addStageHistory(
  batch: RowBatch,
  world: World,
  { opportunity, by, changes, amount, closeDate }: { opportunity: string; by: string; changes: StageChange[] } & Money,
): void {
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
    if (atMs < world.historyFromMs) continue;
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
  const random = opportunityStream(world, facts);
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
  addStageHistory(batch, world, { opportunity: id, by, changes, amount, closeDate });
  addContactRole(batch, facts, id);
}
