import { createElement } from 'lwc';
import Unlabelled from './unlabelled';

// Both fail on purpose: `npm run proof` and the tests of the proof look whether they do.
describe('a defect', () => {
  const show = () => {
    const element = createElement('c-unlabelled', { is: Unlabelled });
    document.body.appendChild(element);
    return element;
  };

  it('of accessibility', async () => {
    await expect(show()).toBeAccessible();
  });

  it('of behaviour', () => {
    expect(show().shadowRoot.querySelector('input').value).toBe('something');
  });
});
