import { isIP } from 'node:net';
import { z } from 'zod';

type Limits = { least: number; most: number; default: number };

/** A whole number in text, within limits outside of which the setting makes no sense. */
export function wholeNumber(description: string, { least, most, default: byDefault }: Limits) {
  const expected = `A whole number from ${least} to ${most} is expected.`;
  return z
    .string()
    .regex(/^\d{1,15}$/, expected)
    .transform(Number)
    .refine((number) => number >= least && number <= most, expected)
    .default(byDefault)
    .meta({ description, allowed: `a whole number from ${least} to ${most}` });
}

/** A share above 0 and up to 1. */
export const share = z
  .string()
  .transform(Number)
  .refine((number) => number > 0 && number <= 1, 'A number above 0 and up to 1 is expected.');

export const portExpected = 'A whole number from 0 to 65535 is expected.';

/** A text that is not empty; the message says where to find it. */
export const filled = (message: string) => z.string({ error: message }).trim().min(1, message);

/** Whether an address has one of the protocols and passes a further test; what is no address has none. */
export function isAddress(
  text: string,
  protocols: readonly string[],
  test: (url: URL) => boolean = () => true,
): boolean {
  const url = URL.parse(text);
  return url !== null && protocols.includes(url.protocol) && test(url);
}

/** Whether a URL names this machine. */
export const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

const UNITS = { KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, KIB: 2 ** 10, MIB: 2 ** 20, GIB: 2 ** 30, TIB: 2 ** 40 };
/** Less is a slip of the unit: the inputs of a thousand leads need more. */
export const LEAST_MEMORY = 1e8;

/** The bytes of a size such as `1GB`; 0 for a text that is none. */
export function bytesOf(size: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*([KMGT]I?B)$/i.exec(size) ?? [];
  return Number(number ?? 0) * (UNITS[unit.toUpperCase() as keyof typeof UNITS] ?? 0);
}

/** Who may read a route. */
export const exposure = z.enum(['open', 'token', 'off']).default('open');

/** Whether a text is an IP address, or one with the length of a prefix. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  return (
    version !== 0 &&
    more.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)))
  );
}

/** Addresses and networks, with commas. */
export const networks = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine((parts) => parts.every(isNetwork), 'IP addresses or networks with commas are expected: 10.0.0.0/8,::1.');
