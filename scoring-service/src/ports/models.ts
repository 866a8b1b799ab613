import type { ModelCard, Realised } from '@plumbline/contract';
import type { ScoringModel } from '@plumbline/learning';
import type { SourcePlan } from '../domain/features/source-plan.ts';
import type { ScoreReference } from '../domain/scoring/reference.ts';
import type { TrainingDistribution } from '../domain/features/training-distribution.ts';

/** A model with the plan it reads by and its card. */
export type StoredModel = {
  goalId: string;
  version: string;
  trainedAt: Date;
  plan: SourcePlan;
  model: ScoringModel;
  card: ModelCard;
  /** Of the training rows; absent for models of earlier versions. */
  distribution?: TrainingDistribution;
  /** The newest complete one; absent for models of earlier versions that have not scored all records since. */
  reference?: ScoreReference | undefined;
};

/** Whose reference it is. */
export type ReferenceOf = { goalId: string; modelVersion: string; createdAt: Date };

/** What ranks and grades are relative to; receipts cite it. Throws ScoringError `store.*`. */
export type References = {
  reference(id: string): Promise<ScoreReference | undefined>;
  /** Saves the reference of a run that has not ended. */
  saveReference(reference: ScoreReference, of: ReferenceOf): Promise<void>;
  /** From now on records are ranked by this reference. */
  completeReference(id: string): Promise<void>;
};

/** Models of goals and their cards. Throws ScoringError `store.*`. */
export type Models = {
  activeModel(goalId: string): Promise<StoredModel | undefined>;
  /** Any model of a goal, active or not. */
  model(goalId: string, version: string): Promise<StoredModel | undefined>;
  /** Without the models themselves, the newest first. */
  modelCards(goalId: string): Promise<ModelCard[]>;
  /** Saves a model and, in the same transaction, activates it unless `isActive` of its card is false. */
  saveModel(model: StoredModel): Promise<void>;
  /** Activates a model and returns the version that was active. Throws `model.not-found` without changing anything. */
  activateModel(goalId: string, version: string): Promise<string | undefined>;
  /** Adds the realised outcomes of scored records to a model's card. */
  saveRealised(goalId: string, version: string, realised: Realised): Promise<void>;
  deleteModels(goalId: string): Promise<void>;
  /** The goals that have models. */
  keptGoalIds(): Promise<string[]>;
};
