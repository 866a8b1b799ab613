import type { Run } from '@plumbline/contract';
import type { Org } from '@salesforce/core';
import { SfError } from '@salesforce/core';
import { openService } from '../service/open-service.ts';
import type { ServiceClient } from '../service/service-client.ts';
import { findKnownRun } from './run-cache.ts';

/** Finds the run that the flags select, its org, and the client of its service. */
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
        ? 'Use sf score train resume or sf score train cancel.'
        : 'Use sf score run resume, sf score run report, or sf score run cancel.',
    ],
  );
}

const keyPattern = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Throws if a job ID is malformed, before any request. */
export function requireKey(key: string): string {
  if (keyPattern.test(key)) return key;
  throw new SfError(`"${key}" isn't a valid job ID.`, 'InvalidJobIdError', [
    'A job ID looks like 3f0c8a52-7d3e-4a54-9f4b-3a1d8a7c0001. List the job IDs of the org: sf score run list.',
  ]);
}
