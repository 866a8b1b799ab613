import type { Org } from '@salesforce/core';

/** The username of an org; undefined if the login is an access token, which the CLI stores as the username. */
export function usernameOf(org: Org): string | undefined {
  const username = org.getUsername();
  return username?.includes('!') ? undefined : username;
}

/** The name of an org for messages; never its access token. */
export const orgName = (org: Org): string => usernameOf(org) ?? org.getOrgId();
