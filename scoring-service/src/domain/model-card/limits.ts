import type { Goal, ModelCard } from '@plumbline/contract';
import type { TrainingWindow } from '@plumbline/learning';
import type { SourcePlan } from '../features/source-plan.ts';
import { HALF_YEAR_DAYS } from '../quality/check-source.ts';
import { isoDay } from '../time.ts';

/** Fewer conversions allow small models only. */
const FEW_POSITIVES = 300;

/** The limits of a model, in sentences for an admin. */
export function describeLimits(
  card: Pick<ModelCard, 'trainingPositives' | 'testRows' | 'testPositives' | 'aucLow' | 'aucHigh' | 'splitBy'>,
  {
    goal,
    plan,
    oldestDays,
    historyDays,
    window,
  }: {
    goal: Goal;
    plan: Pick<SourcePlan, 'fields'>;
    /** The age of the oldest training row. */
    oldestDays: number | undefined;
    historyDays: number;
    window?: TrainingWindow;
  },
): string[] {
  const { timeframeDays, settings } = goal;
  const asToday = plan.fields.filter(({ isPointInTime }) => !isPointInTime).length;
  const limits = [
    `It was measured on ${counted(card.testRows, 'row')}, ${count(card.testPositives)} of which reached the goal: its AUC may ` +
      `lie anywhere from ${card.aucLow.toFixed(3)} to ${card.aucHigh.toFixed(3)}.`,
    'It shows what goes together with reaching the goal, not what causes it.',
  ];
  if (card.trainingPositives < FEW_POSITIVES) {
    limits.push(
      `It was trained on only ${counted(card.trainingPositives, 'row')} that reached the goal, which allows a small model only.`,
    );
  }
  if (settings.learnFrom === 'creation') {
    limits.push('It was trained on records as they stand, without dates: it cannot take account of changes over time.');
  } else {
    // Contacts and accounts are observed on calendar dates, at any age.
    if (goal.object === 'Lead' && oldestDays !== undefined) {
      limits.push(
        `It was trained on records up to ${counted(Math.round(oldestDays), 'day')} after their creation: scores of records that have been open for longer are less reliable.`,
      );
    }
    if (historyDays < HALF_YEAR_DAYS + timeframeDays) {
      limits.push(`The history is ${counted(Math.floor(historyDays), 'day')} long, too short for seasonal patterns.`);
    }
  }
  if (window) {
    limits.push(
      `What leads to the goal has changed: it was trained on records since ${isoDay(new Date(window.since))} ` +
        `only, because with older ones it predicted later records worse (log loss ${window.logLossOfAll.toFixed(4)} ` +
        `instead of ${window.logLoss.toFixed(4)}).`,
    );
  }
  if (card.splitBy === 'chance') {
    limits.push('Test records were drawn at random, not by time: it may do worse on future records.');
  }
  if (asToday > 0) {
    limits.push(
      `${count(asToday)} of its ${counted(plan.fields.length, 'input')} ${asToday === 1 ? 'counts as it stands' : 'count as they stand'} today unless the org keeps their history.`,
    );
  }
  return limits;
}

const count = (value: number): string => value.toLocaleString('en-US');

const counted = (value: number, noun: string): string => `${count(value)} ${value === 1 ? noun : `${noun}s`}`;
