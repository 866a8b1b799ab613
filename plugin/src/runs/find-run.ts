import type { Run } from '@plumbline/contract';
import type { Org } from '@salesforce/core';
import { SfError } from '@salesforce/core';
import { openService } from '../service/open-service.ts';
import type { ServiceClient } from '../service/service-client.ts';
import { findKnownRun } from './run-cache.ts';

/** The run that flags name, with its org and the service that does it. */
export async function findServiceRun(
  flags: { 'target-org': Org | undefined; 'job-id'?: string },
  jobType: 'Training' | 'Scoring',
): Promise<{ client: ServiceClient; org: Org; run: Run }> {
  const { key, org } = await findKnownRun({ jobId: flags['job-id'], org: flags['target-org'], jobType });
  const client = await openService(org);
  const run = await client.run(requireKey(key));
  if (run.jobType === jobType) return { client, org, run };
  throw new SfError(
    `The run ${key} is a ${run.jobType.toLowerCase()}, not a ${jobType.toLowerCase()}.`,
    'WrongJobTypeError',
    [
      run.jobType === 'Training'
        ? 'Use sf score train resume or cancel.'
        : 'Use sf score run resume, report or cancel.',
    ],
  );
}

const keyForm = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Refuses what is no key before anybody is asked. */
export function requireKey(key: string): string {
  if (keyForm.test(key)) return key;
  throw new SfError(`"${key}" is not the key of a run.`, 'InvalidJobIdError', [
    'A key looks like 3f0c8a52-7d3e-4a54-9f4b-3a1d8a7c0001; sf score run list shows those of the org.',
  ]);
}
