import type { z } from 'zod';
import * as results from './results.ts';

/** The schema of `result` in the `--json` output of each command; generated into `schemas/` and checked in tests. */
export const resultSchemas: Record<string, z.ZodType> = {
  'score:service:connect': results.serviceResultSchema,
  'score:service:display': results.serviceResultSchema,
  'score:service:disconnect': results.disconnectResultSchema,
  'score:goal:list': results.goalListResultSchema,
  'score:goal:display': results.goalResultSchema,
  'score:goal:create': results.goalChangeSchema,
  'score:goal:clone': results.goalChangeSchema,
  'score:goal:edit': results.goalChangeSchema,
  'score:goal:delete': results.goalDeletionSchema,
  'score:goal:export': results.goalExportSchema,
  'score:goal:import': results.goalChangesSchema,
  'score:goal:generate:fields': results.generatedFieldsSchema,
  'score:check': results.readinessResultSchema,
  'score:train': results.runOutcomeSchema,
  'score:train:resume': results.runOutcomeSchema,
  'score:train:cancel': results.runOutcomeSchema,
  'score:run:bulk': results.runOutcomeSchema,
  'score:run:resume': results.runOutcomeSchema,
  'score:run:cancel': results.runOutcomeSchema,
  'score:run:results': results.runResultsSchema,
  'score:run:report': results.runReportSchema,
  'score:run:list': results.runListResultSchema,
  'score:record': results.recordResultSchema,
  'score:model:display': results.modelDisplayResultSchema,
  'score:model:list': results.modelListResultSchema,
  'score:model:activate': results.modelActivationResultSchema,
  'score:receipt:verify': results.receiptVerificationResultSchema,
  'score:doctor': results.doctorResultSchema,
};
