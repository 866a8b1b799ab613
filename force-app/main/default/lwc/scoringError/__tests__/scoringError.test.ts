import { createElement } from 'lwc';
import ScoringError from 'c/scoringError';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

async function show(given: { message: string; isRetryable?: boolean }): Promise<HTMLElement> {
  const element = createElement('c-scoring-error', { is: ScoringError });
  Object.assign(element, given);
  document.body.appendChild(element);
  await settle();
  return element;
}

afterEach(() => document.body.replaceChildren());

describe('c-scoring-error', () => {
  it('says at once what went wrong, and offers nothing where trying again cannot help', async () => {
    const element = await show({ message: 'The service does not answer. Ask your administrator.' });
    const [alert] = allOf(element, '[role="alert"]');
    expect(textOf(alert ?? document)).toContain('The service does not answer. Ask your administrator.');
    expect(allOf(element, 'lightning-button')).toHaveLength(0);
    await expect(element).toBeAccessible();
  });

  it('tells its owner each time that a person tries again', async () => {
    const element = await show({ message: 'The service does not answer.', isRetryable: true });
    const retried = jest.fn();
    element.addEventListener('retry', retried);
    labelled(element, 'c.Common_Retry').click();
    labelled(element, 'c.Common_Retry').click();
    expect(retried).toHaveBeenCalledTimes(2);
    await expect(element).toBeAccessible();
  });
});
