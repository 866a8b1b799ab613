import { defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';
import type { Run } from '../run.ts';

/** What `UserInfo` knows beyond `run.user`: kept in `run.state` under `organization`. */
export type OrganizationState = {
  currency: string;
  isMultiCurrency: boolean;
  /** Null where code may not have it: in asynchronous code and for components. */
  sessionId: string | null;
  userType: string;
};

const usual: OrganizationState = { currency: 'USD', isMultiCurrency: false, sessionId: null, userType: 'Standard' };

const stateOf = (run: Run): OrganizationState =>
  (run.state.get('organization') as OrganizationState | undefined) ?? usual;

/** The theme of Lightning Experience. */
const THEME = 'Theme4d';

export const userInfoClass: LibraryClass = defineClass('System.UserInfo', {
  'static String getDefaultCurrency()': (run: Run) => stateOf(run).currency,
  'static String getFirstName()': (run: Run) => run.user.firstName,
  'static String getLanguage()': (run: Run) => run.user.language,
  'static String getLastName()': (run: Run) => run.user.lastName,
  'static String getLocale()': (run: Run) => run.user.locale,
  'static String getName()': (run: Run) => run.user.name,
  'static String getOrganizationId()': (run: Run) => run.user.organizationId,
  'static String getOrganizationName()': (run: Run) => run.user.organizationName,
  'static String getProfileId()': (run: Run) => run.user.profileId,
  'static String getSessionId()': (run: Run) => stateOf(run).sessionId,
  'static TimeZone getTimeZone()': (run: Run) => run.make('System.TimeZone', run.user.timeZone),
  'static String getUiTheme()': () => THEME,
  'static String getUiThemeDisplayed()': () => THEME,
  'static String getUserEmail()': (run: Run) => run.user.email,
  'static String getUserId()': (run: Run) => run.user.id,
  'static String getUserName()': (run: Run) => run.user.userName,
  'static String getUserRoleId()': (run: Run) => run.user.roleId,
  'static String getUserType()': (run: Run) => stateOf(run).userType,
  'static Boolean hasPackageLicense(Id packageId)': () => false,
  'static Boolean isCurrentUserLicensed(String namespace)': () => false,
  'static Boolean isCurrentUserLicensedForPackage(Id packageId)': () => false,
  'static Boolean isMultiCurrencyOrganization()': (run: Run) => stateOf(run).isMultiCurrency,
});
