import { ScoringError } from '../domain/scoring-error.ts';
import { passingConditionOf } from './runs/passing-conditions.ts';
import type { Clock } from '../ports/host.ts';

/** The state of one part; one that does not respond has the kind of its error. */
export type PartHealth = { name: string; isReady: boolean; kind?: string; checkedAt?: string };
export type Health = { isReady: boolean; parts: PartHealth[] };

/** Answers probes. */
export type HealthCheck = { check(): Promise<Health> };

type Ping = { ping(): Promise<void> };

/** A probe costs no more than this, however many ask. */
const STORE_MS = 1000;
/** A check of the disk writes a small file. */
const DISK_MS = 5000;
/** A check of the org is an API call. */
const ORG_MS = 60_000;
/** An org that did not respond is asked again sooner. */
const ORG_AGAIN_MS = 15_000;

/**
 * Probes of any number are answered from one check. Store and disk decide whether this process can serve. The org is reported
 * only: it is the same for every replica, so that taking them out of rotation would turn its outage into ours, and a probe
 * does not wait for it but reports what was last found.
 */
export function createHealthCheck({
  salesforce,
  store,
  folders,
  clock,
}: {
  salesforce: Ping;
  store: Ping;
  folders: Ping;
  clock: Clock;
}): HealthCheck {
  const ofStore = keepChecked({ name: 'store', clock, ping: () => store.ping(), keepMs: () => STORE_MS });
  const ofDisk = keepChecked({ name: 'disk', clock, ping: () => folders.ping(), keepMs: () => DISK_MS });
  const ofOrg = keepChecked({
    ...{ name: 'org', clock, ping: () => salesforce.ping() },
    keepMs: (isReady) => (isReady ? ORG_MS : ORG_AGAIN_MS),
  });
  return {
    async check() {
      const refreshing = ofOrg.refresh();
      const [storeHealth, diskHealth] = await Promise.all([ofStore.refresh(), ofDisk.refresh()]);
      const orgHealth = ofOrg.last() ?? (await refreshing);
      return { isReady: storeHealth.isReady && diskHealth.isReady, parts: [storeHealth, diskHealth, orgHealth] };
    },
  };
}

type Checked = { name: string; clock: Clock; ping: () => Promise<void>; keepMs: (isReady: boolean) => number };

function keepChecked({ name, clock, ping, keepMs }: Checked): {
  /** The state, checked again where the last check is too old; concurrent callers share one check. */
  refresh(): Promise<PartHealth>;
  last(): PartHealth | undefined;
} {
  let latest: { health: PartHealth; atMs: number } | undefined;
  let pending: Promise<PartHealth> | undefined;
  const check = async (): Promise<PartHealth> => {
    const error = await ping().then(
      () => undefined,
      (cause: unknown) => passingConditionOf(cause),
    );
    const now = clock.now();
    const failed = error === undefined ? {} : { kind: error instanceof ScoringError ? error.kind : 'defect' };
    const health = { name, isReady: error === undefined, ...failed, checkedAt: now.toISOString() };
    latest = { health, atMs: now.getTime() };
    return health;
  };
  return {
    refresh() {
      if (latest && clock.now().getTime() - latest.atMs < keepMs(latest.health.isReady)) {
        return Promise.resolve(latest.health);
      }
      pending ??= check().finally(() => (pending = undefined));
      return pending;
    },
    last: () => latest?.health,
  };
}
