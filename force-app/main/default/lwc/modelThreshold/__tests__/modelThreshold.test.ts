import { createElement } from 'lwc';
import ModelThreshold from 'c/modelThreshold';
import { modelCard } from '../../../../../../test/force-app/lwc/model-card';
import { allOf, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

function show(confusion = modelCard.confusion): HTMLElement {
  const element = createElement('c-model-threshold', { is: ModelThreshold });
  Object.assign(element, { card: { ...modelCard, confusion } });
  document.body.appendChild(element);
  return element;
}

const cellsOf = (element: HTMLElement): string[] => allOf(element, 'tbody td').map((cell) => textOf(cell));
const figure = (element: HTMLElement, name: string): string => allOf(element, name).map(textOf).join('');
const slide = async (element: HTMLElement, value: number): Promise<void> => {
  allOf(element, 'lightning-slider')[0]?.dispatchEvent(new CustomEvent('change', { detail: { value } }));
  await settle();
};

afterEach(() => document.body.replaceChildren());

describe('c-model-threshold', () => {
  it('begins where precision and recall are in balance', async () => {
    const element = show();
    expect(cellsOf(element)).toEqual(['50', '100', '50', '800']);
    expect(figure(element, '.precision')).toBe('33.3%');
    expect(figure(element, '.recall')).toBe('50%');
    await expect(element).toBeAccessible();
  });

  it('follows the slider to what was measured', async () => {
    const element = show();
    await slide(element, 5);
    expect(cellsOf(element)).toEqual(['90', '500', '10', '400']);
    await slide(element, 95);
    expect(figure(element, '.precision')).toBe('c.Model_Undefined');
    expect(figure(element, '.recall')).toBe('0%');
    await expect(element).toBeAccessible();
  });

  it('begins anew with another model', async () => {
    const element = show();
    await slide(element, 5);
    Object.assign(element, { card: { ...modelCard } });
    await settle();
    expect(cellsOf(element)[0]).toBe('50');
  });

  it('says that nothing was measured', async () => {
    const element = show([]);
    expect(textOf(element)).toContain('c.Common_Chart_Empty');
    await expect(element).toBeAccessible();
  });
});
