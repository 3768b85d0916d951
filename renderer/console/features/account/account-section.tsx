import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../../../core/ipc/features/app.ts';
import { announce } from '../../../lib/announce-store.ts';
import { setAppState } from '../../../lib/app-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ErrorText } from '../../shared/error-text.tsx';
import { formError } from '../settings/field-error.ts';
import {
  followCheck,
  loadAccount,
  problemsOf,
  reloadAccount,
  replaceForm,
  useAccountDraft,
} from './account-draft.ts';
import { BasicFields } from './basic-fields.tsx';
import { CheckPanel } from './check-panel.tsx';
import { MoreSettings } from './more-settings.tsx';
import { useFieldErrors } from './use-field.ts';
import './account.css';

const basics = ['server', 'servers.0', 'uri', 'authUser', 'password'];

/** The line of the seat: its account, simple things first, and the check of the line beside it. */
export const AccountSection = ({ app }: { app: AppState }) => {
  const { t } = useTranslation();
  const saved = useAccountDraft((draft) => draft.saved);
  const moreOpen = useAccountDraft((draft) => draft.moreOpen);
  const touched = useAccountDraft((draft) => draft.touched);
  const [wanted, setWanted] = useState(false);
  const save = useAction('account.save');
  const forget = useAction('pbx.forget');
  const check = useAction('account.startCheck');
  const file = useAction('account.readFile');
  const error = save.error ?? check.error;
  const errors = useFieldErrors(error);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => followCheck(), []);
  useEffect(() => void loadAccount(), [app.pbx.configured]);

  const open = saved !== null && (saved.settings === null || wanted || touched);

  /** False when something has to be mended first: the person is taken to the first such field. */
  const complete = (): boolean => {
    const problems = problemsOf(useAccountDraft.getState());
    const inMore = problems.some(({ field }) => !basics.includes(field));
    useAccountDraft.setState((draft) => ({ tried: true, moreOpen: draft.moreOpen || inMore }));
    if (problems.length === 0) return true;
    setWanted(true);
    announce(t('account.problems', { count: problems.length }));
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('input[data-invalid]')?.focus());
    return false;
  };
  const submit = async () => {
    if (save.pending || !complete()) return;
    const result = await save.run({ form: useAccountDraft.getState().form });
    if (!result.ok) return;
    setAppState(result.value);
    setWanted(false);
    await reloadAccount();
    announce(t('account.saved'));
  };
  const startCheck = async () => {
    if (!complete()) return;
    const result = await check.run({ form: useAccountDraft.getState().form });
    if (result.ok) useAccountDraft.setState({ check: result.value });
  };
  const remove = async () => {
    const result = await forget.run({});
    if (!result.ok) return;
    setAppState(result.value);
    await reloadAccount();
  };
  const read = async () => {
    const result = await file.run({});
    if (!result.ok || result.value === null) return;
    replaceForm(result.value.form);
    announce(t('account.fileRead'));
  };
  const close = () => {
    setWanted(false);
    void reloadAccount();
  };

  const spare = (saved?.settings?.servers.length ?? 1) - 1;
  return (
    <div className="account" ref={box}>
      <Panel title={t('account.title')}>
        {app.pbx.configured ? (
          <p className="soft">
            {t('account.inUse', { uri: app.pbx.uri, server: app.pbx.server })}
            {spare > 0 && ` · ${t('account.moreServers', { count: spare })}`}
          </p>
        ) : (
          <p className="soft">{t('account.none')}</p>
        )}
        {open && (
          <>
            <BasicFields errorOf={errors.of} onEnter={() => void submit()} />
            <Disclosure
              title={t('account.more')}
              hint={t('account.moreHint')}
              open={moreOpen}
              onOpen={(next) => useAccountDraft.setState({ moreOpen: next })}
            >
              <MoreSettings errorOf={errors.of} />
            </Disclosure>
          </>
        )}
        {errors.count > 0 && <p className="field-error">{t('account.problems', { count: errors.count })}</p>}
        <ErrorText error={formError(error, basics) ?? forget.error ?? file.error} />
        <div className="settings-actions">
          {open ? (
            <>
              <Button pending={save.pending} onPress={() => void submit()}>
                {t(save.pending ? 'account.saving' : 'account.save')}
              </Button>
              <Button onPress={() => void read()}>{t('account.readFile')}</Button>
              {app.pbx.configured && (
                <Button kind="plain" onPress={close}>
                  {t('account.closeForm')}
                </Button>
              )}
            </>
          ) : (
            <Button disabled={saved === null} onPress={() => setWanted(true)}>
              {t('account.change')}
            </Button>
          )}
          {app.pbx.configured && (
            <Button kind="plain" onPress={() => void remove()}>
              {t('account.forget')}
            </Button>
          )}
        </div>
      </Panel>
      <CheckPanel start={() => void startCheck()} />
    </div>
  );
};
