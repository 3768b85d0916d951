import type { AppState } from '../../core/ipc/features/app.ts';
import type { Permission } from '../../core/people/permissions.ts';
import { useAppStore } from './app-store.ts';
import { screens, type Screen } from './route-store.ts';

/** What a screen is for; any one of these is enough, and an empty list is for everybody. Main checks every call. */
const needs: Record<Screen, readonly Permission[]> = {
  worklist: ['callback', 'records', 'issues', 'cases', 'quality'],
  call: ['callback'],
  records: ['records'],
  issues: ['issues', 'cases'],
  followUps: ['issues'],
  knowledge: [],
  sync: [],
  import: ['import'],
  practice: ['practise'],
  settings: [],
};

/** Somebody may look at the screen. */
export const seatShows = ({ seat }: AppState): boolean => seat.state === 'open' || seat.state === 'in';

const offers = ({ seat }: AppState, screen: Screen): boolean =>
  needs[screen].length === 0 || needs[screen].some((permission) => seat.may.includes(permission));

/** Screens the person has something to do on, in the order of the navigation. */
export const offeredScreens = (app: AppState): readonly Screen[] =>
  screens.filter((screen) => offers(app, screen));

/** Whether the person may do a thing; false until main has answered. */
export const useMay = (permission: Permission): boolean =>
  useAppStore((state) => state.app?.seat.may.includes(permission) ?? false);
