import { ConfigAggregator, Global, Org, OrgConfigProperties, SfError, TTLConfig } from '@salesforce/core';
import { Duration } from '@salesforce/kit';
import { orgName, usernameOf } from '../org/org-name.ts';

type Entry = { jobId: string; orgId: string; username?: string; jobType: string };

/** The runs started from this computer, for --use-most-recent. */
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

/** Saves a run that was just started. */
export async function saveRun(org: Org, run: { key: string; jobType: string }): Promise<void> {
  const username = usernameOf(org);
  const cache = await RunCache.create();
  cache.set(run.key, {
    ...{ jobId: run.key, orgId: org.getOrgId(), jobType: run.jobType },
    ...(username !== undefined && { username }),
  });
  await cache.write();
}

export type KnownRun = { key: string; org: Org };

/**
 * Finds the run that a command works on and its org: the requested org, else the org in which the run was started from
 * this computer, else the default org.
 */
export async function findKnownRun({
  jobId,
  org,
  jobType,
}: {
  /** Absent for the most recent run. */
  jobId?: string;
  org: Org | undefined;
  jobType?: string;
}): Promise<KnownRun> {
  const cache = await RunCache.create();
  const entry =
    jobId === undefined ? newestOf(Object.values(cache.getContents()), jobType, org) : (cache.get(jobId) ?? undefined);
  const key = jobId ?? entry?.jobId;
  if (key === undefined) {
    const where = org ? ` in the org ${orgName(org)}` : '';
    throw new SfError(`No run was started from this computer${where} in the last 7 days.`, 'NoRecentRunError', [
      'Specify the job ID of a run: --job-id ID.',
      'List the runs: sf score run list.',
    ]);
  }
  if (org) return { key, org };
  return {
    key,
    org:
      entry?.username === undefined ? await defaultOrg(entry) : await Org.create({ aliasOrUsername: entry.username }),
  };
}

function newestOf(
  entries: (Entry & { timestamp: string })[],
  jobType: string | undefined,
  org: Org | undefined,
): Entry | undefined {
  return entries
    .filter((entry) => (!jobType || entry.jobType === jobType) && (!org || entry.orgId === org.getOrgId()))
    .toSorted((one, other) => Date.parse(other.timestamp) - Date.parse(one.timestamp))[0];
}

/** The default org. Throws if the run is in another org. */
async function defaultOrg(entry: Entry | undefined): Promise<Org> {
  const config = await ConfigAggregator.create();
  const aliasOrUsername = config.getPropertyValue<string>(OrgConfigProperties.TARGET_ORG);
  const org = aliasOrUsername ? await Org.create({ aliasOrUsername }) : undefined;
  if (org && (entry === undefined || entry.orgId === org.getOrgId())) return org;
  const where = entry
    ? `The run is in the org ${entry.orgId}, which isn't your default org.`
    : 'You have no default org.';
  throw new SfError(where, 'NoTargetOrgError', ['Specify the org of the run: --target-org ALIAS.']);
}
