import { ConfigAggregator, Global, Org, OrgConfigProperties, SfError, TTLConfig } from '@salesforce/core';
import { Duration } from '@salesforce/kit';
import { orgName, usernameOf } from '../org/org-name.ts';

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

/** Remembers a run that was just started. */
export async function rememberRun(org: Org, run: { key: string; jobType: string }): Promise<void> {
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
 * Which run a command is about, and in which org it is: the one asked for, else the one in which it was started from
 * here, else the default one.
 */
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
  const cache = await RunCache.create();
  const entry =
    jobId === undefined ? newestOf(Object.values(cache.getContents()), jobType, org) : (cache.get(jobId) ?? undefined);
  const key = jobId ?? entry?.jobId;
  if (key === undefined) {
    const where = org ? ` in the org ${orgName(org)}` : '';
    throw new SfError(`No run was started from this computer${where} in the last seven days.`, 'NoRecentRunError', [
      'Give the key of a run: --job-id KEY.',
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

/** The default org, unless the run is known to be in another one. */
async function defaultOrg(entry: Entry | undefined): Promise<Org> {
  const config = await ConfigAggregator.create();
  const aliasOrUsername = config.getPropertyValue<string>(OrgConfigProperties.TARGET_ORG);
  const org = aliasOrUsername ? await Org.create({ aliasOrUsername }) : undefined;
  if (org && (entry === undefined || entry.orgId === org.getOrgId())) return org;
  const where = entry
    ? `The run is in the org ${entry.orgId}, which is not the default one`
    : 'There is no default org';
  throw new SfError(`${where}: it is not known how to log in there.`, 'NoTargetOrgError', [
    'Give the org of the run: --target-org ALIAS.',
  ]);
}
