import { LightningElement, api } from 'lwc';
import type { Fact } from 'c/scoringFacts';
import type { ScoreGoal } from 'c/scoringGoal';
import { formatDateTime, formatNumber } from 'c/scoringText';
import NEXT_SCORING from '@salesforce/label/c.Goal_Next_Scoring';
import NEXT_TRAINING from '@salesforce/label/c.Goal_Next_Training';
import NOT_PLANNED from '@salesforce/label/c.Goal_Not_Planned';
import PROFILES from '@salesforce/label/c.Goal_Profiles_Scored';

/** The total of scored profiles, and when the next jobs run. */
export default class ScoreTiles extends LightningElement {
  @api goals: readonly ScoreGoal[] = [];

  get tiles(): Fact[] {
    const active = this.goals.filter(({ Active__c }) => Active__c);
    const scored = active.reduce((sum, { Records_Scored__c = 0 }) => sum + Records_Scored__c, 0);
    return [
      { name: PROFILES, text: formatNumber(scored) },
      { name: NEXT_SCORING, text: soonest(active.map(({ Next_Scoring_At__c }) => Next_Scoring_At__c)) },
      { name: NEXT_TRAINING, text: soonest(active.map(({ Next_Training_At__c }) => Next_Training_At__c)) },
    ];
  }
}

function soonest(times: (string | undefined)[]): string {
  const known = times.flatMap((time) => (time === undefined ? [] : Date.parse(time)));
  return known.length === 0 ? NOT_PLANNED : formatDateTime(new Date(Math.min(...known)).toISOString());
}
