import { createElement } from 'lwc';
import ScoringFacts, { knownFacts } from 'c/scoringFacts';
import { allOf, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

async function show(given: Pick<ScoringFacts, 'facts' | 'isHorizontal'>): Promise<HTMLElement> {
  const element = createElement('c-scoring-facts', { is: ScoringFacts });
  Object.assign(element, given);
  document.body.appendChild(element);
  await settle();
  return element;
}

const facts = knownFacts([
  ['Training records', '1,500'],
  ['Previous model', undefined],
  ['Test records', '300'],
]);

afterEach(() => document.body.replaceChildren());

describe('c-scoring-facts', () => {
  for (const isHorizontal of [false, true])
    it(`lists each known fact as a name with its value, ${isHorizontal ? 'beside' : 'below'} it`, async () => {
      const element = await show({ facts, isHorizontal });
      const texts = (selector: string): string[] => allOf(element, selector).map((item) => textOf(item).trim());
      expect(texts('dt')).toEqual(['Training records', 'Test records']);
      expect(texts('dd')).toEqual(['1,500', '300']);
      expect(allOf(element, 'dl.slds-dl_horizontal')).toHaveLength(isHorizontal ? 1 : 0);
      await expect(element).toBeAccessible();
    });
});
