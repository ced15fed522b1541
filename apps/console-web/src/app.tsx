import { MantineProvider, localStorageColorSchemeManager } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter';
import { Problem, whenSignedOut } from './api/client';
import { session } from './api/queries';
import { Failure, Loading } from './parts/messages';
import { nameOf, whenForgotten } from './session/belongings';
import { MeContext } from './session/me';
import { readableColors, theme } from './theme';

const Shell = lazy(() => import('./shell/shell'));
const Setup = lazy(() => import('./pages/setup'));
const SignIn = lazy(() => import('./pages/sign-in'));

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refused it refuses again; what could not be reached is tried once more.
      retry: (failures, problem) => failures < 2 && !(problem instanceof Problem && problem.status >= 400 && problem.status < 500),
      retryDelay: 1_000,
      staleTime: 2_000,
    },
  },
});
whenForgotten(() => queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== session.queryKey[0] }));
const colorSchemes = localStorageColorSchemeManager({ key: 'tributary-color-scheme' });

export function App({ nonce }: { readonly nonce: string }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={readableColors} defaultColorScheme="auto" colorSchemeManager={colorSchemes} getStyleNonce={() => nonce}>
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" role="status" aria-live="polite" />
        <Suspense fallback={<Loading />}>
          <Switch>
            <Route path="/setup" component={Setup} />
            <Route path="/sign-in" component={SignIn} />
            <Route component={SignedIn} />
          </Switch>
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** Everything but the two doors wants to know who is there. */
function SignedIn() {
  const client = useQueryClient();
  const [path] = useLocation();
  const search = useSearch();
  const { data: me, error, refetch } = useQuery(session);
  useEffect(() => whenSignedOut(() => client.setQueryData(session.queryKey, null)), [client]);

  if (error && me === undefined) return <Failure problem={error} again={() => void refetch()} />;
  if (me === undefined) return <Loading />;
  if (me === null) {
    const here = path + (search ? `?${search}` : '');
    return <Redirect to={here === '/' ? '/sign-in' : `/sign-in?back=${encodeURIComponent(here)}`} replace />;
  }
  return (
    <MeContext value={me}>
      <Shell key={nameOf(me)} />
    </MeContext>
  );
}
