// The window of the baseline: a page with SIP.js SimpleUser and nothing else, in the same Electron as the app.
const { app, BrowserWindow } = require('electron');
app.commandLine.appendSwitch('allow-loopback-in-peer-connection');
app.whenReady().then(() => {
  const window = new BrowserWindow({ show: false, webPreferences: { backgroundThrottling: false } });
  return window.loadURL(process.argv.at(-1));
});
