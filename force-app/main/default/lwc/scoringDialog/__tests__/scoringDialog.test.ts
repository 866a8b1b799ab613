import { saveAndClose, validateInputs } from 'c/scoringDialog';

const dialogOf = () => ({ failure: 'from the try before', isBusy: false, close: jest.fn() });

describe('saveAndClose', () => {
  it('is busy while it saves, and closes with the result', async () => {
    const dialog = dialogOf();
    let finish = (): void => undefined;
    const saved = saveAndClose(dialog, () => new Promise<void>((resolve) => (finish = resolve)), 'saved');
    expect(dialog).toMatchObject({ isBusy: true, failure: '' });
    expect(dialog.close).not.toHaveBeenCalled();
    finish();
    await saved;
    expect(dialog.close).toHaveBeenCalledWith('saved');
  });

  it('stays open with the reason when saving fails, and can be used again', async () => {
    const dialog = dialogOf();
    await saveAndClose(dialog, () => Promise.reject(new Error('The end time must differ from the start time.')));
    expect(dialog).toMatchObject({ isBusy: false, failure: 'The end time must differ from the start time.' });
    expect(dialog.close).not.toHaveBeenCalled();
  });
});

describe('validateInputs', () => {
  const templateOf = (...validity: boolean[]): { template: HTMLElement; reported: () => number } => {
    const template = document.createElement('div');
    let reported = 0;
    for (const [index, isValid] of validity.entries()) {
      const input = document.createElement('input');
      input.dataset['input'] = String(index);
      input.reportValidity = () => {
        reported += 1;
        return isValid;
      };
      template.append(input);
    }
    document.body.replaceChildren(template);
    return { template, reported: () => reported };
  };

  it('lets every input say what is wrong and gives the first invalid one the focus', () => {
    const { template, reported } = templateOf(true, false, false);
    expect(validateInputs(template)).toBe(false);
    expect(reported()).toBe(3);
    expect(document.activeElement).toBe(template.querySelector('[data-input="1"]'));
  });

  it('is true when all are valid, and when there are none', () => {
    expect(validateInputs(templateOf(true, true).template)).toBe(true);
    expect(validateInputs(templateOf().template)).toBe(true);
    expect(validateInputs(null)).toBe(true);
  });
});
