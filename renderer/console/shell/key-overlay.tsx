import { useState } from 'react';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.tsx';
import { KeyCap } from '../../ui/key-cap.tsx';
import { useRouteStore } from '../../lib/route-store.ts';
import type { Screen } from '../../lib/route-store.ts';
import { listedKeys, scopeParents } from '../keyboard/keymap.ts';
import type { Scope } from '../keyboard/keymap.ts';
import { useKey } from '../keyboard/use-key.ts';

/** What works on a screen: the keys of the window, of the screen, and of the cards within it. */
const scopesOf = (screen: Screen): Scope[] =>
  (Object.keys(scopeParents) as Scope[]).filter(
    (scope) => scope === 'app' || scope === screen || scopeParents[scope] === screen,
  );

const Group = ({ scope }: { scope: Scope }) => {
  const { t } = useTranslation();
  const rows = listedKeys.filter((row) => row.scope === scope);
  const hasDigits = scope === 'answer' || scope === 'wrapUp' || scope === 'objection';
  if (rows.length === 0 && !hasDigits) return null;
  return (
    <section className="keys-group">
      <h3>{t(`keys.scope.${scope}`)}</h3>
      <dl>
        {hasDigits && (
          <div>
            <dt>
              <KeyCap chord="1…9" />
            </dt>
            <dd>{t('keys.digits')}</dd>
          </div>
        )}
        {scope === 'call' && (
          <div>
            <dt>
              <KeyCap chord="Ctrl+Shift+1…6" />
            </dt>
            <dd>{t('keys.tags')}</dd>
          </div>
        )}
        {rows.map((row) => (
          <div key={row.id}>
            <dt>
              {row.chords.map((chord) => (
                <KeyCap key={chord} chord={chord} />
              ))}
            </dt>
            <dd>{t(`keys.name.${row.id}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
};

/** The list of keys (F1). Not modal: the call goes on beneath it. */
export const KeyOverlay = () => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const screen = useRouteStore((state) => state.screen);
  useKey('help', () => setOpen((before) => !before));
  useKey('toCard', () => setOpen(false), open);
  if (!open) return null;
  return (
    <aside className="keys" aria-label={t('keys.title')}>
      <div className="keys-head">
        <h2>{t('keys.title')}</h2>
        <IconButton icon={X} label={t('keys.close')} onPress={() => setOpen(false)} />
      </div>
      <p className="keys-hint">{t('keys.textHint')}</p>
      <div className="keys-groups">
        {scopesOf(screen).map((scope) => (
          <Group key={scope} scope={scope} />
        ))}
      </div>
    </aside>
  );
};
