export type RecordRoute = {
  kind: 'record';
  objectApiName: string;
  recordId: string;
  /** The bundles on the record page of the object. */
  components: string[];
  /** The quick actions of the object that open a bundle, by API name. */
  actions: Record<string, string>;
};
export type TabRoute = { kind: 'tab'; component: string };
export type ListRoute = {
  kind: 'list';
  objectApiName: string;
  listView: string;
  /** The list buttons for selected rows. */
  buttons: { label: string; url: string }[];
};
export type FlowRoute = { kind: 'flow'; title: string; component: string; recordIds: string[]; returnUrl: string };
export type Route = RecordRoute | TabRoute | ListRoute | FlowRoute;

/** The viewer, the page, and what the platform provides to components about both. */
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
