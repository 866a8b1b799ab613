import { OrgError } from '../org-error.ts';

/** A parameter that cannot be read. */
export const illegalParameter = (message: string): OrgError => new OrgError('ILLEGAL_QUERY_PARAMETER_VALUE', message);

export const notFound = (): OrgError =>
  new OrgError('NOT_FOUND', 'The requested resource does not exist', { status: 404 });

/** A record or an object that is there, but not for this user. */
export const noAccess = (): OrgError =>
  new OrgError(
    'INSUFFICIENT_ACCESS',
    "You don't have access to this record. Ask your administrator for help or to request access.",
    { status: 403 },
  );

export const unsupportedObject = (object: string): OrgError =>
  new OrgError('INVALID_TYPE', `Object ${object} is not supported in UI API`);
