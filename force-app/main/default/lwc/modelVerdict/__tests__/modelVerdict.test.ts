import { createElement } from 'lwc';
import ModelVerdict from 'c/modelVerdict';
import { modelCard } from '../../../../../../test/force-app/lwc/model-card';
import { allOf, textOf } from '../../../../../../test/force-app/lwc/shown';

function show(changed: object): HTMLElement {
  const element = createElement('c-model-verdict', { is: ModelVerdict });
  Object.assign(element, { card: { ...modelCard, ...changed } });
  document.body.appendChild(element);
  return element;
}

afterEach(() => document.body.replaceChildren());

describe('c-model-verdict', () => {
  it('says how good the model is, with the figures', async () => {
    const element = show({});
    const text = textOf(element);
    expect(text).toContain('c.Model_Verdict_Good');
    expect(text).toContain('0.745');
    expect(text).not.toContain('c.Model_Thin');
    await expect(element).toBeAccessible();
  });

  it('warns of chance, of figures too good, and of a small test', async () => {
    const chance = show({ aucLow: 0.48 });
    expect(textOf(chance)).toContain('c.Model_Verdict_Chance');
    expect(textOf(show({ auc: 0.99 }))).toContain('c.Model_Verdict_Suspicious');
    expect(textOf(show({ testPositives: 12 }))).toContain('c.Model_Thin');
    expect(allOf(chance, 'lightning-icon')).toHaveLength(1);
    await expect(chance).toBeAccessible();
  });

  it('gives no figures where nothing could be measured', async () => {
    const element = show({ testPositives: 0 });
    expect(textOf(element)).toContain('c.Model_Verdict_Unknown');
    expect(textOf(element)).not.toContain('c.Model_Auc');
    await expect(element).toBeAccessible();
  });
});
