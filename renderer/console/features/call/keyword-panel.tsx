import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import type { WatchView } from '../../../../core/script/watch.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { chordFor } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { useSessionAction } from './use-session-action.ts';

type Suggestion = WatchView['keywords']['suggested'][number];

const Waiting = ({ first, more }: { first: Suggestion; more: number }) => {
  const { t } = useTranslation();
  const decide = useSessionAction('session.keyword');
  const { word, source, issueName } = first;
  const place = t(`keywords.source.${source}`);
  const found = t('keywords.found', { word, place });
  useEffect(() => {
    announce(found, 'beside');
  }, [found]);
  const say = async (open: boolean) => {
    if (!(await decide.run({ word, source, open }))) return;
    announce(open ? t('keywords.opened', { name: issueName ?? word }) : t('keywords.dismissed', { word }));
  };
  const canOpen = issueName !== null;
  useKey('openKeyword', () => void say(true), canOpen);
  useKey('dismissKeyword', () => void say(false));
  return (
    <section className="keyword-panel" aria-label={t('keywords.title')} data-keyword={word}>
      <p className="keyword-row">
        <Badge tone={first.grade === 'U' ? 'rule' : 'care'}>{t(`grade.${first.grade}`)}</Badge>
        <span>{found}</span>
        {more > 0 && <span className="soft">{t('keywords.more', { count: more })}</span>}
      </p>
      <div className="keyword-row">
        {canOpen && (
          <Button keyHint={chordFor('openKeyword')} pending={decide.pending} onPress={() => void say(true)}>
            {t('keywords.open', { name: issueName })}
          </Button>
        )}
        <Button kind="plain" keyHint={chordFor('dismissKeyword')} onPress={() => void say(false)}>
          {t('keywords.none')}
        </Button>
      </div>
      <ErrorText error={decide.error} />
    </section>
  );
};

/** The keyword that waits longest for the agent's word; nothing is opened without it (domain.md row 102). */
export const KeywordPanel = ({ session }: { session: SessionView }) => {
  const { suggested } = session.watch.keywords;
  const [first] = suggested;
  return first === undefined ? null : <Waiting first={first} more={suggested.length - 1} />;
};
