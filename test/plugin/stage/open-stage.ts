import { openStage } from '../../e2e/stage/stage.ts';
import type { Stage, StageOptions } from '../../e2e/stage/stage.ts';
import { assert } from '../../clients/tally.ts';
import { openPlugin } from './open-plugin.ts';
import type { SfWithPlugin } from './open-plugin.ts';

export const goalName = 'Lead converts in 90 days';

/** An org with leads and a goal, its service, and `sf` with the plugin, logged in as the org's administrator. */
export type PluginStage = Stage & {
  sf: SfWithPlugin;
  /** The ids of the leads that match a condition, sorted. */
  leadIds(where: string, limit?: number): Promise<string[]>;
};

type Options = Partial<StageOptions> & { isConnected?: boolean; isTrained?: boolean };

export async function openPluginStage({
  isConnected = true,
  isTrained = false,
  ...options
}: Options = {}): Promise<PluginStage> {
  const stage = await openStage({ leads: 1200, seed: 7, ...options });
  const sf = await openPlugin({ url: stage.org.url, token: stage.org.adminToken });
  if (isConnected) {
    await sf.result('service connect', ['--url', stage.service.url, '--token', stage.token]);
  }
  if (isTrained) {
    const { training: run } = await stage.client.train(stage.goalId);
    assert.equal(run.status, 'Successful', JSON.stringify(run.messages));
  }
  const { stop } = stage;
  return Object.assign(stage, {
    sf,
    async leadIds(where: string, limit = 1000) {
      const soql = `SELECT Id FROM Lead WHERE ${where} ORDER BY Id LIMIT ${limit}`;
      const { records } = await stage.org.admin.query<{ Id: string }>(soql);
      return records.map(({ Id }) => Id);
    },
    async stop() {
      sf.remove();
      await stop();
    },
  });
}
