import { createElement } from 'lwc';
import ScoreTiles from 'c/scoreTiles';
import { formatDateTime } from 'c/scoringText';
import { allOf, settle, textOf } from '../../../../../../test/force-app/lwc/shown';

const early = '2026-11-25T01:00:00.000Z';
const late = '2026-11-26T01:00:00.000Z';

async function show(goals?: object[]): Promise<HTMLElement> {
  const element = createElement('c-score-tiles', { is: ScoreTiles });
  if (goals) Object.assign(element, { goals });
  document.body.appendChild(element);
  await settle();
  return element;
}

const tilesOf = (element: HTMLElement): string[][] =>
  allOf(element, 'dl > div').map((tile) => allOf(tile, 'dt, dd').map((part) => textOf(part).trim()));

afterEach(() => document.body.replaceChildren());

describe('c-score-tiles', () => {
  it('adds up the profiles of active goals and gives the soonest of their next runs', async () => {
    const element = await show([
      { Active__c: true, Records_Scored__c: 1200, Next_Scoring_At__c: late, Next_Training_At__c: early },
      { Active__c: true, Records_Scored__c: 34, Next_Scoring_At__c: early, Next_Training_At__c: late },
      { Active__c: true },
    ]);
    expect(tilesOf(element)).toEqual([
      ['c.Goal_Profiles_Scored', '1,234'],
      ['c.Goal_Next_Scoring', formatDateTime(early)],
      ['c.Goal_Next_Training', formatDateTime(early)],
    ]);
    await expect(element).toBeAccessible();
  });

  it('leaves goals that are switched off out', async () => {
    const element = await show([
      { Active__c: false, Records_Scored__c: 5, Next_Scoring_At__c: early, Next_Training_At__c: early },
      { Active__c: true, Records_Scored__c: 7, Next_Scoring_At__c: late },
    ]);
    expect(tilesOf(element).map(([, text]) => text)).toEqual(['7', formatDateTime(late), 'c.Goal_Not_Planned']);
  });

  it('says that nothing is planned where there is no goal', async () => {
    const element = await show();
    expect(tilesOf(element).map(([, text]) => text)).toEqual(['0', 'c.Goal_Not_Planned', 'c.Goal_Not_Planned']);
    await expect(element).toBeAccessible();
  });
});
