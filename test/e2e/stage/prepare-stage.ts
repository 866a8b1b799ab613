import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptFolder } from './kept-folder.ts';
import { createGoal, customerGoalFields, fillOrg, prepareOrg, prepareUntidiness, reopenOrg } from './prepared-org.ts';
import type { LeadSource, PreparedOrg } from './prepared-org.ts';
import { createServiceClient } from './service-client.ts';
import { issueToken, startServiceProcess } from './service-process.ts';

/** The records of a generated org. */
export type Filling = {
  leads: number;
  /** Customers beside them; as the generator has it unless given. */
  accounts?: number;
  seed: number;
  /** An org as orgs are. */
  isUntidy?: boolean;
};

/** What a prepared folder holds beside the org (`org`) and the service's state (`service`). */
export type Prepared = {
  /** The org's last day. */
  endsAt: string;
  source: LeadSource;
  /** Of the service, with the right to manage. */
  token: string;
  goalIds: string[];
};

export const orgFolder = (folder: string): string => join(folder, 'org');
export const serviceFolder = (folder: string): string => join(folder, 'service');
const aboutFile = (folder: string): string => join(folder, 'stage.json');
const tokenFile = (folder: string): string => join(folder, 'token');

export const readPrepared = (folder: string): Prepared =>
  JSON.parse(readFileSync(aboutFile(folder), 'utf8')) as Prepared;
const writePrepared = (folder: string, prepared: Prepared): void => {
  writeFileSync(aboutFile(folder), JSON.stringify(prepared));
};

/** The state of a service that has all its tables and a token with the right to manage; it belongs to no org yet. */
const keepServiceState = (org: PreparedOrg): Promise<string> =>
  keptFolder('service-state', async (folder) => {
    const options = { org, dataFolder: serviceFolder(folder) };
    const token = await issueToken(options, 'manage');
    await (await startServiceProcess(options)).stop();
    writeFileSync(tokenFile(folder), token);
  });

/** An org full of generated records, and the empty state of a service. */
export const keepFilled = ({ leads, accounts, seed, isUntidy = false }: Filling): Promise<string> =>
  keptFolder(['filled', leads, accounts ?? 'usual', seed, isUntidy ? 'untidy' : 'tidy'].join('-'), async (folder) => {
    const source = isUntidy ? 'untidy-org' : 'generated-org';
    const org = await prepareOrg({ source, folder: orgFolder(folder) });
    try {
      const endsAt = new Date();
      const untidy = isUntidy ? { untidy: await prepareUntidiness(org) } : {};
      await fillOrg(org, { leads, ...(accounts !== undefined && { accounts }), seed, endsAt, ...untidy });
      const state = await keepServiceState(org);
      cpSync(serviceFolder(state), serviceFolder(folder), { recursive: true });
      const token = readFileSync(tokenFile(state), 'utf8');
      writePrepared(folder, { endsAt: endsAt.toISOString(), source, token, goalIds: [] });
    } finally {
      await org.stop();
    }
  });

const trainedStages = {
  leads: { filling: { leads: 1500, seed: 11 }, goals: [{}] },
  untidy: { filling: { leads: 1500, seed: 11, isUntidy: true }, goals: [{}] },
  customers: {
    filling: { leads: 300, accounts: 1000, seed: 11 },
    goals: [customerGoalFields('Account'), customerGoalFields('Contact')],
  },
} satisfies Record<string, { filling: Filling; goals: Record<string, unknown>[] }>;

/** Whom the goals of a trained stage score: leads, leads of an untidy org, or accounts (the first goal) and their contacts (the second). */
export type TrainedStageName = keyof typeof trainedStages;

export const fillingOf = (name: TrainedStageName): Filling => trainedStages[name].filling;

/** An org full of generated records with trained goals, whose open records were scored after the training. */
export const keepTrained = (name: TrainedStageName): Promise<string> =>
  keptFolder(`trained-${name}`, async (folder) => {
    const { filling, goals } = trainedStages[name];
    cpSync(await keepFilled(filling), folder, { recursive: true });
    const prepared = readPrepared(folder);
    const org = await reopenOrg(orgFolder(folder), prepared.source);
    try {
      const service = await startServiceProcess({ org, dataFolder: serviceFolder(folder) });
      try {
        const client = createServiceClient(service.url, prepared.token);
        for (const fields of goals) {
          const goalId = await createGoal(org.admin, fields);
          prepared.goalIds.push(goalId);
          const { training, scoring } = await client.train(goalId);
          for (const run of [training, scoring]) {
            if (run?.status !== 'Successful') throw new Error(`A run failed: ${JSON.stringify(run?.messages)}`);
          }
        }
      } finally {
        await service.stop();
      }
      writePrepared(folder, prepared);
    } finally {
      await org.stop();
    }
  });
