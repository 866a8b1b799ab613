export type RecordRoute = {
  kind: 'record';
  objectApiName: string;
  recordId: string;
  /** Bundles that stand on the object's record page. */
  components: string[];
  /** Quick actions of the object that open a bundle, by their API name. */
  actions: Record<string, string>;
};
export type TabRoute = { kind: 'tab'; component: string };
export type ListRoute = {
  kind: 'list';
  objectApiName: string;
  listView: string;
  /** Buttons for selected rows. */
  buttons: { label: string; url: string }[];
};
export type FlowRoute = { kind: 'flow'; title: string; component: string; recordIds: string[]; returnUrl: string };
export type Route = RecordRoute | TabRoute | ListRoute | FlowRoute;

/** Who looks, at what, and what the platform would tell components about it. */
export type Viewer = {
  userId: string;
  userName: string;
  customPermissions: string[];
  userPermissions: string[];
  labels: Record<string, string>;
  formFactor: 'Large' | 'Small';
  tabs: { label: string; url: string }[];
  route: Route;
};

declare global {
  var shellViewer: Viewer;
}

export const viewer: Viewer = globalThis.shellViewer;
