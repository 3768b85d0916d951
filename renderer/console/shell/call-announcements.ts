import type { CallView, SoftphoneState } from '../../../core/ipc/features/softphone.ts';
import type { Announcement } from '../../lib/announce-store.ts';
import type { T } from '../../locales/i18n.ts';
import { callNotes, endingSentence, whoIs } from '../features/softphone/call-words.ts';

type Message = Pick<Announcement, 'text' | 'kind'>;

const phaseMessage = (t: T, before: CallView | null, view: CallView): Message | null => {
  const { phase, ending } = view.call;
  if (before?.call.phase === phase) return null;
  if (phase === 'incoming') return { text: t('strip.incoming', { who: whoIs(t, view) }), kind: 'alert' };
  if (phase === 'ended') {
    if (before === null || ending === null) return null;
    const lost = before.call.phase === 'talking' && ending !== 'local_hangup';
    const sentence = endingSentence(t, ending, view.call);
    const text = view.callback ? sentence : t('strip.ended', { who: whoIs(t, view), sentence });
    return { text, kind: lost ? 'alert' : 'status' };
  }
  return { text: t(`callPhase.${phase}`), kind: 'status' };
};

/**
 * What changed between two states of the softphone, in words for the live region. Only an incoming and a lost
 * call interrupt; what stands on screen already (`beside`) is not shown a second time.
 */
export const callAnnouncements = (
  t: T,
  before: SoftphoneState | null,
  now: SoftphoneState | null,
): Message[] =>
  (now?.calls ?? []).flatMap((view) => {
    const earlier = before?.calls.find(({ call }) => call.callId === view.call.callId) ?? null;
    const phase = phaseMessage(t, earlier, view);
    const known = new Set(earlier === null ? [] : callNotes(t, earlier).map(({ text }) => text));
    // Quality wavers by the second; its words stay on screen and are not read out.
    const notes = callNotes(t, { ...view, quality: null })
      .filter(({ text }) => !known.has(text))
      .map(({ text }): Message => ({ text, kind: 'beside' }));
    return [...(phase === null ? [] : [phase]), ...notes];
  });
