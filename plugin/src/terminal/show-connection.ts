import type { Connection } from '@plumbline/contract';
import type { SfCommand } from '@salesforce/sf-plugins-core';
import { readableCount } from './counts.ts';

type Screen = Pick<SfCommand<unknown>, 'log' | 'table' | 'styledHeader'>;

/** Whether every check passed and the token has manage rights. */
export const isReady = ({ checks, rights }: Connection): boolean =>
  rights === 'manage' && checks.every(({ isDone }) => isDone);

/** Shows the version, rights, and checks of a service, and the next step for each failed check. */
export function showConnection(screen: Screen, { version, username, rights, apiUsage, checks }: Connection): void {
  screen.log(
    username === undefined
      ? `Service version ${version}. The org doesn't respond to the service.`
      : `Service version ${version}. Integration user: ${username}.`,
  );
  screen.log(
    rights === 'manage'
      ? 'The token can evaluate records, start runs, and manage goals.'
      : 'The token can only evaluate records. For runs and models, issue a token with --rights manage.',
  );
  if (apiUsage)
    screen.log(`Daily API calls of the org: ${readableCount(apiUsage.used)} of ${readableCount(apiUsage.limit)}.`);
  screen.log();
  screen.table({
    data: checks.map(({ name, isDone, detail }) => ({ check: name, outcome: isDone ? 'passed' : 'failed', detail })),
    columns: ['check', 'outcome', 'detail'],
    overflow: 'wrap',
  });
  for (const { isDone, name, action } of checks) if (!isDone && action !== undefined) screen.log(`${name}: ${action}`);
}
