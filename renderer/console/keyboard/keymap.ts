/**
 * Every key of the console in one table: what can clash is seen here and checked by a test. Scopes form a
 * tree; a binding is live while a mounted component handles it (use-key.ts).
 *
 * `inText`: works while a text field has the focus too. Digits and letters never do (WCAG 2.1.4).
 */
export const scopeParents = {
  app: null,
  worklist: 'app',
  records: 'app',
  issues: 'app',
  followUps: 'app',
  knowledge: 'app',
  sync: 'app',
  import: 'app',
  call: 'app',
  objection: 'call',
  question: 'call',
  answer: 'call',
  verify: 'call',
  abnormal: 'call',
  interrupted: 'call',
  wrapUp: 'call',
} as const;
export type Scope = keyof typeof scopeParents;

type Row = { id: string; chords: readonly [string, ...string[]]; scope: Scope; inText: boolean };

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
type Digit = (typeof digits)[number];

/** As many tags of the notes as a pack may have. */
const tagPlaces = ['1', '2', '3', '4', '5', '6'] as const;
type TagPlace = (typeof tagPlaces)[number];

const fixed = [
  { id: 'help', chords: ['F1'], scope: 'app', inText: true },
  { id: 'goWorklist', chords: ['Ctrl+1'], scope: 'app', inText: true },
  { id: 'goCall', chords: ['Ctrl+2'], scope: 'app', inText: true },
  { id: 'goRecords', chords: ['Ctrl+3'], scope: 'app', inText: true },
  { id: 'goSync', chords: ['Ctrl+4'], scope: 'app', inText: true },
  { id: 'goImport', chords: ['Ctrl+5'], scope: 'app', inText: true },
  { id: 'goSettings', chords: ['Ctrl+6'], scope: 'app', inText: true },
  { id: 'goIssues', chords: ['Ctrl+7'], scope: 'app', inText: true },
  { id: 'goKnowledge', chords: ['Ctrl+8'], scope: 'app', inText: true },
  { id: 'goFollowUps', chords: ['Ctrl+9'], scope: 'app', inText: true },
  { id: 'goPractice', chords: ['Ctrl+Shift+P'], scope: 'app', inText: true },
  { id: 'answerCall', chords: ['Ctrl+Shift+A'], scope: 'app', inText: true },
  { id: 'hangUp', chords: ['Ctrl+Shift+H'], scope: 'app', inText: true },
  { id: 'mute', chords: ['Ctrl+M'], scope: 'app', inText: true },
  { id: 'hold', chords: ['Ctrl+L'], scope: 'app', inText: true },
  { id: 'keypad', chords: ['Ctrl+B'], scope: 'app', inText: true },
  { id: 'sound', chords: ['Ctrl+U'], scope: 'app', inText: true },
  { id: 'transferCall', chords: ['Ctrl+T'], scope: 'app', inText: true },
  { id: 'swapCalls', chords: ['Ctrl+Shift+L'], scope: 'app', inText: true },
  { id: 'rejectCall', chords: ['Ctrl+Shift+X'], scope: 'app', inText: true },
  { id: 'conferenceCall', chords: ['Ctrl+Shift+C'], scope: 'app', inText: true },
  { id: 'completeTransfer', chords: ['Ctrl+Shift+T'], scope: 'app', inText: true },
  { id: 'toCalls', chords: ['Ctrl+Shift+K'], scope: 'app', inText: true },
  { id: 'agentMenu', chords: ['Ctrl+Shift+S'], scope: 'app', inText: true },
  { id: 'agentReady', chords: ['Ctrl+Shift+R'], scope: 'app', inText: true },
  { id: 'extendWrapUp', chords: ['Ctrl+Shift+E'], scope: 'app', inText: true },
  { id: 'finishWrapUp', chords: ['Ctrl+Shift+F'], scope: 'app', inText: true },
  { id: 'readPack', chords: ['Ctrl+Shift+Y'], scope: 'app', inText: true },
  { id: 'lockSeat', chords: ['Ctrl+Shift+O'], scope: 'app', inText: true },
  { id: 'searchTasks', chords: ['Ctrl+K', '/'], scope: 'worklist', inText: false },
  { id: 'dial', chords: ['Ctrl+Enter'], scope: 'worklist', inText: true },
  { id: 'nextTask', chords: ['Ctrl+J'], scope: 'worklist', inText: true },
  { id: 'searchRecords', chords: ['Ctrl+K', '/'], scope: 'records', inText: false },
  { id: 'searchIssues', chords: ['Ctrl+K', '/'], scope: 'issues', inText: false },
  { id: 'searchKnowledge', chords: ['Ctrl+K', '/'], scope: 'knowledge', inText: false },
  { id: 'printEvidence', chords: ['Ctrl+P'], scope: 'records', inText: true },
  { id: 'exportRecord', chords: ['Ctrl+E'], scope: 'records', inText: true },
  { id: 'saveFollowUp', chords: ['Ctrl+Enter'], scope: 'followUps', inText: true },
  { id: 'syncNow', chords: ['Ctrl+Enter'], scope: 'sync', inText: true },
  { id: 'importRows', chords: ['Ctrl+Enter'], scope: 'import', inText: true },
  // Before the other meanings of Ctrl+Enter in a call: while the form of a question is open, the key is its.
  { id: 'saveQuestion', chords: ['Ctrl+Enter'], scope: 'question', inText: true },
  { id: 'notes', chords: ['F2'], scope: 'call', inText: true },
  { id: 'words', chords: ['F3'], scope: 'answer', inText: true },
  { id: 'toCard', chords: ['Escape'], scope: 'call', inText: true },
  { id: 'redial', chords: ['F4'], scope: 'call', inText: true },
  { id: 'correct', chords: ['Ctrl+Z'], scope: 'call', inText: false },
  { id: 'wrapUp', chords: ['Ctrl+D'], scope: 'call', inText: true },
  { id: 'openKnowledge', chords: ['F5'], scope: 'call', inText: true },
  { id: 'openObjections', chords: ['F11'], scope: 'call', inText: true },
  { id: 'flagAbnormal', chords: ['F6'], scope: 'call', inText: true },
  { id: 'flagQuestion', chords: ['F7'], scope: 'call', inText: true },
  { id: 'flagComplaint', chords: ['F8'], scope: 'call', inText: true },
  { id: 'flagCancelWish', chords: ['F9'], scope: 'call', inText: true },
  { id: 'flagVoice', chords: ['F10'], scope: 'call', inText: true },
  { id: 'openKeyword', chords: ['Ctrl+G'], scope: 'call', inText: true },
  { id: 'dismissKeyword', chords: ['Ctrl+I'], scope: 'call', inText: true },
  { id: 'readOn', chords: ['Enter'], scope: 'answer', inText: false },
  { id: 'skip', chords: ['0'], scope: 'answer', inText: false },
  { id: 'forgot', chords: ['Ctrl+Enter'], scope: 'verify', inText: true },
  { id: 'askAgain', chords: ['Enter'], scope: 'abnormal', inText: false },
  { id: 'goOn', chords: ['Ctrl+Enter'], scope: 'abnormal', inText: true },
  { id: 'resume', chords: ['Enter'], scope: 'interrupted', inText: false },
  { id: 'closeAttempt', chords: ['Ctrl+Enter'], scope: 'wrapUp', inText: true },
  { id: 'confirmDisposition', chords: ['Enter'], scope: 'wrapUp', inText: false },
] as const satisfies readonly Row[];

export type KeyId =
  | (typeof fixed)[number]['id']
  | `answer${Digit}`
  | `disposition${Digit}`
  | `objection${Digit}`
  | `noteTag${TagPlace}`;
export type Binding = Omit<Row, 'id'> & { id: KeyId };

export const keymap: readonly Binding[] = [
  ...fixed,
  ...tagPlaces.map((place): Binding => ({
    id: `noteTag${place}`,
    chords: [`Ctrl+Shift+${place}`],
    scope: 'call',
    inText: true,
  })),
  // Before the answers: while the objections are open, the digits are theirs.
  ...digits.map((digit): Binding => ({
    id: `objection${digit}`,
    chords: [digit],
    scope: 'objection',
    inText: false,
  })),
  ...digits.map((digit): Binding => ({
    id: `answer${digit}`,
    chords: [digit],
    scope: 'answer',
    inText: false,
  })),
  ...digits.map((digit): Binding => ({
    id: `disposition${digit}`,
    chords: [digit],
    scope: 'wrapUp',
    inText: false,
  })),
];

/** Keys shown in the overlay, by heading; the nine digits stand as one line. */
export const listedKeys = fixed;

/** First chord of a binding, as the key cap shows it. */
export const chordFor = (id: KeyId): string => keymap.find((binding) => binding.id === id)?.chords[0] ?? '';
