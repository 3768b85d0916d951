import { call } from './call.ts';
import { importTexts } from './import.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { worklist } from './worklist.ts';

/** Source of truth of every text on screen; the English catalogue must have the same keys. */
export const zhCn = { ...shell, ...worklist, ...call, ...importTexts, ...settings };
