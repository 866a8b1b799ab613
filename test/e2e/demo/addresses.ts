/** Where to look once everything runs, as lines of text. */
export function describeAddresses({
  urls,
  tokens,
  goalId,
  leadId,
}: {
  urls: { org: string; service: string; pages: string };
  tokens: { admin: string; manage: string };
  goalId: string;
  leadId: string | undefined;
}): string[] {
  return [
    '',
    'Open in a browser (the first opening builds the page, about a minute):',
    '',
    `  A lead as a rep sees it  ${urls.pages}/lightning/r/Lead/${leadId ?? ''}/view?as=rep@local.org`,
    `  Scores as an admin       ${urls.pages}/lightning/n/Scoring_Scores?as=admin@local.org`,
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
