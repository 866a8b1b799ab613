import { OrgError } from '../../org-error.ts';
import type { LeadConversion, SaveResult, WriteOperation } from '../../org.ts';
import { localPassword } from '../client-app.ts';
import { isObject } from '../json-value.ts';
import type { JsonObject } from '../json-value.ts';
import { writeByIds, writeRecords } from '../record-writer.ts';
import type { SaveRules } from '../record-writer.ts';
import type { ServerState } from '../server-state.ts';
import { readUser } from '../user-record.ts';
import { listOf, textOf } from './envelope.ts';
import { mergeAll } from './merge.ts';
import { readRecord } from './read-record.ts';

export type PartnerCall = { message: JsonObject; userId: string; apiVersion: string; header: JsonObject };
type Operation = (state: ServerState, call: PartnerCall) => unknown;

const mostConversions = 100;
const mostRecords = 200;

function userInfo({ org }: ServerState, userId: string): JsonObject {
  const user = readUser(org, userId);
  return {
    organizationId: org.id,
    organizationName: 'Local Org',
    userEmail: user.email,
    userFullName: user.name,
    userId,
    userLanguage: 'en_US',
    userLocale: 'en_US',
    userName: user.username,
    userTimeZone: user.timeZone,
    userType: 'Standard',
  };
}

/** @throws OrgError `INVALID_LOGIN` when user name or password is wrong */
export function login(state: ServerState, message: JsonObject, apiVersion: string): JsonObject {
  const { org, url, sessions } = state;
  const userId = org.userId(textOf(message['username']) ?? '');
  if (userId === undefined || textOf(message['password']) !== localPassword) {
    throw new OrgError('INVALID_LOGIN', 'Invalid username, password, security token; or user locked out.');
  }
  return {
    metadataServerUrl: `${url}/services/Soap/m/${apiVersion}/${org.id}`,
    passwordExpired: false,
    sandbox: false,
    serverUrl: `${url}/services/Soap/u/${apiVersion}/${org.id}`,
    sessionId: sessions.start(userId),
    userId,
    userInfo: userInfo(state, userId),
  };
}

const isTrue = (element: unknown): boolean => textOf(element) === 'true';

function readConversion(value: unknown): LeadConversion {
  const element = isObject(value) ? value : {};
  return {
    leadId: textOf(element['leadId']) ?? '',
    convertedStatus: textOf(element['convertedStatus']) ?? '',
    accountId: textOf(element['accountId']),
    contactId: textOf(element['contactId']),
    opportunityId: textOf(element['opportunityId']),
    ownerId: textOf(element['ownerId']),
    opportunityName: textOf(element['opportunityName']),
    doNotCreateOpportunity: isTrue(element['doNotCreateOpportunity']),
    overwriteLeadSource: isTrue(element['overwriteLeadSource']),
  };
}

function convertLeads({ org, faults }: ServerState, { message, userId }: PartnerCall): unknown {
  const conversions = listOf(message['leadConverts']).map(readConversion);
  if (conversions.length > mostConversions) {
    throw new OrgError('EXCEEDED_ID_LIMIT', `record limit reached. cannot convert more than ${mostConversions} leads`);
  }
  return conversions.map((conversion) => {
    const error = faults.ofRecord('Lead', conversion.leadId);
    if (error !== undefined) return { errors: [error], leadId: conversion.leadId, success: false };
    return org.transaction(() => org.convertLead(userId, conversion));
  });
}

const saveJson = ({ id, success, errors, created }: SaveResult, operation: WriteOperation): JsonObject => ({
  ...(operation === 'upsert' ? { created: created === true } : {}),
  errors,
  id,
  success,
});

function checkCount(elements: unknown[]): void {
  if (elements.length <= mostRecords) return;
  const message = `record limit reached. cannot submit more than ${mostRecords} records into this call`;
  throw new OrgError('EXCEEDED_ID_LIMIT', message);
}

/** Unlike REST, SOAP runs assignment rules only where its header names one or asks for the active one. */
function rulesOf(header: JsonObject): SaveRules {
  const part = (name: string): JsonObject => (isObject(header[name]) ? header[name] : {});
  const assignment = part('AssignmentRuleHeader');
  return {
    assignsOwner: isTrue(assignment['useDefaultRule']) || textOf(assignment['assignmentRuleId']) !== undefined,
    allowsDuplicates: isTrue(part('DuplicateRuleHeader')['allowSave']),
  };
}

const saveRecords =
  (operation: WriteOperation): Operation =>
  (state, { message, userId, apiVersion, header }) => {
    const elements = listOf(message['sObjects']);
    checkCount(elements);
    const externalIdField = textOf(message['externalIDFieldName']);
    const shared = { userId, apiVersion, operation, ...rulesOf(header), ...(externalIdField && { externalIdField }) };
    return state.org.transaction(() => {
      const writes = elements.map((element) => ({
        ...shared,
        ...readRecord(state, userId, isObject(element) ? element : {}),
      }));
      return writeRecords(state, writes).map((result) => saveJson(result, operation));
    });
  };

const writeIds =
  (operation: 'delete' | 'undelete'): Operation =>
  (state, { message, userId, apiVersion }) => {
    const elements = listOf(message['ids']);
    checkCount(elements);
    const ids = elements.map((element) => textOf(element) ?? '');
    return state.org.transaction(() =>
      writeByIds(state, { userId, apiVersion, operation, ids }).map((result) => saveJson(result, operation)),
    );
  };

/** The operations of the partner API that need a session. */
export const partnerOperations: Readonly<Record<string, Operation>> = {
  convertLead: convertLeads,
  merge: mergeAll,
  create: saveRecords('insert'),
  update: saveRecords('update'),
  upsert: saveRecords('upsert'),
  delete: writeIds('delete'),
  undelete: writeIds('undelete'),
  getUserInfo: (state, { userId }) => userInfo(state, userId),
  getServerTimestamp: ({ org }) => ({ timestamp: org.clock.now().toISOString() }),
};
