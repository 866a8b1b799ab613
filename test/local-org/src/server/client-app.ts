import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** What a client logs in with, as an admin would set it up. */
export type ClientApp = {
  clientId: string;
  clientSecret: string;
  /** The user that the client-credentials flow runs as. */
  runAs: string;
  /** Checks JWT bearer assertions; without it the flow is refused. */
  publicKey: KeyObject | undefined;
};

/** The password of every user of a local org. */
export const localPassword = 'local-org-password';

/** The external client app of every local org; it is constant, so that clients stay connected over a restart. */
export function openClientApp(runAs: string, jwtCertificate: string | undefined): ClientApp {
  return {
    clientId: 'local-org-app',
    clientSecret: 'local-org-secret',
    runAs,
    publicKey: jwtCertificate === undefined ? undefined : createPublicKey(jwtCertificate),
  };
}

export type Assertion = { issuer: string; subject: string; audience: string; expiresAtMs: number };

const laterThanAnySecond = 100_000_000_000;

/** The claims of a JWT signed with RS256 for this key; undefined when it is not one. */
export function readAssertion(assertion: string, publicKey: KeyObject): Assertion | undefined {
  const [header = '', payload = '', signature = '', ...rest] = assertion.split('.');
  if (signature === '' || rest.length > 0) return undefined;
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'))) return undefined;
  const claims = parsePart(payload);
  if (parsePart(header)?.['alg'] !== 'RS256' || claims === undefined) return undefined;
  const { iss, sub, aud, exp } = claims;
  if (typeof iss !== 'string' || typeof sub !== 'string' || typeof aud !== 'string' || typeof exp !== 'number') {
    return undefined;
  }
  // `sf` sends milliseconds instead of the standard's seconds, and the platform accepts both.
  return { issuer: iss, subject: sub, audience: aud, expiresAtMs: exp > laterThanAnySecond ? exp : exp * 1000 };
}

function parsePart(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    // Not JSON: the caller answers "invalid assertion".
    return undefined;
  }
}
