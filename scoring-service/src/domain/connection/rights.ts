/** What the service must be able to do with one object; a need that is optional only leaves something out. */
export type ObjectNeed = {
  object: string;
  isOptional?: boolean;
  read?: string[];
  /** Fields that are written; with any, records of the object are edited. */
  write?: string[];
  isCreated?: boolean;
};

/** What a user may do with an object that it can read. */
export type ObjectRights = {
  canCreate: boolean;
  canUpdate: boolean;
  fields: { name: string; isUpdateable: boolean }[];
};

/** Rights by object; an object that cannot be read is absent. */
export type UserRights = Record<string, ObjectRights>;

/** What is missing of a need, as an admin would look it up: `Lead.Industry (read)`, `Score_Run__c (create)`. */
export function missingRights(
  { object, read = [], write = [], isCreated = false }: ObjectNeed,
  rights: UserRights,
): string[] {
  const own = rights[object];
  if (own === undefined) return [`${object} (${isCreated ? 'create' : 'read'})`];
  const fields = new Map(own.fields.map(({ name, isUpdateable }) => [name.toLowerCase(), isUpdateable]));
  const isReadable = (field: string): boolean => fields.has(field.toLowerCase());
  return [
    ...(isCreated && !own.canCreate ? [`${object} (create)`] : []),
    ...(write.length > 0 && !own.canUpdate ? [`${object} (edit)`] : []),
    ...read.filter((field) => !isReadable(field)).map((field) => `${object}.${field} (read)`),
    ...write.filter((field) => fields.get(field.toLowerCase()) !== true).map((field) => `${object}.${field} (edit)`),
  ];
}
