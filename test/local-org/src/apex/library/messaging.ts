import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import type { Run } from '../run.ts';
import { classType, stringType } from '../types.ts';
import type { ApexObject } from '../values.ts';
import { makeWith, propertyMembers } from './beans.ts';
import type { Properties } from './beans.ts';

const emailProperties: Properties = {
  bccSender: ['Boolean', false],
  emailPriority: ['String'],
  replyTo: ['String'],
  saveAsActivity: ['Boolean', true],
  senderDisplayName: ['String'],
  subject: ['String'],
  useSignature: ['Boolean', true],
};

const singleProperties: Properties = {
  bccAddresses: ['List<String>'],
  ccAddresses: ['List<String>'],
  charset: ['String'],
  documentAttachments: ['List<Id>'],
  entityAttachments: ['List<String>'],
  fileAttachments: ['List<Messaging.EmailFileAttachment>'],
  htmlBody: ['String'],
  inReplyTo: ['String'],
  oneClickPost: ['Boolean', false],
  optOutPolicy: ['String', 'SEND'],
  orgWideEmailAddressId: ['Id'],
  plainTextBody: ['String'],
  references: ['String'],
  targetObjectId: ['Id'],
  templateId: ['Id'],
  templateName: ['String'],
  toAddresses: ['List<String>'],
  treatBodiesAsTemplate: ['Boolean', false],
  treatTargetObjectAsRecipient: ['Boolean', true],
  unsubscribeComment: ['String'],
  unsubscribeUrls: ['List<String>'],
  whatId: ['Id'],
};

const massProperties: Properties = {
  description: ['String'],
  targetObjectIds: ['List<Id>'],
  templateId: ['Id'],
  whatIds: ['List<Id>'],
};

const attachmentProperties: Properties = {
  body: ['Blob'],
  contentType: ['String'],
  fileName: ['String'],
  id: ['Id'],
  inline: ['Boolean', false],
};

/** What an instance of `Messaging.SendEmailError` keeps. */
export type SendEmailErrorState = {
  fields: readonly string[];
  message: string;
  /** Of `System.StatusCode`. */
  statusCode: string;
  targetObjectId: string | null;
};

/** What an instance of `Messaging.SendEmailResult` keeps; it has been sent where there are no errors. */
export type SendEmailResultState = { errors: readonly SendEmailErrorState[] };

const resultOf = (me: ApexObject): SendEmailResultState => me.native as SendEmailResultState;
const errorOf = (me: ApexObject): SendEmailErrorState => me.native as SendEmailErrorState;

const notificationProperties: Properties = {
  body: ['String'],
  notificationTypeId: ['String'],
  senderId: ['String'],
  targetId: ['String'],
  targetPageRef: ['String'],
  title: ['String'],
};

const notificationMembers = Object.fromEntries(
  Object.entries(propertyMembers(notificationProperties)).filter(([signature]) => signature.startsWith('void set')),
);

function newNotification(run: Run, ...values: (string | null)[]): ApexObject {
  const made = makeWith(run, 'Messaging.CustomNotification', notificationProperties);
  const order = ['notificationtypeid', 'senderid', 'title', 'body', 'targetid', 'targetpageref'];
  values.forEach((value, index) => {
    made.fields[order[index] ?? ''] = value;
  });
  return made;
}

export const messagingClasses: readonly LibraryClass[] = [
  defineClass('Messaging.Email', propertyMembers(emailProperties)),
  defineClass(
    'Messaging.SingleEmailMessage',
    {
      'new()': (run: Run) => makeWith(run, 'Messaging.SingleEmailMessage', { ...emailProperties, ...singleProperties }),
      ...propertyMembers(singleProperties),
    },
    { superclass: 'Messaging.Email' },
  ),
  defineClass(
    'Messaging.MassEmailMessage',
    {
      'new()': (run: Run) => makeWith(run, 'Messaging.MassEmailMessage', { ...emailProperties, ...massProperties }),
      ...propertyMembers(massProperties),
    },
    { superclass: 'Messaging.Email' },
  ),
  defineClass('Messaging.EmailFileAttachment', {
    'new()': (run: Run) => makeWith(run, 'Messaging.EmailFileAttachment', attachmentProperties),
    ...propertyMembers(attachmentProperties),
  }),
  defineClass('Messaging.SendEmailResult', {
    'List<Messaging.SendEmailError> getErrors()': (run: Run, me: ApexObject) =>
      run.list(
        classType('Messaging.SendEmailError'),
        resultOf(me).errors.map((error) => run.make('Messaging.SendEmailError', error)),
      ),
    'Boolean isSuccess()': (_run: Run, me: ApexObject) => resultOf(me).errors.length === 0,
  }),
  defineClass('Messaging.SendEmailError', {
    'List<String> getFields()': (run: Run, me: ApexObject) => run.list(stringType, [...errorOf(me).fields]),
    'String getMessage()': (_run: Run, me: ApexObject) => errorOf(me).message,
    'StatusCode getStatusCode()': (run: Run, me: ApexObject) =>
      run.enumValue('System.StatusCode', errorOf(me).statusCode),
    'String getTargetObjectId()': (_run: Run, me: ApexObject) => errorOf(me).targetObjectId,
  }),
  defineClass('Messaging.CustomNotification', {
    'new()': (run: Run) => newNotification(run),
    'new(String typeId, String sender, String title, String body, String targetId, String targetPageRef)':
      newNotification,
    ...notificationMembers,
  }),
];
