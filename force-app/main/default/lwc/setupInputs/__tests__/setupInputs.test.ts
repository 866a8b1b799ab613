import { createElement } from 'lwc';
import type { GoalInput } from '@plumbline/contract';
import readiness from '@salesforce/apex/ScoringAdminController.getReadiness';
import SetupInputs from 'c/setupInputs';
import { allOf, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock('@salesforce/apex/ScoringAdminController.getReadiness', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/label/c.Setup_Inputs_List', () => ({ default: 'List the inputs of {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Setup_Inputs_Computed', () => ({ default: 'computed from {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Setup_Inputs_Missing', () => ({ default: '{0} ({1} % empty)' }), { virtual: true });
jest.mock('@salesforce/label/c.Setup_Inputs_Count', () => ({ default: '{0} of {1}' }), { virtual: true });

const asked = readiness as unknown as jest.Mock;
const rows = [
  { id: '1', name: 'Won', object: 'Leads', text: '', isDone: true },
  { id: '2', name: 'Renewed', object: 'Accounts', text: '', isDone: true },
];
const input = (field: string, more: Partial<GoalInput>): GoalInput => ({
  ...{ group: 'Account', field, label: field, state: 'used', isComputed: false, from: [], ...more },
});
const inputs: GoalInput[] = [
  input('Industry', { from: [{ source: 'Lead.Industry', missing: 0.126 }, { source: 'Account.Industry' }] }),
  input('Calls', { isComputed: true, from: [{ source: 'Task' }] }),
  input('Need type', { state: 'not set', nextStep: 'Name the field: needTypeField.' }),
  input('City', { state: 'left out', reason: 'It is excluded.', nextStep: 'Take it out.' }),
];
const answer = (more: object = { inputs }): string => JSON.stringify({ isReady: true, checks: [], ...more });

function show(): HTMLElement {
  const element = createElement('c-setup-inputs', { is: SetupInputs });
  Object.assign(element, { rows });
  document.body.appendChild(element);
  return element;
}

async function press(element: HTMLElement, at = 0): Promise<void> {
  allOf(element, 'button')[at]?.click();
  await settle();
}

const linesOf = (element: HTMLElement): string[] =>
  allOf(element, 'tbody tr').map((one) => textOf(one).replaceAll(/\s+/g, ' ').trim());

beforeEach(() => asked.mockReset());
afterEach(() => document.body.replaceChildren());

describe('c-setup-inputs', () => {
  it('asks for nothing until a goal is opened, then lists every input with its sources and next step', async () => {
    asked.mockResolvedValue(answer());
    const element = show();
    expect(asked).not.toHaveBeenCalled();
    expect(allOf(element, 'button').map(textOf)).toEqual(['List the inputs of Won', 'List the inputs of Renewed']);
    await press(element);
    expect(asked).toHaveBeenCalledWith({ goalId: '1' });
    const [industry = '', calls = '', need = '', city = ''] = linesOf(element);
    expect(industry).toContain('Lead.Industry (13 % empty), Account.Industry');
    expect(calls).toContain('computed from Task');
    expect(need).toContain('c.Setup_Inputs_Not_Set');
    expect(need).toContain('Name the field: needTypeField.');
    expect(city).toContain('It is excluded. Take it out.');
    expect(allOf(element, 'button')[0]?.getAttribute('aria-expanded')).toBe('true');
    await expect(element).toBeAccessible();
    await press(element);
    expect(linesOf(element)).toEqual([]);
  });

  it('finds inputs by what any column says, and says when there is none', async () => {
    asked.mockResolvedValue(answer());
    const element = show();
    await press(element);
    const search = async (value: string): Promise<void> => {
      allOf(element, 'lightning-input')[0]?.dispatchEvent(new CustomEvent('change', { detail: { value } }));
      await settle();
    };
    await search('account.INDUSTRY');
    expect(linesOf(element)).toHaveLength(1);
    expect(textOf(element)).toContain('1 of 4');
    await search('nothing like it');
    expect(textOf(element)).toContain('c.Setup_Inputs_None');
    await expect(element).toBeAccessible();
  });

  it('says why a list cannot be made, and tries again', async () => {
    asked.mockRejectedValueOnce({ body: { message: 'The service does not answer.' } });
    asked.mockResolvedValueOnce(answer({ checks: [{ text: 'ERROR 945. Lead.Gone__c.' }] }));
    const element = show();
    await press(element);
    expect(allOf(element, 'c-scoring-error').map((one) => (one as HTMLElement & { message: string }).message)).toEqual([
      'The service does not answer.',
    ]);
    allOf(element, 'c-scoring-error')[0]?.dispatchEvent(new CustomEvent('retry'));
    await settle();
    expect(allOf(element, 'c-scoring-error').map((one) => (one as HTMLElement & { message: string }).message)).toEqual([
      'ERROR 945. Lead.Gone__c.',
    ]);
    await expect(element).toBeAccessible();
  });

  it('ignores a late answer about a goal that is no longer open', async () => {
    const answers: ((text: string) => void)[] = [];
    asked.mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
    const element = show();
    await press(element, 0);
    await press(element, 1);
    answers[1]?.(answer({ inputs: inputs.slice(0, 1) }));
    answers[0]?.(answer());
    await settle();
    expect(linesOf(element)).toHaveLength(1);
  });
});
