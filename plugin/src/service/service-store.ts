import { shortId } from '@plumbline/contract';
import { ConfigFile, Global } from '@salesforce/core';

/** The saved connection to a scoring service. */
export type SavedService = { url: string; token: string };

type Contents = Record<string, { url: string; serviceToken: string }>;

/**
 * Connections by org id, in the state folder of the CLI. The CLI encrypts their tokens with its own key, like the tokens
 * of orgs.
 */
class ServiceConfig extends ConfigFile<ConfigFile.Options, Contents> {
  protected static override encryptedKeys = [/token/i];

  static override getDefaultOptions(): ConfigFile.Options {
    return { isGlobal: true, isState: true, stateFolder: Global.SF_STATE_FOLDER, filename: 'plumbline-services.json' };
  }
}

export async function readSavedService(orgId: string): Promise<SavedService | undefined> {
  const saved = (await ServiceConfig.create()).get(shortId(orgId), true);
  return saved ? { url: saved.url, token: saved.serviceToken } : undefined;
}

export async function saveService(orgId: string, { url, token }: SavedService): Promise<void> {
  const config = await ServiceConfig.create();
  config.set(shortId(orgId), { url, serviceToken: token });
  await config.write();
}

/** Deletes the connection of an org. Returns false if it had none. */
export async function deleteService(orgId: string): Promise<boolean> {
  const config = await ServiceConfig.create();
  if (!config.has(shortId(orgId))) return false;
  config.unset(shortId(orgId));
  await config.write();
  return true;
}
