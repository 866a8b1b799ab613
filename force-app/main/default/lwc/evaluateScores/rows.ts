/** The result rows of evaluated records. Pure functions. */
import { bandLooks, failureOf } from 'c/scoringScore';
import type { Band, EvaluationAnswer } from 'c/scoringScore';
import { formatLabel } from 'c/scoringText';
import FAILED from '@salesforce/label/c.Score_Row_Failed';
import SCORED from '@salesforce/label/c.Score_Row_Scored';
import WAITING from '@salesforce/label/c.Score_Row_Waiting';

export type Outcome =
  | { state: 'scored'; score: number; band: Band }
  | { state: 'not-scored'; reason?: string }
  | { state: 'failed'; reason: string };

export type RowView = {
  id: string;
  url: string;
  name: string;
  score?: number;
  word?: string;
  icon?: string;
  result: string;
};

/** Small enough for visible progress, large enough for few callouts. */
const chunkSize = 50;

export const chunksOf = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / chunkSize) }, (_, index) =>
    ids.slice(index * chunkSize, (index + 1) * chunkSize),
  );

/** The outcome of the first goal that scored the record; failed if no goal could be evaluated. */
export function outcomeOf(answers: readonly EvaluationAnswer[]): Outcome {
  const results = answers.flatMap(({ result }) => result ?? []);
  const [first] = results;
  if (first === undefined) return { state: 'failed', reason: failureOf(answers) };
  const scored = results.find(({ score }) => score > 0);
  return scored
    ? { state: 'scored', score: scored.score, band: scored.band }
    : { state: 'not-scored', reason: first.reason };
}

export function countRows(outcomes: readonly Outcome[]): { scored: number; notScored: number; failed: number } {
  const count = (state: Outcome['state']): number => outcomes.filter((outcome) => outcome.state === state).length;
  return { scored: count('scored'), notScored: count('not-scored'), failed: count('failed') };
}

export function rowView(id: string, name: string, outcome: Outcome | undefined): RowView {
  const row = { id, name, url: `/${id}` };
  if (outcome === undefined) return { ...row, result: WAITING };
  if (outcome.state === 'failed') return { ...row, icon: 'utility:error', result: formatLabel(FAILED, outcome.reason) };
  if (outcome.state === 'not-scored') {
    const { word, icon } = bandLooks['Not scored'];
    return { ...row, word, icon, result: outcome.reason ?? word };
  }
  const { word, icon } = bandLooks[outcome.band];
  return { ...row, score: outcome.score, word, icon, result: SCORED };
}
