import { createElement } from 'lwc';
import RunMessages from 'c/runMessages';
import { allOf, textOf } from '../../../../../../test/force-app/lwc/shown';

jest.mock('@salesforce/label/c.Run_Message_Figure', () => ({ default: 'measured {0}, limit {1}' }), { virtual: true });

afterEach(() => document.body.replaceChildren());

describe('c-run-messages', () => {
  it('says the severity of each message in a word and an icon, errors first', async () => {
    const element = createElement('c-run-messages', { is: RunMessages });
    Object.assign(element, {
      messages: [
        { code: 200, severity: 'WARNING', text: 'WARNING 200. Rate: 0.4.' },
        { code: 102, severity: 'INFO', text: 'INFO 102. Count: 7.' },
        { code: 410, severity: 'ERROR', text: 'ERROR 410. Test auc: 0.51.' },
      ],
    });
    document.body.appendChild(element);
    expect(textOf(element)).toContain('ERROR 410. Test auc: 0.51.');
    const icons = allOf(element, 'lightning-icon').map((icon) => {
      const { iconName, alternativeText } = icon as HTMLElement & { iconName: string; alternativeText: string };
      return [iconName, alternativeText];
    });
    expect(icons).toEqual([
      ['utility:error', 'c.Run_Severity_Error'],
      ['utility:warning', 'c.Run_Severity_Warning'],
      ['utility:info', 'c.Run_Severity_Info'],
    ]);
    await expect(element).toBeAccessible();
  });

  it('says the next step below a message, and the measured value beside its limit', async () => {
    const element = createElement('c-run-messages', { is: RunMessages });
    Object.assign(element, {
      messages: [
        { code: 404, severity: 'ERROR', text: 'ERROR 404. 7.', nextStep: 'Train again later.', figure: 7, limit: 10 },
        { code: 102, severity: 'INFO', text: 'INFO 102. Count: 7.' },
      ],
    });
    document.body.appendChild(element);
    const lines = allOf(element, 'p').map((line) => textOf(line));
    expect(lines).toEqual(['measured 7, limit 10', 'Train again later.']);
    await expect(element).toBeAccessible();
  });
});
