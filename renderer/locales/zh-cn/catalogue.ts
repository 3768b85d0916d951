import { account } from './account.ts';
import { agent } from './agent.ts';
import { call } from './call.ts';
import { devices } from './devices.ts';
import { dial } from './dial.ts';
import { followUps } from './follow-ups.ts';
import { habits } from './habits.ts';
import { importTexts } from './import.ts';
import { issues } from './issues.ts';
import { knowledge } from './knowledge.ts';
import { packTexts } from './packs.ts';
import { scriptTexts } from './scripts.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { softphone } from './softphone.ts';
import { sound } from './sound.ts';
import { worklist } from './worklist.ts';

/** Source of truth of every text on screen; the English catalogue must have the same keys. */
export const zhCn = {
  ...account,
  ...agent,
  ...call,
  ...devices,
  ...dial,
  ...followUps,
  ...habits,
  ...importTexts,
  ...issues,
  ...knowledge,
  ...packTexts,
  ...scriptTexts,
  ...settings,
  ...shell,
  ...softphone,
  ...sound,
  ...worklist,
};
