// Shows that better-sqlite3 really works in the runtime that executes this file (plain CommonJS, because
// Electron 33 carries Node 20). Its native part keeps references to strings, the point that breaks on an older
// Node-API, so errors and their codes are part of the check. Prints one line of JSON.
const assert = require('node:assert');
const Database = require('better-sqlite3');

const db = new Database(':memory:');
db.exec('create table policy (id integer primary key, holder text not null) strict');
db.exec('create virtual table search using fts5(holder)');
db.function('double', (n) => n * 2);

const insert = db.prepare('insert into policy (holder) values (?)');
db.transaction(() => {
  for (let i = 0; i < 1000; i += 1) insert.run(`投保人${i}`);
})();
let seen = 0;
for (const row of db.prepare('select * from policy').iterate())
  seen += row.holder.startsWith('投保人') ? 1 : 0;

assert.equal(seen, 1000);
assert.deepEqual(db.prepare('select double(21) as answer').get(), { answer: 42 });
assert.deepEqual(db.prepare('select id, holder from policy limit 1').raw().all(), [[1, '投保人0']]);
assert.throws(() => insert.run(null), { name: 'SqliteError', code: 'SQLITE_CONSTRAINT_NOTNULL' });
assert.throws(() => insert.run(1, 2, 3), RangeError);

const { sqlite } = db.prepare('select sqlite_version() as sqlite').get();
db.close();
console.log(
  JSON.stringify({ sqlite, node: process.versions.node, electron: process.versions.electron ?? null }),
);
