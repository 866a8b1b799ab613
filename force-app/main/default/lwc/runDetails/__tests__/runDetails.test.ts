import { createElement } from 'lwc';
import AcceptRemovals from 'c/acceptRemovals';
import RunDetails from 'c/runDetails';
import { allOf, labelled, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock('@salesforce/apex/ScoringAdminController.acceptRemovals', () => ({ default: jest.fn() }), { virtual: true });

const run = { Id: '1', Job_Type__c: 'Training', Status__c: 'Failed' };

function show(shown: object): HTMLElement {
  const element = createElement('c-run-details', { is: RunDetails });
  Object.assign(element, { run: shown });
  document.body.appendChild(element);
  return element;
}

afterEach(() => document.body.replaceChildren());

describe('c-run-details', () => {
  it('shows counts, the reasons for skipped records, messages, model and AUC', async () => {
    const element = show({
      ...run,
      Read__c: 1500,
      Skipped__c: 12,
      Skipped_Reasons__c: '12 The lead is not qualified.',
      Messages__c: 'ERROR 410. Test auc: 0.51.',
      Model_Version__c: '7',
      Test_AUC__c: 0.51,
      Job_End__c: '2026-11-24T10:00:00Z',
    });
    const text = textOf(element).replace(/\s+/g, ' ');
    expect(text).toContain('c.Run_Read 1,500');
    expect(text).toContain('c.Run_Auc 0.51');
    expect(text).toContain('c.Run_Model 7');
    expect(text).toContain('12 × The lead is not qualified.');
    expect(text).toContain('ERROR 410. Test auc: 0.51.');
    await expect(element).toBeAccessible();
  });

  it('says that a run has no messages, and leaves out what it does not know', async () => {
    const element = show(run);
    const text = textOf(element);
    expect(text).toContain('c.Run_No_Messages');
    expect(text).not.toContain('c.Run_Skipped_Why');
    expect(text).not.toContain('c.Run_Auc');
    await expect(element).toBeAccessible();
  });

  it('offers to accept removals where the viewer may, and reports that the run has started again', async () => {
    const dialog = jest.spyOn(AcceptRemovals, 'open').mockResolvedValueOnce(undefined).mockResolvedValueOnce(true);
    expect(allOf(show(run), 'lightning-button')).toHaveLength(0);
    const element = show(run);
    Object.assign(element, { canAccept: true });
    const restarted = jest.fn();
    element.addEventListener('restart', restarted);
    await settle();
    await expect(element).toBeAccessible();
    labelled(element, 'c.Run_Accept').click();
    await settle();
    expect(restarted).not.toHaveBeenCalled();
    labelled(element, 'c.Run_Accept').click();
    await settle();
    expect(restarted).toHaveBeenCalledTimes(1);
    expect(dialog).toHaveBeenCalledWith({ label: 'c.Run_Accept_Title', size: 'small', run });
  });
});
