import { ConfigFile, Global } from '@salesforce/core';

/** Where the scoring service of an org is. */
export type SavedService = { url: string; token: string };

type Contents = Record<string, { url: string; serviceToken: string }>;

/**
 * Services by the id of their org, in the CLI's own state folder. Tokens are encrypted with the CLI's own key, as the
 * tokens of orgs are.
 */
class ServiceConfig extends ConfigFile<ConfigFile.Options, Contents> {
  protected static override encryptedKeys = [/token/i];

  static override getDefaultOptions(): ConfigFile.Options {
    return { isGlobal: true, isState: true, stateFolder: Global.SF_STATE_FOLDER, filename: 'plumbline-services.json' };
  }
}

/** Ids come with 15 and with 18 letters, of which the first 15 are the same. */
const keyOf = (orgId: string): string => orgId.slice(0, 15);

export async function readSavedService(orgId: string): Promise<SavedService | undefined> {
  const saved = (await ServiceConfig.create()).get(keyOf(orgId), true);
  return saved ? { url: saved.url, token: saved.serviceToken } : undefined;
}

export async function saveService(orgId: string, { url, token }: SavedService): Promise<void> {
  const config = await ServiceConfig.create();
  config.set(keyOf(orgId), { url, serviceToken: token });
  await config.write();
}

/** Whether there was one to forget. */
export async function forgetService(orgId: string): Promise<boolean> {
  const config = await ServiceConfig.create();
  if (!config.has(keyOf(orgId))) return false;
  config.unset(keyOf(orgId));
  await config.write();
  return true;
}
