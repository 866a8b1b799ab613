import type { QueryRow } from '../org.ts';
import type { XmlElement } from '../metadata/xml.ts';
import type { DescribeSObject } from '../schema/describe.ts';

/** A deployed component as it is needed here. */
export type NamedBody = { fullName: string; body: XmlElement };

/** The user an answer is made for: what they may see is the source's to know, how they read it is said here. */
export type UserContext = {
  id: string;
  /** BCP 47: `en-US`. */
  locale: string;
  /** IANA name. */
  timeZone: string;
  profile: string;
};

/** Where answers come from: the org as one user sees it. */
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
