import { LightningElement, api } from 'lwc';
import { formatLabel, formatNumber } from 'c/scoringText';
import type { PermissionSetRow } from 'c/setupChecks';
import ADMIN from '@salesforce/label/c.Setup_Permissions_Admin';
import ADMIN_CREDENTIAL from '@salesforce/label/c.Setup_Permissions_Admin_Credential';
import COUNT from '@salesforce/label/c.Setup_Permissions_Count';
import INTEGRATION from '@salesforce/label/c.Setup_Permissions_Integration';
import MODEL_VIEWER from '@salesforce/label/c.Setup_Permissions_Model_Viewer';
import OPEN from '@salesforce/label/c.Setup_Permissions_Open';
import PRIVACY from '@salesforce/label/c.Setup_Permissions_Privacy';
import USER from '@salesforce/label/c.Setup_Permissions_User';
import USER_CREDENTIAL from '@salesforce/label/c.Setup_Permissions_User_Credential';

/** What each permission set is for. */
const purposes: Record<string, string> = {
  ScoringAdmin: ADMIN,
  ScoringAdminCredential: ADMIN_CREDENTIAL,
  ScoringIntegration: INTEGRATION,
  ScoringIntegrationPrivacy: PRIVACY,
  ScoringModelViewer: MODEL_VIEWER,
  ScoringUser: USER,
  ScoringUserCredential: USER_CREDENTIAL,
};

/** How many active users have each permission set, with a link to assign it. */
export default class SetupPermissionSets extends LightningElement {
  @api sets: readonly PermissionSetRow[] = [];

  get lines(): { id: string; name: string; purpose: string; count: string; url: string; open: string }[] {
    return this.sets.map(({ id, name, label, userCount }) => ({
      id,
      name: label,
      purpose: purposes[name] ?? '',
      count: formatLabel(COUNT, formatNumber(userCount)),
      url: `/lightning/setup/PermSets/page?address=${encodeURIComponent(`/${id}`)}`,
      open: formatLabel(OPEN, label),
    }));
  }
}
