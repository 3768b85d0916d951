import { create } from 'zustand';
import {
  accountFormOf,
  checkAccountForm,
  emptyAccountForm,
  type AccountForm,
  type FieldProblem,
  type SavedAccount,
} from '../../../../core/call/account-form.ts';
import type { LineCheck } from '../../../../core/call/line-check.ts';
import type { ChannelOutput } from '../../../../core/ipc/contract.ts';
import { callDesk, onDesk } from '../../../lib/desk.ts';

type Saved = ChannelOutput<'account.get'>;

type Draft = {
  /** Main's answer; null before it came. */
  saved: Saved | null;
  /** What is typed; kept while the person looks at other screens, gone with the window. */
  form: AccountForm;
  touched: boolean;
  /** Problems are shown from the first try on, and then follow every key. */
  tried: boolean;
  moreOpen: boolean;
  check: LineCheck | null;
};

export const useAccountDraft = create<Draft>(() => ({
  saved: null,
  form: emptyAccountForm,
  touched: false,
  tried: false,
  moreOpen: false,
  check: null,
}));

/** Stands for a secret that main has and the console must not see. */
const present = 'saved';

const savedForCheck = (saved: Saved | null): SavedAccount => ({
  settings: saved?.settings ?? null,
  secrets:
    saved === null || saved.settings === null
      ? null
      : {
          password: saved.hasPassword ? present : '',
          credentials: Object.fromEntries(saved.credentials.map((key) => [key, present])),
        },
});

/** What is wrong with the form now; main checks the same again. */
export const problemsOf = ({ form, saved }: Pick<Draft, 'form' | 'saved'>): readonly FieldProblem[] => {
  const result = checkAccountForm(form, savedForCheck(saved));
  return result.ok ? [] : result.problems;
};

export const changeForm = (change: Partial<AccountForm>): void =>
  useAccountDraft.setState(({ form }) => ({ form: { ...form, ...change }, touched: true }));

/** Takes a whole form, for example from a file. */
export const replaceForm = (form: AccountForm): void =>
  useAccountDraft.setState({ form, touched: true, tried: false });

/** Asks main what is kept. A form somebody has begun to fill in stays. */
export const loadAccount = async (): Promise<void> => {
  const answer = await callDesk('account.get', {});
  if (!answer.ok) return;
  const saved = answer.value;
  useAccountDraft.setState((before) => ({
    saved,
    check: before.check ?? saved.check,
    ...(before.touched
      ? {}
      : { form: saved.settings === null ? emptyAccountForm : accountFormOf(saved.settings) }),
  }));
};

/** After saving or deleting: the form is that of what is kept. */
export const reloadAccount = async (): Promise<void> => {
  useAccountDraft.setState({ touched: false, tried: false });
  await loadAccount();
};

/** Follows the check while the settings are on screen. Returns the function that ends it. */
export const followCheck = (): (() => void) =>
  onDesk('account.check', (check) => useAccountDraft.setState({ check }));
