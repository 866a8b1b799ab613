import type { Run } from '@plumbline/contract';
import { join } from 'node:path';
import { connectService } from '../stage/connect-service.ts';
import { plural } from '../../../scoring-service/src/domain/figures.ts';
import { createLazyBuild } from '../../browser/server/lazy-build.ts';
import { startPageServer } from '../../browser/server/page-server.ts';
import type { GeneratorOptions } from '../../local-org/src/generator/world.ts';
import { createGoal, fillOrg, prepareOrg, prepareUntidiness, websiteEvents } from '../stage/prepared-org.ts';
import type { LeadSource, PreparedOrg } from '../stage/prepared-org.ts';
import { createServiceClient } from '../stage/service-client.ts';
import type { ServiceClient } from '../stage/service-client.ts';
import { issueToken, startServiceProcess } from '../stage/service-process.ts';
import type { ServiceOptions } from '../stage/service-process.ts';
import { describeAddresses, pageAddresses } from './addresses.ts';
import type { DemoPages } from './addresses.ts';
import type { DemoArguments } from './arguments.ts';
import type { Progress } from './show-progress.ts';
import { describeReadiness, summarise } from './summary.ts';
import type { ShownLead } from './summary.ts';
import { describeUntidy, measureUntidy, readOwners } from './untidy.ts';
import { loadXEducation, xEducationGoalFields } from './xeducation.ts';

const monthsOfHistory = 24;

export type DemoContext = {
  progress: Progress;
  print: (line: string) => void;
  signal: AbortSignal;
  /** A folder for the service's state. */
  folder: string;
  /** Called last in, first out when the demo ends. */
  onEnd: (stop: () => Promise<void>) => void;
  now: () => Date;
};

/** The main job: fill an org with leads, create a goal, train it, score every open lead, show the scores. */
export async function runDemo(demo: DemoArguments, context: DemoContext): Promise<DemoPages> {
  const { count, csv, isUntidy, seed, port } = demo;
  const { progress, print, signal, folder, onEnd } = context;

  progress.step('Start the local org and deploy the package');
  const org = await prepareOrg({ source: sourceOf(demo), port });
  onEnd(() => org.stop());
  progress.finish(org.url);

  const serviceOptions = {
    org,
    dataFolder: join(folder, 'service'),
    port: port === 0 ? 0 : port + 10,
    onLog: (line: string) => {
      if (line.includes('"level":50')) print(line);
    },
  };
  // Each token takes a process of its own: they work while the org is filled.
  const issuing = issueTokens(serviceOptions);
  const settled = Promise.allSettled([issuing]);
  onEnd(async () => {
    await settled;
  });
  const options = { leads: count, seed, months: monthsOfHistory, endsAt: context.now(), events: websiteEvents };
  const generated = isUntidy ? { ...options, untidy: await prepareUntidiness(org) } : options;
  if (csv === undefined) await generateLeads(org, generated, context);
  else await loadLeads(org, csv, context);
  const ownersBefore = isUntidy ? await readOwners(org) : undefined;
  const goalId = await createGoal(org.admin, csv === undefined ? {} : await xEducationGoalFields());

  progress.step('Start the scoring service');
  const tokens = await issuing;
  const service = await startServiceProcess(serviceOptions);
  onEnd(() => service.stop());
  // From now on the package's flows and triggers call the service.
  await connectService(org, { url: service.url, tokens });
  progress.finish(service.url);
  signal.throwIfAborted();

  const client = createServiceClient(service.url, tokens.manage);
  describeReadiness(await client.readiness(goalId)).forEach(print);
  print('');
  const training = await follow(client, await client.startRun(goalId, 'Training'), context);
  if (training.status === 'Failed') {
    training.messages.forEach(({ text }) => {
      print(text);
    });
    throw new Error('The goal could not be trained.');
  }
  const scoring = await follow(client, await client.firstScoring(goalId), context);
  const leads = await readShownLeads(org, client, goalId);
  summarise({ training, scoring, card: await client.model(goalId), leads }).forEach(print);
  if (ownersBefore !== undefined) {
    describeUntidy(await measureUntidy(org, { options: generated, ownersBefore })).forEach(print);
  }
  const pages = await startPageServer({
    org,
    port: port === 0 ? 0 : port + 20,
    build: createLazyBuild(),
  });
  onEnd(() => pages.stop());
  const leadId = leads[0]?.result.recordId ?? '';
  const shown = pageAddresses(pages.url, leadId);
  const urls = { org: org.url, service: service.url };
  const issued = { admin: org.adminToken, manage: tokens.manage };
  describeAddresses({ urls, pages: shown, tokens: issued, goalId, leadId }).forEach(print);
  return shown;
}

/** The tokens that Salesforce keeps for admins and for reps. One after the other: the state has one process at a time. */
async function issueTokens(options: ServiceOptions): Promise<{ manage: string; score: string }> {
  return { manage: await issueToken(options, 'manage'), score: await issueToken(options, 'score') };
}

const sourceOf = ({ csv, isUntidy }: DemoArguments): LeadSource => {
  if (csv !== undefined) return 'xeducation';
  return isUntidy ? 'untidy-org' : 'generated-org';
};

async function generateLeads(
  org: PreparedOrg,
  options: GeneratorOptions,
  { progress, signal }: DemoContext,
): Promise<void> {
  const kind = options.untidy === undefined ? '' : ', as untidy as orgs are';
  progress.step(`Generate ${plural(options.leads, 'lead')} with ${plural(monthsOfHistory, 'month')} of history${kind}`);
  const onProgress = (done: number, total: number): void => {
    progress.advance(done, total);
  };
  await fillOrg(org, { ...options, onProgress, signal });
  progress.finish();
}

async function loadLeads(org: PreparedOrg, csv: string, { progress, signal }: DemoContext): Promise<void> {
  progress.step(`Load ${csv} through Bulk API 2.0`);
  const summary = await loadXEducation(org, {
    csv,
    signal,
    onProgress: ({ done, total }) => {
      if (total !== undefined) progress.advance(done, total);
    },
  });
  const failed = summary.failures.length + summary.conversionFailures.length;
  progress.finish(`${plural(summary.inserted, 'lead')} loaded, ${summary.converted} converted, ${failed} failed`);
}

/** Shows the progress of a run until it ends. */
async function follow(client: ServiceClient, { key, jobType }: Run, { progress, signal }: DemoContext): Promise<Run> {
  progress.step(jobType === 'Training' ? 'Train the goal' : 'Score every open qualified lead');
  const run = await client.waitForRun(
    key,
    ({ progressPercent }) => {
      progress.advance(progressPercent, 100);
    },
    signal,
  );
  progress.finish(run.status);
  return run;
}

type LeadRow = { Id: string; Name: string; Company: string | null };

/** The five best leads and five spread over the rest, each with the reasons that the service gives. */
async function readShownLeads({ admin }: PreparedOrg, client: ServiceClient, goalId: string): Promise<ShownLead[]> {
  const soql = 'SELECT Id, Name, Company FROM Lead WHERE Predictive_Score__c > 0 ORDER BY Predictive_Score__c DESC, Id';
  const { records } = await admin.query<LeadRow>(soql, { autoFetch: true, maxFetch: 1_000_000 });
  const rest = records.slice(5);
  const spread = Array.from({ length: 5 }, (_, index) => rest[Math.floor(((index + 1) * (rest.length - 1)) / 5)]);
  const leads: ShownLead[] = [];
  for (const lead of [...records.slice(0, 5), ...spread]) {
    if (!lead) continue;
    leads.push({ name: lead.Name, company: lead.Company, result: await client.score(goalId, lead.Id) });
  }
  return leads;
}
