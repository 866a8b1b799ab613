import { ScoringError } from '../scoring-error.ts';

export const modelNotFound = (goalId: string, version: string): ScoringError =>
  new ScoringError('model.not-found', {
    message: `The goal has no model ${version}.`,
    actions: [`List its models: GET /v1/goals/${goalId}/models.`],
  });
