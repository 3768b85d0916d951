import { create } from 'zustand';
import type { AppState, Locale } from '../../core/ipc/features/app.ts';
import { useRouteStore } from './route-store.ts';

/** Main's state of the program; null until the first answer. */
export const useAppStore = create<{ app: AppState | null }>(() => ({ app: null }));

/** Takes main's newest state. Practice and real work have other tasks: a choice made in one is void in the other. */
export const setAppState = (app: AppState): void => {
  const before = useAppStore.getState().app;
  if (before && before.mode !== app.mode) useRouteStore.setState({ taskId: null, attemptId: null });
  useAppStore.setState({ app });
};

/** The language on screen. */
export const useLocale = (): Locale => useAppStore((state) => state.app?.locale ?? 'zh-CN');
