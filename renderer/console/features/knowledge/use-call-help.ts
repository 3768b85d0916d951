import { useState } from 'react';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import type { KnowledgeView, ObjectionCard } from '../../../../core/ipc/features/knowledge.ts';
import { announce } from '../../../lib/announce-store.ts';
import { useRequest } from '../../../lib/use-request.ts';
import { useTranslation } from 'react-i18next';
import type { IpcError } from '../../../../core/ipc/envelope.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { focusCard } from '../call/card-shell.tsx';
import { useSessionAction } from '../call/use-session-action.ts';

type Opened =
  | { kind: 'nothing' }
  | { kind: 'entry'; id: string; questionId: string }
  | { kind: 'choosing' }
  | { kind: 'objection'; id: string };

/** What stands beside the question, ready to be shown. */
export type CallHelp = {
  suggested: readonly KnowledgeView[];
  objections: readonly ObjectionCard[];
  /** Words that reflect back what the customer meant. */
  reflect: readonly string[];
  shown:
    | { kind: 'nothing' }
    | { kind: 'entry'; entry: KnowledgeView }
    | { kind: 'choosing' }
    | { kind: 'objection'; card: ObjectionCard };
  error: IpcError | null;
  /** Objections are what a customer on the line says. */
  talking: boolean;
  openEntry: (entry: KnowledgeView) => void;
  openObjections: () => void;
  choose: (card: ObjectionCard) => void;
  close: () => void;
};

const questionOf = (session: SessionView): string | null => {
  const { card } = session.script;
  return 'questionId' in card ? card.questionId : null;
};

/** Knowledge and objections of a running call. An entry goes with its question; an objection stays until closed. */
export const useCallHelp = (session: SessionView): CallHelp => {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<Opened>({ kind: 'nothing' });
  const questionId = questionOf(session);
  const talking = session.phase === 'talking';
  const asked = useRequest('knowledge.suggest', {}, `${session.savedEvents} ${questionId ?? ''}`);
  const list = useRequest('objection.list', {});
  const action = useSessionAction('objection.choose');
  // An answer about the last question is not for this one.
  const suggested = asked.value !== null && asked.value.questionId === questionId ? asked.value.entries : [];
  const objections = list.value?.objections ?? [];

  const shown = ((): CallHelp['shown'] => {
    switch (opened.kind) {
      case 'entry': {
        const entry = suggested.find(({ id }) => id === opened.id);
        return entry && opened.questionId === questionId ? { kind: 'entry', entry } : { kind: 'nothing' };
      }
      case 'objection': {
        const card = objections.find(({ id }) => id === opened.id);
        return card ? { kind: 'objection', card } : { kind: 'nothing' };
      }
      case 'choosing':
        return talking ? opened : { kind: 'nothing' };
      case 'nothing':
        return opened;
    }
  })();

  const openEntry = (entry: KnowledgeView): void => {
    if (questionId !== null) setOpened({ kind: 'entry', id: entry.id, questionId });
  };
  const openNext = (): void => {
    const at = shown.kind === 'entry' ? suggested.indexOf(shown.entry) : -1;
    const entry = suggested[(at + 1) % suggested.length];
    if (entry) openEntry(entry);
  };
  const close = (): void => setOpened({ kind: 'nothing' });
  const openObjections = (): void => setOpened({ kind: 'choosing' });
  const choose = async (card: ObjectionCard): Promise<void> => {
    if (!(await action.run({ objectionId: card.id }))) return;
    setOpened({ kind: 'objection', id: card.id });
    announce(t('objection.done', { trigger: card.trigger }));
    focusCard();
  };
  useKey('openKnowledge', openNext, suggested.length > 0);
  useKey('openObjections', openObjections, talking);

  return {
    suggested,
    objections,
    reflect: list.value?.reflect ?? [],
    shown,
    error: action.error ?? list.error ?? asked.error,
    talking,
    openEntry,
    openObjections,
    choose: (card) => void choose(card),
    close,
  };
};
