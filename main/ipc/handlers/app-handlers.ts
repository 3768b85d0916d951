import type { AppState } from '../../../core/ipc/features/app.ts';
import type { AppService } from '../../app/app-service.ts';
import type { Handlers } from '../run-call.ts';

type Names =
  'app.state' | 'app.setLocale' | 'app.setTheme' | 'app.setAgent' | 'app.setCompany' | 'app.welcomeDone';

/** Settings a person changes in the console. */
export const appHandlers = (
  app: AppService,
  onTheme: (theme: AppState['theme']) => void,
): Pick<Handlers, Names> => ({
  'app.state': () => app.state(),
  'app.setLocale': ({ locale }) => app.update({ locale }),
  'app.setTheme': ({ theme }) => {
    onTheme(theme);
    return app.update({ theme });
  },
  'app.setAgent': ({ name, number }) =>
    app.update({ agent: { ...app.state().agent, name: name.trim(), number: number.trim() } }),
  'app.setCompany': ({ name, servicePhone }) =>
    app.update({ company: { name: name.trim(), servicePhone: servicePhone.trim() } }),
  'app.welcomeDone': () => app.update({ welcome: false }),
});
