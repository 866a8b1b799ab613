import { createElement } from 'lwc';
import SetupGoals from 'c/setupGoals';
import { allOf, textOf } from '../../../../../../test/force-app/lwc/shown';

const rows = [
  { id: '1', name: 'Won', object: 'Leads', text: 'Open', isDone: true },
  { id: '2', name: 'Renewed', object: 'Accounts', text: 'Nothing', isDone: false },
];

function show(given: object): HTMLElement {
  const element = createElement('c-setup-goals', { is: SetupGoals });
  Object.assign(element, { rows, setting: 'Statuses', ...given });
  document.body.appendChild(element);
  return element;
}

afterEach(() => document.body.replaceChildren());

describe('c-setup-goals', () => {
  it('shows each goal, marks what is missing, and says which is to be edited', async () => {
    const element = show({ canManage: true });
    const edited = jest.fn();
    element.addEventListener('edit', (event) => edited((event as CustomEvent<string>).detail));
    expect(textOf(element)).toContain('Won (Leads)');
    expect(allOf(element, 'lightning-icon')).toHaveLength(1);
    allOf(element, 'lightning-button-icon')[1]?.click();
    expect(edited).toHaveBeenCalledWith('2');
    await expect(element).toBeAccessible();
  });

  it('has no button for who may only look', async () => {
    const element = show({});
    expect(allOf(element, 'lightning-button-icon')).toHaveLength(0);
    await expect(element).toBeAccessible();
  });
});
