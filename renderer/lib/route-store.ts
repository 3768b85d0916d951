import { create } from 'zustand';

export const screens = [
  'worklist',
  'call',
  'records',
  'issues',
  'followUps',
  'knowledge',
  'sync',
  'import',
  'practice',
  'settings',
] as const;
export type Screen = (typeof screens)[number];

export type RouteState = {
  screen: Screen;
  /** Task the work list shows at the side, null = the next one. */
  taskId: string | null;
  /** Record the records screen shows, null = none. */
  attemptId: string | null;
};

/** Where the person is. Main's truth goes first: a starting session opens the call screen (see connect.ts). */
export const useRouteStore = create<RouteState>(() => ({
  screen: 'worklist',
  taskId: null,
  attemptId: null,
}));

export const go = (screen: Screen, at: Partial<Omit<RouteState, 'screen'>> = {}): void =>
  useRouteStore.setState({ screen, ...at });
