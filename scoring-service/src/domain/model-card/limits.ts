import type { Goal, ModelCard } from '@plumbline/contract';
import type { TrainingWindow } from '@plumbline/learning';
import type { SourcePlan } from '../features/source-plan.ts';

/** Fewer that reached the goal allow only small models. */
const FEW_POSITIVES = 300;
const HALF_YEAR_DAYS = 183;

/** What a model cannot do, in sentences that an admin understands. */
export function describeLimits(
  card: Pick<ModelCard, 'trainingPositives' | 'testRows' | 'testPositives' | 'aucLow' | 'aucHigh' | 'splitBy'>,
  {
    goal,
    plan,
    historyDays,
    window,
  }: { goal: Goal; plan: Pick<SourcePlan, 'fields' | 'observationDays'>; historyDays: number; window?: TrainingWindow },
): string[] {
  const { timeframeDays, settings } = goal;
  const oldest = Math.max(...plan.observationDays);
  const asToday = plan.fields.filter(({ isPointInTime }) => !isPointInTime).length;
  const limits = [
    `It was measured on ${count(card.testRows)} rows, ${count(card.testPositives)} of which reached the goal: its AUC may ` +
      `lie anywhere from ${card.aucLow.toFixed(3)} to ${card.aucHigh.toFixed(3)}.`,
    'It tells what goes together with reaching the goal, not what causes it.',
  ];
  if (card.trainingPositives < FEW_POSITIVES) {
    limits.push(
      `It has seen only ${count(card.trainingPositives)} rows that reached the goal, which allows a small model only.`,
    );
  }
  if (settings.learnFrom === 'creation') {
    limits.push('It has learned from records as they stand, without dates: it does not know what changes with time.');
  } else {
    // Contacts and accounts are looked at on the same days whatever their age.
    if (goal.object === 'Lead') {
      limits.push(
        `It has looked at records up to ${count(oldest)} days after their creation: one that has been open for longer is like none it knows.`,
      );
    }
    if (historyDays < HALF_YEAR_DAYS + timeframeDays) {
      limits.push(`The history is ${count(Math.floor(historyDays))} days long: it knows no season.`);
    }
  }
  if (window) {
    limits.push(
      `What leads to the goal has changed: it has learned from records since ${new Date(window.since).toISOString().slice(0, 10)} ` +
        `only, because with all older ones it predicted later records worse (log loss ${window.logLossOfAll.toFixed(4)} ` +
        `instead of ${window.logLoss.toFixed(4)}).`,
    );
  }
  if (card.splitBy === 'chance') {
    limits.push('Test records were drawn by chance, not by time: it may do worse on records that are yet to come.');
  }
  if (asToday > 0) {
    limits.push(
      `${count(asToday)} of its ${count(plan.fields.length)} inputs count as they stand today unless the org keeps their history.`,
    );
  }
  return limits;
}

const count = (value: number): string => value.toLocaleString('en-US');
