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

  it('says which learner won and why, and what the model cannot do', async () => {
    const limits = ['It tells what goes together with reaching the goal.', 'It has learned since 2025-03-01 only.'];
    const element = show({ learnerReason: 'It was best on rows it had not seen.', limits });
    const text = textOf(element);
    for (const said of ['c.Model_Why', 'It was best on rows', 'c.Model_Limits', ...limits])
      expect(text).toContain(said);
    await expect(element).toBeAccessible();
  });

  it('says nothing of limits and reasons that an older card does not tell', () => {
    const text = textOf(show({ learnerReason: undefined, limits: undefined }));
    for (const unsaid of ['c.Model_Why', 'c.Model_Limits']) expect(text).not.toContain(unsaid);
  });

  it('says that no field was left out and that there are no messages', async () => {
    const element = show({ leftOutFields: [], messages: [], splitBy: 'chance' });
    const text = textOf(element);
    for (const said of ['c.Model_None_Left_Out', 'c.Run_No_Messages', 'c.Model_Split_Chance'])
      expect(text).toContain(said);
    await expect(element).toBeAccessible();
  });
});
