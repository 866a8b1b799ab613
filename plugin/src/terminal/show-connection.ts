import type { Connection } from '@plumbline/contract';
import type { SfCommand } from '@salesforce/sf-plugins-core';

type Screen = Pick<SfCommand<unknown>, 'log' | 'table' | 'styledHeader'>;

/** Whether all that the service needs is there, and the caller may manage. */
export const isReady = ({ checks, rights }: Connection): boolean =>
  rights === 'manage' && checks.every(({ isDone }) => isDone);

/** Versions, rights and checks of a service, and what to do about those that are not right. */
export function showConnection(screen: Screen, { version, username, rights, apiUsage, checks }: Connection): void {
  screen.log(`Service version ${version}; works in the org as ${username ?? 'nobody: the org does not answer'}.`);
  screen.log(
    rights === 'manage'
      ? 'The token may evaluate records, start runs and manage goals.'
      : 'The token may only evaluate records. For runs and models issue one with --rights manage.',
  );
  if (apiUsage)
    screen.log(
      `API calls of the org today: ${apiUsage.used.toLocaleString('en')} of ${apiUsage.limit.toLocaleString('en')}.`,
    );
  screen.log();
  screen.table({
    data: checks.map(({ name, isDone, detail }) => ({ check: name, state: isDone ? 'right' : 'MISSING', detail })),
    columns: ['check', 'state', 'detail'],
    overflow: 'wrap',
  });
  for (const { isDone, name, action } of checks) if (!isDone && action !== undefined) screen.log(`${name}: ${action}`);
}
