/** Links to records in lists. */
type RecordPage = { type: 'standard__recordPage'; attributes: { recordId: string; actionName: 'view' } };

/**
 * The record page that a click on a link with `data-id` opens. Undefined if a modifier key is pressed: the browser then
 * opens the link itself in a new tab.
 */
export function pageToOpen(event: MouseEvent): RecordPage | undefined {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return undefined;
  event.preventDefault();
  const { id: recordId = '' } = (event.currentTarget as HTMLElement).dataset;
  return { type: 'standard__recordPage', attributes: { recordId, actionName: 'view' } };
}
