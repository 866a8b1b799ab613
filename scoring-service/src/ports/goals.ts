import type { Goal, GoalList, GoalStatus } from '@plumbline/contract';
import type { GoalSchedule } from '../domain/schedule/due.ts';
import type { MaintenanceWindow } from '../domain/schedule/maintenance-window.ts';

/** Status fields of a goal; absent ones stay as they are. */
export type GoalChange = {
  status?: GoalStatus;
  statusMessage?: string;
  qualifiedStatuses?: readonly string[];
  modelVersion?: string;
  testAuc?: number;
  /** The rates that differ on the test of the active model, in words; empty where they do not. */
  probabilityWarning?: string;
  lastTrainedAt?: Date;
  lastScoredAt?: Date | 'none';
  recordsScored?: number;
  nextScoringAt?: Date | 'none';
  nextTrainingAt?: Date | 'none';
};

/** Score goals of the org. Throws ScoringError `goal.*`, `salesforce.*`. */
export type Goals = {
  readGoals(): Promise<GoalList>;
  readGoal(goalId: string): Promise<Goal>;
  /** Also finds a deleted goal while it is in the org's recycle bin. */
  readGoalOrDeleted(goalId: string): Promise<{ goal: Goal; isDeleted: boolean }>;
  /** Whether a complete run has scored the goal's records. */
  hasBeenScored(goalId: string): Promise<boolean>;
  updateGoal(goalId: string, change: GoalChange): Promise<void>;
};

/** What the org says about background work. Throws ScoringError `salesforce.*`. */
export type Schedules = {
  /** Active maintenance windows; none where the org does not have the object. */
  readWindows(): Promise<MaintenanceWindow[]>;
  readSchedules(): Promise<GoalSchedule[]>;
};
