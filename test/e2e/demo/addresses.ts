/** Pages of the demo in a browser. */
export type DemoPages = { lead: string; scores: string; model: string };

/** `url` is that of the page server. */
export const pageAddresses = (url: string, leadId: string): DemoPages => ({
  lead: `${url}/lightning/r/Lead/${leadId}/view?as=rep@local.org`,
  scores: `${url}/lightning/n/Scoring_Scores?as=admin@local.org`,
  model: `${url}/lightning/n/Scoring_Model?as=admin@local.org`,
});

/** Where to look once everything runs, as lines of text. */
export function describeAddresses({
  urls,
  pages,
  tokens,
  goalId,
  leadId,
}: {
  urls: { org: string; service: string };
  pages: DemoPages;
  tokens: { admin: string; manage: string };
  goalId: string;
  leadId: string;
}): string[] {
  return [
    '',
    'Open in a browser (the first opening builds the page, about a minute):',
    '',
    `  A lead as a rep sees it  ${pages.lead}`,
    `  Scores as an admin       ${pages.scores}`,
    '',
    'Evaluate the same lead from the command line:',
    '',
    `  curl -s -X POST ${urls.service}/v1/scores \\`,
    `    -H 'Authorization: Bearer ${tokens.manage}' -H 'Content-Type: application/json' \\`,
    `    -d '${JSON.stringify({ goalId, recordId: leadId })}'`,
    '',
    `The org answers at      ${urls.org}`,
    `  as its administrator  ${tokens.admin}`,
    `The service answers at  ${urls.service}  (API: ${urls.service}/openapi.json)`,
  ];
}
