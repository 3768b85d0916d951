import type { zhCn } from '../zh-cn/catalogue.ts';
import type { Translation } from '../shape.ts';
import { account } from './account.ts';
import { agent } from './agent.ts';
import { call } from './call.ts';
import { cases } from './cases.ts';
import { devices } from './devices.ts';
import { dial } from './dial.ts';
import { documents } from './documents.ts';
import { findings } from './findings.ts';
import { followUps } from './follow-ups.ts';
import { habits } from './habits.ts';
import { importTexts } from './import.ts';
import { issues } from './issues.ts';
import { knowledge } from './knowledge.ts';
import { live } from './live.ts';
import { packTexts } from './packs.ts';
import { people } from './people.ts';
import { practiceTexts } from './practice.ts';
import { promiseTexts } from './promises.ts';
import { qualityTexts } from './quality.ts';
import { reports } from './reports.ts';
import { scans } from './scans.ts';
import { scriptTexts } from './scripts.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { softphone } from './softphone.ts';
import { sound } from './sound.ts';
import { worklist } from './worklist.ts';

export const en: Translation<typeof zhCn> = {
  ...account,
  ...agent,
  ...call,
  ...cases,
  ...devices,
  ...dial,
  ...documents,
  ...findings,
  ...followUps,
  ...habits,
  ...importTexts,
  ...issues,
  ...knowledge,
  ...live,
  ...packTexts,
  ...people,
  ...practiceTexts,
  ...promiseTexts,
  ...qualityTexts,
  ...reports,
  ...scans,
  ...scriptTexts,
  ...settings,
  ...shell,
  ...softphone,
  ...sound,
  ...worklist,
};
