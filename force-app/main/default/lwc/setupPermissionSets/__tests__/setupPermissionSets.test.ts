import { createElement } from 'lwc';
import SetupPermissionSets from 'c/setupPermissionSets';
import { allOf, textOf } from '../../../../../../test/force-app/lwc/shown';

afterEach(() => document.body.replaceChildren());

describe('c-setup-permission-sets', () => {
  it('shows what each is for and links to where it is assigned', async () => {
    const element = createElement('c-setup-permission-sets', { is: SetupPermissionSets });
    const sets = [
      { id: '0PS000000000001AAA', name: 'ScoringUser', label: 'Scoring User', userCount: 2 },
      { id: '0PS000000000002AAA', name: 'Another', label: 'Another', userCount: 0 },
    ];
    Object.assign(element, { sets });
    document.body.appendChild(element);
    expect(textOf(element)).toContain('c.Setup_Permissions_User');
    expect(allOf(element, 'a').map((link) => link.getAttribute('href'))).toEqual([
      '/lightning/setup/PermSets/page?address=%2F0PS000000000001AAA',
      '/lightning/setup/PermSets/page?address=%2F0PS000000000002AAA',
    ]);
    await expect(element).toBeAccessible();
  });
});
