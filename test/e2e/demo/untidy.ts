import { storedFactorsSchema } from '@plumbline/contract';
import { truthLookup } from '../../local-org/src/generator/lead-truth.ts';
import type { GeneratorOptions } from '../../local-org/src/generator/world.ts';
import { plural } from '../../../scoring-service/src/domain/figures.ts';
import { calibrationError } from '../stage/calibration-error.ts';
import { expectedAuc } from '../stage/expected-auc.ts';
import type { PreparedOrg } from '../stage/prepared-org.ts';

const DAY_MS = 86_400_000;
const timeframeDays = 90;
const mostLeads = 1_000_000;

/** The owner of each lead by its id. */
export async function readOwners({ admin }: PreparedOrg): Promise<Map<string, string>> {
  const soql = 'SELECT Id, OwnerId FROM Lead';
  const { records } = await admin.query<{ Id: string; OwnerId: string }>(soql, {
    autoFetch: true,
    maxFetch: mostLeads,
  });
  return new Map(records.map(({ Id, OwnerId }) => [Id, OwnerId]));
}

type LeadRow = {
  Id: string;
  Predictive_Score__c: number | null;
  Predictive_Score_Scored_At__c: string | null;
  Predictive_Score_Factors__c: string | null;
  Individual: { HasOptedOutProfiling: boolean; HasOptedOutProcessing: boolean; ShouldForget: boolean } | null;
};

/** What the runs did to an untidy org, and how the scores stand to the truth, which only its generator knows. */
export type UntidyFigures = {
  ownersChanged: number;
  /** Open qualified leads, without those whose person opted out. */
  openLeads: number;
  withoutScore: number;
  auc: number;
  calibrationError: number;
};

export async function measureUntidy(
  org: PreparedOrg,
  { options, ownersBefore }: { options: GeneratorOptions; ownersBefore: ReadonlyMap<string, string> },
): Promise<UntidyFigures> {
  const owners = await readOwners(org);
  const soql =
    'SELECT Id, Predictive_Score__c, Predictive_Score_Scored_At__c, Predictive_Score_Factors__c, ' +
    'Individual.HasOptedOutProfiling, Individual.HasOptedOutProcessing, Individual.ShouldForget FROM Lead ' +
    "WHERE IsConverted = false AND Status IN ('Open - Not Contacted', 'Working - Contacted')";
  const { records } = await org.integration.query<LeadRow>(soql, { autoFetch: true, maxFetch: mostLeads });
  const open = records.filter(({ Individual: person }) => person === null || !Object.values(person).includes(true));
  const truthOf = truthLookup(options);
  const pairs = open.flatMap((lead) => {
    const truth = truthOf(lead.Id);
    const stored = lead.Predictive_Score_Factors__c;
    if (truth === undefined || stored === null) return [];
    const { probability } = storedFactorsSchema.parse(JSON.parse(stored));
    const ageDays = (Date.parse(lead.Predictive_Score_Scored_At__c ?? '') - truth.created.getTime()) / DAY_MS;
    return probability === undefined
      ? []
      : [{ predicted: probability, actual: truth.probability(ageDays, timeframeDays) }];
  });
  return {
    ownersChanged: [...ownersBefore].filter(([id, owner]) => owners.get(id) !== owner).length,
    openLeads: open.length,
    withoutScore: open.filter(({ Predictive_Score__c: score }) => !score).length,
    auc: expectedAuc(pairs),
    calibrationError: calibrationError(pairs),
  };
}

/** The figures as lines of text. */
export const describeUntidy = (figures: UntidyFigures): string[] => [
  '',
  'What the runs did to the org, and how the scores stand to the truth',
  '───────────────────────────────────────────────────────────────────',
  `  ${plural(figures.ownersChanged, 'owner')} changed by an assignment rule; of ${plural(figures.openLeads, 'open qualified lead')}, ${figures.withoutScore} without a score`,
  `  AUC ${figures.auc.toFixed(4)}, calibration error ${figures.calibrationError.toFixed(4)}, by the true probabilities`,
  '  (npm run bench:quality -- --org 5000 --seed 11 --history all,300,0 --untidy compares with the tidy org)',
];
