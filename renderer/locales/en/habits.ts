import type { Translation } from '../shape.ts';
import type { habits as source } from '../zh-cn/habits.ts';

export const habits: Translation<typeof source> = {
  hotkeys: {
    title: 'Global hotkeys',
    help: 'They work in every program, and only when they make sense: mute, for example, only during a call. What you type elsewhere is not interrupted.',
    action: {
      answer: 'Answer the incoming call',
      hangUp: 'Hang up',
      mute: 'Mute / unmute',
      hold: 'Hold / resume',
      show: 'Open the Callback Desk window',
    },
    off: 'Off',
    change: 'Change',
    changeLabel: 'Change the hotkey of “{{action}}”, now {{keys}}',
    recording: 'Press the new keys',
    recordingHelp: 'Esc cancels.',
    cancel: 'Cancel',
    clear: 'Turn off',
    clearLabel: 'Turn off the hotkey of “{{action}}”',
    reset: 'Back to defaults',
    resetDone: 'The hotkeys are back to their defaults',
    saved: '“{{action}}” is now {{keys}}',
    cleared: 'The hotkey of “{{action}}” is off',
    state: {
      active: 'Works',
      off: 'Off',
      taken: 'Taken',
      paused: 'Paused',
    },
    takenDetail:
      '{{keys}} is held by the system or another program and does not work now. Choose other keys, or change them in that program.',
    takenAnswer:
      '“{{action}}”: {{keys}} is held by the system or another program and does not work. Choose other keys.',
    problem: {
      unreadable: 'This key is not known. Choose other keys.',
      needs_modifier:
        '{{keys}} lacks Ctrl or Alt (Command on a Mac). A key alone would get in the way of typing; add one of them.',
      reserved_editing: '{{keys}} is needed everywhere to copy, paste, save and the like. Choose other keys.',
      reserved_system: '{{keys}} belongs to the operating system. Choose other keys.',
      reserved_input_method: '{{keys}} switches the input method. Choose other keys.',
      same_as_action: '{{keys}} is used for “{{other}}”. Choose other keys, or change “{{other}}” first.',
      console_key: '{{keys}} is used within Callback Desk for “{{other}}”. Choose other keys.',
    },
    wayland:
      'This desktop uses Wayland, which has to allow global hotkeys; without that they may work over some programs only. Allow them when the system asks.',
    raise: 'Lift the window above the others (it does not take the keyboard)',
    raiseOff: 'Only flash, do not lift the window',
    incoming: 'The window on an incoming call',
  },
  links: {
    label: 'Call link',
    title: 'Call this number?',
    announced: 'A link asks to call {{number}}. Nothing has been dialled; confirm at the top of the window.',
    extension: 'Then key in extension {{extension}}',
    dial: 'Call',
    dismiss: 'Do not call',
    openTask: 'Open task',
    openTaskLabel: 'Open the task of {{name}}, policy {{policyNo}}',
    task: 'A callback task has this number: {{name}}, policy {{policyNo}}. Make the callback from there.',
    obstacle: {
      not_permitted:
        'Your role may dial only the numbers of tasks, not this one. Ask your team lead if you need free dialling.',
      busy: 'A call is up. End it first, then call.',
      attempt_open: 'A callback has no disposition yet. Finish it under “Call” first.',
      not_registered:
        'The phone is not registered, so nothing can be dialled. Check the phone in the settings.',
    },
    refusedTitle: 'This link cannot be called',
    refused: {
      empty: 'The link holds no number. Check where it came from, or dial by hand.',
      not_a_number: 'What the link holds is no telephone number. Check where it came from.',
      feature_code:
        'The link holds a code that switches features of the exchange (with * or #). For safety none is dialled from a link.',
      too_short: 'The number is too short. Check where it came from.',
      too_long: 'The number is too long. Check where it came from.',
      unknown_scheme: 'Only tel, sip, sips and callto links can be opened.',
      bad_encoding: 'The link is badly encoded. Check where it came from.',
      bad_address: 'The SIP address is badly written. It should look like sip:8001@pbx.example.com.',
    },
    close: 'Close',
    handling: 'Call links',
    handlingHelp:
      'Links with tel:, sip: and callto: in web pages and mail open in Callback Desk. It always asks before it dials.',
    handlingOn: 'Open in Callback Desk',
    handlingOff: 'Do not open here',
    handlingPart:
      'The system took only a part: tel {{tel}}, sip {{sip}}, callto {{callto}}. Choose Callback Desk in the default apps of the system.',
    yes: 'yes',
    no: 'no',
  },
};
