import { Global, Org, SfError, TTLConfig } from '@salesforce/core';
import { Duration } from '@salesforce/kit';

type Entry = { jobId: string; orgId: string; username?: string; jobType: string };

/** Runs that were started from this computer, so that they can be found again without their key. */
class RunCache extends TTLConfig<TTLConfig.Options, Entry> {
  static override getDefaultOptions(): TTLConfig.Options {
    return {
      isGlobal: true,
      isState: true,
      stateFolder: Global.SF_STATE_FOLDER,
      filename: 'plumbline-runs-cache.json',
      ttl: Duration.days(7),
    };
  }
}

/** An org that is known by its access token alone has no name that may be written down. */
const isAccessToken = (username: string): boolean => username.includes('!');

/** Remembers a run that was just started. */
export async function rememberRun(org: Org, run: { key: string; jobType: string }): Promise<void> {
  const username = org.getUsername();
  const cache = await RunCache.create();
  cache.set(run.key, {
    ...{ jobId: run.key, orgId: org.getOrgId(), jobType: run.jobType },
    ...(username !== undefined && !isAccessToken(username) && { username }),
  });
  await cache.write();
}

export type KnownRun = { key: string; org: Org };

/** Which run a command is about, and in which org it is. Runs of another org than the one asked for are not found. */
export async function findKnownRun({
  jobId,
  org,
  jobType,
}: {
  /** Absent for the one that was started last. */
  jobId?: string;
  org: Org | undefined;
  jobType?: string;
}): Promise<KnownRun> {
  const entry = await findEntry(jobId, jobType);
  if (jobId === undefined && !entry) {
    throw new SfError('No run was started from this computer in the last seven days.', 'NoRecentRunError', [
      'Give the key of a run: --job-id KEY.',
      'List the runs: sf score run list.',
    ]);
  }
  const key = jobId ?? entry?.jobId ?? '';
  if (entry?.username !== undefined) return { key, org: await Org.create({ aliasOrUsername: entry.username }) };
  if (org) return { key, org };
  throw new SfError('It is not known in which org the run is.', 'NoTargetOrgError', [
    'Give the org: --target-org ALIAS.',
  ]);
}

async function findEntry(jobId: string | undefined, jobType: string | undefined): Promise<Entry | undefined> {
  const cache = await RunCache.create();
  if (jobId !== undefined) return cache.get(jobId) ?? undefined;
  const entries = Object.values(cache.getContents()).filter((entry) => !jobType || entry.jobType === jobType);
  return entries.toSorted((one, other) => Date.parse(other.timestamp) - Date.parse(one.timestamp))[0];
}
