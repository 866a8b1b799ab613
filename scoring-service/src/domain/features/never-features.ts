import type { FieldFact } from './source-plan.ts';

const knowsOutcome = 'It is filled or changed when the outcome is known.';
const changesAlways = 'It changes with every save, also after the outcome.';
const isPersonal = 'It names a person or a place, which a model must not learn.';
const isFreeText = 'Free text is not used.';
const ofPlatform = 'The platform keeps it for its own purposes.';

const reasons: Record<string, string> = {
  Status: knowsOutcome,
  IsConverted: knowsOutcome,
  Rating: knowsOutcome,
  OwnerId: 'Who works on a record is decided after it is judged.',
  LastModifiedDate: changesAlways,
  LastModifiedById: changesAlways,
  SystemModstamp: changesAlways,
  LastActivityDate: changesAlways,
  LastViewedDate: changesAlways,
  LastReferencedDate: changesAlways,
  LastTransferDate: changesAlways,
  IsUnreadByOwner: changesAlways,
  Name: isPersonal,
  FirstName: isPersonal,
  LastName: isPersonal,
  MiddleName: isPersonal,
  Suffix: isPersonal,
  Salutation: isPersonal,
  Company: isPersonal,
  Street: isPersonal,
  PostalCode: isPersonal,
  Address: isPersonal,
  Latitude: isPersonal,
  Longitude: isPersonal,
  PhotoUrl: isPersonal,
  Description: isFreeText,
  Id: ofPlatform,
  IsDeleted: ofPlatform,
  CreatedDate: 'The age of the record says the same.',
  CreatedById: ofPlatform,
  MasterRecordId: ofPlatform,
  IndividualId: ofPlatform,
  GeocodeAccuracy: ofPlatform,
  Jigsaw: ofPlatform,
  JigsawContactId: ofPlatform,
  CleanStatus: ofPlatform,
};

/** Standard fields of which an admin may wonder why no model uses them. */
export const toldNeverFields: readonly string[] = ['Status', 'Rating', 'OwnerId', 'LastActivityDate', 'Description'];

const packagedScores = /^(?:\w+__)?Predictive_Score(?:_\w+)?__c$/i;

/** Whether a field is one that this package brings for scores. */
export const isPackagedScore = (name: string): boolean => packagedScores.test(name);

/** Custom fields that hold names are as personal as the standard ones. */
const namesPeople =
  /(?:^|_)(?:(?:first|last|middle|full|maiden|nick|given|family|contact|company|account|person|customer)_?name|surname|firstname|lastname)(?:_|$)/i;

/** Why a field can never be a feature; undefined where it can. `ownFields` are those that the goal writes. */
export function neverReason({ name }: Pick<FieldFact, 'name'>, ownFields: readonly string[]): string | undefined {
  if (isPackagedScore(name) || ownFields.includes(name)) return 'It is a score of this package.';
  if (name.endsWith('__c') && namesPeople.test(name.slice(0, -3))) return isPersonal;
  return reasons[name] ?? (name.startsWith('Converted') && !name.endsWith('__c') ? knowsOutcome : undefined);
}
