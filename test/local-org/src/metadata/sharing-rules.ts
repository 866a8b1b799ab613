import type { ObjectDefinition } from '../schema/object-definition.ts';
import { toSharingModel } from '../sharing/sharing-model.ts';
import type { GrantedAccess, SharingModel, SharingParty, SharingRule } from '../sharing/sharing-model.ts';
import { MetadataProblem } from './component.ts';
import type { Build } from './metadata-build.ts';
import { child, children, childText } from './xml.ts';
import type { XmlElement } from './xml.ts';

type Definitions = ReadonlyMap<string, ObjectDefinition>;

/** Gives the standard objects the sharing models of the package, and every object its sharing rules by owner. */
export function addSharing({ byType, attempt }: Pick<Build, 'byType' | 'attempt'>, definitions: Definitions): void {
  const account = definitions.get('Account');
  const contact = definitions.get('Contact');
  let isContactGiven = false;
  for (const component of byType('CustomObject')) {
    const definition = definitions.get(component.fullName);
    const text = childText(component.body, 'sharingModel');
    if (definition === undefined || definition.custom || text === undefined) continue;
    attempt(component, () => {
      definition.sharingModel = readModel(definition, text);
      isContactGiven ||= definition === contact;
    });
  }
  if (account !== undefined && contact !== undefined && !isContactGiven && account.sharingModel !== 'ReadWrite') {
    contact.sharingModel = 'ControlledByParent';
  }
  const ofContact = byType('CustomObject').find(({ fullName }) => fullName === 'Contact');
  if (ofContact !== undefined && account?.sharingModel === 'Private' && contact !== undefined) {
    attempt(ofContact, () => {
      if (contact.sharingModel === 'Private' || contact.sharingModel === 'ControlledByParent') return;
      const element = 'sharingModel';
      throw new MetadataProblem('Contacts of private accounts are Private or ControlledByParent', { element });
    });
  }
  for (const component of byType('SharingRules')) {
    const definition = definitions.get(component.fullName);
    if (definition === undefined) continue;
    attempt(component, () => {
      definition.sharingRules.push(...children(component.body, 'sharingOwnerRules').map(readRule));
    });
  }
}

/** @throws MetadataProblem for a model that the object cannot have */
export function readModel({ name, custom }: { name: string; custom: boolean }, text: string): SharingModel {
  const element = 'sharingModel';
  const model = toSharingModel(text);
  if (model === undefined) {
    throw new MetadataProblem(`'${text}' is not a valid value for the enum 'SharingModel'`, { element });
  }
  if (model === 'ControlledByParent' && !custom && name !== 'Contact') {
    throw new MetadataProblem(`The sharing model of ${name} cannot be ${text}`, { element });
  }
  return model;
}

function readRule(body: XmlElement): SharingRule {
  const ofAccount = child(body, 'accountSettings');
  return {
    from: readParty(body, 'sharedFrom'),
    to: readParty(body, 'sharedTo'),
    access: readAccess(body, 'accessLevel'),
    contacts: ofAccount === undefined ? 'None' : readAccess(ofAccount, 'contactAccessLevel'),
    opportunities: ofAccount === undefined ? 'None' : readAccess(ofAccount, 'opportunityAccessLevel'),
  };
}

function readAccess(body: XmlElement, element: string): GrantedAccess {
  const text = childText(body, element) ?? '';
  if (text === 'None' || text === 'Read' || text === 'Edit') return text;
  throw new MetadataProblem(`'${text}' is not a valid value for the enum 'ShareAccessLevel'`, { element });
}

function readParty(body: XmlElement, element: string): SharingParty {
  const party = child(body, element);
  if (party === undefined) throw new MetadataProblem(`Required field is missing: ${element}`);
  if ('allInternalUsers' in party) return { kind: 'allInternalUsers' };
  for (const kind of ['role', 'roleAndSubordinates', 'group', 'queue'] as const) {
    const name = childText(party, kind);
    if (name !== undefined) return { kind, name };
  }
  const internal = childText(party, 'roleAndSubordinatesInternal');
  if (internal !== undefined) return { kind: 'roleAndSubordinates', name: internal };
  throw new MetadataProblem(`The local org does not share with ${Object.keys(party).join(', ')}`, { element });
}
