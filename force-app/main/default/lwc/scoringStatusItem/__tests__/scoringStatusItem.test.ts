import { createElement } from 'lwc';
import ScoringStatusItem from 'c/scoringStatusItem';
import { allOf, settle } from '../../../../../../test/force-app/lwc/shown';

afterEach(() => document.body.replaceChildren());

describe('c-scoring-status-item', () => {
  it('says its status as an icon with a text', async () => {
    const element = createElement('c-scoring-status-item', { is: ScoringStatusItem });
    Object.assign(element, { look: { icon: 'utility:warning', variant: 'warning', word: 'Warning' } });
    document.body.appendChild(element);
    await settle();
    expect(allOf(element, 'lightning-icon')).toMatchObject([
      { iconName: 'utility:warning', variant: 'warning', alternativeText: 'Warning' },
    ]);
    await expect(element).toBeAccessible();
  });
});
