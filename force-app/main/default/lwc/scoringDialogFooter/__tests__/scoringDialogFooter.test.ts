import { createElement } from 'lwc';
import ScoringDialogFooter from 'c/scoringDialogFooter';
import { labelled, settle } from '../../../../../../test/force-app/lwc/shown';

async function show(
  given: Partial<Pick<ScoringDialogFooter, 'confirmLabel' | 'variant' | 'isBusy' | 'isIncomplete'>> = {},
): Promise<HTMLElement> {
  const element = createElement('c-scoring-dialog-footer', { is: ScoringDialogFooter });
  Object.assign(element, given);
  document.body.appendChild(element);
  await settle();
  return element;
}

const isDisabled = (element: HTMLElement, label: string): boolean =>
  (labelled(element, label) as unknown as { disabled: boolean }).disabled;

afterEach(() => document.body.replaceChildren());

describe('c-scoring-dialog-footer', () => {
  it('tells its owner which button was pressed', async () => {
    const element = await show();
    const dispatched: string[] = [];
    for (const name of ['cancel', 'confirm']) element.addEventListener(name, () => dispatched.push(name));
    labelled(element, 'c.Goal_Save').click();
    labelled(element, 'c.Common_Cancel').click();
    expect(dispatched).toEqual(['confirm', 'cancel']);
    await expect(element).toBeAccessible();
  });

  it('shows what is confirmed, as dangerous as it is', async () => {
    const element = await show({ confirmLabel: 'Delete', variant: 'destructive' });
    expect(labelled(element, 'Delete')).toMatchObject({ variant: 'destructive' });
    await expect(element).toBeAccessible();
  });

  it('lets no button work while it saves, and only Cancel while something is missing', async () => {
    const busy = await show({ isBusy: true });
    expect([isDisabled(busy, 'c.Common_Cancel'), isDisabled(busy, 'c.Goal_Save')]).toEqual([true, true]);
    const incomplete = await show({ isIncomplete: true });
    expect([isDisabled(incomplete, 'c.Common_Cancel'), isDisabled(incomplete, 'c.Goal_Save')]).toEqual([false, true]);
  });
});
