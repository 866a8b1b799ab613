import { createElement } from 'lwc';
import SetupOrphans from 'c/setupOrphans';
import { allOf, textOf } from '../../../../../../test/force-app/lwc/shown';

afterEach(() => document.body.replaceChildren());

describe('c-setup-orphans', () => {
  it('links to the fields that can be deleted, and not to those of the package', async () => {
    const element = createElement('c-setup-orphans', { is: SetupOrphans });
    const set = { object: 'Leads', objectApiName: 'Lead', fields: 'Lead.A__c, Lead.A_Band__c' };
    Object.assign(element, {
      sets: [
        { ...set, scoreField: 'Lead.A__c', isPackaged: false },
        { ...set, scoreField: 'Lead.Predictive_Score__c', isPackaged: true },
      ],
    });
    document.body.appendChild(element);
    expect(textOf(element)).toContain('c.Setup_Orphans_Own');
    expect(textOf(element)).toContain('c.Setup_Orphans_Packaged');
    expect(allOf(element, 'a').map((link) => link.getAttribute('href'))).toEqual([
      '/lightning/setup/ObjectManager/Lead/FieldsAndRelationships/view',
    ]);
    await expect(element).toBeAccessible();
  });
});
