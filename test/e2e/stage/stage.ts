import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGoal, reopenOrg } from './prepared-org.ts';
import type { PreparedOrg } from './prepared-org.ts';
import { keepFilled, keepTrained, orgFolder, readPrepared, serviceFolder } from './prepare-stage.ts';
import type { Filling, TrainedStageName } from './prepare-stage.ts';
import { createServiceClient } from './service-client.ts';
import type { ServiceClient } from './service-client.ts';
import { runServiceCommand, startServiceProcess } from './service-process.ts';
import type { ServiceOptions, ServiceProcess } from './service-process.ts';

/** An org full of generated leads with a goal, and the service beside it in a process of its own. */
export type Stage = {
  org: PreparedOrg;
  /** The org's last day. */
  endsAt: Date;
  goalId: string;
  /** All goals of a stage that has several. */
  goalIds: string[];
  token: string;
  /** Where the org keeps its records. */
  orgFolder: string;
  /** Where the service keeps its state. */
  dataFolder: string;
  service: ServiceProcess;
  client: ServiceClient;
  /** Runs a command of the service on its state. */
  command(...args: string[]): ReturnType<typeof runServiceCommand>;
  /** Ends the service and starts it again on the same state and port. */
  restartService(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Settings of a service whose trainings take less time, for tests that have other subjects than the rows. Every sample of
 * so many rows has the conversions that the checks ask for, with a margin.
 */
export const fewRows = { PLUMBLINE_TRAINING_ROWS: '2700' };

type ServiceSettings = { environment?: Record<string, string> };

export type StageOptions = Filling & ServiceSettings & { goalFields?: Record<string, unknown> };

/** A stage of its own with a goal that has no model yet. */
export async function openStage({ goalFields, environment, ...filling }: StageOptions): Promise<Stage> {
  return openCopy(await keepFilled(filling), { environment, goalFields: goalFields ?? {} });
}

/** A stage of its own whose goals are trained and have not scored anything. */
export async function openTrainedStage(name: TrainedStageName, settings: ServiceSettings = {}): Promise<Stage> {
  return openCopy(await keepTrained(name), settings);
}

type CopyOptions = ServiceSettings & { goalFields?: Record<string, unknown> };

async function openCopy(prepared: string, { environment, goalFields }: CopyOptions): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-stage-'));
  await cp(prepared, folder, { recursive: true });
  const { token, endsAt, goalIds, source } = readPrepared(folder);
  const org = await reopenOrg(orgFolder(folder), source);
  if (goalFields !== undefined) goalIds.push(await createGoal(org.admin, goalFields));
  const [goalId = ''] = goalIds;
  const dataFolder = serviceFolder(folder);
  const options: ServiceOptions = { org, dataFolder, environment };
  const start = async (): Promise<{ service: ServiceProcess; client: ServiceClient }> => {
    const service = await startServiceProcess(options);
    return { service, client: createServiceClient(service.url, token) };
  };
  let running = await start();
  return {
    org,
    endsAt: new Date(endsAt),
    goalId,
    goalIds,
    token,
    orgFolder: orgFolder(folder),
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
      await rm(folder, { recursive: true, force: true });
    },
  };
}
