import { createElement } from 'lwc';
import ModelData from 'c/modelData';
import { modelCard } from '../../../../../../test/force-app/lwc/model-card';
import { textOf } from '../../../../../../test/force-app/lwc/shown';

function show(changed: object): HTMLElement {
  const element = createElement('c-model-data', { is: ModelData });
  Object.assign(element, { card: { ...modelCard, ...changed } });
  document.body.appendChild(element);
  return element;
}

afterEach(() => document.body.replaceChildren());

describe('c-model-data', () => {
  it('says what the model was made of and which fields were left out, with the reason', async () => {
    const element = show({});
    const text = textOf(element);
    for (const said of ['Boosted trees', '42', 'c.Model_Split_Time', 'Closed reason', 'Filled only after the outcome.'])
      expect(text).toContain(said);
    expect(text).toContain('INFO 102.');
    await expect(element).toBeAccessible();
  });

  it('says that no field was left out and that there are no messages', async () => {
    const element = show({ leftOutFields: [], messages: [], splitBy: 'chance' });
    const text = textOf(element);
    for (const said of ['c.Model_None_Left_Out', 'c.Run_No_Messages', 'c.Model_Split_Chance'])
      expect(text).toContain(said);
    await expect(element).toBeAccessible();
  });
});
