import type { ObjectDefinition } from './object-definition.ts';
import { account } from './standard/account.ts';
import { emailMessage, emailMessageRelation, event, eventRelation, task } from './standard/activity.ts';
import { attachment, document, folder } from './standard/attachment.ts';
import { apexClass, apexTrigger, asyncApexJob, cronJobDetail, cronTrigger } from './standard/apex.ts';
import { apexTestObjects } from './standard/apex-tests.ts';
import { campaign, campaignMember, campaignMemberStatus } from './standard/campaign.ts';
import { accountContactRelation, caseStatus, serviceCase } from './standard/case.ts';
import { contact } from './standard/contact.ts';
import { contentDocument, contentDocumentLink, contentVersion } from './standard/content.ts';
import { individual } from './standard/individual.ts';
import { lead } from './standard/lead.ts';
import { opportunity, opportunityContactRole, opportunityHistory } from './standard/opportunity.ts';
import { permissionSetGroup, permissionSetGroupComponent } from './standard/permission-set-group.ts';
import * as setup from './standard/setup.ts';
import * as user from './standard/user.ts';

/** Every standard object but the field histories, which the schema derives. */
export const standardObjects: readonly ObjectDefinition[] = [
  account,
  accountContactRelation,
  apexClass,
  apexTrigger,
  ...apexTestObjects,
  asyncApexJob,
  attachment,
  campaign,
  campaignMember,
  campaignMemberStatus,
  serviceCase,
  caseStatus,
  contact,
  cronJobDetail,
  cronTrigger,
  ...[contentDocument, contentDocumentLink, contentVersion],
  setup.customNotificationType,
  setup.flowDefinitionView,
  user.customPermission,
  document,
  emailMessage,
  emailMessageRelation,
  event,
  eventRelation,
  user.fieldPermissions,
  folder,
  setup.group,
  setup.groupMember,
  individual,
  lead,
  setup.leadStatus,
  user.objectPermissions,
  opportunity,
  opportunityContactRole,
  opportunityHistory,
  setup.opportunityStage,
  setup.organization,
  user.permissionSet,
  user.permissionSetAssignment,
  permissionSetGroup,
  permissionSetGroupComponent,
  user.userLicense,
  user.profile,
  setup.queueSobject,
  setup.recordType,
  user.setupEntityAccess,
  task,
  setup.taskStatus,
  user.user,
  setup.userExternalCredential,
  setup.userRole,
];
