import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chosenStates, type ChosenState } from '../../../../core/agent/agent-state.ts';
import type { ChannelInput } from '../../../../core/ipc/contract.ts';
import type { AgentView } from '../../../../core/ipc/features/agent.ts';
import { Button } from '../../../ui/button.tsx';
import { MenuButton, type MenuGroup } from '../../../ui/menu-button.tsx';
import { announce } from '../../../lib/announce-store.ts';
import { useAgentStore } from '../../../lib/agent-store.ts';
import { useLocale } from '../../../lib/app-store.ts';
import { callDesk } from '../../../lib/desk.ts';
import { formatSpan } from '../../../lib/format.ts';
import { useNow } from '../../../lib/use-now.ts';
import { useKey } from '../../keyboard/use-key.ts';
import { errorSentence } from '../../shared/error-sentence.ts';
import { reasonName, stateName, stateSentence } from './agent-words.ts';
import { useAgentAnnouncements } from './use-agent-announcements.ts';
import './agent.css';

type Request = 'agent.set' | 'agent.extendWrapUp' | 'agent.finishWrapUp';

/**
 * Runs a change of the seat and resolves to it. A refusal (null) is told where all messages are: there is no
 * field to put it at.
 */
const useSeat = () => {
  const { t } = useTranslation();
  return async <C extends Request>(channel: C, input: ChannelInput<C>): Promise<AgentView | null> => {
    const result = await callDesk(channel, input);
    if (!result.ok) {
      announce(errorSentence(t, result.error));
      return null;
    }
    useAgentStore.setState({ agent: result.value });
    return result.value;
  };
};

const separator = ' ';

const WrapUpActions = ({ wrapUp }: { wrapUp: NonNullable<AgentView['wrapUp']> }) => {
  const { t } = useTranslation();
  const run = useSeat();
  const extend = async () => {
    const after = await run('agent.extendWrapUp', {});
    if (after?.wrapUp)
      announce(
        t('agent.extendedTold', {
          seconds: after.wrapUp.extensionSeconds,
          left: after.wrapUp.extensionsLeft,
        }),
      );
  };
  const finish = () => void run('agent.finishWrapUp', {});
  useKey('extendWrapUp', () => void extend(), wrapUp.extensionsLeft > 0);
  useKey('finishWrapUp', finish);
  return (
    <div className="seat-actions">
      {wrapUp.extensionsLeft > 0 && (
        <Button
          onPress={() => void extend()}
          label={t('agent.extendLabel', { seconds: wrapUp.extensionSeconds, left: wrapUp.extensionsLeft })}
        >
          {t('agent.extend')}
        </Button>
      )}
      {wrapUp.recordOpen ? (
        <p className="seat-hint">{t('agent.endsWithRecord')}</p>
      ) : (
        <Button onPress={finish} label={t('agent.finishLabel')}>
          {t('agent.finish')}
        </Button>
      )}
    </div>
  );
};

/** Counts down in wrap-up, up in everything else; never more than the whole, however late the tick. */
const clockOf = ({ since, wrapUp }: AgentView, now: number): string => {
  if (wrapUp === null) return formatSpan(now - since);
  if (wrapUp.overTime) return formatSpan(now - wrapUp.deadline);
  return formatSpan(Math.min(wrapUp.deadline - now + 999, wrapUp.deadline - since));
};

const Seat = ({ agent }: { agent: AgentView }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow(1000);
  const [open, setOpen] = useState(false);
  const run = useSeat();
  useAgentAnnouncements(agent, now);
  useKey('agentMenu', () => setOpen((before) => !before));
  // On the call screen Escape belongs to the card; while the menu is open it closes the menu first.
  useKey('toCard', () => setOpen(false), open);
  const become = async (state: ChosenState, reason: string | null) => {
    const after = await run('agent.set', { state, reason });
    // Under a call or a record the choice is only noted; the person must hear that it was.
    if (after?.next) announce(t('agent.afterCall', { state: stateSentence(t, after, after.next, locale) }));
  };
  useKey('agentReady', () => void become('ready', null));

  const groups = chosenStates.map((id): MenuGroup => {
    const reasons = agent.states.find((candidate) => candidate.id === id)?.reasons ?? [];
    const name = stateName(t, agent, id, locale);
    return reasons.length === 0
      ? { id, heading: null, entries: [{ id, label: name }] }
      : {
          id,
          heading: name,
          entries: reasons.map((reason) => ({
            id: `${id}${separator}${reason.id}`,
            label: reason.name[locale],
          })),
        };
  });
  const choose = (entry: string) => {
    const [id, reason = null] = entry.split(separator);
    const state = chosenStates.find((candidate) => candidate === id);
    if (state) void become(state, reason);
  };
  const chosen = agent.next ?? agent;
  const late = agent.remindAt !== null && now >= agent.remindAt;
  const reason = reasonName(t, agent, agent, locale);
  const tone = late || agent.wrapUp?.overTime ? 'care' : agent.state === 'ready' ? 'good' : 'plain';
  return (
    <div className="seat" data-agent-state={agent.state} data-tone={tone}>
      <MenuButton
        className="seat-button"
        groups={groups}
        selected={[chosen.state, chosen.reason].filter(Boolean).join(separator)}
        onChoose={choose}
        open={open}
        onOpenChange={setOpen}
        foot={<MenuFoot agent={agent} />}
      >
        <span className="visually-hidden">{t('agent.label')}</span>
        <span className="seat-state">{stateName(t, agent, agent.state, locale)}</span>
        {reason !== null && <span className="seat-reason">{reason}</span>}
        {late && <span className="seat-reason">{t('agent.tooLong')}</span>}
        <span className="seat-clock" aria-hidden>
          {clockOf(agent, now)}
        </span>
      </MenuButton>
      {agent.wrapUp && <WrapUpActions wrapUp={agent.wrapUp} />}
    </div>
  );
};

const MenuFoot = ({ agent }: { agent: AgentView }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const { version, source, refusedLine } = agent.policy;
  return (
    <div className="seat-foot">
      {agent.next && <p>{t('agent.afterCall', { state: stateSentence(t, agent, agent.next, locale) })}</p>}
      <p>{t('agent.policy', { version, source: t(`agent.source.${source}`) })}</p>
      {refusedLine !== null && <p className="seat-refused">{t('agent.refused', { line: refusedLine })}</p>}
    </div>
  );
};

/** What the agent is, always at the foot of the navigation, with the way to change it. */
export const AgentSeat = () => {
  const agent = useAgentStore((state) => state.agent);
  return agent && <Seat agent={agent} />;
};
