import type { Org } from '@salesforce/core';

/** The username of an org; nothing where it is known by an access token alone, which stands in its place. */
export function usernameOf(org: Org): string | undefined {
  const username = org.getUsername();
  return username?.includes('!') ? undefined : username;
}

/** How an org is called in a message: never by its access token. */
export const orgName = (org: Org): string => usernameOf(org) ?? org.getOrgId();
