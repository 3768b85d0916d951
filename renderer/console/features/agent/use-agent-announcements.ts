import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../../../core/ipc/features/agent.ts';
import { announce } from '../../../lib/announce-store.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { chordFor } from '../../keyboard/keymap.ts';
import { stateName, stateSentence } from './agent-words.ts';

/** Seconds before the end of the wrap-up at which it is told once. */
const warnSeconds = 15;

/**
 * Tells what the seat becomes, that the wrap-up ends soon or is over, and that a break lasts too long. Only
 * words: the focus stays where the agent works. Each is said once.
 */
export const useAgentAnnouncements = (agent: AgentView, now: number): void => {
  const { t } = useTranslation();
  const locale = useLocale();
  const said = useRef({ state: agent.state, reason: agent.reason });
  const { state, reason, since, wrapUp } = agent;
  useEffect(() => {
    const before = said.current;
    said.current = { state, reason };
    if (before.state === state && before.reason === reason) return;
    // The call itself is told by the call.
    if (state === 'on_call') return;
    if (wrapUp?.overTime) announce(t('agent.overTimeTold'));
    else if (wrapUp && before.state !== 'wrap_up')
      announce(
        t('agent.wrapUpTold', {
          seconds: Math.round((wrapUp.deadline - since) / 1000),
          key: chordFor('extendWrapUp'),
        }),
      );
    else if (state !== 'wrap_up')
      announce(t('agent.told', { state: stateSentence(t, agent, { state, reason }, locale) }));
  }, [agent, state, reason, since, wrapUp, locale, t]);

  const deadline = wrapUp === null || wrapUp.overTime ? null : wrapUp.deadline;
  const soon = deadline !== null && deadline - now <= warnSeconds * 1000 && deadline > now;
  useEffect(() => {
    if (soon) announce(t('agent.soonTold', { key: chordFor('extendWrapUp') }));
  }, [soon, deadline, t]);

  const late = agent.remindAt !== null && now >= agent.remindAt;
  const sayLate = useEffectEvent(() => {
    const count = Math.round(((agent.remindAt ?? agent.since) - agent.since) / 60_000);
    announce(t('agent.remind', { state: stateName(t, agent, agent.state, locale), count }));
  });
  useEffect(() => {
    if (late) sayLate();
  }, [late, agent.remindAt]);
};
