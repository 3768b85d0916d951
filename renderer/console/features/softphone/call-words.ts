import type { CallEnding, CallSnapshot, TransferState } from '../../../../core/call/types.ts';
import type { QualityView } from '../../../../core/call/quality.ts';
import { speaksUnheard } from '../../../../core/call/muted-voice.ts';
import type { CallView } from '../../../../core/ipc/features/softphone.ts';
import type { T } from '../../../locales/i18n.ts';

/** Who is on the line: the name if one is known, and the masked number. */
export const whoIs = (t: T, { party, tasks }: CallView): string => {
  const name = party.name || (tasks[0]?.holderName ?? '');
  return [name, party.number].filter(Boolean).join(' ') || t('strip.unknown');
};

/** How a call ended as a sentence with what to do; a status nobody listed is told by its number. */
export const endingSentence = (
  t: T,
  ending: CallEnding,
  { sipStatus, answeredAt }: Pick<CallSnapshot, 'sipStatus' | 'answeredAt'>,
): string => {
  // The customer never heard of it: the server does not let this number out.
  if (sipStatus === 403) return t('endingExtra.forbidden');
  // Nothing was lost that had been there: the call did not get through.
  if (ending === 'network' && answeredAt === null && sipStatus !== null)
    return t('endingExtra.networkStatus', { status: sipStatus });
  if (ending === 'failed' && sipStatus !== null)
    return t(sipStatus >= 300 && sipStatus < 400 ? 'endingExtra.redirected' : 'endingExtra.failedStatus', {
      status: sipStatus,
    });
  return t(`endingSentence.${ending}`);
};

export type CallNote = { text: string; tone: 'plain' | 'care' | 'rule' };

const transferNote = (t: T, { state, sipStatus }: TransferState): CallNote => {
  if (state === 'failed')
    return {
      tone: 'care',
      text:
        sipStatus === null
          ? t('callState.transferFailed')
          : t('callState.transferFailedStatus', { status: sipStatus }),
    };
  const keys = { asked: 'transferAsked', trying: 'transferTrying', ringing: 'transferRinging' } as const;
  return {
    tone: 'plain',
    text: state === 'done' ? t('callState.transferDone') : t(`callState.${keys[state]}`),
  };
};

/** Which of the line and the sound is gone, the worst first; null when both are well. */
const troubleNote = (t: T, { signalling, media, held }: CallSnapshot): CallNote | null => {
  if (signalling !== 'up' && media === 'lost') return { tone: 'rule', text: t('callState.lostBoth') };
  if (media === 'lost') return { tone: 'rule', text: t('callState.mediaLost') };
  if (signalling === 'lost') return { tone: 'care', text: t('callState.signallingLost') };
  if (signalling === 'restoring') return { tone: 'care', text: t('callState.signallingRestoring') };
  // On hold nobody sends, and silence says nothing.
  if (media === 'silent' && !held.local && !held.remote)
    return { tone: 'rule', text: t('callState.mediaSilent') };
  return null;
};

const holdNote = (t: T, { held }: CallSnapshot): CallNote | null => {
  if (held.local && held.remote) return { tone: 'care', text: t('callState.bothHold') };
  if (held.local) return { tone: 'care', text: t('callState.localHold') };
  return held.remote ? { tone: 'care', text: t('callState.remoteHold') } : null;
};

const qualityNote = (t: T, call: CallSnapshot, quality: QualityView | null): CallNote | null => {
  if (quality === null || quality.cause === null || call.held.local || call.held.remote) return null;
  if (quality.verdict === 'good' || quality.verdict === 'fair') return null;
  return { tone: 'care', text: qualitySentence(t, quality) };
};

/** What is going on with a call that the agent has to know, in words, the most urgent first. */
export const callNotes = (t: T, { call, quality }: CallView): CallNote[] => {
  if (call.phase === 'ended' || call.phase === 'incoming') return [];
  const trouble = troubleNote(t, call);
  return [
    trouble,
    call.transfer && transferNote(t, call.transfer),
    holdNote(t, call),
    speaksUnheard(call) ? { tone: 'care' as const, text: t('sound.speaksMuted') } : null,
    call.earlyMedia && call.phase !== 'talking'
      ? { tone: 'plain' as const, text: t('callState.earlyMedia') }
      : null,
    call.conference ? { tone: 'plain' as const, text: t('callState.conference') } : null,
    trouble === null ? qualityNote(t, call, quality) : null,
  ].filter((note) => note !== null);
};

/** The verdict on the sound with its cause and what to do; the verdict alone when nothing is wrong. */
export const qualitySentence = (t: T, quality: QualityView): string => {
  const verdict = t(`quality.verdict.${quality.verdict}`);
  if (quality.cause === null) return verdict;
  const cause = t(`quality.cause.${quality.cause}`, {
    loss: Math.round(quality.lossFraction * 100),
    jitter: Math.round(quality.jitterMs),
    delay: Math.round(quality.delayMs),
  });
  return t('quality.sentence', { verdict, cause, remedy: t(`quality.remedy.${quality.cause}`) });
};
