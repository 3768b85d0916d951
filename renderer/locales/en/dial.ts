import type { dial as source } from '../zh-cn/dial.ts';
import type { Translation } from '../shape.ts';

export const dial: Translation<typeof source> = {
  dialWhy: {
    label: 'Next dial',
    first: 'Now: first try',
    again: 'Now: {{tries}} of {{needed}} tries made, {{today}} today',
    agreed: 'Now: the agreed time has come',
    appointment: 'From {{at}}: waits for the agreed time',
    owner_first: 'After {{at}}: the agent who agreed on the time comes first',
    other_band: 'After {{at}}: {{today}} today, {{gap}} apart, another time band',
    same_try: 'After {{at}}: busy, the redial is the same try',
    next_day: 'After {{at}}: one recheck on the next day',
    next_day_by: 'After {{at}}: {{who}} dials once more',
    outside_bands: 'After {{at}}: outside dialling hours now',
    min_gap: 'After {{at}}: {{today}} today, {{gap}} apart',
    day_limit: 'After {{at}}: all {{max}} of today are used',
    calling: 'On a call; known when it ends',
    follow_up: 'No more dialling: {{who}}, “{{name}}”, by {{at}}',
    issue: 'No more dialling: the owner of its issue acts',
    done: 'No more dialling: the callback is over',
    not_open: 'No more dialling: the team lead decides',
    practice: 'Practice: any time. Real work: {{rule}}',
    hours: '{{count}} h',
    minutes: '{{count}} min',
  },
};
