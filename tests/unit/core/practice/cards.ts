import type { Card } from '../../../../core/script/view.ts';

type Question = Extract<Card, { kind: 'question' }>;
type Verify = Extract<Card, { kind: 'verify' }>;

const text = '请问这一点您清楚吗？';
const read = { text, textHash: '', minSeconds: 0 };

export const question = (questionId: string, set: Question['set'] = 'YN', asking = 1): Card => ({
  kind: 'question',
  questionId,
  set,
  asking,
  ...read,
  options: [],
  optional: false,
  wantsWords: false,
  item: null,
  hint: null,
});

export const verify = (questionId: string, inputKind: Verify['inputKind'], triesLeft = 2): Card => ({
  kind: 'verify',
  factorId: `F_${questionId}`,
  questionId,
  strength: 'strong',
  inputKind,
  triesLeft,
  ...read,
});

export const statement = (questionId: string): Card => ({
  kind: 'statement',
  questionId,
  options: [],
  ...read,
});

export const abnormal = (questionId: string): Card => ({
  kind: 'abnormal',
  questionId,
  text,
  answerLabel: '不清楚',
  issues: [],
  explain: null,
  canAskAgain: true,
});

export const notSelf: Card = { kind: 'not_self', text, textHash: '' };
