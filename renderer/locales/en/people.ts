import type { Translation } from '../shape.ts';
import type {
  people as zhPeople,
  peopleErrorDetails as zhDetails,
  peopleErrors as zhErrors,
} from '../zh-cn/people.ts';

export const people: Translation<typeof zhPeople> = {
  signIn: {
    title: 'Sign in to Callback Desk',
    lockedTitle: 'The screen is locked',
    lockedBy: 'The work of {{name}} ({{number}}) is as it was. Enter the PIN to go on.',
    changeTitle: 'Choose a PIN of your own',
    changeWhy: 'Choose digits that only you know, then work begins.',
    number: 'Agent number',
    pin: 'PIN',
    newPin: 'New PIN',
    again: 'New PIN again',
    notSame: 'The two new PINs differ. Enter them again.',
    go: 'Sign in',
    unlock: 'Unlock',
    save: 'Save and begin',
    other: 'Somebody else signs in',
    noNetwork: 'Works without a network. A forgotten PIN is reset by a team lead or an administrator.',
    leave: 'Sign out',
  },
  seat: {
    label: 'Who is here',
    who: '{{name}} {{number}} · {{role}}',
    lock: 'Lock',
    locked: 'The screen is locked.',
    open: 'Nobody set up',
  },
  peoplePanel: {
    title: 'People and sign-in',
    openWhy:
      'Nobody is set up on this seat: whoever sits down can use it and sees everything. Add the first person (in a role that manages people, such as team lead); from then on everybody signs in with agent number and PIN.',
    table: 'Who may sign in on this seat',
    column: { name: 'Name', number: 'Agent number', role: 'Role', state: 'State', act: 'Action' },
    state: {
      active: 'may sign in',
      inactive: 'deactivated',
      must_change: 'must change the PIN at the first sign-in',
      paused: 'too many wrong PINs, paused until {{time}}',
    },
    add: 'Add a person',
    addFirst: 'Add the first and sign in',
    addTitle: 'Add a person',
    firstTitle: 'Add the first person',
    name: 'Name',
    number: 'Agent number',
    role: 'Role',
    pin: 'First PIN ({{min}} to {{max}} digits)',
    pinFirst: 'Your PIN ({{min}} to {{max}} digits)',
    pinHelp: 'Tell the person; it has to be changed at the first sign-in.',
    edit: 'Edit {{name}}',
    editShort: 'Edit',
    editTitle: 'Edit: {{name}} ({{number}})',
    active: 'May sign in',
    save: 'Save',
    cancel: 'Cancel',
    resetPin: 'New PIN',
    reset: 'Reset PIN',
    resetDone: 'The PIN of {{name}} is reset and has to be changed at the next sign-in.',
    added: '{{name}} is added.',
    saved: '{{name}} is saved.',
    may: 'May: {{list}}',
    mayNothing: 'Does not sign in here',
    own: 'My sign-in',
    ownWho: '{{name}} ({{number}}), {{role}}',
    changePin: 'Change my PIN',
    oldPin: 'Present PIN',
    changed: 'The PIN is changed.',
    noRight: 'People are kept by a team lead or an administrator.',
  },
  permission: {
    callback: 'call customers',
    practise: 'practise',
    records: 'see records and evidence',
    export: 'export lists',
    issues: 'work on issues, follow-ups, promises',
    cases: 'work on complaints and corrections',
    approve: "a lead's approvals",
    figures: 'figures and reports',
    quality: 'quality scoring',
    import: 'import lists',
    settings: 'line, head office, company',
    people: 'manage people',
  },
};

export const peopleErrors: Record<keyof typeof zhErrors, string> = {
  signed_out: 'Nobody is signed in. Sign in with agent number and PIN.',
  seat_locked: 'The screen is locked. Unlock it with your PIN.',
  role_not_allowed:
    'Your role does not do this. Ask a colleague who may, or a team lead to change your role.',
  sign_in_refused:
    'Agent number or PIN is wrong. Check both and enter them again; a team lead or an administrator resets a forgotten PIN.',
  sign_in_paused:
    'Too many wrong PINs. Wait {{minutes}} min and try again, or have a team lead or an administrator reset the PIN.',
  pin_weak: 'This PIN is too easy to guess. Choose another one.',
  pin_same: 'The new PIN is the present one. Choose another one.',
  person_number_taken: 'Somebody has this agent number already. Check it, or edit that person in the list.',
  person_first_manages:
    'The first person needs a role that manages people (team lead, administrator), or nobody could add anybody. Choose another role.',
  person_last_manager:
    'This is the last person who manages people and cannot be deactivated or given another role. Set up somebody else first.',
  role_unknown: 'This role does not sign in, or head office has dropped it. Choose another role.',
  call_runs: 'Somebody is on the line: no lock, no sign-out, no change of person. End the call first.',
  attempt_not_yours:
    'Another agent has a callback on this seat that is not finished. That agent has to sign in and finish it; if away, a team lead signs in.',
  open_seat_no_customers:
    'Head office wants people set up before customers are called. Add the first under Settings, People and sign-in, or practise.',
};

export const peopleErrorDetails: Record<keyof typeof zhDetails, string> = {
  change_pin: 'Choose a PIN of your own first.',
  pin_digits: 'Use {{min}} to {{max}} digits.',
  pin_repeated: 'Not one digit over and over. Choose another one.',
  pin_sequence: 'Not digits in a row (such as 123456). Choose another one.',
  pin_own_number: 'Not the agent number itself. Choose another one.',
};
