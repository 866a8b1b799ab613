import { LightningElement, api } from 'lwc';
import { objectWords } from 'c/scoringGoal';
import { formatLabel } from 'c/scoringText';
import BUTTON from '@salesforce/label/c.Setup_Pages_Button';
import BUTTON_OPEN from '@salesforce/label/c.Setup_Pages_Button_Open';
import COMPONENT from '@salesforce/label/c.Setup_Pages_Component';
import COMPONENT_OPEN from '@salesforce/label/c.Setup_Pages_Component_Open';

/** How to add the score and the action to the pages of an object, with links to Object Manager. */
export default class SetupPages extends LightningElement {
  /** The objects that the goals score. */
  @api objects: readonly string[] = [];
  label = { BUTTON, COMPONENT };

  get lines(): { id: string; pageUrl: string; page: string; buttonUrl: string; button: string }[] {
    return this.objects.map((object) => {
      const words = objectWords[object] ?? object;
      const manager = `/lightning/setup/ObjectManager/${object}`;
      return {
        id: object,
        pageUrl: `${manager}/LightningPages/view`,
        page: formatLabel(COMPONENT_OPEN, words),
        buttonUrl: `${manager}/Details/view`,
        button: formatLabel(BUTTON_OPEN, words),
      };
    });
  }
}
