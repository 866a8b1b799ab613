import { createElement } from 'lwc';
import ScoreHeadline from 'c/scoreHeadline';
import type { ScoreView, ScoringGoal } from 'c/scoringScore';
import { formatDate, formatDateTime } from 'c/scoringText';
import { allOf, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock('@salesforce/label/c.Score_Likely', () => ({ default: '{0} likely in {1} days' }), { virtual: true });
jest.mock('@salesforce/label/c.Score_Likely_Ever', () => ({ default: '{0} likely' }), { virtual: true });
jest.mock('@salesforce/label/c.Score_Times_Average', () => ({ default: '{0} times the average' }), { virtual: true });
jest.mock('@salesforce/label/c.Score_Percentile', () => ({ default: 'better than {0} %' }), { virtual: true });
jest.mock('@salesforce/label/c.Score_Trend_Up', () => ({ default: 'up {0} from {1} on {2}' }), { virtual: true });
jest.mock('@salesforce/label/c.Score_Trend_Down', () => ({ default: 'down {0} from {1} on {2}' }), { virtual: true });
jest.mock('@salesforce/label/c.Score_Trend_Same', () => ({ default: 'as on {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Score_Scored_At', () => ({ default: 'scored {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Score_Scored_By', () => ({ default: 'scored {0} by {1}' }), { virtual: true });
jest.mock('@salesforce/label/c.Score_Confirmed', () => ({ default: '{0}, confirmed {1}' }), { virtual: true });
jest.mock('@salesforce/label/c.Score_No_Model', () => ({ default: '{0} has no model' }), { virtual: true });
jest.mock('@salesforce/label/c.Score_Not_Qualified', () => ({ default: 'not for {0}' }), { virtual: true });

type Scored = Extract<ScoreView, { state: 'scored' }>;

const time = '2026-11-25T01:00:00.000Z';
const before = '2026-10-25T01:00:00.000Z';
const goal: ScoringGoal = {
  Id: 'a01000000000001AAA',
  Name: 'Won in 90 days',
  Object__c: 'Lead',
  Score_Field__c: 'Lead.Predictive_Score__c',
  Timeframe_Days__c: 90,
};
const stored = { basis: 'probability', probability: 0.62, model: '7', factors: [] } as const;
const scored: Scored = { state: 'scored', score: 87, band: 'High', percentile: 96, scoredAt: time };
const full: Scored = { ...scored, stored: { ...stored, factors: [] } };

async function show(score: ScoreView, more: { goal?: ScoringGoal; isCompact?: boolean } = {}): Promise<HTMLElement> {
  const element = createElement('c-score-headline', { is: ScoreHeadline });
  Object.assign(element, { goal, score, ...more });
  document.body.appendChild(element);
  await settle();
  return element;
}

/** Its paragraphs as they are read, without those that are empty. */
const linesOf = (element: HTMLElement): string[] =>
  allOf(element, 'p')
    .map((one) => textOf(one).replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
const iconsOf = (element: HTMLElement): unknown[] =>
  allOf(element, 'lightning-icon').map((icon) => (icon as HTMLElement & { iconName?: string }).iconName);

afterEach(() => document.body.replaceChildren());

describe('c-score-headline: a score', () => {
  it('says on which later day a complete run has confirmed the score, and nothing on the same day', async () => {
    const lineAt = async (lastRun: string | undefined): Promise<string | undefined> =>
      linesOf(await show(full, { goal: { ...goal, Last_Scored_At__c: lastRun } })).at(-1);
    const words = `scored ${formatDateTime(time)} by 7`;
    const later = '2026-11-27T02:00:00.000Z';
    expect(await lineAt(later)).toBe(`${words}, confirmed ${formatDate(later)}`);
    expect(await lineAt('2026-11-25T01:05:00.000Z')).toBe(words);
    expect(await lineAt(before)).toBe(words);
    expect(await lineAt(undefined)).toBe(words);
  });

  it('shows number, word and icon, what it means, its rank, its trend and where it comes from', async () => {
    const element = await show({ ...full, trend: { direction: 'up', by: 7, from: 80, since: before } });
    expect(linesOf(element)).toEqual([
      'Won in 90 days',
      '87 c.Score_Of_100',
      'c.Score_Band_High',
      '62% likely in 90 days',
      'better than 96 %',
      `up 7 from 80 on ${formatDate(before)}`,
      `scored ${formatDateTime(time)} by 7`,
    ]);
    expect(iconsOf(element)).toEqual(['utility:success', 'utility:arrowup']);
    await expect(element).toBeAccessible();
  });

  it.each([
    ['down', 'utility:arrowdown', `down 5 from 92 on ${formatDate(before)}`],
    ['same', 'utility:dash', `as on ${formatDate(before)}`],
  ] as const)('shows a trend that is %s', async (direction, icon, words) => {
    const element = await show({ ...full, trend: { direction, by: 5, from: 92, since: before } });
    expect(linesOf(element)).toContain(words);
    expect(iconsOf(element)).toContain(icon);
    await expect(element).toBeAccessible();
  });

  it.each(['High', 'Medium', 'Low'] as const)('shows the band %s with a word and an icon', async (band) => {
    const element = await show({ ...full, band });
    expect(linesOf(element)).toContain(`c.Score_Band_${band}`);
    expect(iconsOf(element)).toHaveLength(1);
    await expect(element).toBeAccessible();
  });

  it('shows no more than number, band and goal of what has no details', async () => {
    const element = await show({ state: 'scored', score: 12, band: 'Low' });
    expect(linesOf(element)).toEqual(['Won in 90 days', '12 c.Score_Of_100', 'c.Score_Band_Low']);
    await expect(element).toBeAccessible();
  });

  it('says when it was scored where the viewer may not read by what', async () => {
    expect(linesOf(await show(scored)).at(-1)).toBe(`scored ${formatDateTime(time)}`);
  });

  it('says a small probability with a digit more, and one without a timeframe without days', async () => {
    const rare: Scored = { ...full, stored: { ...stored, factors: [], probability: 0.0412 } };
    expect(linesOf(await show(rare, { goal: { ...goal, Timeframe_Days__c: undefined } }))).toContain('4.1% likely');
  });

  it('says how often it is the average instead of the percentage while probabilities do not hold', async () => {
    const warned = { goal: { ...goal, Probability_Warning__c: 'predicted 13 %, happened 31 %' } };
    const linesAt = async (timesAverage: number | undefined): Promise<string[]> =>
      linesOf(await show({ ...full, stored: { ...stored, factors: [], timesAverage } }, warned));
    expect(await linesAt(3.24)).toContain('3.2 times the average');
    expect(await linesAt(3.24)).toContain('better than 96 %');
    expect(await linesAt(1.04)).toContain('c.Score_As_Average');
    expect(await linesAt(0.02)).toContain('0.02 times the average');
    for (const lines of [await linesAt(0.5), await linesAt(undefined)]) expect(lines.join(' ')).not.toContain('likely');
    expect(linesOf(await show({ ...full, stored: { ...stored, factors: [], timesAverage: 3.24 } }))).toContain(
      '62% likely in 90 days',
    );
  });

  it('says a score that is a rank as a rank, by what it was scored on and else by its goal', async () => {
    const ranked: Scored = { ...full, stored: { ...stored, factors: [], basis: 'percentile' } };
    expect(linesOf(await show(ranked))).toContain('c.Score_Rank');
    document.body.replaceChildren();
    expect(linesOf(await show(scored, { goal: { ...goal, Score_Basis__c: 'Percentile' } }))).toContain('c.Score_Rank');
    document.body.replaceChildren();
    expect(linesOf(await show(full, { goal: { ...goal, Score_Basis__c: 'percentile' } }))).not.toContain(
      'c.Score_Rank',
    );
  });

  it('shows number and word alone in a list of goals', async () => {
    const trend = { direction: 'up', by: 7, from: 80, since: before } as const;
    const element = await show({ ...full, trend }, { isCompact: true });
    expect(linesOf(element)).toEqual(['Won in 90 days', '87 c.Score_Of_100', 'c.Score_Band_High']);
    await expect(element).toBeAccessible();
  });
});

describe('c-score-headline: no score', () => {
  const states: [ScoreView, icon: string, why: string, next: string][] = [
    [{ state: 'no-model' }, 'utility:setup', 'Won in 90 days has no model', 'c.Score_No_Model_Next'],
    [{ state: 'no-permission' }, 'utility:lock', 'c.Score_No_Permission', 'c.Score_No_Permission_Next'],
    [{ state: 'waiting' }, 'utility:clock', 'c.Score_Waiting', 'c.Score_Waiting_Next'],
    [
      { state: 'not-qualified', reason: 'The lead is converted.' },
      'utility:ban',
      'c.Score_Band_Not_Scored. The lead is converted.',
      'c.Score_Not_Qualified_Next',
    ],
    [
      { state: 'not-qualified' },
      'utility:ban',
      'c.Score_Band_Not_Scored. not for Won in 90 days',
      'c.Score_Not_Qualified_Next',
    ],
  ];

  it.each(states)('says why there is none and what to do: %j', async (score, icon, why, next) => {
    const element = await show(score);
    expect(linesOf(element)).toEqual(['Won in 90 days', why, next]);
    expect(iconsOf(element)).toEqual([icon]);
    await expect(element).toBeAccessible();
  });

  it.each(states)('says why alone in a list of goals: %j', async (score, _icon, why) => {
    const element = await show(score, { isCompact: true });
    expect(linesOf(element)).toEqual(['Won in 90 days', why]);
    await expect(element).toBeAccessible();
  });
});
