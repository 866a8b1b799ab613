export * from './codes.ts';
export * from './goal.ts';
export * from './model-card.ts';
export * from './problem.ts';
export * from './readiness.ts';
export * from './run.ts';
export * from './score.ts';
