import type { SessionView } from '../../../../core/ipc/features/call.ts';
import { AbnormalCard } from './abnormal-card.tsx';
import { NotSelfCard } from './not-self-card.tsx';
import { QuestionCard } from './question-card.tsx';
import { VerifyCard } from './verify-card.tsx';

/** Names one showing of a card: a second asking or a correction is a new card with empty fields. */
const stampOf = (session: SessionView): string => {
  const { card, answered } = session.script;
  const place = `${card.kind} ${answered.length} ${session.script.identity.passed}`;
  switch (card.kind) {
    case 'question':
      return `${place} ${card.questionId} ${card.asking}`;
    case 'verify':
      return `${place} ${card.factorId} ${card.triesLeft}`;
    case 'statement':
    case 'abnormal':
      return `${place} ${card.questionId}`;
    case 'not_self':
    case 'ending':
      return place;
  }
};

/** The one thing on screen while there is something to ask. */
export const ScriptCard = ({ session }: { session: SessionView }) => {
  const { card } = session.script;
  const stamp = stampOf(session);
  const live = session.phase === 'talking';
  const { pace } = session.watch;
  switch (card.kind) {
    case 'statement':
    case 'question':
      return <QuestionCard key={stamp} stamp={stamp} card={card} pace={pace} live={live} />;
    case 'verify':
      // The reply field keeps what was typed through a second try; a new factor starts empty.
      return (
        <VerifyCard
          key={card.factorId}
          stamp={stamp}
          card={card}
          identity={session.script.identity}
          pace={pace}
          live={live}
        />
      );
    case 'abnormal':
      return <AbnormalCard key={stamp} stamp={stamp} card={card} live={live} />;
    case 'not_self':
      return <NotSelfCard card={card} stamp={stamp} live={live} />;
    case 'ending':
      // Shown together with the dispositions (call-screen.tsx).
      return null;
  }
};
