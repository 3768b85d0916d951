import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { useLocale } from '../../../lib/app-store.ts';
import { chordFor } from '../../keyboard/keymap.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { focusCard } from '../call/card-shell.tsx';
import { EntryText } from './entry-text.tsx';
import { ObjectionChooser } from './objection-chooser.tsx';
import { ObjectionLines } from './objection-lines.tsx';
import { titleOf } from './title-of.ts';
import { ReflectChips } from './reflect-chips.tsx';
import type { CallHelp } from './use-call-help.ts';
import './knowledge.css';

const firstSentence = (text: string): string => /^[^。]*。?/u.exec(text)?.[0] ?? text;

const Suggested = ({ help }: { help: CallHelp }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  if (help.suggested.length === 0) return <p className="soft help-none">{t('help.none')}</p>;
  return (
    <ul className="help-list">
      {help.suggested.map((entry) => (
        <li key={entry.id}>
          <Button kind="plain" onPress={() => help.openEntry(entry)}>
            <span className="help-title">{titleOf(entry, locale)}</span>
            <span className="help-lines" lang="zh-CN">
              {firstSentence(entry.body)}
            </span>
          </Button>
        </li>
      ))}
    </ul>
  );
};

/** An opened part: takes the place of the answers; Escape brings them back. */
const OpenPanel = ({ help, title, children }: { help: CallHelp; title: string; children: ReactNode }) => {
  const { t } = useTranslation();
  const close = () => {
    help.close();
    focusCard();
  };
  return (
    <Panel
      title={title}
      className="help help-open"
      aside={
        <Button kind="plain" className="help-close" keyHint="Esc" onPress={close}>
          {t('help.close')}
        </Button>
      }
    >
      <ErrorText error={help.error} />
      <div className="help-text" role="group" aria-label={title} tabIndex={0}>
        {children}
      </div>
    </Panel>
  );
};

/** Beside the question, never over it: suggested knowledge, one entry, or the playbook (domain.md rows 41, 106). */
export const HelpPanel = ({ help, session }: { help: CallHelp; session: SessionView }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const { shown } = help;
  switch (shown.kind) {
    case 'entry':
      return (
        <OpenPanel help={help} title={titleOf(shown.entry, locale)}>
          <EntryText entry={shown.entry} />
        </OpenPanel>
      );
    case 'choosing':
      return (
        <OpenPanel help={help} title={t('objection.title')}>
          <ReflectChips prompts={help.reflect} />
          <ObjectionChooser cards={help.objections} onChoose={help.choose} />
        </OpenPanel>
      );
    case 'objection':
      return (
        <OpenPanel help={help} title={t('objection.card', { trigger: shown.card.trigger })}>
          <ReflectChips prompts={help.reflect} />
          <ObjectionLines card={shown.card} session={session} />
        </OpenPanel>
      );
    case 'nothing':
      return (
        <Panel
          title={
            help.suggested.length > 0 ? `${t('help.title')} (${chordFor('openKnowledge')})` : t('help.title')
          }
          className="help"
          aside={
            <Button
              kind="plain"
              className="help-close"
              keyHint={chordFor('openObjections')}
              disabled={!help.talking}
              onPress={help.openObjections}
            >
              {t('objection.button')}
            </Button>
          }
        >
          <ErrorText error={help.error} />
          <Suggested help={help} />
        </Panel>
      );
  }
};
