import { childText } from '../metadata/xml.ts';
import type { Org } from '../org.ts';

/** The texts of the org's custom labels, by name in any case. */
export const labelsOf =
  (org: Org) =>
  (name: string): string | undefined => {
    const found = org.components('CustomLabel').find(({ fullName }) => fullName.toLowerCase() === name.toLowerCase());
    return found === undefined ? undefined : (childText(found.body, 'value') ?? '');
  };
