import type { AppState, Locale, KnowledgeRefusal } from '../../core/ipc/features/app.ts';
import type { WorkMode } from '../../core/callback/task.ts';
import type { Settings, SettingsData } from '../settings/settings.ts';

/** What the product falls back to until an office sets its own; sample values for practice only. */
const practiceCompany = { name: '示例人寿', servicePhone: '95500' };
const practiceAgent = { name: '练习坐席', number: '0001' };

export type AppService = {
  state(): AppState;
  /** Changes settings and tells the console. */
  update(change: Partial<SettingsData>): AppState;
  mode(): WorkMode;
  locale(): Locale;
  /** Names read out in the opening; in practice, sample names stand in for what is not set yet. */
  speaker(): { company: string; servicePhone: string; agentName: string; agentNumber: string };
  /** Real calls need all four; practice has samples. */
  speakerMissing(): boolean;
};

export const createAppService = (deps: {
  settings: Settings;
  version: string;
  developmentRuntime: boolean;
  systemLocale: () => string;
  vault: 'os' | 'none';
  /** Asked each time: a newer pack of head office may be taken between two calls. */
  pack: () => AppState['pack'];
  seat: () => AppState['seat'];
  knowledgeRefused: () => readonly KnowledgeRefusal[];
  changed: (state: AppState) => void;
}): AppService => {
  const { settings } = deps;
  const locale = (): Locale =>
    settings.get('locale') ?? (deps.systemLocale().toLowerCase().startsWith('en') ? 'en' : 'zh-CN');
  const state = (): AppState => {
    const pbx = settings.get('pbx');
    const headOffice = settings.get('headOffice');
    const mode = settings.get('mode');
    return {
      version: deps.version,
      developmentRuntime: deps.developmentRuntime,
      locale: locale(),
      theme: settings.get('theme'),
      welcome: settings.get('welcome'),
      mode,
      agent: settings.get('agent'),
      company: settings.get('company'),
      pbx: {
        configured: pbx !== null,
        server: pbx?.servers[0] ?? '',
        uri: pbx?.uri ?? '',
        authUser: pbx?.authUser ?? '',
      },
      headOffice: { configured: headOffice !== null, url: headOffice?.url ?? '' },
      vault: deps.vault,
      pack: deps.pack(),
      knowledgeRefused: [...deps.knowledgeRefused()],
      drill: mode === 'practice' ? settings.get('drill') : null,
      seat: deps.seat(),
    };
  };
  return {
    state,
    update: (change) => {
      for (const key of Object.keys(change) as (keyof SettingsData)[]) {
        const value = change[key];
        if (value !== undefined) settings.set(key, value);
      }
      const next = state();
      deps.changed(next);
      return next;
    },
    mode: () => settings.get('mode'),
    locale,
    speaker: () => {
      const practice = settings.get('mode') === 'practice';
      const agent = settings.get('agent');
      const company = settings.get('company');
      const or = (own: string, sample: string): string => (own !== '' || !practice ? own : sample);
      return {
        company: or(company.name, practiceCompany.name),
        servicePhone: or(company.servicePhone, practiceCompany.servicePhone),
        agentName: or(agent.name, practiceAgent.name),
        agentNumber: or(agent.number, practiceAgent.number),
      };
    },
    speakerMissing: () => {
      const agent = settings.get('agent');
      const company = settings.get('company');
      const filled = [agent.name, agent.number, company.name, company.servicePhone].every(
        (text) => text !== '',
      );
      return settings.get('mode') === 'live' && !filled;
    },
  };
};
