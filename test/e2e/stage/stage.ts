import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGoal, fillOrg, prepareOrg } from './prepared-org.ts';
import type { PreparedOrg } from './prepared-org.ts';
import { createServiceClient } from './service-client.ts';
import type { ServiceClient } from './service-client.ts';
import { issueToken, runServiceCommand, startServiceProcess } from './service-process.ts';
import type { ServiceOptions, ServiceProcess } from './service-process.ts';

/** An org full of generated leads with a goal, and the service beside it in a process of its own. */
export type Stage = {
  org: PreparedOrg;
  goalId: string;
  token: string;
  /** Where the service keeps its state. */
  dataFolder: string;
  service: ServiceProcess;
  client: ServiceClient;
  /** Runs a command of the service on its state; on PGlite the service must not be running. */
  command(...args: string[]): ReturnType<typeof runServiceCommand>;
  /** Ends the service and starts it again on the same state and port. */
  restartService(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  stop(): Promise<void>;
};

export type StageOptions = {
  leads: number;
  /** Customers beside them; as the generator has it unless given. */
  accounts?: number;
  seed: number;
  /** The org's last day. */
  endsAt: Date;
  goalFields?: Record<string, unknown>;
  environment?: Record<string, string>;
};

export async function openStage({ goalFields, environment, ...generated }: StageOptions): Promise<Stage> {
  const org = await prepareOrg({ source: 'generated-org' });
  const dataFolder = await mkdtemp(join(tmpdir(), 'plumbline-stage-'));
  await fillOrg(org, generated);
  const goalId = await createGoal(org.admin, goalFields);
  const options: ServiceOptions = { org, dataFolder, environment };
  const token = await issueToken(options, 'manage');
  const start = async (): Promise<{ service: ServiceProcess; client: ServiceClient }> => {
    const service = await startServiceProcess(options);
    return { service, client: createServiceClient(service.url, token) };
  };
  let running = await start();
  return {
    org,
    goalId,
    token,
    dataFolder,
    get service() {
      return running.service;
    },
    get client() {
      return running.client;
    },
    command: (...args) => runServiceCommand(options, args),
    async restartService(signal) {
      await running.service.stop(signal);
      options.port = Number(new URL(running.service.url).port);
      running = await start();
    },
    async stop() {
      await running.service.stop();
      await org.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
