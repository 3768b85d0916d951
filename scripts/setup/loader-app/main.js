// Stands in for Electron's default_app.asar, which the registry runtime lacks: `electron [-r FILE] APP [args]`
// opens the folder APP. It is an ES module because Electron holds back `ready` until such a module has loaded,
// so the app can still do what is only allowed before `ready`.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const required = [];
let folder;
for (let i = 1; i < process.argv.length && folder === undefined; i += 1) {
  const arg = process.argv[i];
  if (arg === '-r' || arg === '--require') required.push(process.argv[(i += 1)]);
  else if (!arg.startsWith('-')) folder = path.resolve(arg);
}

if (folder === undefined) {
  console.error('usage: electron [-r FILE] APP-FOLDER [arguments]');
  app.exit(2);
} else {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
  app.setName(manifest.productName ?? manifest.name);
  app.setVersion(manifest.version ?? '');
  app.setPath('userData', path.join(app.getPath('appData'), app.getName()));
  app.setAppPath(folder);
  const require = createRequire(path.join(folder, 'package.json'));
  for (const file of required) require(path.resolve(file));
  await import(pathToFileURL(require.resolve(path.join(folder, manifest.main ?? 'index.js'))).href);
}
