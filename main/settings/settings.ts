import Store from 'electron-store';
import { z } from 'zod';
import { storedAccountSchema } from '../../core/call/account.ts';
import { audioPreferencesSchema, defaultAudioPreferences } from '../../core/call/audio.ts';
import { hotkeyActions } from '../../core/hotkeys/hotkeys.ts';
import { checkRecordSchema } from '../../core/call/device-desk.ts';
import { transferTargetSchema } from '../../core/ipc/features/softphone.ts';
import { locales, themes } from '../../core/ipc/features/app.ts';
import { workModes } from '../../core/callback/task.ts';

const settingsSchema = z.object({
  /** null = follow the system's language. */
  locale: z.enum(locales).nullable(),
  theme: z.enum(themes),
  welcome: z.boolean(),
  mode: z.enum(workModes),
  drill: z.string(),
  /** A role of the phone policy; decides who may dial freely. */
  role: z.string(),
  agent: z.object({ id: z.string(), name: z.string(), number: z.string() }),
  company: z.object({ name: z.string(), servicePhone: z.string() }),
  pbx: storedAccountSchema,
  /** Names this installation to SIP registrars (RFC 5626). */
  sipInstance: z.guid(),
  headOffice: z.object({ url: z.string() }).nullable(),
  audio: audioPreferencesSchema,
  /** Keys of the whole system that differ from their defaults; null = off. */
  hotkeys: z.partialRecord(z.enum(hotkeyActions), z.string().nullable()),
  /** Whether an incoming call lifts the window above the others, without the focus. */
  raiseOnIncoming: z.boolean(),
  /** The pre-shift check that was finished last. */
  audioCheck: checkRecordSchema.nullable(),
  transferTargets: z.array(transferTargetSchema),
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
    role: 'agent',
    agent: { id: newId(), name: '', number: '' },
    company: { name: '', servicePhone: '' },
    pbx: null,
    sipInstance: newId(),
    headOffice: null,
    audio: defaultAudioPreferences,
    hotkeys: {},
    raiseOnIncoming: false,
    audioCheck: null,
    transferTargets: [],
    window: { width: 1366, height: 768 },
    sealed: {},
  };
  const store = new Store<SettingsData>({
    cwd: profile,
    name: 'settings',
    defaults,
    clearInvalidConfig: true,
  });
  // The ids of agent and installation are drawn once and kept.
  store.set('agent', store.get('agent'));
  store.set('sipInstance', store.get('sipInstance'));
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
