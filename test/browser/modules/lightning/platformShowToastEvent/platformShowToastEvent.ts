export type PlatformToast = { title: string; message?: string; variant?: string; mode?: string };

export class ShowToastEvent extends CustomEvent<PlatformToast> {
  constructor(toast: PlatformToast) {
    super('lightning__showtoast', { composed: true, cancelable: true, bubbles: true, detail: toast });
  }
}
