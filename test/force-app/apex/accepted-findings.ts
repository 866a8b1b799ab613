import type { Violation } from './analyze.ts';

const tests = /^test\/classes\//;

/** What we do otherwise than a rule wants, each with its reason: the list of false positives for a review. */
const accepted: { rule: string; files: RegExp; reason: string }[] = [
  {
    rule: 'pmd:ApexCRUDViolation',
    files: /^main\/default\/classes\/ScoringAccess\.cls$/,
    reason: 'It asks what the running user may read, of the object that says so and is not read in user mode.',
  },
  {
    rule: 'pmd:ProtectSensitiveData',
    files: /^main\/default\/objects\/Score_Run__c\/fields\/Run_Key__c\.field-meta\.xml$/,
    reason: 'The key of a run is its public number, not a key that opens something.',
  },
  {
    rule: 'eslint:@lwc/lwc/no-async-operation',
    files: /^main\/default\/lwc\/scoringPoll\/scoringPoll\.js$/,
    reason: 'The one place that waits: it stops when the page is hidden or left.',
  },
  {
    rule: 'pmd:QueueableWithoutFinalizer',
    files: /^test\/classes\/ClearGoalScoresTest\.cls$/,
    reason: 'A job of a test that does nothing and only takes the place of another.',
  },
  {
    rule: 'pmd:OperationWithLimitsInLoop',
    files: /^test\/classes\/ClearGoalScoresTest\.cls$/,
    reason: 'It uses the limit up, to show what follows.',
  },
  {
    rule: 'pmd:AvoidGlobalModifier',
    files: /^main\/default\/classes\/EvaluatePredictiveScore\.cls$/,
    reason: 'Flows of an org can call nothing of a managed package but what is global.',
  },
  {
    rule: 'pmd:ApexDoc',
    files: /\.cls$/,
    reason: 'Comments say why; tags for each parameter would repeat their names.',
  },
  {
    rule: 'pmd:ApexUnitTestClassShouldHaveRunAs',
    files: tests,
    reason: 'Tests run as somebody in a method that they share, or ask what does not depend on the user.',
  },
];

const covers = ({ rule, files }: (typeof accepted)[number], violation: Violation): boolean =>
  violation.rule === rule && files.test(violation.file);

export const isAccepted = (violation: Violation): boolean => accepted.some((exception) => covers(exception, violation));

/** Exceptions that nothing needs any more. */
export const findStale = (violations: readonly Violation[]): string[] =>
  accepted
    .filter((exception) => !violations.some((violation) => covers(exception, violation)))
    .map(({ rule, files }) => `The exception from ${rule} for ${String(files)} is no longer needed.`);
