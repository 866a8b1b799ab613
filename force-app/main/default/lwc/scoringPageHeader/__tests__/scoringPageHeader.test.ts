import { createElement } from 'lwc';
import ScoringPageHeader from 'c/scoringPageHeader';
import { allOf, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

afterEach(() => document.body.replaceChildren());

describe('c-scoring-page-header', () => {
  it('is the one heading of the first level, with its icon and room for actions', async () => {
    const element = createElement('c-scoring-page-header', { is: ScoringPageHeader });
    Object.assign(element, { heading: 'Runs', iconName: 'standard:process' });
    document.body.appendChild(element);
    await settle();
    expect(allOf(element, 'h1').map((heading) => textOf(heading).trim())).toEqual(['Runs']);
    expect(allOf(element, 'lightning-icon')).toMatchObject([{ iconName: 'standard:process' }]);
    expect(allOf(element, 'slot')).toHaveLength(1);
    await expect(element).toBeAccessible();
  });
});
