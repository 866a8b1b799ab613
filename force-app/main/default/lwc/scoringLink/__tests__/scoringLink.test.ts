import { pageToOpen } from 'c/scoringLink';

function click(options: MouseEventInit = {}): { page: ReturnType<typeof pageToOpen>; isPrevented: boolean } {
  const link = document.createElement('a');
  link.href = '#';
  link.dataset['id'] = '00Q000000000001AAA';
  let page: ReturnType<typeof pageToOpen>;
  link.addEventListener('click', (event) => (page = pageToOpen(event)));
  const event = new MouseEvent('click', { cancelable: true, ...options });
  link.dispatchEvent(event);
  return { page, isPrevented: event.defaultPrevented };
}

describe('pageToOpen', () => {
  it('is the page of the record, and the browser does not follow the link', () => {
    expect(click()).toEqual({
      page: { type: 'standard__recordPage', attributes: { recordId: '00Q000000000001AAA', actionName: 'view' } },
      isPrevented: true,
    });
  });

  it('leaves a click with a modifier key to the browser', () => {
    for (const key of ['ctrlKey', 'metaKey', 'shiftKey'])
      expect(click({ [key]: true })).toEqual({ page: undefined, isPrevented: false });
  });
});
