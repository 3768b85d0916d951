import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card, IdentityView } from '../../../../core/script/view.ts';
import type { WatchView } from '../../../../core/script/watch.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { chordFor } from '../../keyboard/keymap.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { ErrorText } from '../../shared/error-text.tsx';
import { CardShell } from './card-shell.tsx';
import { PaceMeter } from './pace-meter.tsx';
import { useSessionAction } from './use-session-action.ts';

type Verify = Extract<Card, { kind: 'verify' }>;

const factorTones = {
  open: 'plain',
  current: 'accent',
  passed: 'good',
  failed: 'rule',
  forgotten: 'care',
} as const;

const Factors = ({ identity }: { identity: IdentityView }) => {
  const { t } = useTranslation();
  return (
    <ul className="factors" aria-label={t('identity.title')}>
      {identity.factors.map((factor) => (
        <li key={factor.id}>
          <span>{factor.label}</span>
          <Badge tone={factorTones[factor.state]}>{t(`identity.factorState.${factor.state}`)}</Badge>
        </li>
      ))}
    </ul>
  );
};

type VerifyCardProps = {
  card: Verify;
  identity: IdentityView;
  pace: WatchView['pace'];
  stamp: string;
  live: boolean;
};

/** The agent types what the customer said; main compares and forgets it. The expected value is never here. */
export const VerifyCard = ({ card, identity, pace, stamp, live }: VerifyCardProps) => {
  const { t } = useTranslation();
  const [reply, setReply] = useState('');
  const verify = useSessionAction('session.verify');
  const forgot = useSessionAction('session.forgot');
  const { factorId } = card;

  const submit = async () => {
    if (reply.trim() === '' || !live) return;
    // A reply that did not fit is cleared too: a second try is a new reply of the customer.
    if (await verify.run({ factorId, reply: reply.trim() })) setReply('');
  };
  const giveUp = () => void forgot.run({ factorId });
  useKey('forgot', giveUp, live);

  return (
    <CardShell
      kind="verify"
      questionId={card.questionId}
      stamp={stamp}
      text={card.text}
      className="call-card-asks"
      meta={
        <>
          <span>{t('script.kind.verify')}</span>
          <span className="question-id">{card.questionId}</span>
          <Badge>{t(`identity.strength.${card.strength}`)}</Badge>
          <Badge tone={card.triesLeft <= 1 ? 'rule' : 'plain'}>
            {t('verify.triesLeft', { count: card.triesLeft })}
          </Badge>
          <PaceMeter pace={pace} />
        </>
      }
    >
      <Factors identity={identity} />
      <div className="call-card-foot">
        <ErrorText error={verify.error ?? forgot.error} />
        {!live && <p className="soft">{t('script.waiting')}</p>}
        <div className="verify-row" data-first-field>
          <TextField
            label={t('verify.label')}
            value={reply}
            onChange={setReply}
            onEnter={() => void submit()}
            placeholder={t(`verify.example.${card.inputKind}`)}
            maxLength={100}
            disabled={!live}
            inputMode={card.inputKind === 'mobile' || card.inputKind === 'amount' ? 'numeric' : 'text'}
            className="verify-reply"
          />
          <Button
            kind="primary"
            size="l"
            keyHint="Enter"
            disabled={!live || reply.trim() === ''}
            onPress={() => void submit()}
          >
            {t('verify.submit')}
          </Button>
          <Button size="l" keyHint={chordFor('forgot')} disabled={!live} onPress={giveUp}>
            {t('verify.forgot')}
          </Button>
        </div>
        <p className="verify-secret">{t('verify.secret')}</p>
      </div>
    </CardShell>
  );
};
