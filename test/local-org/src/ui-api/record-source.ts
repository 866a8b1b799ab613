import type { QueryRow } from '../org.ts';
import type { XmlElement } from '../metadata/xml.ts';
import type { DescribeSObject } from '../schema/describe.ts';

/** The part of a deployed component that the UI API needs. */
export type NamedBody = { fullName: string; body: XmlElement };

/** Locale and time zone of the user; the source applies the user's rights. */
export type UserContext = {
  id: string;
  /** BCP 47: `en-US`. */
  locale: string;
  /** IANA name. */
  timeZone: string;
  profile: string;
};

/** The org as one user sees it. */
export type RecordSource = {
  user: UserContext;
  apiVersion: string;
  /** `/services/data/v65.0/ui-api` */
  root: string;
  /** undefined when there is no such object or the user may not see it. */
  describe(object: string): DescribeSObject | undefined;
  objectOfId(id: string): string | undefined;
  /** Throws `OrgError` as a query of the user would. */
  rows(soql: string): QueryRow[];
  /** The deployed components of a type. */
  components(type: string): readonly NamedBody[];
};

/** A text as SOQL writes it. */
export const soqlText = (value: string): string =>
  `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;

export const soqlList = (values: readonly string[]): string => `(${values.map(soqlText).join(', ')})`;
