import { Connection } from 'jsforce';
import { integrationUsername } from '../../local-org/src/index.ts';
import type { PreparedOrg } from './prepared-org.ts';

const empty = { Predictive_Score__c: null, Predictive_Score_Band__c: null, Predictive_Score_Scored_At__c: null };

/** Clears the scores of all leads as the user who may write them, so that the next run writes every record. */
export async function emptyScores(org: Pick<PreparedOrg, 'url' | 'tokenFor'>): Promise<void> {
  const service = new Connection({
    instanceUrl: org.url,
    accessToken: org.tokenFor(integrationUsername),
    version: '65.0',
  });
  const { records } = await service.query<{ Id: string }>('SELECT Id FROM Lead WHERE Predictive_Score__c != null', {
    autoFetch: true,
    maxFetch: 100_000,
  });
  const results = await service.sobject('Lead').update(
    records.map(({ Id }) => ({ Id, ...empty })),
    { allowRecursive: true },
  );
  const refused = results.find(({ success }) => !success);
  if (refused) throw new Error(`A score was not cleared: ${JSON.stringify(refused)}`);
}
