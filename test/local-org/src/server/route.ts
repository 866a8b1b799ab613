import { OrgError } from '../org-error.ts';
import type { ApiCall } from './api-call.ts';

/** `pattern` is a path with `:names`, each of which takes one segment. */
export type Route<Handle> = { method: string; pattern: string; handle: Handle };

export type RouteMatch<Handle> = { handle: Handle; params: Record<string, string> };

type CompiledRoute<Handle> = { route: Route<Handle>; expression: RegExp };

/** Finds the route of a call; undefined when no route has its path. */
export type RouteFinder<Handle> = (call: Pick<ApiCall, 'method' | 'path'>) => RouteMatch<Handle> | undefined;

function compile<Handle>(route: Route<Handle>): CompiledRoute<Handle> {
  const source = route.pattern.replaceAll('.', '\\.').replaceAll(/:(\w+)/g, '(?<$1>[^/]+)');
  return { route, expression: new RegExp(`^${source}/?$`) };
}

function decodeParams(groups: Record<string, string> | undefined): Record<string, string> {
  try {
    return Object.fromEntries(Object.entries(groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]));
  } catch (cause) {
    throw new OrgError('NOT_FOUND', `The requested resource does not exist: ${String(cause)}`, { status: 404 });
  }
}

/**
 * Earlier routes win over later ones.
 *
 * @returns a finder that throws `METHOD_NOT_ALLOWED` (405) when the path is known and the method is not
 */
export function routeFinder<Handle>(routes: readonly Route<Handle>[]): RouteFinder<Handle> {
  const compiled = routes.map(compile);
  return ({ method, path }) => {
    const candidates = compiled.filter(({ expression }) => expression.test(path));
    if (candidates.length === 0) return undefined;
    const found = candidates.find(({ route }) => route.method === method);
    if (found === undefined) {
      const allowed = candidates.map(({ route }) => route.method).join(',');
      const message = `HTTP Method '${method}' not allowed. Allowed are ${allowed}`;
      throw new OrgError('METHOD_NOT_ALLOWED', message, { status: 405 });
    }
    return { handle: found.route.handle, params: decodeParams(found.expression.exec(path)?.groups) };
  };
}
