import { createElement } from 'lwc';
import type { Readiness, ReadinessCheck } from '@plumbline/contract';
import draftReadiness from '@salesforce/apex/ScoringAdminController.getDraftReadiness';
import ScoreGoalReadiness from 'c/scoreGoalReadiness';
import { formatDate } from 'c/scoringText';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock('@salesforce/apex/ScoringAdminController.getDraftReadiness', () => ({ default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/label/c.Readiness_Figure', () => ({ default: '{0} of {1} needed' }), { virtual: true });
jest.mock('@salesforce/label/c.Readiness_Short', () => ({ default: 'short by {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Readiness_Passes_On', () => ({ default: 'passes on {0}' }), { virtual: true });

const asked = draftReadiness as unknown as jest.Mock;
const check = (
  code: number,
  outcome: ReadinessCheck['outcome'],
  more: Partial<ReadinessCheck> = {},
): ReadinessCheck => ({
  ...{ code, outcome, name: `Check ${code}`, severity: 'ERROR', text: `ERROR ${code}.` },
  ...more,
});
const answer = (isReady: boolean, ...checks: ReadinessCheck[]): string => {
  const readiness: Readiness = { checkedAt: '2026-11-24T10:00:00.000Z', isReady, checks };
  return JSON.stringify(readiness);
};

async function show(draft?: string): Promise<HTMLElement & { draft?: string }> {
  const element = createElement('c-score-goal-readiness', { is: ScoreGoalReadiness }) as HTMLElement & {
    draft?: string;
  };
  document.body.appendChild(element);
  if (draft !== undefined) element.draft = draft;
  await settle();
  return element;
}

const checksOf = (element: HTMLElement): string[] =>
  allOf(element, 'li').map((one) => textOf(one).replaceAll(/\s+/g, ' ').trim());
const isChecking = (element: HTMLElement): boolean => allOf(element, 'lightning-spinner').length > 0;

/** Answers that a test gives in an order of its own. */
function holdAnswers(): ((text: string) => Promise<void>)[] {
  const answers: ((text: string) => Promise<void>)[] = [];
  asked.mockImplementation(
    () =>
      new Promise((resolve) =>
        answers.push((text) => {
          resolve(text);
          return settle();
        }),
      ),
  );
  return answers;
}

beforeEach(() => asked.mockReset());
afterEach(() => document.body.replaceChildren());

describe('c-score-goal-readiness', () => {
  it('waits for a complete draft and asks nothing', async () => {
    const element = await show();
    expect(textOf(element)).toContain('c.Readiness_Waiting');
    expect(asked).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });

  it('asks for the draft, and says that it checks', async () => {
    holdAnswers();
    const element = await show('draft 1');
    expect(asked.mock.calls).toEqual([[{ draft: 'draft 1' }]]);
    expect(isChecking(element)).toBe(true);
    await expect(element).toBeAccessible();
  });

  it('shows that records suffice, each check with icon and word', async () => {
    asked.mockResolvedValue(answer(true, check(401, 'passed', { figure: 1234, threshold: 500 })));
    const element = await show('draft 1');
    expect(textOf(element)).toContain('c.Readiness_Ready');
    expect(checksOf(element)).toEqual(['Check 401 1,234 of 500 needed']);
    expect(labelledIcons(element)).toEqual(['utility:success c.Readiness_Passed']);
    expect(isChecking(element)).toBe(false);
    await expect(element).toBeAccessible();
  });

  it('shows what fails first, how far short it is and when it will pass', async () => {
    const short = { figure: 12, threshold: 100, shortBy: 88, passesOn: '2027-03-01' };
    asked.mockResolvedValue(
      answer(
        false,
        check(410, 'after training'),
        check(401, 'passed', { figure: 0.12345 }),
        check(200, 'warned', { figure: 0.5, threshold: 0.25 }),
        check(402, 'failed', short),
      ),
    );
    const element = await show('draft 1');
    expect(textOf(element)).toContain('c.Readiness_Not_Ready');
    expect(checksOf(element)).toEqual([
      `Check 402 12 of 100 needed, short by 88, passes on ${formatDate('2027-03-01')}`,
      'Check 200 0.5 of 0.25 needed',
      'Check 401 0.12',
      'Check 410',
    ]);
    expect(labelledIcons(element)).toEqual([
      'utility:error c.Readiness_Failed',
      'utility:warning c.Readiness_Warned',
      'utility:success c.Readiness_Passed',
      'utility:clock c.Readiness_Later',
    ]);
    await expect(element).toBeAccessible();
  });

  it('shows an error, and checks again on demand', async () => {
    asked.mockRejectedValueOnce({ body: { message: 'The scoring service does not answer.' } });
    asked.mockResolvedValueOnce(answer(true));
    const element = await show('draft 1');
    expect(textOf(element)).toContain('The scoring service does not answer.');
    expect(isChecking(element)).toBe(false);
    await expect(element).toBeAccessible();
    labelled(element, 'c.Common_Retry').click();
    await settle();
    expect(asked.mock.calls).toEqual([[{ draft: 'draft 1' }], [{ draft: 'draft 1' }]]);
    expect(textOf(element)).not.toContain('does not answer');
    expect(textOf(element)).toContain('c.Readiness_Ready');
  });

  it('checks again on demand when records may have changed', async () => {
    asked.mockResolvedValueOnce(answer(false)).mockResolvedValueOnce(answer(true));
    const element = await show('draft 1');
    labelled(element, 'c.Readiness_Again').click();
    await settle();
    expect(textOf(element)).toContain('c.Readiness_Ready');
  });

  it('asks anew only for another draft, and shows nothing of the one before', async () => {
    asked.mockRejectedValueOnce({ body: { message: 'The scoring service does not answer.' } });
    const element = await show('draft 1');
    element.draft = 'draft 1';
    await settle();
    expect(asked).toHaveBeenCalledTimes(1);
    holdAnswers();
    element.draft = 'draft 2';
    await settle();
    expect(asked.mock.lastCall).toEqual([{ draft: 'draft 2' }]);
    expect(textOf(element)).not.toContain('does not answer');
    expect(isChecking(element)).toBe(true);
  });

  it('waits again when the draft is no longer complete', async () => {
    asked.mockResolvedValue(answer(true));
    const element = await show('draft 1');
    element.draft = undefined;
    await settle();
    expect(textOf(element)).toContain('c.Readiness_Waiting');
    expect(textOf(element)).not.toContain('c.Readiness_Ready');
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('lets no late answer to an earlier draft stand for the present one', async () => {
    const answers = holdAnswers();
    const element = await show('draft 1');
    element.draft = 'draft 2';
    await answers[0]?.(answer(true));
    expect(isChecking(element)).toBe(true);
    await answers[1]?.(answer(false));
    expect(textOf(element)).toContain('c.Readiness_Not_Ready');
  });

  it('lets no late failure of an earlier draft stand for the present one', async () => {
    let fail: (error: unknown) => void = () => undefined;
    asked.mockReturnValueOnce(new Promise((_resolve, reject) => (fail = reject)));
    asked.mockResolvedValueOnce(answer(true));
    const element = await show('draft 1');
    element.draft = 'draft 2';
    await settle();
    fail({ body: { message: 'Too late.' } });
    await settle();
    expect(textOf(element)).toContain('c.Readiness_Ready');
  });
});

function labelledIcons(element: HTMLElement): string[] {
  const items = allOf(element, 'c-scoring-status-item');
  const icons = items.flatMap((item) => allOf(item, 'lightning-icon')) as (HTMLElement & {
    iconName?: string;
    alternativeText?: string;
  })[];
  return icons.map(({ iconName, alternativeText }) => `${iconName} ${alternativeText}`);
}
