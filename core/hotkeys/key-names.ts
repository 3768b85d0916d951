import type { Locale } from '../ipc/features/app.ts';
import { modifiers, parseAccelerator } from './accelerator.ts';
import type { Modifier, Platform } from './accelerator.ts';

/** As printed on the keys of a Mac and shown in its menus. */
const macModifiers: Record<Modifier, string> = { Control: '⌃', Alt: '⌥', Shift: '⇧', Meta: '⌘' };

const modifierName = (modifier: Modifier, platform: Platform): string =>
  modifier === 'Control'
    ? 'Ctrl'
    : modifier === 'Meta'
      ? platform === 'windows'
        ? 'Win'
        : 'Super'
      : modifier;

const names: Readonly<Record<string, Record<Locale, string>>> = {
  Space: { 'zh-CN': '空格', en: 'Space' },
  Return: { 'zh-CN': '回车', en: 'Enter' },
  Escape: { 'zh-CN': 'Esc', en: 'Esc' },
  Backspace: { 'zh-CN': '退格', en: 'Backspace' },
  Up: { 'zh-CN': '↑', en: '↑' },
  Down: { 'zh-CN': '↓', en: '↓' },
  Left: { 'zh-CN': '←', en: '←' },
  Right: { 'zh-CN': '→', en: '→' },
  PageUp: { 'zh-CN': '上翻页', en: 'Page Up' },
  PageDown: { 'zh-CN': '下翻页', en: 'Page Down' },
  PrintScreen: { 'zh-CN': '截屏键', en: 'Print Screen' },
  Capslock: { 'zh-CN': '大写锁定', en: 'Caps Lock' },
  Numlock: { 'zh-CN': '数字锁定', en: 'Num Lock' },
  Scrolllock: { 'zh-CN': '滚动锁定', en: 'Scroll Lock' },
  MediaPlayPause: { 'zh-CN': '播放/暂停键', en: 'Play/Pause' },
  MediaStop: { 'zh-CN': '停止播放键', en: 'Stop' },
  MediaNextTrack: { 'zh-CN': '下一曲键', en: 'Next Track' },
  MediaPreviousTrack: { 'zh-CN': '上一曲键', en: 'Previous Track' },
  numadd: { 'zh-CN': '小键盘 +', en: 'Num +' },
  numsub: { 'zh-CN': '小键盘 -', en: 'Num -' },
  nummult: { 'zh-CN': '小键盘 *', en: 'Num *' },
  numdiv: { 'zh-CN': '小键盘 /', en: 'Num /' },
  numdec: { 'zh-CN': '小键盘 .', en: 'Num .' },
};

const keyName = (key: string, locale: Locale): string => {
  const numpad = /^num(\d)$/.exec(key)?.[1];
  if (numpad !== undefined) return locale === 'en' ? `Num ${numpad}` : `小键盘 ${numpad}`;
  return names[key]?.[locale] ?? key;
};

/** A combination as a person reads it: `Ctrl+Alt+Shift+A`, on a Mac `⌃⌥⇧A`. What cannot be read stays as it is. */
export const shownKeys = (accelerator: string, platform: Platform, locale: Locale): string => {
  const chord = parseAccelerator(accelerator, platform);
  if (chord === null) return accelerator;
  const pressed = modifiers.filter((modifier) => chord.modifiers.has(modifier));
  const key = keyName(chord.key, locale);
  return platform === 'macos'
    ? pressed.map((modifier) => macModifiers[modifier]).join('') + key
    : [...pressed.map((modifier) => modifierName(modifier, platform)), key].join('+');
};
