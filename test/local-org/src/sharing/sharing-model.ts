/** How an object shares its records with users who have no other access to them. */
export type SharingModel = 'Private' | 'Read' | 'ReadWrite' | 'ControlledByParent';

/** What a user may do with one record: read it, change it, or also delete and share it, as its owner does. */
export type RowAccess = 'read' | 'edit' | 'all';

/** Users whom a sharing rule names, as owners of records or as those who get access; `name` is a developer name. */
export type SharingParty =
  { kind: 'allInternalUsers' } | { kind: 'role' | 'roleAndSubordinates' | 'group' | 'queue'; name: string };

/** The access that a rule, a share row or a role gives; none to children of accounts where a rule does not say so. */
export type GrantedAccess = 'None' | 'Read' | 'Edit';

/** A sharing rule by owner. `contacts` and `opportunities` are the access to the children of shared accounts. */
export type SharingRule = {
  from: SharingParty;
  to: SharingParty;
  access: GrantedAccess;
  contacts: GrantedAccess;
  opportunities: GrantedAccess;
};

/** The values of `sharingModel`; who may transfer or delete records is not modelled, so these are read and write. */
const models: Record<string, SharingModel> = {
  Private: 'Private',
  Read: 'Read',
  ReadWrite: 'ReadWrite',
  ReadWriteTransfer: 'ReadWrite',
  FullAccess: 'ReadWrite',
  ControlledByParent: 'ControlledByParent',
};

/** undefined for a text that is no sharing model. */
export const toSharingModel = (text: string): SharingModel | undefined => models[text];

/** Whether access of the first kind allows what the second needs. */
export const allows = (granted: GrantedAccess, needed: RowAccess): boolean =>
  granted === 'Edit' ? needed !== 'all' : granted === 'Read' && needed === 'read';
