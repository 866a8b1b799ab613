import { createElement } from 'lwc';
import goals from '@salesforce/apex/ScoringAdminController.getGoals';
import runs from '@salesforce/apex/ScoringAdminController.getRuns';
import ScoringGoals from 'c/scoringGoals';
import { allOf, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock('@salesforce/customPermission/Manage_Predictive_Scoring', () => ({ default: undefined }), { virtual: true });
jest.mock(
  '@salesforce/apex/ScoringAdminController.getGoals',
  () => ({ default: jest.requireActual<JestOfLwc>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }),
  { virtual: true },
);
jest.mock(
  '@salesforce/apex/ScoringAdminController.getRuns',
  () => ({ default: jest.requireActual<JestOfLwc>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }),
  { virtual: true },
);

const goal = {
  Id: 'a01000000000001AAA',
  Name: 'Won in 90 days',
  Profile_Type__c: 'Person',
  Object__c: 'Lead',
  Goal_Type__c: 'Lead converted',
  Timeframe_Days__c: 90,
  Merge_Policy__c: 'Lead first',
  Score_Field__c: 'Lead.Predictive_Score__c',
  Active__c: true,
  Status__c: 'Ready',
};

async function show(rows: readonly object[]): Promise<HTMLElement> {
  const element = createElement('c-scoring-goals', { is: ScoringGoals });
  document.body.appendChild(element);
  (goals as unknown as TestWireAdapter).emit(rows);
  (runs as unknown as TestWireAdapter).emit([]);
  await settle();
  return element;
}

afterEach(() => document.body.replaceChildren());

describe('c-scoring-goals for whoever may not manage scoring', () => {
  it('shows the goals with the details of the first, and no button that changes something', async () => {
    const element = await show([goal]);
    expect(allOf(element, 'tbody tr')).toHaveLength(1);
    expect(allOf(element, 'c-score-goal-panel')).toHaveLength(1);
    expect(allOf(element, 'lightning-button')).toHaveLength(0);
    await expect(element).toBeAccessible();
  });

  it('says that there is no goal and whom to ask', async () => {
    const element = await show([]);
    expect(allOf(element, 'article').map((one) => textOf(one).trim())).toEqual(['c.Goal_Empty_Viewer']);
    expect(allOf(element, 'lightning-button')).toHaveLength(0);
    await expect(element).toBeAccessible();
  });
});
