import BACKGROUND_NO_WINDOW from '@salesforce/label/c.Setup_Background_No_Window';
import BANDS from '@salesforce/label/c.Setup_Bands_Words';
import CHECKING from '@salesforce/label/c.Setup_Checking';
import CONNECTION_DONE from '@salesforce/label/c.Setup_Connection_Done';
import CONNECTION_MISSING from '@salesforce/label/c.Setup_Connection_Missing';
import EVERY_GOAL from '@salesforce/label/c.Setup_Every_Goal';
import FIELDS_GONE from '@salesforce/label/c.Setup_Fields_Gone';
import FLOWS_DONE from '@salesforce/label/c.Setup_Flows_Done';
import FLOWS_INACTIVE from '@salesforce/label/c.Setup_Flows_Inactive';
import INACTIVE_GOAL from '@salesforce/label/c.Setup_Inactive_Goal';
import LIMITS_DEFAULT from '@salesforce/label/c.Setup_Limits_Default';
import LIMITS_OWN from '@salesforce/label/c.Setup_Limits_Own';
import MAPPING from '@salesforce/label/c.Setup_Mapping_Words';
import NO_FIELDS from '@salesforce/label/c.Setup_Fields_None';
import NO_GOAL from '@salesforce/label/c.Setup_No_Goal';
import OFF from '@salesforce/label/c.Setup_Off';
import ON from '@salesforce/label/c.Setup_On';
import ONLY_MANAGERS from '@salesforce/label/c.Setup_Only_Managers';
import ORPHANS from '@salesforce/label/c.Setup_Orphans_Words';
import ORPHANS_NONE from '@salesforce/label/c.Setup_Orphans_None';
import PAGES_UNKNOWN from '@salesforce/label/c.Setup_Pages_Unknown';
import PERMISSIONS_DONE from '@salesforce/label/c.Setup_Permissions_Done';
import PERMISSIONS_MISSING from '@salesforce/label/c.Setup_Permissions_Missing';
import SENSITIVE from '@salesforce/label/c.Setup_Sensitive_Words';
import SETTINGS_UNREADABLE from '@salesforce/label/c.Setup_Settings_Unreadable';
import SOME_GOALS from '@salesforce/label/c.Setup_Some_Goals';
import STATUSES_GONE from '@salesforce/label/c.Setup_Statuses_Gone';
import STATUSES_NONE from '@salesforce/label/c.Setup_Statuses_None';
import STATUSES_ONLY_LEADS from '@salesforce/label/c.Setup_Statuses_Only_Leads';
import UNDECIDED from '@salesforce/label/c.Setup_Undecided';
import WINDOWS_DONE from '@salesforce/label/c.Setup_Windows_Done';
import WINDOWS_NONE from '@salesforce/label/c.Setup_Windows_None';

export const label = {
  ...{ BACKGROUND_NO_WINDOW, BANDS, CHECKING, CONNECTION_DONE, CONNECTION_MISSING, EVERY_GOAL, FIELDS_GONE },
  ...{ INACTIVE_GOAL, LIMITS_DEFAULT, LIMITS_OWN, MAPPING, NO_FIELDS, NO_GOAL, OFF, ON, ONLY_MANAGERS, ORPHANS },
  ...{ ORPHANS_NONE, PAGES_UNKNOWN, PERMISSIONS_DONE, PERMISSIONS_MISSING, SENSITIVE, SETTINGS_UNREADABLE },
  ...{ FLOWS_DONE, FLOWS_INACTIVE },
  ...{ SOME_GOALS, STATUSES_GONE, STATUSES_NONE, STATUSES_ONLY_LEADS, UNDECIDED, WINDOWS_DONE, WINDOWS_NONE },
};
