import COMPUTED from '@salesforce/label/c.Setup_Inputs_Computed';
import COUNT from '@salesforce/label/c.Setup_Inputs_Count';
import EMPTY from '@salesforce/label/c.Setup_Inputs_Empty';
import FROM from '@salesforce/label/c.Setup_Inputs_From';
import HIDE from '@salesforce/label/c.Setup_Inputs_Hide';
import INPUT from '@salesforce/label/c.Setup_Inputs_Input';
import LEFT_OUT from '@salesforce/label/c.Setup_Inputs_Left_Out';
import LIST from '@salesforce/label/c.Setup_Inputs_List';
import LOADING from '@salesforce/label/c.Setup_Inputs_Loading';
import MISSING from '@salesforce/label/c.Setup_Inputs_Missing';
import NEXT from '@salesforce/label/c.Setup_Inputs_Next';
import NONE from '@salesforce/label/c.Setup_Inputs_None';
import NOT_SET from '@salesforce/label/c.Setup_Inputs_Not_Set';
import SEARCH from '@salesforce/label/c.Setup_Inputs_Search';
import STATE from '@salesforce/label/c.Setup_Inputs_State';
import USED from '@salesforce/label/c.Setup_Inputs_Used';

export const label = {
  ...{ COMPUTED, COUNT, EMPTY, FROM, HIDE, INPUT, LEFT_OUT, LIST, LOADING, MISSING, NEXT, NONE, NOT_SET, SEARCH },
  ...{ STATE, USED },
};
