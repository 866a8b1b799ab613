import { LightningElement, api } from 'lwc';
import {
  basisWords,
  definitionWords,
  mergeWords,
  objectWords,
  profileWords,
  qualifiedStatusesOf,
  statusLook,
} from 'c/scoringGoal';
import type { Look, ScoreGoal } from 'c/scoringGoal';
import { isUnderWay, messagesOf, statusLook as runStatusLook, wordFor } from 'c/scoringRun';
import type { ScoreRun } from 'c/scoringRun';
import { formatDateTime, formatLabel, formatNumber } from 'c/scoringText';
import type { RunMessage } from '@plumbline/contract';
import { label } from './labels';

type Shown = { title: string; when: string; look: Look; counts: string; messages: RunMessage[]; isUnderWay: boolean };

/** Everything about one goal: what it predicts, how it stands, its last run, when it runs next, and what can be done. */
export default class ScoreGoalPanel extends LightningElement {
  @api goal!: ScoreGoal;
  @api lastRun?: ScoreRun;
  @api canManage = false;
  @api isBusy = false;
  label = label;

  get status(): Look {
    return statusLook(this.goal);
  }

  get facts(): { name: string; text: string }[] {
    const { goal } = this;
    const statuses = qualifiedStatusesOf(goal);
    const facts: [string, string | undefined][] = [
      [label.DESCRIPTION, goal.Description__c],
      [label.DEFINITION, definitionWords(goal)],
      [label.PROFILE_TYPE, profileWords[goal.Profile_Type__c]],
      [label.OBJECT, objectWords[goal.Object__c]],
      [label.MERGE_POLICY, mergeWords[goal.Merge_Policy__c]],
      [label.BASIS, basisWords[goal.Score_Basis__c ?? '']],
      [label.QUALIFIED, statuses.length === 0 ? label.QUALIFIED_ALL : statuses.join(', ')],
      [label.SCORE_FIELD, goal.Score_Field__c],
      [label.MODEL, goal.Model_Version__c],
      [label.ACCURACY, goal.Test_AUC__c === undefined ? undefined : formatNumber(goal.Test_AUC__c, 3)],
      [label.NEXT_SCORING, planned(goal.Next_Scoring_At__c)],
      [label.NEXT_TRAINING, planned(goal.Next_Training_At__c)],
    ];
    return facts.flatMap(([name, text]) => (text === undefined ? [] : { name, text }));
  }

  get run(): Shown | undefined {
    const run = this.lastRun;
    if (run === undefined) return undefined;
    const { Read__c = 0, Scored__c = 0, Changed__c = 0, Skipped__c = 0, Failed__c = 0 } = run;
    const counts = [Read__c, Scored__c, Changed__c, Skipped__c, Failed__c].map((count) => formatNumber(count));
    return {
      title: wordFor(run.Job_Type__c),
      when: run.Job_Start__c === undefined ? '' : formatDateTime(run.Job_Start__c),
      look: runStatusLook(run.Status__c),
      counts: run.Job_Type__c === 'Scoring' ? formatLabel(label.RUN_COUNTS, ...counts) : '',
      messages: messagesOf(run),
      isUnderWay: isUnderWay(run),
    };
  }

  /** A goal whose run is under way starts no other. */
  get cannotRun(): boolean {
    return this.isBusy || (this.run?.isUnderWay ?? false);
  }

  get cannotScore(): boolean {
    return this.cannotRun || this.goal.Model_Version__c === undefined;
  }

  tell(event: Event): void {
    const { action = '' } = (event.currentTarget as HTMLElement).dataset;
    this.dispatchEvent(new CustomEvent('choose', { detail: action }));
  }
}

function planned(moment: string | undefined): string {
  return moment === undefined ? label.NOT_PLANNED : formatDateTime(moment);
}
