import type { DescribeSObject } from '../schema/describe.ts';
import type { ListView } from './list-definition.ts';

type Views = Pick<ListView, 'apiName' | 'label'> & Partial<ListView>;

const columnsOf: Record<string, string[]> = {
  Account: ['Name', 'BillingState', 'Phone', 'Type', 'Owner.Alias'],
  Campaign: ['Name', 'Type', 'Status', 'StartDate', 'EndDate', 'Owner.Alias'],
  Case: ['CaseNumber', 'Contact.Name', 'Subject', 'Status', 'Priority', 'CreatedDate', 'Owner.Alias'],
  Contact: ['Name', 'Account.Name', 'Title', 'Phone', 'Email', 'Owner.Alias'],
  Event: ['Subject', 'Who.Name', 'What.Name', 'StartDateTime', 'EndDateTime', 'Owner.Alias'],
  Lead: ['Name', 'Title', 'Company', 'Phone', 'Email', 'Status', 'Owner.Alias', 'IsUnreadByOwner'],
  Opportunity: ['Name', 'Account.Name', 'Amount', 'CloseDate', 'StageName', 'Owner.Alias'],
  Task: ['Subject', 'Who.Name', 'What.Name', 'ActivityDate', 'Status', 'Priority', 'Owner.Alias'],
};

const equals = (column: string, value: string) => ({ column, operation: 'equals', value });

/** Lists that only some objects have. */
const ownViews: Record<string, Views[]> = {
  Account: [
    { apiName: 'NewThisWeek', label: 'New This Week', filters: [equals('CreatedDate', 'THIS_WEEK')] },
    { apiName: 'NewLastWeek', label: 'New Last Week', filters: [equals('CreatedDate', 'LAST_WEEK')] },
  ],
  Campaign: [
    { apiName: 'AllActiveCampaigns', label: 'All Active Campaigns', filters: [equals('IsActive', '1')] },
    {
      apiName: 'MyActiveCampaigns',
      label: 'My Active Campaigns',
      scope: 'Mine',
      filters: [equals('IsActive', '1')],
    },
  ],
  Case: [
    { apiName: 'AllOpenCases', label: 'All Open Cases', filters: [equals('IsClosed', '0')] },
    { apiName: 'AllClosedCases', label: 'All Closed Cases', filters: [equals('IsClosed', '1')] },
  ],
  Lead: [
    { apiName: 'AllOpenLeads', label: 'All Open Leads', filters: [equals('IsConverted', '0')] },
    {
      apiName: 'MyUnreadLeads',
      label: 'My Unread Leads',
      scope: 'Mine',
      filters: [equals('IsUnreadByOwner', '1'), equals('IsConverted', '0')],
    },
    {
      apiName: 'TodaysLeads',
      label: "Today's Leads",
      filters: [equals('CreatedDate', 'TODAY'), equals('IsConverted', '0')],
    },
  ],
  Opportunity: [
    { apiName: 'ClosingThisMonth', label: 'Closing This Month', filters: [equals('CloseDate', 'THIS_MONTH')] },
    { apiName: 'ClosingNextMonth', label: 'Closing Next Month', filters: [equals('CloseDate', 'NEXT_MONTH')] },
    { apiName: 'NewThisWeek', label: 'New This Week', filters: [equals('CreatedDate', 'THIS_WEEK')] },
    { apiName: 'Won', label: 'Won', filters: [equals('IsWon', '1')] },
  ],
};

/** The platform's own list views of an object. */
export function standardListViews({ name, custom, labelPlural, layoutable, fields }: DescribeSObject): ListView[] {
  if (!layoutable) return [];
  const has = (field: string): boolean => fields.some((one) => one.name === field);
  const plural = labelPlural.replaceAll(/\W/g, '');
  const recent: Pick<ListView, 'filters' | 'sortedBy'> = {
    filters: [{ column: 'LastViewedDate', operation: 'notEqual', value: '' }],
    sortedBy: { column: 'LastViewedDate', isAscending: false },
  };
  const views: Views[] = [
    custom ? { apiName: 'All', label: 'All' } : { apiName: `All${plural}`, label: `All ${labelPlural}` },
    ...(has('OwnerId') && !custom
      ? [{ apiName: `My${plural}`, label: `My ${labelPlural}`, scope: 'Mine' } satisfies Views]
      : []),
    ...(has('LastViewedDate')
      ? [
          { apiName: `RecentlyViewed${plural}`, label: `Recently Viewed ${labelPlural}`, ...recent },
          { apiName: '__Recent', label: 'Recently Viewed', ...recent },
        ]
      : []),
    ...(ownViews[name] ?? []),
  ];
  const nameField = fields.find(({ nameField: isName }) => isName)?.name ?? 'Id';
  return views.map((view) => ({
    object: name,
    scope: 'Everything',
    columns: columnsOf[name] ?? [nameField],
    filters: [],
    ...view,
  }));
}
