import { createElement } from 'lwc';
import ScoringPageState, { pageStateOf } from 'c/scoringPageState';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

async function show(given: Partial<Pick<ScoringPageState, 'isLoading' | 'failure'>>): Promise<HTMLElement> {
  const element = createElement('c-scoring-page-state', { is: ScoringPageState });
  Object.assign(element, given);
  document.body.appendChild(element);
  await settle();
  return element;
}

afterEach(() => document.body.replaceChildren());

describe('pageStateOf', () => {
  it('tells loading, empty and ready apart; a failure leaves what was read before', () => {
    const shown = (list: readonly unknown[] | undefined, failure = ''): string[] =>
      Object.entries(pageStateOf(list, failure)).flatMap(([state, is]) => (is ? [state] : []));
    expect(shown(undefined)).toEqual(['isLoading']);
    expect(shown([])).toEqual(['isEmpty']);
    expect(shown(['a run'])).toEqual(['isReady']);
    expect(shown(undefined, 'The service does not answer.')).toEqual([]);
    expect(shown(['a run'], 'The service does not answer.')).toEqual(['isReady']);
  });
});

describe('c-scoring-page-state', () => {
  it('says that it is loading', async () => {
    const element = await show({ isLoading: true });
    expect(allOf(element, 'lightning-spinner')).toMatchObject([{ alternativeText: 'c.Common_Loading' }]);
    await expect(element).toBeAccessible();
  });

  it('says what failed and passes on that it is to be tried again', async () => {
    const element = await show({ failure: 'The service does not answer.' });
    const retried = jest.fn();
    element.addEventListener('retry', retried);
    expect(textOf(element)).toContain('The service does not answer.');
    expect(allOf(element, 'lightning-spinner')).toHaveLength(0);
    labelled(element, 'c.Common_Retry').click();
    expect(retried).toHaveBeenCalledTimes(1);
    await expect(element).toBeAccessible();
  });

  it('shows nothing while all is well', async () => {
    const element = await show({});
    expect(textOf(element).trim()).toBe('');
  });
});
