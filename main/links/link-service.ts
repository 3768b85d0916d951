import { readCallLink } from '../../core/links/call-link.ts';
import type { CallTarget } from '../../core/links/call-link.ts';
import { groupedNumber } from '../../core/call/phone-number.ts';
import type { LinkObstacle, LinkQuestion } from '../../core/ipc/features/links.ts';
import type { TaskRow } from '../../core/ipc/features/worklist.ts';
import type { NewId } from '../../core/ports.ts';
import { AppError } from '../ipc/app-error.ts';
import type { ErrorCode } from '../../core/ipc/envelope.ts';
import type { Log } from '../log/log.ts';

export type LinkDeps = {
  newId: NewId;
  /** Why a number or SIP address cannot be dialled now; null when it can. */
  obstacle: (target: string) => LinkObstacle | null;
  /** Open tasks with this number. */
  tasksOf: (number: string) => Promise<readonly TaskRow[]>;
  /** Dials a number or SIP address. */
  dial: (target: string) => Promise<void>;
  changed: (question: LinkQuestion | null) => void;
  log: Log;
};

export type LinkService = {
  /** A link somebody clicked in another program. Puts the question; dials nothing. */
  receive(link: string): Promise<void>;
  question(): LinkQuestion | null;
  /** Calls, registration or role have changed: the obstacle is looked at again. */
  refresh(): void;
  dial(id: string): Promise<void>;
  dismiss(id: string): void;
};

const refusals: Record<LinkObstacle, ErrorCode> = {
  not_permitted: 'not_permitted',
  busy: 'call_in_progress',
  attempt_open: 'attempt_open',
  not_registered: 'not_registered',
};

/** What is handed to the phone. */
const dialText = (target: CallTarget): string => (target.kind === 'number' ? target.number.dial : target.uri);

/** One question at a time; a second link replaces the first. The number itself goes to no log. */
export const createLinks = (deps: LinkDeps): LinkService => {
  let open: { question: LinkQuestion; target: CallTarget | null } | null = null;
  let newest = '';

  const show = (next: typeof open): void => {
    open = next;
    deps.changed(open?.question ?? null);
  };
  const withId = (id: string): { question: LinkQuestion; target: CallTarget | null } => {
    if (open?.question.id !== id) throw new AppError('not_found', 'link');
    return open;
  };

  return {
    receive: async (link) => {
      const id = deps.newId();
      newest = id;
      const reading = readCallLink(link);
      if (!reading.ok) {
        deps.log.info('link.refused', { reason: reading.reason });
        show({ question: { kind: 'refused', id, reason: reading.reason }, target: null });
        return;
      }
      const { target } = reading;
      const ask = (tasks: readonly TaskRow[]): void =>
        show({
          target,
          question: {
            kind: 'ask',
            id,
            shown:
              target.kind === 'address' ? target.uri : groupedNumber({ ...target.number, extension: null }),
            extension: target.kind === 'number' ? target.number.extension : null,
            tasks: [...tasks],
            obstacle: deps.obstacle(dialText(target)),
          },
        });
      // The question stands at once; the tasks come a moment later.
      ask([]);
      const number = target.kind === 'number' ? target.number.dial : target.user;
      const tasks = await deps.tasksOf(number);
      if (newest === id && open?.question.id === id && tasks.length > 0) ask(tasks);
    },
    question: () => open?.question ?? null,
    refresh: () => {
      if (open?.question.kind !== 'ask' || open.target === null) return;
      const obstacle = deps.obstacle(dialText(open.target));
      if (obstacle !== open.question.obstacle) show({ ...open, question: { ...open.question, obstacle } });
    },
    dial: async (id) => {
      const { target } = withId(id);
      if (target === null) throw new AppError('number_not_usable');
      const obstacle = deps.obstacle(dialText(target));
      if (obstacle !== null)
        throw new AppError(refusals[obstacle], null, obstacle === 'not_registered' ? { reason: 'off' } : {});
      await deps.dial(dialText(target));
      if (open?.question.id === id) show(null);
    },
    dismiss: (id) => {
      withId(id);
      show(null);
    },
  };
};
