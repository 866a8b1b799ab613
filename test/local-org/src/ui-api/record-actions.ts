import { childText } from '../metadata/xml.ts';
import type { DescribeSObject } from '../schema/describe.ts';
import { eTagOf } from './e-tag.ts';
import { metadataId } from './metadata-id.ts';
import { planLayout } from './object-layouts.ts';
import type { NamedBody, RecordSource } from './record-source.ts';
import { themeOf } from './theme-info.ts';

/** Something that a user can do with a record from its page. */
export type PlatformAction = {
  actionListContext: 'Record';
  actionTarget: string | null;
  actionTargetType: 'Describe' | null;
  apiName: string;
  externalId: string;
  iconUrl: string;
  id: string;
  isMassAction: string;
  label: string;
  lwcComponent: string | null;
  primaryColor: string;
  relatedListRecordId: null;
  relatedSourceObject: null;
  section: 'Page';
  sourceObject: string;
  subtype: string | null;
  targetObject: string | null;
  targetUrl: null;
  type: 'QuickAction' | 'StandardButton';
};

type ActionRequest = { recordId: string; recordTypeId: string; organizationId: string };

type StandardButton = { label: string; isAllowed: (describe: DescribeSObject) => boolean };

const standardButtons: Record<string, StandardButton> = {
  Edit: { label: 'Edit', isAllowed: ({ updateable }) => updateable },
  Clone: { label: 'Clone', isAllowed: ({ createable }) => createable },
  Delete: { label: 'Delete', isAllowed: ({ deletable }) => deletable },
  ChangeOwnerOne: {
    label: 'Change Owner',
    isAllowed: ({ updateable, fields }) => updateable && fields.some(({ name }) => name === 'OwnerId'),
  },
};

/** Names of quick actions that differ in the UI API. */
const subtypes: Record<string, string> = { Flow: 'Flow', VisualforcePage: 'VisualforcePage' };

function base(describe: DescribeSObject, apiName: string, { recordId, organizationId }: ActionRequest) {
  const theme = themeOf(describe.name, describe.custom);
  return {
    actionListContext: 'Record' as const,
    apiName,
    externalId: `${organizationId.slice(0, 15)}:${recordId}::Record:Desktop`,
    iconUrl: theme.iconUrl,
    id: metadataId('0JV', `${recordId} ${apiName}`),
    isMassAction: 'false',
    primaryColor: theme.color,
    relatedListRecordId: null,
    relatedSourceObject: null,
    section: 'Page' as const,
    sourceObject: recordId,
    targetUrl: null,
  };
}

function showButton(describe: DescribeSObject, name: string, request: ActionRequest): PlatformAction[] {
  const button = standardButtons[name];
  if (button?.isAllowed(describe) !== true) return [];
  const shown = base(describe, name, request);
  return [
    {
      ...shown,
      actionTarget: null,
      actionTargetType: null,
      externalId: `${shown.externalId}::StandardButton:${name}`,
      label: button.label,
      lwcComponent: null,
      subtype: null,
      targetObject: null,
      type: 'StandardButton',
    },
  ];
}

function showQuickAction(
  source: RecordSource,
  { describe, action, request }: { describe: DescribeSObject; action: NamedBody; request: ActionRequest },
): PlatformAction {
  const { fullName, body } = action;
  const shown = base(describe, fullName, request);
  const type = childText(body, 'type') ?? '';
  const resource = source.root.replace(/\/ui-api$/, '');
  return {
    ...shown,
    actionTarget: `${resource}/sobjects/${describe.name}/quickActions/${fullName}/describe`,
    actionTargetType: 'Describe',
    externalId: `${shown.externalId}::${metadataId('09D', fullName)}`,
    label: childText(body, 'label') ?? fullName.slice(fullName.indexOf('.') + 1),
    lwcComponent: childText(body, 'lightningWebComponent') ?? null,
    subtype: subtypes[type] ?? type,
    targetObject: childText(body, 'targetObject') ?? null,
    type: 'QuickAction',
  };
}

/**
 * The actions of a record's page, in the order of its layout. Where the layout leaves them to the platform: the
 * standard buttons, and every quick action of the object, as if an administrator had placed it.
 */
export function recordActions(
  source: RecordSource,
  describe: DescribeSObject,
  request: ActionRequest,
): PlatformAction[] {
  const own = source.components('QuickAction').filter(({ fullName }) => fullName.startsWith(`${describe.name}.`));
  const placed = planLayout(source, describe, request.recordTypeId).actions;
  const names = placed ?? [...own.map(({ fullName }) => fullName), 'Edit', 'Clone', 'Delete'];
  return names.flatMap((name) => {
    const action = own.find(({ fullName }) => fullName === name);
    return action === undefined
      ? showButton(describe, name, request)
      : showQuickAction(source, { describe, action, request });
  });
}

/** The actions of one record, with the address that they can be asked for again at. */
export function showActions(actions: PlatformAction[], url: string) {
  const content = { actions, links: [], url };
  return { ...content, eTag: eTagOf(content) };
}
