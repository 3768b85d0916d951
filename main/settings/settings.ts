import Store from 'electron-store';
import { z } from 'zod';
import { locales, themes } from '../../core/ipc/features/app.ts';
import { workModes } from '../../core/callback/task.ts';

const settingsSchema = z.object({
  /** null = follow the system's language. */
  locale: z.enum(locales).nullable(),
  theme: z.enum(themes),
  welcome: z.boolean(),
  mode: z.enum(workModes),
  drill: z.string(),
  agent: z.object({ id: z.string(), name: z.string(), number: z.string() }),
  company: z.object({ name: z.string(), servicePhone: z.string() }),
  pbx: z.object({ server: z.string(), uri: z.string(), authUser: z.string() }).nullable(),
  headOffice: z.object({ url: z.string() }).nullable(),
  microphone: z.string().nullable(),
  window: z.object({ width: z.number(), height: z.number() }),
  /** Sealed by the operating system's keychain. */
  sealed: z.record(z.string(), z.string()),
});
export type SettingsData = z.infer<typeof settingsSchema>;

export type Settings = {
  get<K extends keyof SettingsData>(key: K): SettingsData[K];
  set<K extends keyof SettingsData>(key: K, value: SettingsData[K]): void;
};

/**
 * Settings file in the profile (electron-store). A key that does not fit its schema, for example after a hand
 * edit, falls back to its default; the rest of the file stays.
 */
export const openSettings = (profile: string, newId: () => string): Settings => {
  const defaults: SettingsData = {
    locale: null,
    theme: 'system',
    welcome: true,
    mode: 'live',
    drill: 'T0',
    agent: { id: newId(), name: '', number: '' },
    company: { name: '', servicePhone: '' },
    pbx: null,
    headOffice: null,
    microphone: null,
    window: { width: 1366, height: 768 },
    sealed: {},
  };
  const store = new Store<SettingsData>({
    cwd: profile,
    name: 'settings',
    defaults,
    clearInvalidConfig: true,
  });
  // The agent's id is drawn once and kept.
  store.set('agent', store.get('agent'));
  return {
    get: (key) => {
      const parsed = settingsSchema.shape[key].safeParse(store.get(key));
      return (parsed.success ? parsed.data : defaults[key]) as SettingsData[typeof key];
    },
    set: (key, value) => {
      const change: Partial<SettingsData> = {};
      change[key] = value;
      store.set(change);
    },
  };
};
