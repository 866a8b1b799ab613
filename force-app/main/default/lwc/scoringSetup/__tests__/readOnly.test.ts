import { createElement } from 'lwc';
import connection from '@salesforce/apex/ScoringAdminController.getConnection';
import flows from '@salesforce/apex/ScoringAdminController.getFlows';
import goals from '@salesforce/apex/ScoringAdminController.getGoals';
import permissionSets from '@salesforce/apex/ScoringAdminController.getPermissionSets';
import windows from '@salesforce/apex/ScoringAdminController.getWindows';
import ScoringSetup from 'c/scoringSetup';
import { allOf, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock(
  '@salesforce/apex/ScoringAdminController.getGoals',
  () => ({ default: jest.requireActual<JestOfLwc>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }),
  { virtual: true },
);
jest.mock(
  '@salesforce/apex/ScoringAdminController.getWindows',
  () => ({ default: jest.requireActual<JestOfLwc>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }),
  { virtual: true },
);
jest.mock('@salesforce/apex/ScoringAdminController.getConnection', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/ScoringAdminController.getFlows', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/ScoringAdminController.getPermissionSets', () => ({ default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/customPermission/Manage_Predictive_Scoring', () => ({ default: undefined }), { virtual: true });

afterEach(() => document.body.replaceChildren());

describe('c-scoring-setup for who may only look', () => {
  it('has no button, asks nothing that only admins may, and claims nothing that it does not know', async () => {
    const element = createElement('c-scoring-setup', { is: ScoringSetup });
    document.body.appendChild(element);
    const goal = { Id: '1', Name: 'Won', Object__c: 'Lead', Active__c: true, Score_Field__c: 'Lead.A__c' };
    (goals as unknown as TestWireAdapter).emit([goal]);
    (windows as unknown as TestWireAdapter).emit([{ Id: '2', Name: 'Nights', Active__c: true }]);
    await settle();
    expect(textOf(element)).toContain('c.Setup_Read_Only');
    expect(allOf(element, 'lightning-button, lightning-button-icon, lightning-input')).toHaveLength(0);
    expect(connection).not.toHaveBeenCalled();
    expect(permissionSets).not.toHaveBeenCalled();
    expect(flows).not.toHaveBeenCalled();
    expect(textOf(element).split('c.Setup_State_Unknown')).toHaveLength(5);
    await expect(element).toBeAccessible();
  });
});
