import { createElement } from 'lwc';
import SetupItem from 'c/setupItem';
import { allOf, textOf } from '../../../../../../test/force-app/lwc/shown';

afterEach(() => document.body.replaceChildren());

describe('c-setup-item', () => {
  it.each([
    ['done', 'Setup_State_Done', 'utility:success'],
    ['missing', 'Setup_State_Missing', 'utility:warning'],
    ['unknown', 'Setup_State_Unknown', 'utility:help'],
    ['checking', 'Setup_State_Checking', 'utility:clock'],
  ])('says %s by word and icon', async (state, word, icon) => {
    const element = createElement('c-setup-item', { is: SetupItem });
    Object.assign(element, { heading: 'Windows', help: 'When.', check: { state, detail: 'Why.' } });
    document.body.appendChild(element);
    const text = textOf(element);
    for (const part of ['Windows', 'When.', 'Why.', `c.${word}`]) expect(text).toContain(part);
    expect((allOf(element, 'lightning-icon')[0] as HTMLElement & { iconName: string }).iconName).toBe(icon);
    await expect(element).toBeAccessible();
  });
});
