import type { ScoringModel, LabelledRows, ModelEvaluation } from '@plumbline/learning';
import type { ScoringErrorKind } from '../../domain/scoring-error.ts';
import type { LearnRequest } from '../../ports/training.ts';

/** What the learning thread is started with. */
export type LearningTask = { rows: LabelledRows; request: LearnRequest };

/** What the learning thread says: progress any number of times, then one of the others once. */
export type LearningMessage =
  | { kind: 'progress'; done: number; total: number }
  | { kind: 'learned'; model: ScoringModel; evaluation: ModelEvaluation }
  | { kind: 'refused'; error: { kind: ScoringErrorKind; message: string; actions: string[] } };
