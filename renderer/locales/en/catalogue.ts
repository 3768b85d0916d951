import type { zhCn } from '../zh-cn/catalogue.ts';
import type { Translation } from '../shape.ts';
import { call } from './call.ts';
import { importTexts } from './import.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { worklist } from './worklist.ts';

export const en: Translation<typeof zhCn> = { ...shell, ...worklist, ...call, ...importTexts, ...settings };
