import { BrowserWindow, session } from 'electron';

/** Page numbers; Chromium fills the two classes. */
const footer =
  '<div style="font-size:7pt;width:100%;text-align:center"><span class="pageNumber"></span> / <span class="totalPages"></span></div>';

/**
 * Prints a page of our own as PDF on A4. The window is hidden, runs no script and can load nothing: its session
 * lives in memory and refuses every request but the page itself.
 */
export const printPdf = async (html: string): Promise<Buffer> => {
  const own = session.fromPartition('printing');
  own.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !url.startsWith('data:text/html') }));
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: own,
      javascript: false,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    },
  });
  try {
    await window.loadURL(
      `data:text/html;charset=utf-8;base64,${Buffer.from(html, 'utf8').toString('base64')}`,
    );
    return await window.webContents.printToPDF({
      pageSize: 'A4',
      margins: { top: 0.6, bottom: 0.7, left: 0.6, right: 0.6 },
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: footer,
    });
  } finally {
    window.destroy();
  }
};
