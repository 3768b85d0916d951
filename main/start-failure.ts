import { app, dialog } from 'electron';

type Text = { zh: string; en: string };

/** What a person can do when the desk cannot open its store; by the codes of main/store/errors.ts. */
const remedies: Readonly<Record<string, Text>> = {
  store_newer: {
    zh: '本机数据由更新版本的回访台写入，为避免损坏未做任何改动。请安装最新版本后再打开。',
    en: 'The data of this seat was written by a newer Callback Desk and was not touched. Install the newest version and open it again.',
  },
  store_foreign: {
    zh: '数据文件 callback-desk.db 属于其他程序。请把它移到别处，再打开回访台。',
    en: 'The file callback-desk.db belongs to another program. Move it away, then open Callback Desk again.',
  },
  store_damaged: {
    zh: '数据文件 callback-desk.db 已损坏，未做任何改动。请保留该文件并联系管理员；同一文件夹中的 callback-desk.db.backup-… 是升级前的备份。',
    en: 'The file callback-desk.db is damaged and was not touched. Keep it and call your administrator; the files callback-desk.db.backup-… beside it are from before each upgrade.',
  },
  store_not_durable: {
    zh: '这块磁盘不能保证数据写入。请把数据文件夹放到本机磁盘后再打开。',
    en: 'This disk does not promise that what is saved stays saved. Put the data folder on a local disk and open again.',
  },
  disk_full: {
    zh: '磁盘已满。请腾出空间后再打开回访台。',
    en: 'The disk is full. Free some space, then open Callback Desk again.',
  },
  store_busy: {
    zh: '另一个程序正占用数据文件（可能是备份或杀毒软件）。请稍候再打开。',
    en: 'Another program holds the data file, perhaps a backup or virus scanner. Wait a moment, then open again.',
  },
};

const unknown: Text = {
  zh: '回访台无法启动。请联系管理员，并附上日志文件夹 logs。',
  en: 'Callback Desk cannot start. Call your administrator and hand over the folder logs.',
};

/** Tells why the desk cannot start and what to do, in the system's language, then ends the app. */
export const tellStartFailure = (error: unknown): void => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const text = remedies[code] ?? unknown;
  const english = app.getLocale().toLowerCase().startsWith('en');
  process.stderr.write(
    `Callback Desk could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  // Where nobody looks at the screen (scripts/start.ts without a terminal) a dialog would only keep the process alive.
  if (!app.commandLine.hasSwitch('exit-after-screenshot')) {
    dialog.showErrorBox(
      english ? 'Callback Desk' : '回访台',
      `${english ? text.en : text.zh}\n\n(${code === '' ? 'internal' : code})`,
    );
  }
  app.exit(1);
};
