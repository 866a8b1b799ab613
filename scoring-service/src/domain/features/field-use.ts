import { columnTypeOf } from '../org-facts.ts';
import type { ColumnType, FieldFact } from '../org-facts.ts';
import type { FeatureField, Protection } from './source-plan.ts';

/** How a field of the org becomes a feature, or why it cannot. */
type FieldUse =
  | { isUsable: true; type: ColumnType; protection: Protection; feature: Pick<FeatureField, 'kind' | 'unit' | 'label'> }
  | { isUsable: false; reason: string };

/** How a field becomes a feature; e-mail, phone and URL fields only as a presence indicator. */
export function fieldUseOf(fact: FieldFact): FieldUse {
  const { label, type: fieldType, length } = fact;
  if (onlyPresence.has(fieldType)) {
    const feature = { kind: 'number', unit: 'yes or no', label: presenceLabel(label) } as const;
    return { isUsable: true, type: 'text', protection: 'presence', feature };
  }
  const type = columnTypeOf(fact);
  if (type === undefined) return { isUsable: false, reason: `A field of type ${fieldType} is not used.` };
  if (fieldType === 'string' && length > longestCategory) return { isUsable: false, reason: 'Long text is not used.' };
  return { isUsable: true, type, protection: 'none', feature: featureOf(type, fact) };
}

function featureOf(
  type: ColumnType,
  { label, type: fieldType }: FieldFact,
): Pick<FeatureField, 'kind' | 'unit' | 'label'> {
  if (type === 'text') return { kind: 'category', label };
  if (type === 'boolean') return { kind: 'number', unit: 'yes or no', label };
  if (type === 'number') return { kind: 'number', label, ...(fieldType === 'currency' && { unit: 'money' }) };
  return { kind: 'number', unit: 'days', label: `Days since ${label}` };
}

const onlyPresence = new Set(['email', 'phone', 'url']);

const longestCategory = 255;

/** Part of stored labels: models of earlier versions have it. */
const PRESENCE_SUFFIX = ' given';

/** The label of a presence indicator, an input that is 1 where the field is filled. */
export const presenceLabel = (label: string): string => `${label}${PRESENCE_SUFFIX}`;

/** The field's label from that of its presence indicator; other labels are returned unchanged. */
export const fieldOfPresence = (label: string): string =>
  label.endsWith(PRESENCE_SUFFIX) ? label.slice(0, -PRESENCE_SUFFIX.length) : label;

/** Why a field can never be a feature; undefined where it can. `scoreFields` are those that goals write to its object. */
export function neverReason({ name }: Pick<FieldFact, 'name'>, scoreFields: readonly string[]): string | undefined {
  if (scoreFields.includes(name)) return 'It is a score of this package.';
  if (name.endsWith('__c') && namesPeople.test(name.slice(0, -3))) return isPersonal;
  return reasons[name] ?? (name.startsWith('Converted') && !name.endsWith('__c') ? knowsOutcome : undefined);
}

/** Standard fields whose exclusion is listed on the model card, because admins ask about them. */
export const explainedFields: readonly string[] = ['Status', 'Rating', 'OwnerId', 'LastActivityDate', 'Description'];

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

/** Custom fields whose API name marks them as names of people or companies. */
const namesPeople =
  /(?:^|_)(?:(?:first|last|middle|full|maiden|nick|given|family|contact|company|account|person|customer)_?name|surname|firstname|lastname)(?:_|$)/i;
