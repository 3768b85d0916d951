import { useEffect, useRef, useState } from 'react';
import { BookOpenCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ReceiptState } from '../../../../core/ipc/features/receipt.ts';
import { announce } from '../../../lib/announce-store.ts';
import { useAppStore } from '../../../lib/app-store.ts';
import { useCallStore } from '../../../lib/call-store.ts';
import { useAction } from '../../../lib/use-action.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { Button } from '../../../ui/button.tsx';
import { chordFor } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { ReceiptText } from './receipt-text.tsx';
import './receipt.css';

type ReadingProps = { state: ReceiptState; onConfirmed: () => void };

/** What is new, and the button that says it was read. Not modal: the work list stays in reach below it. */
const Reading = ({ state, onConfirmed }: ReadingProps) => {
  const { t } = useTranslation();
  const confirm = useAction('receipt.confirm');
  const textRef = useRef<HTMLDivElement>(null);
  useEffect(() => textRef.current?.focus(), []);
  const done = async () => {
    const result = await confirm.run({ hash: state.hash });
    if (!result.ok) return;
    announce(t('receipt.done', { version: state.version }));
    onConfirmed();
  };
  return (
    <>
      <div
        className="receipt-text"
        role="region"
        aria-label={t('receipt.title', { version: state.version })}
        tabIndex={0}
        ref={textRef}
      >
        <ReceiptText state={state} />
      </div>
      <ErrorText error={confirm.error} />
      <Button kind="primary" pending={confirm.pending} onPress={() => void done()}>
        {t('receipt.confirm')}
      </Button>
    </>
  );
};

/**
 * Before the first live callback with a script pack its agent reads what changed (domain.md rows 23 and 97). Main
 * refuses to dial until then; the bar is on every screen, and gives way while a callback is going on.
 */
export const ReceiptBar = () => {
  const { t } = useTranslation();
  const app = useAppStore((state) => state.app);
  const inCallback = useCallStore((state) => state.session !== null);
  const [confirmed, setConfirmed] = useState(0);
  const [open, setOpen] = useState<string | null>(null);
  const about = app && `${app.mode} ${app.agent.id} ${app.pack.id} ${app.pack.version} ${app.locale}`;
  const found = useRequest('receipt.state', {}, `${about} ${confirmed} ${inCallback}`);
  const state = found.value;
  const isShown = state !== null && state.needed && !inCallback;
  const isOpen = isShown && open === state.hash;
  const toggle = () => setOpen(isOpen || state === null ? null : state.hash);
  useKey('readPack', toggle, isShown);
  if (!isShown) return null;
  return (
    <section className="receipt-bar" aria-label={t('receipt.title', { version: state.version })}>
      <div className="receipt-head">
        <BookOpenCheck aria-hidden size={20} />
        <strong>{t('receipt.needed', { version: state.version })}</strong>
        <Button pressed={isOpen} keyHint={chordFor('readPack')} onPress={toggle}>
          {t(isOpen ? 'receipt.hide' : state.changes === null ? 'receipt.first' : 'receipt.open')}
        </Button>
      </div>
      {isOpen && (
        <Reading
          key={state.hash}
          state={state}
          onConfirmed={() => {
            setOpen(null);
            setConfirmed((count) => count + 1);
          }}
        />
      )}
    </section>
  );
};
