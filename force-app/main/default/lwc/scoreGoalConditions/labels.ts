import ADD_FIELD from '@salesforce/label/c.Goal_Add_Field';
import ADD_VALUE from '@salesforce/label/c.Goal_Add_Value';
import CHOSEN from '@salesforce/label/c.Goal_Values_Chosen';
import CONDITIONS from '@salesforce/label/c.Goal_Conditions';
import FIELD from '@salesforce/label/c.Goal_Field';
import HELP from '@salesforce/label/c.Goal_Conditions_Help';
import MOST_ROWS from '@salesforce/label/c.Goal_Most_Rows';
import OPERATOR from '@salesforce/label/c.Goal_Operator';
import REMOVE_ROW from '@salesforce/label/c.Goal_Remove_Row';
import ROW from '@salesforce/label/c.Goal_Row';
import VALUE from '@salesforce/label/c.Goal_Value';

export const label = {
  ...{ ADD_FIELD, ADD_VALUE, CHOSEN, CONDITIONS, FIELD, HELP, MOST_ROWS, OPERATOR, REMOVE_ROW, ROW, VALUE },
};
