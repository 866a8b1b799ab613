import { createElement } from 'lwc';
import SetupFlows from 'c/setupFlows';
import { allOf, textOf } from '../../../../../../test/force-app/lwc/shown';

afterEach(() => document.body.replaceChildren());

describe('c-setup-flows', () => {
  it('shows which flows are active and links to where they are activated', async () => {
    const element = createElement('c-setup-flows', { is: SetupFlows });
    const flows = [
      { name: 'Score_Run_Alerts', label: 'Score Run Alerts', isActive: true },
      { name: 'Late_Score_Run_Alerts', label: 'Late Score Run Alerts', isActive: false },
    ];
    Object.assign(element, { flows });
    document.body.appendChild(element);
    expect(allOf(element, 'li').map((line) => textOf(line))).toEqual([
      'Score Run Alerts : c.Setup_Flows_Active',
      'Late Score Run Alerts : c.Setup_Flows_Off',
    ]);
    expect(allOf(element, 'a').map((link) => link.getAttribute('href'))).toEqual([
      '/lightning/setup/Flows/home',
      '/lightning/setup/WorkflowSettings/home',
    ]);
    await expect(element).toBeAccessible();
  });
});
