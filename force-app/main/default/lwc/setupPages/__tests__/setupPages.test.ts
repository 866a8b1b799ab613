import { createElement } from 'lwc';
import SetupPages from 'c/setupPages';
import { allOf, textOf } from '../../../../../../test/force-app/lwc/shown';

afterEach(() => document.body.replaceChildren());

describe('c-setup-pages', () => {
  it('says how to add component and button, with a link for each object', async () => {
    const element = createElement('c-setup-pages', { is: SetupPages });
    Object.assign(element, { objects: ['Lead', 'Account'] });
    document.body.appendChild(element);
    expect(textOf(element)).toContain('c.Setup_Pages_Component');
    expect(textOf(element)).toContain('c.Setup_Pages_Button');
    expect(allOf(element, 'a')).toHaveLength(4);
    await expect(element).toBeAccessible();
  });
});
