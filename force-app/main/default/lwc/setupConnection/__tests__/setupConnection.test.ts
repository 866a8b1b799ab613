import { createElement } from 'lwc';
import SetupConnection from 'c/setupConnection';
import { labelled, textOf } from '../../../../../../test/force-app/lwc/shown';

const connection = {
  version: '1.2.3',
  username: 'scoring@example.com',
  rights: 'manage',
  apiUsage: { used: 12, limit: 15_000 },
  checks: [
    { name: 'Org', isDone: true, detail: 'Reached.' },
    { name: 'Inputs', isDone: false, detail: 'Lead.Industry', action: 'Grant it.' },
  ],
};

function show(given: object): HTMLElement {
  const element = createElement('c-setup-connection', { is: SetupConnection });
  Object.assign(element, given);
  document.body.appendChild(element);
  return element;
}

afterEach(() => document.body.replaceChildren());

describe('c-setup-connection', () => {
  it('shows failed checks first, with the next step', async () => {
    const element = show({ connection, testedAt: 0 });
    const text = textOf(element);
    expect(text.indexOf('Inputs')).toBeLessThan(text.indexOf('Org'));
    for (const part of ['Lead.Industry', 'Grant it.', 'c.Setup_Connection_Version', 'c.Setup_Connection_Tested'])
      expect(text).toContain(part);
    await expect(element).toBeAccessible();
  });

  it('shows what the org does not say as unknown, after what is missing', () => {
    const unknown = { name: 'Records', isDone: false, isUnknown: true, detail: 'Not known.', action: 'Give it.' };
    const element = show({ connection: { ...connection, checks: [unknown, ...connection.checks] } });
    const text = textOf(element);
    const places = ['Lead.Industry', 'Not known.', 'Give it.', 'Reached.'].map((part) => text.indexOf(part));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    const items = [...(element.shadowRoot?.querySelectorAll('c-scoring-status-item') ?? [])];
    const words = items.map((item) => (item as unknown as { look: { word: string } }).look.word);
    expect(words).toEqual(['c.Setup_State_Missing', 'c.Setup_State_Unknown', 'c.Setup_State_Done']);
  });

  it('shows fewer facts of a service that cannot reach the org', () => {
    const element = show({ connection: { version: '1.2.3', rights: 'manage', checks: [] } });
    expect(textOf(element)).not.toContain('c.Setup_Connection_User');
    expect(textOf(element)).not.toContain('c.Setup_Connection_Usage');
  });

  it('tests by its button, also before the first result, and shows that a test runs', async () => {
    const element = show({ isTesting: true });
    const asked = jest.fn();
    element.addEventListener('test', asked);
    labelled(element, 'c.Setup_Connection_Test').click();
    expect(asked).toHaveBeenCalledTimes(1);
    expect(textOf(element)).toContain('c.Setup_State_Checking');
    await expect(element).toBeAccessible();
  });
});
