import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleCsv } from '../core/import/sample.ts';

/**
 * Writes resources/samples/policies-200.csv, the sample as a file to look at and to start an own list from.
 * Its dates stand still on this day; the program itself makes the sample anew with the day's dates.
 */
const today = '2026-11-02';

const folder = join(import.meta.dirname, '../resources/samples');
await mkdir(folder, { recursive: true });
await writeFile(join(folder, 'policies-200.csv'), `\ufeff${sampleCsv({ today, firstDayOffset: 0 })}`, 'utf8');
console.log('resources/samples/policies-200.csv');
