import type { Kept } from '../storage/kept.ts';

/** The secrets of a principal of an external credential, by the names of their parameters. */
export type CredentialSecrets = {
  externalCredential: string;
  principalName: string;
  values: Readonly<Record<string, string>>;
};

const kind = 'credential';

const keyOf = ({ externalCredential, principalName }: Omit<CredentialSecrets, 'values'>): string =>
  `${externalCredential}-${principalName}`.toLowerCase();

const allOf = (kept: Kept): CredentialSecrets[] => kept.all(kind) as CredentialSecrets[];

export const findSecrets = (kept: Kept, principal: Omit<CredentialSecrets, 'values'>): CredentialSecrets | undefined =>
  allOf(kept).find((one) => keyOf(one) === keyOf(principal));

export const keepSecrets = (kept: Kept, secrets: CredentialSecrets): void => {
  kept.put(kind, keyOf(secrets), secrets);
};

export const deleteSecrets = (kept: Kept, principal: Omit<CredentialSecrets, 'values'>): void => {
  kept.delete(kind, keyOf(principal));
};

/** What a callout sends for a parameter of a principal; undefined where nobody has entered it. */
export function secretOf(
  kept: Kept,
  { externalCredential, principal, parameter }: { externalCredential: string; principal: string; parameter: string },
): string | undefined {
  return findSecrets(kept, { externalCredential, principalName: principal })?.values[parameter];
}
