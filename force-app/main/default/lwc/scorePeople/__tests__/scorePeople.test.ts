import { createElement } from 'lwc';
import ScorePeople from 'c/scorePeople';
import contactsOf from '@salesforce/apex/ScoringController.getContacts';
import leadsOf from '@salesforce/apex/ScoringController.getLeads';
import peopleOf from '@salesforce/apex/ScoringController.getPeople';
import { allOf, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

const wired = (): { default: unknown } => ({
  default: jest.requireActual<JestOfLwc>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()),
});
jest.mock('@salesforce/apex/ScoringController.getPeople', () => wired(), { virtual: true });
jest.mock('@salesforce/apex/ScoringController.getContacts', () => wired(), { virtual: true });
jest.mock('@salesforce/apex/ScoringController.getLeads', () => wired(), { virtual: true });

const contacts = peopleOf as unknown as TestWireAdapter;
const carriers = contactsOf as unknown as TestWireAdapter;
const leads = leadsOf as unknown as TestWireAdapter;

const ann = { Id: '003000000000001AAA', Name: 'Ann', Predictive_Score__c: 40, Predictive_Score_Band__c: 'Low' };
const bob = {
  Id: '003000000000002AAA',
  Name: 'Bob',
  Title: 'CIO',
  Predictive_Score__c: 90,
  Predictive_Score_Band__c: 'High',
};
const lea = { Id: '00Q000000000001AAA', Name: 'Lea', Predictive_Score__c: 60, Predictive_Score_Band__c: 'Medium' };

async function show(people?: object[]): Promise<HTMLElement> {
  const element = createElement('c-score-people', { is: ScorePeople });
  Object.assign(element, { accountId: '001000000000001AAA', people });
  document.body.appendChild(element);
  await settle();
  return element;
}

const names = (element: HTMLElement): string[] => allOf(element, 'a').map((link) => textOf(link));

function isHandled(link: HTMLElement | undefined, keys: MouseEventInit): boolean {
  let handled = false;
  const see = (event: Event): void => {
    handled = event.defaultPrevented;
    event.preventDefault();
  };
  document.addEventListener('click', see, { once: true });
  link?.dispatchEvent(new MouseEvent('click', { cancelable: true, bubbles: true, composed: true, ...keys }));
  return handled;
}

afterEach(() => {
  document.body.replaceChildren();
});

test('lists the scored contacts, the best first, with word and link', async () => {
  const element = await show();
  contacts.emit([ann, bob]);
  await settle();
  expect(names(element)).toEqual(['Bob', 'Ann']);
  expect(textOf(element)).toContain('90 c.Score_Band_High');
  await expect(element).toBeAccessible();
  // A click opens the record in this window; with a key held down the browser opens the link itself.
  expect(isHandled(allOf(element, 'a')[0], {})).toBe(true);
  expect(isHandled(allOf(element, 'a')[0], { ctrlKey: true })).toBe(false);
});

test('where shares are known, who carries most comes first, leads among them', async () => {
  const element = await show([
    { recordId: lea.Id, object: 'Lead', share: 0.7 },
    { recordId: ann.Id, object: 'Contact', share: 0.3 },
  ]);
  expect(leads.getLastConfig()).toEqual({ leadIds: [lea.Id] });
  contacts.emit([ann, bob]);
  leads.emit([lea]);
  await settle();
  expect(names(element)).toEqual(['Lea', 'Ann', 'Bob']);
});

test('a contact who carries the score is named though it has none of its own, and nobody twice', async () => {
  const cat = { Id: '003000000000003AAA', Name: 'Cat' };
  const element = await show([
    { recordId: cat.Id, object: 'Contact', share: 0.6 },
    { recordId: ann.Id, object: 'Contact', share: 0.2 },
  ]);
  expect(carriers.getLastConfig()).toEqual({ contactIds: [cat.Id, ann.Id] });
  contacts.emit([ann, bob]);
  carriers.emit([ann, cat]);
  await settle();
  expect(names(element)).toEqual(['Cat', 'Ann', 'Bob']);
  expect(textOf(element)).toContain('c.Score_Band_Not_Scored');
  await expect(element).toBeAccessible();
});

test('an account without scored people, and one whose people cannot be read', async () => {
  const element = await show();
  contacts.emit([]);
  await settle();
  expect(textOf(element)).toContain('c.Score_People_None');
  await expect(element).toBeAccessible();
  contacts.error({ message: 'No access.' });
  await settle();
  expect(textOf(element)).toContain('No access.');
});
