import { LightningElement, api } from 'lwc';
import { knownFacts } from 'c/scoringFacts';
import type { Fact } from 'c/scoringFacts';
import {
  basisWords,
  definitionWords,
  mergeWords,
  objectWords,
  profileWords,
  qualifiedStatusesOf,
  segmentWords,
  statusLook,
} from 'c/scoringGoal';
import type { ScoreGoal } from 'c/scoringGoal';
import { isUnderWay, messagesOf, statusLook as runStatusLook, wordFor } from 'c/scoringRun';
import type { ScoreRun } from 'c/scoringRun';
import { formatDateTime, formatLabel, formatNumber } from 'c/scoringText';
import type { Look } from 'c/scoringText';
import type { RunMessage } from '@plumbline/contract';
import { label } from './labels';

/** What an admin can do with a goal. */
export type GoalAction = 'train' | 'score' | 'edit' | 'clone' | 'delete';

type ActionButton = { name: GoalAction; label: string; isDisabled: boolean; variant: string };
type ShownRun = {
  title: string;
  when: string;
  look: Look;
  counts: string;
  messages: RunMessage[];
  isUnderWay: boolean;
};

/** The details of one goal and its last run, with the actions of an admin. Dispatches `actionselect` with the action. */
export default class ScoreGoalPanel extends LightningElement {
  @api goal!: ScoreGoal;
  @api lastRun?: ScoreRun;
  @api canManage = false;
  @api isBusy = false;
  label = label;

  get status(): Look {
    return statusLook(this.goal);
  }

  get facts(): Fact[] {
    const { goal } = this;
    const statuses = qualifiedStatusesOf(goal);
    return knownFacts([
      [label.DESCRIPTION, goal.Description__c],
      [label.DEFINITION, definitionWords(goal)],
      [label.PROFILE_TYPE, profileWords[goal.Profile_Type__c]],
      [label.OBJECT, objectWords[goal.Object__c]],
      [label.MERGE_POLICY, mergeWords[goal.Merge_Policy__c]],
      [label.BASIS, basisWords[goal.Score_Basis__c ?? '']],
      [label.SEGMENT, segmentWords(goal)],
      [label.QUALIFIED, statuses.length === 0 ? withoutStatuses(goal) : statuses.join(', ')],
      [label.SCORE_FIELD, goal.Score_Field__c],
      [label.MODEL, goal.Model_Version__c],
      [label.ACCURACY, goal.Test_AUC__c === undefined ? undefined : formatNumber(goal.Test_AUC__c, 3)],
      [label.NEXT_SCORING, planned(goal.Next_Scoring_At__c)],
      [label.NEXT_TRAINING, planned(goal.Next_Training_At__c)],
    ]);
  }

  get run(): ShownRun | undefined {
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

  /** A goal has one run at a time, and without a model there is nothing to score with. */
  get actions(): ActionButton[] {
    const { isBusy } = this;
    const cannotRun = isBusy || (this.run?.isUnderWay ?? false);
    const cannotScore = cannotRun || this.goal.Model_Version__c === undefined;
    return [
      { name: 'train', label: label.TRAIN_NOW, isDisabled: cannotRun, variant: 'neutral' },
      { name: 'score', label: label.SCORE_NOW, isDisabled: cannotScore, variant: 'neutral' },
      { name: 'edit', label: label.EDIT, isDisabled: isBusy, variant: 'neutral' },
      { name: 'clone', label: label.CLONE, isDisabled: isBusy, variant: 'neutral' },
      { name: 'delete', label: label.DELETE, isDisabled: isBusy, variant: 'destructive-text' },
    ];
  }

  handleAction(event: Event): void {
    const { action = '' } = (event.currentTarget as HTMLElement).dataset;
    this.dispatchEvent(new CustomEvent('actionselect', { detail: action }));
  }
}

/** A new goal on leads takes statuses at its first training; one of an earlier version scores every open status. */
function withoutStatuses({ Object__c, Model_Version__c }: ScoreGoal): string {
  const isNew = Object__c === 'Lead' && Model_Version__c === undefined;
  return isNew ? label.QUALIFIED_SUGGESTED : label.QUALIFIED_ALL;
}

function planned(time: string | undefined): string {
  return time === undefined ? label.NOT_PLANNED : formatDateTime(time);
}
