import type { RecordError } from '../org.ts';
import { FlowFault } from './flow-fault.ts';
import type { FlowEmail } from './flow-host.ts';
import type { FlowFailure, Interview } from './interview.ts';
import type { FlowElement } from './model.ts';
import { mergedText } from './resolve.ts';

let errors = 0;

/** The error of a record whose save a flow has failed, in the platform's words. */
export function saveError(label: string, message: string): RecordError {
  errors += 1;
  return {
    statusCode: 'CANNOT_EXECUTE_FLOW_TRIGGER',
    message: `We can't save this record because the “${label}” process failed. Give your Salesforce admin these details. ${message} Error ID: ${1_000_000_000 + errors}-${errors}`,
    fields: [],
  };
}

const typeNames: Record<FlowElement['kind'], string> = {
  assignment: 'FlowAssignment',
  decision: 'FlowDecision',
  loop: 'FlowLoop',
  lookup: 'FlowRecordLookup',
  create: 'FlowRecordCreate',
  update: 'FlowRecordUpdate',
  delete: 'FlowRecordDelete',
  rollback: 'FlowRecordRollback',
  collection: 'FlowCollectionProcessor',
  action: 'FlowActionCall',
  subflow: 'FlowSubflow',
  screen: 'FlowScreen',
  customError: 'FlowCustomError',
  unsupported: 'FlowElement',
};

const triggerNames: Record<string, string> = {
  RecordBeforeSave: 'Record-Triggered Flow',
  RecordAfterSave: 'Record-Triggered Flow',
  RecordBeforeDelete: 'Record-Triggered Flow',
  PlatformEvent: 'Platform Event—Triggered Flow',
  Scheduled: 'Schedule-Triggered Flow',
};

type Details = { interview: Interview; failure: FlowFailure; to: string[]; userName: string };

/** The mail about an error that no fault path took. */
export function failureMail({ interview, failure, to, userName }: Details): FlowEmail {
  const { flow } = interview;
  const { element, error } = failure;
  const place = element === undefined ? '' : `Error element ${element.name} (${typeNames[element.kind]}).\n`;
  const type = triggerNames[flow.start.triggerType ?? ''] ?? 'Autolaunched Flow';
  return {
    to,
    subject: `Error Occurred During Flow "${flow.name}": ${error.message}`,
    body: `${place}${error.message}

Flow Details
Flow API Name: ${flow.name}
Type: ${flow.processType === 'Flow' ? 'Screen Flow' : type}

Flow Interview Details
Interview Label: ${labelOf(interview)}
Interview GUID: ${interview.guid}
Current User: ${userName} (${interview.access.userId})
Start time: ${interview.startedAt.toISOString()}
`,
  };
}

/** A label that cannot be worked out is no reason to lose the mail. */
function labelOf(interview: Interview): string {
  try {
    return mergedText(interview, interview.flow.interviewLabel);
  } catch (error) {
    if (error instanceof FlowFault) return interview.flow.label;
    throw error;
  }
}
